"""The commands: arguments, what is printed, what is said when something is wrong.

Belongs here: what a person types and sees in a terminal. Does not belong here: the work (`assets/runs`, `warehouse/`).
"""
