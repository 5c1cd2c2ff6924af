"""Who reports, on which year, and whether it is a report of this kind at all.

Belongs here: title, place and its parents, year and its basis, genre. Does not belong here: telling places of a whole
corpus apart (`corpus`).
"""
