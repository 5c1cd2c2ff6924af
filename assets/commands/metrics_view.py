"""Metrics on a terminal: all with their coverage, one whole, and the figures that have none.

Belongs here: tables and sentences about metrics. Does not belong here: asking the warehouse (`warehouse/answers.py`),
reading the registry (`pipelines/figures/registry.py`), telling of the registry's file (`registry_view.py`).
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from assets.commands.console import say
from assets.commands.given import Given
from pipelines.figures.registry import Cue, Metric, Registry
from warehouse.answers import Answer, Unanswered, Unclassified, built_with, has_metric

KINDS = {"flow": "全年", "stock": "存量", "rate": "比率"}
MAX_SENTENCE = 60
MAX_WORDS_SHOWN = 4
OTHER_REGISTRY = "本库用另一份登记表建成"


def show_metrics(console: Console, coverage: Answer, given: Given) -> None:
    """A table of metrics with the share of reports that state each."""
    columns = (Column("编号", no_wrap=True), Column("名称", no_wrap=True), "单位", "类型")
    table = Table(*columns, *_right("报告", "覆盖", "地方", "数据"), Column("年度", no_wrap=True), box=None)
    theme = None
    rows = [dict(zip(coverage.columns, r, strict=True)) for r in coverage.rows]
    for row in rows:
        if row["theme_name"] != theme:
            theme = row["theme_name"]
            table.add_row(Text(theme, style="bold"))
        share = f"{100 * row['reports'] / row['all_reports']:.0f}%" if row["all_reports"] else ""
        years = f"{row['first_year']}–{row['last_year']}" if row["first_year"] else ""
        counts = (str(row[name]) for name in ("places", "facts"))
        kind = KINDS.get(row["kind"], row["kind"])
        table.add_row(row["id"], row["name"], row["unit"], kind, str(row["reports"]), share, *counts, years)
    console.print(table)
    unused = sum(1 for row in rows if not row["reports"])
    say(console, f"共 {len(rows)} 个指标，其中 {unused} 个在语料中没有数据")
    say(console, "接下来：")
    if rows:
        shown = max(rows, key=lambda row: row["reports"])["id"]
        say(console, Text(f"　　查看一个指标　　　　{given.ask_registry('metrics', shown)}"))
    say(console, Text(f"　　还没有指标的数字　　{given.ask_registry('unclassified')}"))


def _right(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, justify="right") for name in names)


def show_metric(console: Console, metric: Metric, values: Answer) -> None:
    """One metric: what it counts, its words, its examples, and its figures by category."""
    say(console, Text(f"{metric.name}　{metric.id}", style="bold"))
    say(console, Text(f"口径　{metric.means}"))
    accepts = f"（也收 {'、'.join(sorted(metric.accepts))}）" if metric.accepts else ""
    say(console, Text(f"单位　{metric.unit}{accepts}　类型　{KINDS.get(metric.kind, metric.kind)}"))
    for cue in metric.cues:
        limits = _limits(cue)
        say(console, Text(f"线索　{'|'.join(cue.head)}" + (f"（{'；'.join(limits)}）" if limits else "")))
    for key, sign in (("match", "例　　"), ("not", "反例　")):
        for example in metric.examples.get(key, ()):
            say(console, Text(f"{sign}{example.written}"))
    table = Table("类别", *_right("数据", "报告", "最小", "中位", "最大"), "最近一例", box=None)
    for category, facts, reports, smallest, middle, largest, sentence, _ in values.rows:
        figures = (f"{value:g}" for value in (smallest, middle, largest))
        table.add_row(category or "（总）", str(facts), str(reports), *figures, Text(_short(sentence)))
    if values.rows:
        console.print(table)
    else:
        say(console, "语料中没有这一指标的数据")


def _limits(cue: Cue) -> list[str]:
    """What a cue asks for besides its head, key by key."""
    asked = (
        ("句中或标题有", cue.need),
        ("本分句有", cue.word),
        ("旁边没有", cue.forbidden),
        ("前文没有", cue.unless),
        ("跟在后面更可信：", cue.after),
        ("须跟在后面：", cue.require_after),
    )
    return [f"{told} {'|'.join(words)}" for told, words in asked if words]


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= MAX_SENTENCE else sentence[: MAX_SENTENCE - 1] + "…"


def show_unclassified(
    console: Console, groups: list[Unclassified], limit: int, registry: Registry, given: Given
) -> None:
    """Quantities without a metric by what they count, the most frequent first, with the nearest metric."""
    if not groups:
        say(console, "没有未归入指标的数字")
        return
    # Four columns, the last of several lines: six columns leave no room for a sentence in a terminal of 80.
    what = Column("所计之物", overflow="fold")
    table = Table(*_right("次数", "报告"), Column("单位", no_wrap=True), what, box=None)
    for group in groups[:limit]:
        table.add_row(str(group.quantities), str(group.reports), group.unit, Text(_told(group, registry)))
    console.print(table)
    rest = len(groups) - limit
    total = sum(group.quantities for group in groups)
    more = f"；其余 {rest} 组加 --limit 查看" if rest > 0 else ""
    say(console, f"未归入指标的数字共 {total} 处，{len(groups)} 组{more}；用表格软件看请加 --format csv")
    say(console, "接下来：按 docs/add-a-metric.zh-CN.md 增加一个指标")
    query = "from numerals where disposition = 'quantity' limit 20"
    say(console, Text(f"　　逐处查询　　　{given.ask('sql', query)}"))


def _told(group: Unclassified, registry: Registry) -> str:
    """What a group counts, the nearest metric, and one place of the text, a line each."""
    others = [thing for thing in group.things if thing != group.name][:MAX_WORDS_SHOWN]
    lines = [(group.name or "（无）") + (f"（{'、'.join(others)}）" if others else "")]
    if near := group.nearest:
        metric = registry.metrics.get(near.id)
        fits = not group.unit or near.unit == group.unit or (metric is not None and metric.takes(group.unit))
        lines.append(f"最接近：{near.name} {near.id}" + ("" if fits else f"（单位不同：{near.unit}）"))
    return "\n".join([*lines, f"原文：{group.words.strip()}"])


def metric_of(registry: Registry, metric_id: str, given: Given) -> Metric:
    """The metric of an id, or of a Chinese name; raises Unanswered where there is none, with the nearest ids, or with
    the way to the registry that the warehouse was built with."""
    found = [m for m in registry.metrics.values() if metric_id in (m.id, m.name)]
    if found:
        return found[0]
    if has_metric(given.warehouse, metric_id):
        way = "请加 --registry 登记表文件" if given.registry is None else f"{given.registry} 里没有指标 {metric_id}"
        raise Unanswered(f"{OTHER_REGISTRY}，{way}")
    near = [m for m in registry.metrics.values() if metric_id in m.id or metric_id in m.name]
    hint = "；相近的有 " + "、".join(f"{m.id}（{m.name}）" for m in near[:5]) if near else ""
    raise Unanswered(f"登记表中没有指标 {metric_id}{hint}")


def note_other_registry(console: Console, registry: Registry, given: Given) -> None:
    """One line where the warehouse was built with another registry: the words shown are not those it was read with."""
    if built_with(given.warehouse) == registry.version:
        return
    way = "用词以那一份为准，请加 --registry 登记表文件" if given.registry is None else "用词或数据可能已变，请重新构建"
    say(console, Text(f"提示：{OTHER_REGISTRY}，{way}", style="yellow"))


def as_rows(groups: list[Unclassified]) -> Answer:
    """The groups as an answer, for csv, json and md."""
    columns = (
        *("thing", "unit", "quantities", "reports"),
        *("nearest_metric_id", "nearest_name", "nearest_unit", "things", "words"),
    )
    rows: list[tuple[Any, ...]] = [
        (g.name, g.unit, g.quantities, g.reports, *_near(g), list(g.things), g.words) for g in groups
    ]
    return Answer(columns, rows)


def _near(group: Unclassified) -> tuple[str | None, str | None, str | None]:
    return (group.nearest.id, group.nearest.name, group.nearest.unit) if group.nearest else (None, None, None)
