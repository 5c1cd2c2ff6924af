"""What leaves the warehouse: workbooks, Parquet and CSV files of a published file, opened read-only.

Belongs here: choosing rows (`selection.py`), what each format needs, writing whole or not at all (`staging.py`). Does
not belong here: arguments, progress bars and what is said at the end (`assets/commands/exporting.py`), any new figure.
"""
