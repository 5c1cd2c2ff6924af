"""What the operator sees of a build in the pages: previews, the state of the corpus, where a column comes from.

Belongs here: laying out what the layers below tell as Dagster's metadata. Does not belong here: what is told
(`warehouse/`), which asset shows it (`assets/stages`, `assets/publishing`).
"""
