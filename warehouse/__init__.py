"""Tables: what the stages' records look like as frames, the DuckDB file made of them, its comparisons and checks.

Belongs here: schemas, frames, SQL, the building and publishing of the file. Does not belong here: rules about
language (`pipelines/`), anything that knows Dagster (`assets/`).
"""
