"""What only a whole corpus can tell: which reports are of one place, and which repeat another.

Belongs here: pure functions over many reports. Does not belong here: reading one of them.
"""
