"""The commands: `fazhi build`, `manifest`, `ui`, `sql`, `evidence`, `metrics`, `unclassified`, `chart`, `export`, and
those that other modules of this folder bring along (`alerts.py`: `alerts`; `housekeeping.py`: `versions`, `rollback`,
`tidy`; `services.py`: `serve`).

Belongs here: arguments, exit statuses. Does not belong here: the work (`runs/builds.py`, `warehouse/answers.py`), how
it is drawn (`console.py`, `metrics_view.py`, `registry_view.py`), options of several commands (`options.py`).

Exit status: 0 published or already current, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from assets.commands.alerts import alerts
from assets.commands.given import Given
from assets.commands.housekeeping import rollback, tidy, versions
from assets.commands.options import (
    FORMATS,
    PathArgument,
    also_to_option,
    corpus_argument,
    give_up,
    one_line_errors,
    port_option,
    registry_option,
    warehouse_option,
    workers_option,
    workshop_of,
)
from assets.commands.services import serve
from assets.defaults import LOOPBACK

# Dagster and Polars are imported by the commands that need them: `fazhi --help` should not wait seconds for them.


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fazhi")
def main() -> None:
    """法治政府建设年度报告：从原文到可查询的数据库 / township reports to a DuckDB warehouse."""


@main.command()
@corpus_argument
@warehouse_option
@registry_option
@workers_option
@click.option("--allow-shrink", is_flag=True, help="Publish even if many reports are gone / 大幅减少也发布")
@also_to_option
@one_line_errors
def build(corpus: str, warehouse: Path, registry: Path | None, workers: int, allow_shrink: bool, also_to: str) -> None:
    """Read the reports in CORPUS, a folder or s3://…, and publish the warehouse / 读取报告并发布数据库."""
    from assets.commands.console import ProgressBars, say
    from assets.commands.delivering import deliver_copy
    from assets.runs.builds import run_build
    from assets.stages.progress import listening

    console = Console(highlight=False)
    workshop = workshop_of(corpus, warehouse, registry, workers, also_to, allow_shrink=allow_shrink)
    with ProgressBars(console) as bars, listening(bars):
        report = run_build(workshop, lambda sentence: say(console, sentence))
    deliver_copy(console, workshop)
    _show_report(console, report, Given(warehouse, registry, corpus))


def _show_report(console: Console, report: Any, given: Given) -> None:
    from assets.commands.console import say, show_checks, show_holdings, show_next_steps, show_stages
    from assets.commands.registry_view import warn_of_examples
    from warehouse.answers import any_fact, holdings

    if report.is_published:
        show_stages(console, report.stages, report.batches_left)
        show_checks(console, report.checks_passed, report.warnings)
    else:
        say(console, "语料、程序和指标登记表都没有变化：没有读取报告，没有发布，数据库已是最新。")
    show_holdings(console, holdings(given.warehouse))
    warn_of_examples(console, given)
    show_next_steps(console, given, any_fact(given.warehouse))


@main.command()
@corpus_argument
@warehouse_option
@click.option("--out", type=PathArgument, help="Default: manifest.csv in CORPUS / 输出文件")
@click.option("--force", is_flag=True, help="Replace what is there / 替换已有的文件")
@one_line_errors
def manifest(corpus: str, warehouse: Path, out: Path | None, force: bool) -> None:
    """Write a manifest of CORPUS from what was read, to be corrected / 由读取结果写出清单，供核对."""
    from assets.commands.console import show_draft
    from assets.commands.manifest_draft import write_draft
    from assets.corpus.manifest import read_manifest
    from warehouse.answers import manifest_rows

    workshop = workshop_of(corpus, warehouse)
    if workshop.mirror and out is None:
        raise click.UsageError(f"语料在 {workshop.corpus}：请用 --out 写到本机的文件，核对后上传为那里的 manifest.csv")
    listing = workshop.listing()
    stated = read_manifest(listing.manifest, listing.sources)
    target = (out or listing.folder / "manifest.csv").absolute()
    draft = write_draft(target, listing, stated, manifest_rows(warehouse), force=force)
    show_draft(Console(highlight=False), draft)


@main.command(context_settings={"ignore_unknown_options": True})  # a query may begin with a comment
@click.argument("query", required=False)
@click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
@warehouse_option
@one_line_errors
def sql(query: str | None, output_format: str, warehouse: Path) -> None:
    """Ask the warehouse; reads standard input if there is no QUERY / 查询数据库，只读."""
    from assets.commands.console import write_answer
    from warehouse.answers import ask

    if query is None:
        if sys.stdin.isatty():
            raise click.UsageError("请给出查询语句，或从标准输入读入")
        query = sys.stdin.read()
    if not query.strip():
        raise click.UsageError("查询语句为空")
    write_answer(ask(warehouse, query), output_format, Console(highlight=False))


@main.command()
@click.argument("fact_id")
@warehouse_option
@one_line_errors
def evidence(fact_id: str, warehouse: Path) -> None:
    """Show where a fact stands in its report; the beginning of its id is enough / 查看数据在原文中的出处."""
    from assets.commands.evidence import show_evidence
    from warehouse.answers import evidence_of

    show_evidence(Console(highlight=False), evidence_of(warehouse, fact_id))


@main.command()
@click.argument("metric", required=False)
@click.option("--theme", help="Only this theme, e.g. disputes / 只看一个主题")
@click.option("--check", is_flag=True, help="Only check the registry and its examples / 只检查登记表及其例句")
@click.option("--export", type=PathArgument, help="Only write the project's own registry to a new file / 导出登记表")
@click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
@registry_option
@warehouse_option
@one_line_errors
def metrics(
    metric: str | None,
    theme: str | None,
    check: bool,
    export: Path | None,
    output_format: str,
    registry: Path | None,
    warehouse: Path,
) -> None:
    """Metrics with their coverage, or one METRIC whole / 指标及其覆盖面，或一个指标的详情."""
    from assets.commands.metrics_view import show_metrics
    from assets.commands.registry_view import check_registry, export_registry
    from warehouse import answers

    console, given = Console(highlight=False), Given(warehouse, registry)
    if export is not None:
        export_registry(console, export, given)
    elif check:
        sys.exit(1 if check_registry(console, given) else 0)
    elif metric is not None:
        _one_metric(console, metric, output_format, given)
    else:
        coverage = answers.metrics(warehouse, theme)
        if output_format == "table":
            show_metrics(console, coverage, given)
        else:
            _write(coverage, output_format, console)


def _one_metric(console: Console, metric: str, output_format: str, given: Given) -> None:
    from assets.commands.metrics_view import metric_of, note_other_registry, show_metric
    from pipelines.figures.registry import load_registry
    from warehouse import answers

    registry = load_registry(given.registry)
    found = metric_of(registry, metric, given)
    values = answers.metric_values(given.warehouse, found.id)
    if output_format == "table":
        show_metric(console, found, values)
        note_other_registry(console, registry, given)
    else:
        _write(values, output_format, console)


@main.command()
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="Groups shown / 显示多少组")
@click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
@registry_option
@warehouse_option
@one_line_errors
def unclassified(limit: int, output_format: str, registry: Path | None, warehouse: Path) -> None:
    """Quantities without a metric, by what they count / 还没有指标的数字，按所计之物归并."""
    from assets.commands.metrics_view import as_rows, show_unclassified
    from pipelines.figures.registry import load_registry
    from warehouse import answers

    console = Console(highlight=False)
    groups = answers.unclassified(warehouse)
    if output_format == "table":
        show_unclassified(console, groups, limit, load_registry(registry), Given(warehouse, registry))
    else:
        _write(as_rows(groups), output_format, console)


@main.command()
@click.argument("out", type=PathArgument)
@click.option(
    "--format", "kind", type=click.Choice(("xlsx", "parquet", "csv")), help="Else told by OUT's suffix / 格式"
)
@click.option("--table", "tables", multiple=True, help="Only this table or view, repeatable / 只导出此表，可重复")
@click.option("--place", "places", multiple=True, help="Name, county or place_id, repeatable / 单位或县名，可重复")
@click.option("--year", "years", multiple=True, help="2023 or 2021-2023, repeatable / 年度，可重复")
@click.option("--force", is_flag=True, help="Replace what is there / 替换已有的文件")
@warehouse_option
@one_line_errors
def export(
    out: Path,
    kind: str | None,
    tables: tuple[str, ...],
    places: tuple[str, ...],
    years: tuple[str, ...],
    force: bool,
    warehouse: Path,
) -> None:
    """Carry data away to OUT: an Excel workbook, Parquet or CSV files / 导出为 Excel、Parquet 或 CSV."""
    from assets.commands.exporting import run_export
    from warehouse.export.selection import Wanted

    wanted = Wanted(tables, places, years)
    run_export(Console(highlight=False), Given(warehouse), out.absolute(), kind, wanted, force=force)


def _write(answer: Any, output_format: str, console: Console) -> None:
    from assets.commands.console import write_answer

    write_answer(answer, output_format, console)


@main.command()
@click.argument("place")
@click.argument("metrics", metavar="[METRIC]...", nargs=-1)
@click.option("--category", "categories", multiple=True, help="A category in place of the total, repeatable / 类别")
@click.option(
    "--out", type=PathArgument, default=Path("charts"), show_default=True, help="Folder or file / 文件夹或文件"
)
@click.option("--format", "picture_format", type=click.Choice(("svg", "png", "both")), help="Default: both / 图片格式")
@warehouse_option
@one_line_errors
def chart(
    place: str,
    metrics: tuple[str, ...],
    categories: tuple[str, ...],
    out: Path,
    picture_format: str | None,
    warehouse: Path,
) -> None:
    """Draw the series of PLACE over the years, with gaps and approximate values shown / 画一个地方的历年数据."""
    from assets.commands.chart import Wanted, draw_chart

    wanted = Wanted(place, metrics, categories, out, picture_format)
    draw_chart(Console(highlight=False), wanted, Given(warehouse))


@main.command()
@corpus_argument
@warehouse_option
@registry_option
@workers_option
@also_to_option
@port_option
@one_line_errors
def ui(corpus: str, warehouse: Path, registry: Path | None, workers: int, also_to: str, port: int) -> None:
    """Open the Dagster pages of a warehouse, with its sensor and schedule / 打开流程页面."""
    from assets.commands.ui import serve as open_pages
    from assets.publishing.targets import check_folder

    check_folder(warehouse)
    workshop = workshop_of(corpus, warehouse, registry, workers, also_to)
    workshop.load_registry()  # told at once, not by the first run
    click.echo(f"http://{LOOPBACK}:{port}　（Ctrl+C 结束）")
    status = open_pages(workshop, port)
    if status:
        give_up("页面服务意外结束，原因见上方输出")


for command in (alerts, versions, rollback, tidy, serve):
    main.add_command(command)
