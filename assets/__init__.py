"""Dagster assets and the commands of the project: the only package that imports Dagster.

Belongs here: what runs when, on which files, and what is shown of it. Does not belong here: any rule about language
(`pipelines/`), any table, column or SQL text (`warehouse/`).
"""
