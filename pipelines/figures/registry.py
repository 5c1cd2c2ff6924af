"""The metric registry: `seeds/metrics.yaml`, read once, checked, and turned into values the matcher can use.

Belongs here: which keys the registry and its entries have, what holds between them, and loading the file. Does not
belong here: what a single value may look like (`registry_fields.py`), the form of the text (`registry_yaml.py`), how
cues are weighed against a sentence (`cues.py`).

Words of a cue are alternatives separated by `|`, in normalised (simplified, full-width punctuation) text.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.figures.registry_fields import Fields, colon_hint, read_counterexample, read_match, read_words
from pipelines.figures.registry_values import COUNTS, Category, Cue, Example, Metric, Registry, Theme
from pipelines.figures.registry_yaml import Entries, RegistryError, fault, read_yaml

# The values and the error are imported from here, wherever they are defined.
__all__ = [
    "COUNTS",
    "Category",
    "Cue",
    "Example",
    "Metric",
    "Registry",
    "RegistryError",
    "Theme",
    "default_path",
    "hints",
    "load_registry",
    "parse_registry",
]

# Where the needed words may stand: the sentence; also the headings above; also, unsaid, the theme of the section.
SCOPES = ("sentence", "heading", "theme")
KINDS = ("flow", "stock", "rate")
PARTS = ("themes", "stages", "uncounted", "metrics")
CUE_KEYS = ("head", "need", "word", "not", "unless", "after", "require_after", "scope", "category", "detail")
EXAMPLE_KEYS = ("match", "not")
METRIC_KEYS = (
    *("name", "unit", "kind", "means", "accepts", "many", "parts"),
    *("total", "cues", "zero", "categories", "examples"),
)
# A key that slipped out of its place by a wrong indentation.
PLACES = {**dict.fromkeys(CUE_KEYS, "cues 下的一条线索"), "match": "examples", "not": "cues 的一条线索或 examples"}
METRIC_PLACES = dict.fromkeys(METRIC_KEYS, "指标本身")
ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
# Between words of a list these mean "or" to a reader; within a word of several (村、社区均成立) they may be meant.
LISTING_MARK = re.compile("[、/]")


def parse_registry(text: str) -> Registry:
    """The registry of a YAML text. Raises RegistryError with the line to mend."""
    raw = read_yaml(text)
    if not isinstance(raw, Entries):
        raise fault(1, "登记表要有 themes: 和 metrics: 两部分")
    whole = Fields(raw)
    for key in raw:
        if key not in PARTS:
            hint = "：指标要写在 metrics: 下面，缩进两格" if "." in key else f"，只有 {'、'.join(PARTS)}"
            raise whole.fault(key, f"登记表没有“{key}”这一部分{hint}")
    themes = {key: _theme(key, value, line) for key, value, line in _part(whole, "themes", required=True)}
    entries = list(_part(whole, "metrics", required=True))
    ids = {key for key, _, _ in entries}
    metrics = {key: _metric(key, value, line, themes, ids) for key, value, line in entries}
    _check_names(metrics, raw["metrics"])
    stages = {key: read_words(value, key, line, "stages") for key, value, line in _part(whole, "stages")}
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Registry(version, themes, metrics, stages, whole.words("uncounted"))


def _part(whole: Fields, key: str, required: bool = False) -> list[tuple[str, Any, int]]:
    """Key, value and line of each entry of a part of the registry."""
    part = whole.mapping(key, "下面要写各个条目")
    if part is None:
        if required:
            raise whole.fault(key, f"登记表缺少 {key}: 这一部分，或其中没有条目")
        return []
    return [(name, value, part.line(name)) for name, value in part.raw.items()]


def _theme(theme_id: str, raw: Any, line: int) -> Theme:
    if not isinstance(raw, Entries):
        raise fault(line, f"主题要写成 {{name: 名称, outline: null}}{colon_hint(raw)}", theme_id)
    fields = Fields(raw, theme_id)
    fields.allow(("name", "outline"), "主题")
    return Theme(theme_id, fields.text("name"), fields.text("outline") if raw.get("outline") is not None else None)


def _metric(metric_id: str, raw: Any, line: int, themes: dict[str, Theme], ids: set[str]) -> Metric:
    theme = _theme_of(metric_id, line, themes)
    if not isinstance(raw, Entries):
        said = f"编号下面要写 name、unit、kind、means 和 cues，每项一行{colon_hint(raw)}"
        raise fault(line, said, metric_id)
    fields = Fields(raw, metric_id)
    fields.allow(METRIC_KEYS, "指标", PLACES)
    # What is missing is told on the line of the id: there is no line of its own.
    missing = next((key for key in ("name", "unit", "kind", "means", "cues") if raw.get(key) in (None, "", [])), None)
    if missing:
        raise fault(fields.line(missing) if missing in raw else line, f"缺少 {missing}", metric_id)
    categories = _categories(fields)
    unit = fields.unit("unit")
    # The same people are printed as 56人 and 56人次.
    also = {"person_time"} if unit == "person" else set()
    return Metric(
        metric_id,
        fields.text("name"),
        theme,
        unit,
        fields.choice("kind", KINDS),
        fields.text("means"),
        frozenset(also.union(fields.units("accepts"))),
        fields.flag("many"),
        fields.flag("parts"),
        fields.words("total"),
        _cues(fields, "cues", categories, ids),
        _cues(fields, "zero", categories, ids),
        categories,
        _examples(fields),
    )


def _theme_of(metric_id: str, line: int, themes: dict[str, Theme]) -> str:
    if not ID.fullmatch(metric_id):
        said = "编号要写成 主题.名称，只用小写字母、数字和下划线，如 community.patrol_teams"
        raise fault(line, said, metric_id)
    theme = metric_id.partition(".")[0]
    if theme not in themes:
        raise fault(line, f"没有主题“{theme}”，编号点号之前只能是 {'、'.join(themes)}", metric_id)
    return theme


def _check_names(metrics: dict[str, Metric], raw: Entries) -> None:
    """Raise RegistryError where two metrics have one name: a reader could not tell them apart."""
    seen: dict[str, str] = {}
    for metric in metrics.values():
        other = seen.setdefault(metric.name, metric.id)
        if other != metric.id:
            line, first = raw[metric.id].lines["name"], raw[other].lines["name"]
            raise fault(line, f"名称“{metric.name}”已用于 {other}（第{first}行）：请另取名称", metric.id)


def _categories(fields: Fields) -> dict[str, Category]:
    listed = fields.mapping("categories", "下面要写各类别和它的词")
    return {name: _category(name, listed) for name in listed.raw} if listed else {}


def _category(name: str, listed: Fields) -> Category:
    raw = listed.raw[name]
    if not isinstance(raw, Entries):
        return Category(name, listed.words(name))
    fields = Fields(raw, listed.entry)
    fields.allow(("words", "not"), "类别")
    if "words" not in raw:
        raise listed.fault(name, f"类别“{name}”缺少 words")
    return Category(name, fields.words("words"), fields.words("not"))


def _cues(fields: Fields, key: str, categories: dict[str, Category], ids: set[str]) -> tuple[Cue, ...]:
    return tuple(_cue(raw, line, fields.entry, categories, ids) for line, raw in fields.items(key))


def _cue(raw: Any, line: int, metric_id: str, categories: dict[str, Category], ids: set[str]) -> Cue:
    if not isinstance(raw, Entries):
        raise fault(line, f"线索要写成“- head: 词”{colon_hint(raw)}", metric_id)
    fields = Fields(raw, metric_id)
    fields.allow(CUE_KEYS, "线索", METRIC_PLACES)
    if "head" not in raw:
        raise fault(line, "线索缺少 head（紧挨数字的词）", metric_id)
    category = fields.text("category") if raw.get("category") else ""
    if category and category not in categories:
        raise fields.fault("category", f"类别“{category}”不在本指标的 categories 里")
    return Cue(
        fields.words("head"),
        fields.words("need"),
        fields.words("word"),
        fields.words("not"),
        fields.words("unless"),
        fields.ids("after", ids),
        fields.ids("require_after", ids),
        fields.choice("scope", SCOPES, "heading"),
        category,
        fields.text("detail") if raw.get("detail") else None,
        fields.line("head"),
    )


def _examples(fields: Fields) -> dict[str, tuple[Example, ...]]:
    """The sentences that must and must not give the metric; `pipelines/figures/examples.py` reads them."""
    examples = fields.mapping("examples", "下面要写 match: 和 not:，各是一列例句")
    if examples is None:
        return {}
    examples.allow(EXAMPLE_KEYS, " examples ")
    entry = fields.entry
    return {
        "match": tuple(read_match(written, line, entry) for line, written in examples.items("match")),
        "not": tuple(read_counterexample(written, line, entry) for line, written in examples.items("not")),
    }


def hints(registry: Registry) -> list[str]:
    """What is allowed but hardly meant: a head that is one word with a listing mark in it (巡逻队、巡查队)."""
    return [
        f"第{cue.line}行 {metric.id}：head 只有一个词“{cue.head[0]}”，如果是几个词，请用 | 隔开"
        for metric in registry.metrics.values()
        for cue in (*metric.cues, *metric.zero)
        if len(cue.head) == 1 and LISTING_MARK.search(cue.head[0])
    ]


def default_path() -> Path:
    """Where the registry lies: beside the sources, or inside the wheel."""
    beside = Path(__file__).resolve().parents[2] / "seeds" / "metrics.yaml"
    return beside if beside.exists() else Path(__file__).resolve().parents[1] / "data" / "metrics.yaml"


@lru_cache(maxsize=4)
def _load(path: Path, _stamp: tuple[int, int]) -> Registry:
    try:
        return parse_registry(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise RegistryError(f"{path}：不是 UTF-8 编码，请在编辑器里“另存为”，编码选 UTF-8") from None
    except RegistryError as error:
        raise RegistryError(f"{path}：{error}") from None


def load_registry(path: Path | str | None = None) -> Registry:
    """The registry of a file (the project's own by default). Raises RegistryError; read again when the file changes."""
    where = Path(path) if path else default_path()
    try:
        stat = where.stat()
        return _load(where, (stat.st_mtime_ns, stat.st_size))
    except FileNotFoundError:
        raise RegistryError(f"{where}：找不到这份登记表，请检查路径") from None
    except OSError as error:
        raise RegistryError(f"{where}：打不开这份登记表（{error.strerror}）") from None
