"""The corpus as it lies on disk: which files it holds, what manifest and roster say of them, what changed.

Belongs here: folders, endings, archives' members, hashes, the two clerks' tables. Does not belong here: what a text
says (`pipelines/`), what is read again (`assets/stages`).
"""
