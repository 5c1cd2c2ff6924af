"""The metric registry: `seeds/metrics.yaml`, read once, checked, and turned into values the matcher can use.

Belongs here: the shape of the registry and every check on it, with errors that name the line a person must mend.
Does not belong here: how cues are weighed against a sentence (`cues.py`).

Words of a cue are alternatives separated by `|`, in normalised (simplified, full-width punctuation) text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.figures.units import FAMILIES

# Where the needed words may stand: the sentence; also the headings above; also, unsaid, the theme of the section.
COUNTS = "counts"  # in place of a unit family: every metric that is no share, since a percentage may be said of any
SCOPES = ("sentence", "heading", "theme")
EXAMPLE_KEYS = ("match", "not")
KINDS = ("flow", "stock", "rate")
CUE_KEYS = {"head", "need", "not", "unless", "word", "after", "require_after", "scope", "category"}
METRIC_KEYS = {
    "name",
    "unit",
    "kind",
    "means",
    "accepts",
    "many",
    "parts",
    "total",
    "cues",
    "zero",
    "categories",
    "examples",
}


class RegistryError(ValueError):
    """The registry says something it may not: the message names file, line and the way out, in one sentence."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name what is counted.

    `head` stands beside the number; one of `need` somewhere in the sentence (or, unless `scope` is sentence, in the
    headings above it); one of `word` in the number's own clause; none of `forbidden` (`not:`) beside the head or
    between it and the number; none of `unless` anywhere in the sentence before. `after`: metrics that this one
    accompanies (an audience follows an event); `require_after`: it is nothing without them.
    """

    head: tuple[str, ...]
    need: tuple[str, ...] = ()
    word: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    require_after: tuple[str, ...] = ()
    scope: str = "heading"
    category: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of a metric's closed list: the words that mean it, and words that, beside them, mean something else."""

    name: str
    words: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the reports: id, Chinese name, and the chapter of the national outline it belongs to."""

    id: str
    name: str
    outline: str | None


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: `unit` canonical, `kind` flow | stock | rate, `many` where one report may count several activities
    under it side by side, `parts` where a breakdown after 其中 carries this metric too."""

    id: str
    name: str
    theme: str
    unit: str
    kind: str
    means: str
    accepts: frozenset[str] = frozenset()
    many: bool = False
    parts: bool = False
    total: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    zero: tuple[Cue, ...] = ()
    categories: dict[str, Category] = field(default_factory=dict)
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registry:
    """All themes and metrics, and the words of a stage (受理, 办结) that narrow the figure told just before.

    `version` is a hash of the file: facts depend on nothing else of it.
    """

    version: str
    themes: dict[str, Theme]
    metrics: dict[str, Metric]
    stages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    families: dict[str | None, tuple[Metric, ...]] = field(default_factory=dict, compare=False, repr=False)

    indexes: dict[str | None, _HeadIndex] = field(default_factory=dict, compare=False, repr=False)

    def by_family(self, family: str | None) -> tuple[Metric, ...]:
        """The metrics that a figure of this unit family may belong to; None: the measure word was lost."""
        if family not in self.families:
            if family is None:
                found = tuple(
                    m for m in self.metrics.values() if m.kind != "rate" and m.unit not in ("yuan", "square_metre")
                )
            elif family == COUNTS:
                found = tuple(m for m in self.metrics.values() if m.kind != "rate")
            else:
                found = tuple(m for m in self.metrics.values() if m.unit == family or family in m.accepts)
            self.families[family] = found
        return self.families[family]

    def cues_in(self, family: str | None, window: str) -> list[tuple[Metric, Cue]]:
        """The cues of a family that have a head in `window`, in registry order.

        An index of words replaces trying some 200 cues on each figure: 0.25 ms a figure became 0.03.
        """
        if family not in self.indexes:
            self.indexes[family] = _HeadIndex(self.by_family(family))
        return self.indexes[family].find(window)


class _HeadIndex:
    """Head words of the cues of one family, looked up at each position of a window."""

    def __init__(self, metrics: tuple[Metric, ...]):
        self.cues = [(m, c) for m in metrics for c in m.cues]
        self.words: dict[str, list[int]] = {}
        for number, (_, cue) in enumerate(self.cues):
            for word in cue.head:
                self.words.setdefault(word, []).append(number)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self.lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}

    def find(self, window: str) -> list[tuple[Metric, Cue]]:
        hit: set[int] = set()
        for at, first in enumerate(window):
            for length in self.lengths.get(first, ()):
                if numbers := self.words.get(window[at : at + length]):
                    hit.update(numbers)
        return [self.cues[n] for n in sorted(hit)]


class _Lines(yaml.SafeLoader):
    """A loader that remembers on which line each mapping began."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> dict[str, Any]:
    pairs = loader.construct_mapping(node, deep=True)
    keys = [k.value for k, _ in node.value]
    doubled = next((k for k in keys if keys.count(k) > 1), None)
    if doubled is not None:
        raise RegistryError(f"line {node.start_mark.line + 1}: the key {doubled!r} stands twice; keep one")
    pairs["__line__"] = node.start_mark.line + 1
    return pairs


_Lines.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def default_path() -> Path:
    """Where the registry lies: beside the sources, or inside the wheel."""
    beside = Path(__file__).resolve().parents[2] / "seeds" / "metrics.yaml"
    return beside if beside.exists() else Path(__file__).resolve().parents[1] / "data" / "metrics.yaml"


def _words(value: Any, what: str, line: int) -> tuple[str, ...]:
    if not isinstance(value, str) or not value:
        raise RegistryError(f"line {line}: {what} must be words separated by |, not {value!r}")
    words = tuple(value.split("|"))
    if "" in words:
        raise RegistryError(f"line {line}: {what} has an empty word (two | in a row, or one at an end)")
    return words


def _cue(raw: dict[str, Any], metric_id: str, ids: set[str], metric_line: int) -> Cue:
    if not isinstance(raw, dict):
        raise RegistryError(f"line {metric_line}: {metric_id}: a cue is a mapping with a head, such as `- head: {raw}`")
    line = raw["__line__"]
    unknown = set(raw) - CUE_KEYS - {"__line__"}
    if unknown:
        raise RegistryError(
            f"line {line}: {metric_id}: a cue may have {', '.join(sorted(CUE_KEYS))}; not {', '.join(sorted(unknown))}"
        )
    if "head" not in raw:
        raise RegistryError(f"line {line}: {metric_id}: a cue needs a head, the words beside the number")
    for key in ("after", "require_after"):
        for other in _ids(raw.get(key, ())):
            if other not in ids:
                raise RegistryError(f"line {line}: {metric_id}: {key} names {other!r}, which is no metric")
    if raw.get("scope", "heading") not in SCOPES:
        raise RegistryError(f"line {line}: {metric_id}: scope is one of {SCOPES}, not {raw['scope']!r}")
    words = {
        k: _words(raw[k], f"{metric_id}: {k}", line) for k in ("head", "need", "word", "not", "unless") if k in raw
    }
    return Cue(
        words["head"],
        words.get("need", ()),
        words.get("word", ()),
        words.get("not", ()),
        words.get("unless", ()),
        _ids(raw.get("after", ())),
        _ids(raw.get("require_after", ())),
        raw.get("scope", "heading"),
        raw.get("category", ""),
    )


def _ids(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _category(name: str, raw: Any, line: int) -> Category:
    if isinstance(raw, dict):
        return Category(
            name, _words(raw.get("words"), name, line), _words(raw["not"], name, line) if "not" in raw else ()
        )
    return Category(name, _words(raw, f"category {name}", line))


def _check_metric(metric_id: str, raw: dict[str, Any], themes: dict[str, Theme]) -> None:
    """Raises RegistryError for whatever of an entry is missing, unknown or of the wrong kind."""
    line = raw["__line__"]
    unknown = set(raw) - METRIC_KEYS - {"__line__"}
    if unknown:
        raise RegistryError(f"line {line}: {metric_id}: unknown key {', '.join(sorted(unknown))}")
    for key in ("name", "unit", "kind", "means"):
        if not raw.get(key):
            raise RegistryError(f"line {line}: {metric_id}: {key} is missing")
    if _theme_of(metric_id) not in themes:
        raise RegistryError(f"line {line}: {metric_id}: no theme {_theme_of(metric_id)!r}")
    if raw["kind"] not in KINDS:
        raise RegistryError(f"line {line}: {metric_id}: kind is one of {', '.join(KINDS)}, not {raw['kind']!r}")
    if not isinstance(raw.get("accepts", []), list):
        raise RegistryError(f"line {line}: {metric_id}: accepts is a list: [{raw['accepts']}]")
    for family in (raw["unit"], *raw.get("accepts", ())):
        if family not in FAMILIES or family == "other":
            raise RegistryError(
                f"line {line}: {metric_id}: {family!r} is no unit; see FAMILIES in pipelines/figures/units.py"
            )
    for cue in [*(raw.get("cues") or ()), *(raw.get("zero") or ())]:
        if isinstance(cue, dict) and cue.get("category") and cue["category"] not in (raw.get("categories") or {}):
            raise RegistryError(f"line {cue['__line__']}: {metric_id}: {cue['category']!r} is not among its categories")


def _theme_of(metric_id: str) -> str:
    return metric_id.split(".")[0]


def _metric(metric_id: str, raw: dict[str, Any], themes: dict[str, Theme], ids: set[str]) -> Metric:
    _check_metric(metric_id, raw, themes)
    line = raw["__line__"]
    accepts = set(raw.get("accepts", ()))
    if raw["unit"] == "person":
        accepts.add("person_time")
    categories = {k: _category(k, v, line) for k, v in (raw.get("categories") or {}).items() if k != "__line__"}
    return Metric(
        metric_id,
        raw["name"],
        _theme_of(metric_id),
        raw["unit"],
        raw["kind"],
        raw["means"],
        frozenset(accepts),
        bool(raw.get("many")),
        bool(raw.get("parts")),
        _words(raw["total"], "total", line) if "total" in raw else (),
        tuple(_cue(c, metric_id, ids, line) for c in raw.get("cues") or ()),
        tuple(_cue(c, metric_id, ids, line) for c in raw.get("zero") or ()),
        categories,
        _examples(raw.get("examples"), metric_id, line),
    )


def _examples(raw: Any, metric_id: str, line: int) -> dict[str, tuple[str, ...]]:
    """The sentences that must and must not give the metric, as written; `pipelines/figures/examples.py` reads them."""
    if raw is None:
        return {}
    if not isinstance(raw, dict) or set(raw) - {*EXAMPLE_KEYS, "__line__"}:
        raise RegistryError(f"line {line}: {metric_id}: examples has `match:` and `not:`, each a list of sentences")
    line = raw["__line__"]
    for key in EXAMPLE_KEYS:
        if not isinstance(raw.get(key, []), list) or not all(isinstance(s, str) and s for s in raw.get(key, [])):
            raise RegistryError(f"line {line}: {metric_id}: {key}: is a list of sentences, a line each after `- `")
    for sentence in raw.get("match", []):
        _, told, value = sentence.rpartition(" = ")
        if told and not _is_number(value):
            raise RegistryError(f"line {line}: {metric_id}: after ` = ` stands the value, a number, not {value!r}")
    return {key: tuple(raw.get(key, ())) for key in EXAMPLE_KEYS}


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True


def line_of(text: str, words: str, first: int = 1) -> int:
    """The line, from `first` on, on which words stand; `first` where they stand nowhere."""
    lines = text.split("\n")
    return next((n for n in range(first, len(lines) + 1) if words in lines[n - 1]), first)


def parse_registry(text: str) -> Registry:
    """The registry of a YAML text. Raises RegistryError with the line to mend."""
    try:
        raw = yaml.load(text, Loader=_Lines)  # noqa: S506 - a SafeLoader with line numbers
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RegistryError(
            f"line {mark.line + 1 if mark else '?'}: not YAML: {getattr(error, 'problem', error)}"
        ) from None
    if not isinstance(raw, dict) or "metrics" not in raw or "themes" not in raw:
        raise RegistryError("line 1: the registry needs `themes:` and `metrics:`")
    unknown = set(raw) - {"themes", "metrics", "stages", "__line__"}
    if unknown:
        keys = ", ".join(sorted(map(str, unknown)))
        raise RegistryError(f"line 1: unknown key {keys}; there are themes, stages, metrics")
    for part in ("themes", "metrics"):
        if not isinstance(raw[part], dict):
            raise RegistryError(f"line 1: `{part}:` must hold entries by their ids")
    for key, value in raw["themes"].items():
        if key != "__line__" and not (isinstance(value, dict) and value.get("name")):
            line = line_of(text, f"  {key}:", raw["themes"]["__line__"])
            raise RegistryError(f"line {line}: theme {key}: a theme is a mapping with a name, not {value!r}")
    themes = {k: Theme(k, v["name"], v.get("outline")) for k, v in raw["themes"].items() if k != "__line__"}
    entries = {k: v for k, v in raw["metrics"].items() if k != "__line__"}
    for key, value in entries.items():
        if not isinstance(value, dict):
            line = raw["metrics"]["__line__"]
            raise RegistryError(
                f"line {line}: {key}: a metric is a mapping of name, unit, kind, means and cues, not {value!r}"
            )
    metrics = {k: _metric(k, v, themes, set(entries)) for k, v in entries.items()}
    stages = {k: _words(v, f"stage {k}", 1) for k, v in (raw.get("stages") or {}).items() if k != "__line__"}
    return Registry(hashlib.sha256(text.encode()).hexdigest()[:16], themes, metrics, stages)


@lru_cache(maxsize=4)
def _load(path: Path, _stamp: tuple[int, int]) -> Registry:
    try:
        return parse_registry(path.read_text("utf-8"))
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from None


def load_registry(path: Path | str | None = None) -> Registry:
    """The registry of a file (the project's own by default). Raises RegistryError; read again when the file changes."""
    where = Path(path) if path else default_path()
    try:
        stat = where.stat()
    except OSError as error:
        raise RegistryError(f"{where}: cannot be read: {error.strerror}") from None
    return _load(where, (stat.st_mtime_ns, stat.st_size))
