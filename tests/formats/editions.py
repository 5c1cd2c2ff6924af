"""The texts that files are made of: eight annotated reports, and the editions derived from them with gold of their own.

Belongs here: which passages an edition changes, and how its gold follows. Does not belong here: file formats (`make.py`
says which edition becomes which file).

An edition is the annotated source with passages replaced, each of which must stand in it exactly once, so that the
figures of an edition and its gold cannot drift apart. `script` editions go through the damages of `annotate.py`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "golden"))
import annotate  # noqa: E402  a script beside the gold, not a package

SOURCES = HERE / "sources"
CHANGES = HERE / "editions.yaml"
METRICS = HERE.parents[1] / "seeds" / "metrics.yaml"
# OpenCC's standard forms that Big5 lacks, as Taiwan and Hong Kong write them; one for one, so that spans keep.
BIG5_FORMS = str.maketrans("爲羣衆裏着啓擡", "為群眾裡著啟抬")
MATH_DIGITS = str.maketrans("０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
TABLES = {"big5": BIG5_FORMS, "math": MATH_DIGITS}


@dataclass(frozen=True, slots=True)
class Edition:
    """A text with its gold lines; `source` is the annotated report that it comes from."""

    id: str
    source: str
    text: str
    gold: tuple[dict[str, Any], ...]

    @property
    def meta(self) -> dict[str, Any]:
        """Place, year and title as the text gives them."""
        return self.gold[0]["meta"]


def _replaced(name: str, text: str, changes: list[list[str]]) -> str:
    for old, new in changes:
        if text.count(old) != 1:
            raise SystemExit(f"{name}: {old!r} stands {text.count(old)} times, not once")
        text = text.replace(old, new)
    return text


def _translated(value: Any, table: dict[int, int]) -> Any:
    """The value with the characters of all strings replaced, for gold that quotes the text."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translated(v, table) if key in ("raw", "number") else v for key, v in value.items()}
    return value


def _convert(name: str, source: str, annotated: str, metrics: dict[str, Any], table: str | None) -> Edition:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.ann"
        path.write_text(annotated, "utf-8")
        text, rows, _ = annotate.convert(path, metrics)
    if table:
        characters = TABLES[table]
        text, rows = text.translate(characters), [_translated(row, characters) for row in rows]
    return Edition(name, source, text, tuple(rows))


def load() -> dict[str, Edition]:
    """All editions by id: the sources themselves, then those of `editions.yaml`."""
    metrics = yaml.safe_load(METRICS.read_text("utf-8"))["metrics"]
    annotated = {path.stem: path.read_text("utf-8") for path in sorted(SOURCES.glob("*.ann"))}
    editions = {name: _convert(name, name, text, metrics, None) for name, text in annotated.items()}
    for name, made in yaml.safe_load(CHANGES.read_text("utf-8")).items():
        text = _replaced(name, annotated[made["source"]], made.get("replace", []))
        if "meta" in made:
            first, _, rest = text.partition("\n")
            meta = json.loads(first.removeprefix("#meta ")) | made["meta"]
            text = "#meta " + json.dumps(meta, ensure_ascii=False) + "\n" + rest
        if "damage" in made:
            text = text.replace("\n", f"\n#damage {made['damage']}\n", 1)
        editions[name] = _convert(name, made["source"], text, metrics, made.get("table"))
    return editions
