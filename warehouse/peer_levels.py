"""Which levels of government are held side by side, as a closed list that an analyst can read in the warehouse.

Belongs here: levels as data, each with its group and why. Does not belong here: how a place's level is told
(`pipelines/identity/placenames.py`), the ranking (`warehouse/sql/peer_comparisons.sql`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeerLevel:
    """A level of `places.level` and the group of governments whose figures it can be held against."""

    level: str
    peer_level: str
    why: str


_TOWNSHIP = "one township-level government; all of them report to the same county under the same outline"
_COUNTY = "one county-level government, whose figures contain those of its townships"

PEER_LEVELS: tuple[PeerLevel, ...] = (
    *(PeerLevel(level, "乡级", _TOWNSHIP) for level in ("镇", "乡", "民族乡", "街道", "苏木")),
    *(PeerLevel(level, "县级", _COUNTY) for level in ("县", "区", "市", "旗")),
    PeerLevel("部门", "部门", "a bureau reports on its own line of work, or on all townships of its county"),
)
