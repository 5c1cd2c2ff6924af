"""Who is told when a build fails, a check finds something or nothing can be started: a log, a webhook, mail.

Belongs here: what is told, where to, how often it is tried. Does not belong here: why a run failed
(`assets/runs/outcomes.py`), what an operator reads when looking himself (descriptions of assets and checks).
"""
