"""Headings: marked, damaged or lost, with their depth, bodies and themes.

Belongs here: the shape of a report. Does not belong here: what its sentences count (`figures`).
"""
