"""Drills: what may befall a warehouse in years of service, done to it on purpose, and what it must come to.

Belongs here: killing, filling disks and starting builds at once, on small corpora, with a table of outcomes. Does not
belong here: how fast anything is (`benchmarks/run.py`, `benchmarks/scale.py`), tests of single functions (`tests/`).
"""
