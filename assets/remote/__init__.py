"""What lies at an address instead of in a folder: a corpus in an object store, and a copy of the published file there.

Belongs here: addresses, the corpus brought into a folder beside the warehouse, the published file carried out, the jobs
and sensors of both. Does not belong here: reading a corpus (`assets/corpus`), publishing (`assets/publishing`).
"""
