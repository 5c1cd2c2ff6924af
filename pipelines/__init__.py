"""The language layer: text in, records out.

Belongs here: everything that knows Chinese. Does not belong here: tables (`warehouse/`), Dagster (`assets/`).
"""
