"""Keeping the work folder of a warehouse small: what is kept how long, finding the rest, removing it.

Belongs here: settings of retention, what may go and why, the weekly job. Does not belong here: kept versions of the
warehouse and publishing one again (`warehouse/kept_files.py`, `warehouse/rollbacks.py`), what is typed and shown
(`assets/commands`).
"""
