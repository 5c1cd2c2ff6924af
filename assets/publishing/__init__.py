"""From the frames of all batches to the published file: tables, comparisons, checks, replacement.

Belongs here: assets over the whole corpus, the checks between them, whether there is anything to publish. Does not
belong here: SQL and the rules of a table (`warehouse/`), single batches (`assets/stages`).
"""
