"""Charts of a place's series: what the warehouse says of it, drawn so that what is not known is seen.

Belongs here: the modules of the charts. Does not belong here: the command (`assets/commands/chart.py`).
"""
