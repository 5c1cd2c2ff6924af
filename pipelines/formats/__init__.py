"""What files are, and their text: one module a format, each a pure function from bytes to a text layer.

Belongs here: telling formats apart, reading each with a library made for it, and the limits that hold for all. Does not
belong here: charsets of plain text (`pipelines/text/intake.py`), repairs of the text, folders and processes (`assets`).
"""
