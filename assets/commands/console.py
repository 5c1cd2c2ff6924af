"""What the commands show on a terminal, in the words of a clerk.

Belongs here: progress bars, tables and sentences. Does not belong here: what is computed or asked (`runs/builds.py`,
`warehouse/answers.py`).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from assets.commands.given import Given
from assets.commands.manifest_draft import Draft
from warehouse.answers import Answer, Holdings
from warehouse.export.words import STATUS_NAMES

STAGE_NAMES = {
    "raw_reports": "读入原文",
    "normalized_reports": "修复正文",
    "report_sections": "划分章节",
    "report_metrics": "提取数据",
    "warehouse_tables": "装入数据库",
    "comparisons": "逐年比较",
    "published_warehouse": "发布",
}

# A terminal is for looking, a file for all: longer answers are cut with a word on how to get the rest.
MAX_TABLE_ROWS = 200
MAX_REJECTS_SHOWN = 20


def say(console: Console, line: str | Text) -> None:
    """Print a line as it is: one that is cut at the terminal's width can't be searched or copied."""
    console.print(line, soft_wrap=True)


class ProgressBars:
    """A bar for each stage, growing as its batches begin; hears of a build as a `ProgressListener`."""

    def __init__(self, console: Console):
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("份"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._totals: dict[str, int] = {}

    def __enter__(self) -> ProgressBars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def stage_started(self, stage: str, reports: int) -> None:
        """Let the stage's bar grow by the reports of another batch."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(STAGE_NAMES.get(stage, stage), total=0)
        self._totals[stage] = self._totals.get(stage, 0) + reports
        self._progress.update(self._tasks[stage], total=self._totals[stage])

    def reports_done(self, stage: str, reports: int) -> None:
        """Move the stage's bar on."""
        self._progress.advance(self._tasks[stage], reports)


def show_draft(console: Console, draft: Draft) -> None:
    """What a manifest that was written lists, and what to do with it."""
    say(console, Text(f"已写出 {draft.path}：{draft.files} 个文件，其中 {draft.doubtful} 个的地方或年度存疑、不明"))
    say(console, "改正后保存，再运行 fazhi build；没有改动的格子不起作用")


def show_stages(console: Console, stages: Mapping[str, Mapping[str, float]], batches_left: int = 0) -> None:
    """A table of what each reading stage did, and how many batches none of them had to look into."""
    table = Table("环节", *(Column(name, justify="right") for name in ("新读", "沿用", "未载入", "秒")), box=None)
    for stage, counts in stages.items():
        if "reports_read" in counts:
            figures = [f"{counts[name]:.0f}" for name in ("reports_read", "reports_reused", "reports_rejected")]
            table.add_row(STAGE_NAMES.get(stage, stage), *figures, f"{counts['seconds']:.1f}")
    console.print(table)
    if batches_left:
        say(console, f"另有 {batches_left} 个批次没有变化，照旧沿用，未计入上表")


def show_holdings(console: Console, held: Holdings) -> None:
    """What the warehouse holds, in a few lines."""
    tables = held.counts.get("tables", {})
    years = sorted(held.counts.get("years", {}))
    span = f"（{years[0]}–{years[-1]}）" if years else ""
    say(console, f"报告 {tables['reports']} 份，单位 {tables['places']} 个{span}")
    say(console, f"数字 {tables['numerals']} 处，指标数据 {tables['facts']} 条")
    statuses = held.counts.get("statuses", {})
    parts = "，".join(f"{STATUS_NAMES.get(status, status)} {count}" for status, count in statuses.items())
    say(console, f"逐年比较 {tables['year_over_year']} 行" + (f"：{parts}" if parts else ""))
    _show_missing(console, held.counts.get("roster", {}), held.counts.get("roster_doubts", {}))
    findings = held.counts.get("findings", {})
    if findings:
        say(console, "疑点：" + "，".join(f"{kind} {count}" for kind, count in findings.items()))
    show_rejects(console, held.rejects)


def _show_missing(console: Console, expected: Mapping[str, int], doubts: Mapping[str, int]) -> None:
    """What the roster expects and is not there; nothing where the corpus has no roster."""
    if expected:
        missing, refused = expected.get("expected", 0), expected.get("refused", 0)
        say(
            console,
            f"名册应有报告 {sum(expected.values())} 份：缺 {missing} 份，有文件而未载入 {refused} 份（见 coverage 表）",
        )
    for doubt in doubts:
        say(console, Text(f"  {doubt}"))


def show_rejects(console: Console, rejects: Sequence[tuple[str, str, str]]) -> None:
    """Each file that was not loaded, with the way out."""
    if not rejects:
        return
    say(console, f"未载入 {len(rejects)} 个文件：")
    for source, reason, message in rejects[:MAX_REJECTS_SHOWN]:
        say(console, Text(f"  {source}（{reason}）：{message}"))
    if len(rejects) > MAX_REJECTS_SHOWN:
        say(console, "  … 其余见 rejects 表")


def show_checks(console: Console, passed: int, failed: Sequence[str]) -> None:
    """How many data tests passed, and the sentence of each that warns."""
    say(console, f"数据检查 {passed} 项通过" + (f"，{len(failed)} 项提示：" if failed else ""))
    for sentence in failed:
        say(console, Text(f"  {sentence}"))


def show_next_steps(console: Console, given: Given, fact_id: str | None) -> None:
    """Where the warehouse lies and what to do with it; `fact_id` is one to look at."""
    say(console, Text(f"数据库：{given.warehouse}"))
    say(console, "接下来：")
    say(console, Text(f"　　查询　　　　　　　{given.ask('sql', 'from year_over_year limit 10')}"))
    if fact_id:
        say(console, Text(f"　　查看数据的出处　　{given.ask('evidence', fact_id)}"))
    say(console, Text(f"　　查看流程与检查　　{given.pages()}"))


def write_answer(answer: Answer, output_format: str, console: Console) -> None:
    """An answer to standard output as table, csv, json or md."""
    if output_format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([["" if value is None else value for value in row] for row in answer.rows])
    elif output_format == "json":
        records = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print(json.dumps(records, ensure_ascii=False, indent=2, default=_json_value))
    elif output_format == "md":
        print(_markdown_row(answer.columns))
        print("|" + " --- |" * len(answer.columns))
        for row in answer.rows:
            print(_markdown_row([_cell(value) for value in row]))
    else:
        _print_table(answer, console)


def _print_table(answer: Answer, console: Console) -> None:
    table = Table(*answer.columns)
    for row in answer.rows[:MAX_TABLE_ROWS]:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)
    if len(answer.rows) > MAX_TABLE_ROWS:
        say(console, f"只显示前 {MAX_TABLE_ROWS} 行，共 {len(answer.rows)} 行；全部请加 --format csv")


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _cell(value: Any) -> str:
    """A value for the eye: whole numbers without a point, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return str(value)


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
