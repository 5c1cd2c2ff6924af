"""The stages by batch: raw texts, normalised reports, sections, metrics, with what each keeps between builds.

Belongs here: assets over batches, their frames, the reading processes. Does not belong here: what a stage computes
(`warehouse/frames.py`), the whole corpus (`assets/publishing`).
"""
