"""`quality.yaml`: what a build is held to, as the project and the owner of a corpus wrote it down.

Belongs here: reading that file strictly, and laying a corpus's own entries over the project's. Does not belong here:
measuring a build (`quality.py`), comparing it with the one before (`anomalies.py`), where a corpus keeps the file
(`assets/corpus/quality_file.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from pipelines.figures.registry_yaml import Entries, RegistryError, read_yaml
from warehouse.quality_measures import QUALITY_MEASURES

SECTIONS = ("measures", "batches", "changes")
MEASURES = tuple(measure.measure for measure in QUALITY_MEASURES)
SHARES = frozenset(measure.measure for measure in QUALITY_MEASURES if measure.unit == "share")
CHANGES = ("rows_lost", "coverage_lost", "batches_gone", "rejects_risen", "values_changed")
BOUNDS = ("floor", "ceiling", "batch_floor", "batch_ceiling")
NO_BOUND = "none"


class BadExpectations(ValueError):
    """A `quality.yaml` that can't be read: the line and the way out, in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one measure is held to; None where there is no such bound."""

    floor: float | None = None
    ceiling: float | None = None
    batch_floor: float | None = None
    batch_ceiling: float | None = None
    blocks: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedBatch:
    """How many reports a batch holds at least."""

    reports: int
    blocks: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLimit:
    """How far a file may differ from the one published before: a share, of at least so many rows."""

    limit: float
    at_least: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Expectations:
    """Everything that a build is held to."""

    measures: Mapping[str, Bound] = field(default_factory=dict)
    batches: Mapping[str, ExpectedBatch] = field(default_factory=dict)
    changes: Mapping[str, ChangeLimit] = field(default_factory=dict)


def default_path() -> Path:
    """The project's own file: inside a wheel it lies in this package."""
    packaged = Path(__file__).with_name("data") / "quality.yaml"
    return packaged if packaged.exists() else Path(__file__).resolve().parent.parent / "seeds" / "quality.yaml"


@cache
def default_expectations() -> Expectations:
    """What every corpus is held to unless its owner says otherwise."""
    return parse_expectations(default_path().read_text("utf-8"), Expectations())


def parse_expectations(text: str, defaults: Expectations) -> Expectations:
    """The entries of `text` laid over `defaults`; raises BadExpectations naming the first line that can't be read."""
    try:
        read = read_yaml(text)
    except RegistryError as error:
        raise BadExpectations(str(error)) from None
    if read is None:
        return defaults
    sections = _mapping(read, 1, "文件")
    _require_known(sections, SECTIONS, "段落")
    measures, batches, changes = (_entries_of(sections, name) for name in SECTIONS)
    _require_known(measures, MEASURES, "度量")
    _require_known(changes, CHANGES, "变化")
    bounds = {name: _bound(measures, name, defaults.measures.get(name, Bound())) for name in measures}
    limits = {name: _change_limit(changes, name, defaults.changes.get(name)) for name in changes}
    return Expectations(
        measures={**defaults.measures, **bounds},
        batches={**defaults.batches, **{name: _expected_batch(batches, name) for name in batches}},
        changes={**defaults.changes, **limits},
    )


def _bound(measures: Entries, name: str, default: Bound) -> Bound:
    entry = _entry(measures, name, (*BOUNDS, "blocks", "why"))
    highest = 1.0 if name in SHARES else None
    numbers = {key: _number(entry, key, highest=highest, may_be_none=True) for key in BOUNDS if key in entry}
    bound = replace(default, **numbers, blocks=_flag(entry, default.blocks), why=_why(entry, name))
    for low, high in (("floor", "ceiling"), ("batch_floor", "batch_ceiling")):
        floor, ceiling = getattr(bound, low), getattr(bound, high)
        if floor is not None and ceiling is not None and floor > ceiling:
            raise _fault(entry.line, f"{name} 的 {low} {floor:g} 大于 {high} {ceiling:g}")
    return bound


def _expected_batch(batches: Entries, name: str) -> ExpectedBatch:
    entry = _entry(batches, name, ("reports", "blocks", "why"))
    if "reports" not in entry:
        raise _fault(entry.line, f"批次 {name} 缺少 reports（至少应有的报告份数）")
    return ExpectedBatch(_whole_number(entry, "reports"), _flag(entry, False), _why(entry, name))


def _change_limit(changes: Entries, name: str, default: ChangeLimit | None) -> ChangeLimit:
    entry = _entry(changes, name, ("limit", "at_least", "why"))
    if default is None and not {"limit", "at_least"} <= entry.keys():
        raise _fault(entry.line, f"{name} 缺少 limit 或 at_least")
    known = default or ChangeLimit(0.0, 0)
    limit = _number(entry, "limit", highest=1.0) if "limit" in entry else known.limit
    at_least = _whole_number(entry, "at_least") if "at_least" in entry else known.at_least
    return ChangeLimit(limit or 0.0, at_least, _why(entry, name))


def _entries_of(sections: Entries, name: str) -> Entries:
    if sections.get(name) is None:
        return Entries(sections.line)
    return _mapping(sections[name], sections.lines[name], name)


def _entry(entries: Entries, name: str, keys: tuple[str, ...]) -> Entries:
    entry = _mapping(entries[name], entries.lines[name], name)
    _require_known(entry, keys, "键")
    return entry


def _mapping(value: Any, line: int, name: str) -> Entries:
    if not isinstance(value, Entries):
        raise _fault(line, f"{name} 下面要逐行写“名称: 值”")
    return value


def _require_known(entries: Entries, known: tuple[str, ...], kind: str) -> None:
    for name in entries:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f"，是不是 {near[0]}？" if near else f"，可用的有 {'、'.join(known)}"
            raise _fault(entries.lines[name], f"不认识的{kind} {name}{hint}")


def _number(entry: Entries, key: str, *, highest: float | None = None, may_be_none: bool = False) -> float | None:
    written = entry[key]
    if may_be_none and written == NO_BOUND:
        return None
    try:
        number = float(written)
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number) or number < 0 or isinstance(written, bool):
        raise _fault(entry.lines[key], f"{key} “{written}” 不是数字，请写不小于 0 的数")
    if highest is not None and number > highest:
        raise _fault(entry.lines[key], f"{key} {written} 大于 1：比例请写 0 到 1 之间的小数，例如 0.15")
    return number


def _whole_number(entry: Entries, key: str) -> int:
    number = _number(entry, key)
    if number is None or not number.is_integer():
        raise _fault(entry.lines[key], f"{key} “{entry[key]}” 不是整数")
    return int(number)


def _flag(entry: Entries, default: bool) -> bool:
    flag = entry.get("blocks", default)
    if not isinstance(flag, bool):
        raise _fault(entry.lines["blocks"], f"blocks “{flag}” 请写 true（未达到则不发布）或 false（只提示）")
    return flag


def _why(entry: Entries, name: str) -> str:
    why = entry.get("why")
    if not isinstance(why, str) or not why.strip():
        raise _fault(entry.lines.get("why", entry.line), f"{name} 缺少 why：请写明为什么这样规定")
    return why.strip()


def _fault(line: int, said: str) -> BadExpectations:
    return BadExpectations(f"第{line}行：{said}")
