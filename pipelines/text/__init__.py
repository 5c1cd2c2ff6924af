"""From bytes to a repaired text: charsets, page chrome, named repairs over one offset map, dates as words.

Belongs here: everything that makes a text readable without knowing what it says. Does not belong here: who reports
(`identity`), headings (`outline`), figures (`figures`).
"""
