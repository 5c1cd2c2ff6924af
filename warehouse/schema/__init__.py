"""Every table and stage frame, declared once; see `fields.py` for how, `catalog.py` for which.

Belongs here: what a column is called, means, holds and may not hold. Does not belong here: where its values come from.
"""

from warehouse.schema.catalog import STAGE_FRAMES, TABLES, column_specs, empty_frame, validate
from warehouse.schema.fields import InvalidFrame

__all__ = ["STAGE_FRAMES", "TABLES", "InvalidFrame", "column_specs", "empty_frame", "validate"]
