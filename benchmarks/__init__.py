"""The benchmark: a generator of made-up reports and the command that measures a build of them.

Belongs here: nothing but this sentence. Does not belong here: anything that a build or a test of language rules needs.
"""
