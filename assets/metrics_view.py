"""The registry and what it lacks, on a terminal: metrics with their coverage, one metric, figures without a metric.

Belongs here: tables and sentences about metrics. Does not belong here: asking the warehouse (`warehouse/answers.py`),
reading the registry (`pipelines/figures/registry.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from assets.console import say
from pipelines.figures.examples import example_faults
from pipelines.figures.registry import Metric, Registry, default_path, load_registry
from warehouse.answers import Answer, Unanswered, Unclassified

KINDS = {"flow": "全年", "stock": "存量", "rate": "比率"}
MAX_SENTENCE = 60
MAX_WORDS_SHOWN = 4


def show_metrics(console: Console, coverage: Answer) -> None:
    """A table of metrics with the share of reports that state each."""
    columns = (Column("编号", no_wrap=True), Column("名称", no_wrap=True), "单位", "类型")
    table = Table(*columns, *_right("报告", "覆盖", "地方", "数据"), Column("年度", no_wrap=True), box=None)
    theme = None
    for row in (dict(zip(coverage.columns, r, strict=True)) for r in coverage.rows):
        if row["theme_name"] != theme:
            theme = row["theme_name"]
            table.add_row(Text(theme, style="bold"))
        share = f"{100 * row['reports'] / row['all_reports']:.0f}%" if row["all_reports"] else ""
        years = f"{row['first_year']}–{row['last_year']}" if row["first_year"] else ""
        counts = (str(row[name]) for name in ("places", "facts"))
        kind = KINDS.get(row["kind"], row["kind"])
        table.add_row(row["id"], row["name"], row["unit"], kind, str(row["reports"]), share, *counts, years)
    console.print(table)
    unused = sum(1 for r in coverage.rows if not r[coverage.columns.index("reports")])
    say(console, f"共 {len(coverage.rows)} 个指标，其中 {unused} 个在语料中没有数据")
    say(console, "接下来：fazhi metrics <编号> 查看一个指标；fazhi unclassified 查看还没有指标的数字")


def _right(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, justify="right") for name in names)


def show_metric(console: Console, metric: Metric, values: Answer) -> None:
    """One metric: what it counts, its words, its examples, and its figures by category."""
    say(console, Text(f"{metric.name}　{metric.id}", style="bold"))
    say(console, Text(f"口径　{metric.means}"))
    say(console, Text(f"单位　{metric.unit}　类型　{KINDS.get(metric.kind, metric.kind)}"))
    for cue in metric.cues:
        limits = [f"且有 {'|'.join(cue.need)}"] if cue.need else []
        limits += [f"且旁边没有 {'|'.join(cue.forbidden)}"] if cue.forbidden else []
        say(console, Text(f"线索　{'|'.join(cue.head)}" + (f"（{'；'.join(limits)}）" if limits else "")))
    for key, sign in (("match", "例　　"), ("not", "反例　")):
        for sentence in metric.examples.get(key, ()):
            say(console, Text(f"{sign}{sentence}"))
    table = Table("类别", *_right("数据", "报告", "最小", "中位", "最大"), "最近一例", box=None)
    for category, facts, reports, smallest, middle, largest, sentence, _ in values.rows:
        figures = (f"{value:g}" for value in (smallest, middle, largest))
        table.add_row(category or "（总）", str(facts), str(reports), *figures, Text(_short(sentence)))
    if values.rows:
        console.print(table)
    else:
        say(console, "语料中没有这一指标的数据")


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= MAX_SENTENCE else sentence[: MAX_SENTENCE - 1] + "…"


def show_unclassified(console: Console, groups: list[Unclassified], limit: int) -> None:
    """Quantities without a metric by what they count, the most frequent first, with the nearest metric."""
    if not groups:
        say(console, "没有未归入指标的数字")
        return
    table = Table("所计之物", "单位", *_right("次数", "报告"), "最接近的指标", "一处原文", box=None)
    for group in groups[:limit]:
        others = [thing for thing in group.things if thing != group.name][:MAX_WORDS_SHOWN]
        words = group.name + (f"（{'、'.join(others)}）" if others else "")
        nearest = f"{group.nearest[1]}\n{group.nearest[0]}" if group.nearest else ""
        figures = (str(group.quantities), str(group.reports))
        table.add_row(Text(words or "（无）"), group.unit, *figures, nearest, Text(group.words))
    console.print(table)
    rest = len(groups) - limit
    total = sum(group.quantities for group in groups)
    say(
        console,
        f"未归入指标的数字共 {total} 处，{len(groups)} 组" + (f"；其余 {rest} 组加 --limit 查看" if rest > 0 else ""),
    )
    say(console, "接下来：按 docs/add-a-metric.zh-CN.md 增加一个指标；逐处查询：")
    say(console, Text("　　　　fazhi sql \"from numerals where disposition = 'quantity' limit 20\""))


def metric_of(registry: Registry, metric_id: str) -> Metric:
    """The metric of an id, or of a Chinese name; raises Unanswered, with the nearest ids, where there is none."""
    found = [m for m in registry.metrics.values() if metric_id in (m.id, m.name)]
    if found:
        return found[0]
    near = [m for m in registry.metrics.values() if metric_id in m.id or metric_id in m.name]
    hint = "；相近的有 " + "、".join(f"{m.id}（{m.name}）" for m in near[:5]) if near else ""
    raise Unanswered(f"登记表中没有指标 {metric_id}{hint}")


def check_registry(console: Console, file: Path | None) -> int:
    """Reads a registry and its examples; says what does not hold, with its line. Returns the number of faults."""
    where = file or default_path()
    registry = load_registry(where)
    text = where.read_text("utf-8")
    faults = example_faults(registry)
    for fault in faults:
        say(console, Text(fault.told(text)))
    examples = sum(len(sentences) for m in registry.metrics.values() for sentences in m.examples.values())
    without = [m.id for m in registry.metrics.values() if not m.examples.get("match")]
    say(console, f"{where}：{len(registry.metrics)} 个指标，{examples} 条例句，{len(faults)} 条不成立")
    if without:
        more = "" if len(without) <= 5 else f" 等 {len(without)} 个"
        say(console, "没有例句的指标：" + "、".join(without[:5]) + more)
    say(console, "接下来：" + ("改好后再运行一次" if faults else "fazhi build 语料文件夹 --registry 登记表文件"))
    return len(faults)


def as_rows(groups: list[Unclassified]) -> Answer:
    """The groups as an answer, for csv, json and md."""
    columns = ("thing", "unit", "quantities", "reports", "nearest_metric_id", "nearest_name", "things", "words")
    rows: list[tuple[Any, ...]] = [
        (g.name, g.unit, g.quantities, g.reports, *(g.nearest or (None, None)), list(g.things), g.words) for g in groups
    ]
    return Answer(columns, rows)
