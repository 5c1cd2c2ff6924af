"""How well stated changes and contradictions were read, against gold: the tables of a warehouse in memory.

Belongs here: building that warehouse from a folder of reports, and the matching of gold claims and gold findings to
rows. Does not belong here: figures of facts and outline (`scoring.py`), the gold itself.

A claim is found where a row of `stated_changes` meets its span and has its metric, sign and size. A finding is found
where a row of `findings` has its kind and meets both its spans, in either order. `lost_unit` and the like are doubts
about the page and count as findings too; severity `info` does not.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import duckdb
import polars as pl
from warehouse_cases import compare_and_audit

from pipelines.figures.registry import load_registry
from warehouse.arrow import insert_frame
from warehouse.assemble import assemble
from warehouse.ddl import create_tables
from warehouse.frames import extract_batch, normalize_batch, outline_batch, read_raw
from warehouse.schema.catalog import TABLES, validate
from warehouse.source_bytes import SourceFile

Row = dict[str, Any]


def warehouse_of(folder: Path) -> duckdb.DuckDBPyConnection:
    """All tables of the `*.txt` reports of a folder, compared and audited, in memory."""
    files = [SourceFile(p.relative_to(folder).as_posix(), ".", path=p) for p in sorted(folder.rglob("*.txt"))]
    raw = read_raw(files)
    normalized = normalize_batch(raw["raw"])
    sections = outline_batch(normalized["normalized"])
    registry = load_registry()
    metrics = extract_batch(raw["raw"], normalized["normalized"], sections["sections"], registry)
    stages = {k: v for stage in (raw, normalized, sections, metrics) for k, v in stage.items() if k != "rejects"}
    stages["rejects"] = pl.concat([stage["rejects"] for stage in (raw, normalized, sections, metrics)])
    con = duckdb.connect()
    create_tables(con)
    for name, frame in assemble(stages, registry).items():
        insert_frame(con, name, validate(TABLES[name], frame))
    compare_and_audit(con)
    return con


def gold_rows(gold_file: Path, key: str) -> list[Row]:
    """The gold lines of one kind (`claim`, `finding`), each with its document."""
    lines = (json.loads(line) for line in gold_file.read_text("utf-8").splitlines() if line.strip())
    return [{"doc": line["doc"], **line[key]} for line in lines if key in line]


@dataclass(slots=True)
class AuditScore:
    """Counts of hits and misses over claims and findings, and every miss in words."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Claims: F, and the share of right verdicts; findings: the share found, and false ones a report."""
        c = self.counts
        hits = 2 * c["claim_found"]
        return {
            "claims_f": hits / (hits + c["claim_false"] + c["claim_missed"]) if hits else 0.0,
            "verdicts": c["verdict_right"] / c["claim_found"] if c["claim_found"] else 0.0,
            "findings_r": c["finding_found"] / c["findings"] if c["findings"] else 0.0,
            "false_findings_a_report": c["finding_false"] / c["reports"] if c["reports"] else 0.0,
        }


def score_audit(con: duckdb.DuckDBPyConnection, gold_file: Path) -> AuditScore:
    """Stated changes, verdicts and findings of a warehouse against the gold of its reports."""
    result = AuditScore()
    docs = {
        row["report_id"]: PurePath(row["source"]).stem for row in _rows(con, "select report_id, source from reports")
    }
    result.counts["reports"] = len(docs)
    _score_claims(result, con, docs, gold_rows(gold_file, "claim"))
    _score_findings(result, con, docs, gold_rows(gold_file, "finding"))
    return result


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = con.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _meet(start: int | None, end: int | None, span: list[int] | None) -> bool:
    return start is not None and end is not None and span is not None and start < span[1] and span[0] < end


def _is_claim(row: Row, gold: Row) -> bool:
    size, metric = row["stated"], row["metric_id"] or "none"
    return (
        size is not None
        and (metric == gold["of"] or metric in gold.get("accept", ()) or gold["of"] == "none")
        and (size > 0) == (gold["sign"] == "+")
        and abs(abs(size) - abs(gold["size"])) <= 1e-6 * max(1.0, abs(gold["size"]))
    )


def _score_claims(result: AuditScore, con: duckdb.DuckDBPyConnection, docs: dict[str, str], golds: list[Row]) -> None:
    rows = _rows(con, "from stated_changes order by report_id, raw_start, raw_end, ordinal")
    used: set[int] = set()
    for gold in golds:
        near = [
            i
            for i, row in enumerate(rows)
            if i not in used
            and docs.get(row["report_id"]) == gold["doc"]
            and _meet(row["raw_start"], row["raw_end"], gold["span"])
        ]
        hit = next((i for i in near if _is_claim(rows[i], gold)), None)
        told = f"{gold['of']} {gold['sign']}{gold['size']:g} {gold['as']} in {gold['raw']!r}"
        if hit is None:
            result.counts["claim_missed"] += 1
            got = [(rows[i]["metric_id"], rows[i]["stated"], rows[i]["stated_as"]) for i in near]
            result.misses.append(f"{gold['doc']}: claim missed: {told}; got {got}")
            continue
        used.add(hit)
        result.counts["claim_found"] += 1
        verdict = rows[hit]["verdict"]
        result.counts["verdict_right"] += verdict == gold["verdict"]
        if verdict != gold["verdict"]:
            result.misses.append(f"{gold['doc']}: verdict {verdict}, not {gold['verdict']}: {told}")
    for i, row in enumerate(rows):
        if i not in used:
            result.counts["claim_false"] += 1
            doc = docs[row["report_id"]]
            result.misses.append(f"{doc}: no claim: {row['metric_id']} {row['stated']} at {row['raw_start']}")


def _is_finding(row: Row, gold: Row, docs: dict[str, str]) -> bool:
    def tells(doc: str, span: list[int], other_doc: str | None, other_span: list[int] | None) -> bool:
        if docs.get(row["report_id"]) != doc or not _meet(row["raw_start"], row["raw_end"], span):
            return False
        if other_span is None:
            return True
        other = docs.get(row["other_report_id"] or row["report_id"])
        return other == other_doc and _meet(row["other_start"], row["other_end"], other_span)

    if row["kind"] != gold["kind"]:
        return False
    here, there = (gold["doc"], gold["span"]), (gold.get("other_doc"), gold.get("other_span"))
    if tells(*here, *there):
        return True
    return there[1] is not None and tells(str(there[0]), there[1], *here)


def _score_findings(result: AuditScore, con: duckdb.DuckDBPyConnection, docs: dict[str, str], golds: list[Row]) -> None:
    rows = _rows(con, "from findings where severity <> 'info' order by report_id, raw_start, kind")
    used: set[int] = set()
    for gold in golds:
        result.counts["findings"] += 1
        hit = next((i for i, row in enumerate(rows) if i not in used and _is_finding(row, gold, docs)), None)
        if hit is None:
            result.misses.append(f"{gold['doc']}: finding missed: {gold['kind']} at {gold['raw']!r}")
            continue
        used.add(hit)
        result.counts["finding_found"] += 1
    for i, row in enumerate(rows):
        if i not in used:
            result.counts["finding_false"] += 1
            result.misses.append(f"{docs[row['report_id']]}: no finding: {row['kind']}: {row['message']}")


if __name__ == "__main__":
    import sys

    for named in map(Path, sys.argv[1:]):
        scored = score_audit(warehouse_of(named), named / "gold.jsonl")
        print(named.name, {name: round(figure, 3) for name, figure in scored.figures().items()}, dict(scored.counts))
        print("\n".join(scored.misses))
