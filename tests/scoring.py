"""How well reports were read, against gold: our own scorer over `ReadReport` records, without a warehouse.

Belongs here: the matching of gold lines to ledger rows, facts and headings, and the figures made of it. Does not
belong here: the gold itself, the floors (`golden/floors.json`), how a file is read. The warehouse's scorer, which the
contract names, works on the published tables by the same definitions; the two agree as long as a table row is a record.

Matching: a quantity is found where a counting row shares at least half of the characters with the gold number and has
its value; a fact where metric (or one that gold accepts), value and unit are the same and the spans meet. White space
counts nowhere, since pages break lines anywhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from pipelines.intake import decode
from pipelines.places import resolve_places
from pipelines.editions import find_duplicates
from pipelines.records import ReadReport, Reject

Span = tuple[int, int]
COUNTING = ("fact", "quantity", "change")
SPAN_RAW_MAX = 120  # a longer span is a paragraph, not evidence
FIGURES = ("quantities_f", "facts_f", "outline_f", "attributes", "grounded", "ledger", "identity", "triage")
