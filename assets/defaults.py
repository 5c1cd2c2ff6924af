"""Names and defaults of the settings that commands take as options and other processes as environment variables.

Belongs here: what several modules must agree on. Does not belong here: what a setting means (`resources.py`,
`commands/options.py`).
"""

from __future__ import annotations

CORPUS_VARIABLE = "FAZHI_CORPUS"
WAREHOUSE_VARIABLE = "FAZHI_WAREHOUSE"
WORKERS_VARIABLE = "FAZHI_WORKERS"
REGISTRY_VARIABLE = "FAZHI_REGISTRY"
# Where people reach the pages, for links in alerts; behind a proxy only the operator knows.
PAGES_VARIABLE = "FAZHI_PAGES_URL"

# Of schedules, and of times that people read.
TIME_ZONE = "Asia/Shanghai"
# A copy of each published file goes to this address; an object store's credentials have variables of their own.
PUBLISH_TO_VARIABLE = "FAZHI_PUBLISH_TO"
# Dagster's records in PostgreSQL instead of SQLite. It holds a password, so there is no option for it.
POSTGRES_VARIABLE = "FAZHI_DAGSTER_POSTGRES_URL"

# In a clone the sample corpus; elsewhere the message that it is missing says what to give.
DEFAULT_CORPUS = "seeds/reports"
DEFAULT_WAREHOUSE = "fazhi.duckdb"

# The pages show reports and may start builds: they are nobody else's business.
LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 3000
