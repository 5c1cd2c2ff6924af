"""Names and defaults of the settings that commands take as options and other processes as environment variables.

Belongs here: what several modules must agree on. Does not belong here: what a setting means (`resources.py`,
`commands/options.py`).
"""

from __future__ import annotations

CORPUS_VARIABLE = "FAZHI_CORPUS"
WAREHOUSE_VARIABLE = "FAZHI_WAREHOUSE"
WORKERS_VARIABLE = "FAZHI_WORKERS"
REGISTRY_VARIABLE = "FAZHI_REGISTRY"

# In a clone the sample corpus; elsewhere the message that it is missing says what to give.
DEFAULT_CORPUS = "seeds/reports"
DEFAULT_WAREHOUSE = "fazhi.duckdb"

# The pages show reports and may start builds: they are nobody else's business.
LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 3000
