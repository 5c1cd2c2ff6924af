"""What manifest and roster add to the tables: places that should report, and whose the refused files are.

Belongs here: both as the tables see them, and the rows of `roster` and `rejects`. Does not belong here: reading the two
files (`assets/`), the rules of place identity (`pipelines/corpus/places.py`), which years are missing
(`warehouse/sql/coverage.sql`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.corpus.places import PlaceMention, Resolution, find_places
from pipelines.corpus.roster import RosterEntry
from pipelines.identity.placenames import level_of
from pipelines.records import ManifestRow
from warehouse.schema.catalog import STAGE_FRAMES, TABLES, polars_schema

MANIFEST = "manifest"
_MENTION_PREFIX = "refused:"
_PARENTS = ("level", "county", "city", "province", "division_code")


@dataclass(frozen=True, slots=True)
class Companions:
    """What lies beside the reports: rows of the manifest by source, entries of the roster."""

    manifest: Mapping[str, ManifestRow] = field(default_factory=dict)
    roster: tuple[RosterEntry, ...] = ()


def roster_mentions(companions: Companions) -> Iterator[PlaceMention]:
    """The places of the roster, for the rules that join the places of the corpus."""
    return (entry.mention() for entry in companions.roster)


def roster_rows(companions: Companions, places: Resolution) -> pl.DataFrame:
    """The table `roster`."""
    rows = []
    for entry in companions.roster:
        doubts = places.findings.get(entry.mention_id, ())
        rows.append(
            {
                "line": entry.line,
                "place_id": places.place_of[entry.mention_id],
                "name": entry.place,
                "first_year": entry.first_year,
                "last_year": entry.last_year,
                "doubt": doubts[0].message if doubts else None,
            }
        )
    return pl.DataFrame(rows, schema=polars_schema(TABLES["roster"]))


class Refused:
    """The refused files, with what manifest and text say of their place and year.

    What the manifest says founds a place, as for a report. What a refused text calls itself only finds one: it may be a
    notice to a whole county.
    """

    def __init__(self, rejects: pl.DataFrame, companions: Companions):
        """`rejects`: frame of the stages, a row a source."""
        self._rows = [
            _with_manifest(row, companions.manifest.get(row["source"])) for row in rejects.iter_rows(named=True)
        ]
        named = {source for source, row in companions.manifest.items() if row.place}
        self._founding = [_mention(row) for row in self._rows if row["source"] in named]
        self._finding = [_mention(row) for row in self._rows if row["source"] not in named and row["place_name"]]

    def founding_mentions(self) -> list[PlaceMention]:
        """Places that the manifest names for refused files."""
        return self._founding

    def table(self, places: Resolution) -> pl.DataFrame:
        """The table `rejects`, each file with its place where that is beyond doubt."""
        place_of = {m.report_id: places.place_of[m.report_id] for m in self._founding}
        place_of |= find_places(places.places, self._finding)
        rows = [{**row, "place_id": place_of.get(_MENTION_PREFIX + row["source"])} for row in self._rows]
        schema = polars_schema(TABLES["rejects"])
        return pl.DataFrame({name: [row[name] for row in rows] for name in schema}, schema=schema)


def refused_frame(rows: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """Rows of stage `normalized` as rows of stage `rejects`, with the reason and message in `columns`."""
    return rows.with_columns(**columns).select(list(polars_schema(STAGE_FRAMES["rejects"])))


def _with_manifest(row: dict[str, object], known: ManifestRow | None) -> dict[str, object]:
    """What the manifest says in place of what the text says. A file that could not be read has the manifest only."""
    if known is None:
        return row
    told = {name: getattr(known, name) for name in _PARENTS if getattr(known, name) is not None}
    if known.place is not None:
        told["place_name"] = known.place
        told.setdefault("level", level_of(known.place))
    if known.year is not None:
        told |= {"year": known.year, "year_basis": MANIFEST}
    return {**row, **told}


def _mention(row: Mapping[str, object]) -> PlaceMention:
    parents = {name: row[name] for name in _PARENTS}
    return PlaceMention(_MENTION_PREFIX + str(row["source"]), row["place_name"], said_by="清单", **parents)
