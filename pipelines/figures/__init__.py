"""The numeral ledger and the facts: what each number is, what it counts, and the characters that show it.

Belongs here: numbers, measure words, the registry and its cues, roles and periods, zeros in words, stated changes, the
report's own arithmetic. Does not belong here: comparing reports (`warehouse/sql`).
"""
