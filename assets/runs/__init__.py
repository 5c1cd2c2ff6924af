"""What starts a build and where Dagster keeps its records: job, schedule, sensor, the build by hand, the instance.

Belongs here: when and how a run starts. Does not belong here: what it does (`assets/stages`, `assets/publishing`).
"""
