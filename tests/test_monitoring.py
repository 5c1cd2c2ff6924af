"""What the operator sees: previews, the page of the corpus, charts, column lineage; nothing of a report is code."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import dagster as dg
import polars as pl
import pytest
from small_corpus import BUILD, corpus_frames, stage_frames

from assets.commands.given import Given
from assets.definitions import defs
from assets.monitoring import svg
from assets.monitoring.lineage import TABLES_OF, column_lineage, lineage_table
from assets.monitoring.markdown import INLINE_CHARACTERS
from assets.monitoring.previews import (
    COLUMNS,
    PREVIEW_CHARACTERS,
    PREVIEW_ROWS,
    frame_preview,
    rows_in_table,
    table_previews,
)
from assets.monitoring.state_page import state_page, summary
from assets.stages.store import FrameStore
from pipelines.figures.registry import load_registry
from warehouse.expectations import default_expectations, parse_expectations
from warehouse.load import build_file
from warehouse.schema import STAGE_FRAMES, TABLES, column_specs
from warehouse.schema.lineage import FRAME, LINEAGE, NO_LINEAGE, ORIGINS, origins_of
from warehouse.state import CorpusState, state_of

URL = "https://example.org/2024/a.html"
# A finding whose words look like Markdown, in a report whose address is known.
FINDING = {
    "finding_id": "f1",
    "kind": "部分大于整体",
    "severity": "error",
    "place": "青山镇",
    "year": 2021,
    "message": "办结23件多于受理20件 ![图](http://elsewhere.example/a.png)",
    "raw_start": 10,
    "raw_end": 20,
    "passage": "受理|20件 [看](http://elsewhere.example/b)",
    "other_passage": "办结23件",
    "source": "2021/青山镇.txt",
    "url": URL,
    "fact_id": "0123456789abcdef",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with missed bounds and refused files."""
    path = tmp_path_factory.mktemp("monitoring") / "w.duckdb"
    held_to = parse_expectations(
        "measures:\n  facts_a_report: {floor: 30, why: x}\nbatches:\n  '2021': {reports: 2, why: x}\n",
        default_expectations(),
    )
    build_file(path, corpus_frames(), load_registry(), BUILD, held_to=held_to)
    return path


@pytest.fixture(scope="module")
def state(built: Path) -> CorpusState:
    """What that warehouse tells, with a finding."""
    told = state_of(built)
    kinds = [{"kind": FINDING["kind"], "severity": "error", "findings": 1}]
    return CorpusState(**{**as_rows(told), "findings": [FINDING], "finding_kinds": kinds})


@pytest.fixture(scope="module")
def page(state: CorpusState, built: Path) -> str:
    return state_page(state, Given(built))


def test_the_page_tells_what_came_in_and_what_was_refused(page: str) -> None:
    assert "| 报告 | 5 |" in page and "| 未载入的文件 | 2 |" in page
    assert re.search(r"\| 2024 \| 2 \| 0 \| 2 \|", page), "reports by year"
    assert re.search(r"\| 2024 \| 2 \| 2 \| 2024 \| █", page), "reports and refused files by batch"
    assert "| notice | 1 |" in page and "manifest.csv" in page
    assert "| 矛盾纠纷调处 | `disputes.mediated` | 5 | █" in page


def test_the_page_says_what_misses_its_bound(page: str, state: CorpusState) -> None:
    assert re.search(r"\| 每份报告的指标数据 \| [\d.]+ \| 30 \|  \| \*\*未达到\*\* \| !\[历次走势\]", page)
    assert "| 2021 | 报告份数 | 0 | 2 |  | 0 |" in page
    assert "未达到界限：每份报告的指标数据" in summary(state) and "2021：报告份数 0" in summary(state)
    assert len(summary(state)) <= INLINE_CHARACTERS


def test_a_finding_leads_to_its_evidence(page: str) -> None:
    (finding,) = re.findall(r"- \*\*部分大于整体.*", page, re.S)
    assert f"[2021/青山镇.txt]({URL})" in finding
    assert "`fazhi evidence 0123456789abcdef --warehouse " in finding
    assert "原文（第 10 至 20 字）：“受理\\|20件" in finding and "／ “办结23件”" in finding


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://a.example/) [x](https://b.example"])
def test_what_is_no_plain_address_is_no_link(state: CorpusState, built: Path, url: str | None) -> None:
    finding = {**FINDING, "url": url, "fact_id": None}
    told = state_page(CorpusState(**{**as_rows(state), "findings": [finding]}), Given(built))
    assert "报告：2021/青山镇.txt；" in told
    assert "from finding_passages where finding_id = 'f1'" in told


def test_words_of_a_report_are_no_pictures_links_or_cells(page: str) -> None:
    addresses = re.findall(r"(?<!\\)\]\(([^)]*)\)", page)
    assert addresses
    assert all(address.startswith(("data:image/svg+xml;base64,", URL)) for address in addresses)
    assert "elsewhere.example" not in " ".join(addresses)


def test_the_page_of_an_empty_corpus_can_be_read(tmp_path: Path) -> None:
    build_file(tmp_path / "empty.duckdb", stage_frames({}), load_registry(), BUILD)
    state = state_of(tmp_path / "empty.duckdb")
    assert "没有报告" in state_page(state, Given(tmp_path / "empty.duckdb"))
    assert "报告份数 0" in summary(state)


def test_the_build_before_is_told(built: Path, state: CorpusState) -> None:
    before = {**state.builds[0], "build_id": "b0", "code_version": "code-0", "counts": '{"reports": 4, "facts": 60}'}
    told = state_page(CorpusState(**{**as_rows(state), "builds": [state.builds[0], before]}), Given(built))
    assert "变化的是：程序。" in told and "| 报告 | 5 | +1 |" in told


def as_rows(state: CorpusState) -> dict[str, list[dict[str, object]]]:
    return {name: getattr(state, name) for name in CorpusState.__slots__}


# --- charts -----------------------------------------------------------------------------------------------------------


def drawn(markdown: str) -> ElementTree.Element:
    """The picture in a piece of Markdown; an error where it is no well-formed SVG."""
    (encoded,) = re.findall(r"base64,([^)]+)\)", markdown)
    return ElementTree.fromstring(base64.b64decode(encoded))


def elements(drawing: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return drawing.findall("{http://www.w3.org/2000/svg}" + name)


def test_bars_are_as_high_as_their_values() -> None:
    drawing = drawn(svg.picture(svg.bars(["2022", "<不明>"], [10, 5], [10, 0]), "图"))
    heights = [float(box.get("height", "")) for box in elements(drawing, "rect")]
    assert heights == [60, 60, 30, 0]
    assert [text.text for text in elements(drawing, "text")] == ["20", "2022", "5", "<不明>"]


def test_a_line_goes_up_where_values_rise_and_shows_a_bound_that_is_near() -> None:
    drawing = drawn(svg.picture(svg.line([1, None, 2], floor=1.5, ceiling=1000), "图"))
    (first, last) = (float(p.split(",")[1]) for p in elements(drawing, "polyline")[0].get("points", "").split())
    (bound,) = (float(dashes.get("y1", "")) for dashes in elements(drawing, "line"))
    assert first > bound > last, "pictures count from above"


@pytest.mark.parametrize("values", [[], [None], [3.0], [0.0, 0.0]], ids=str)
def test_a_line_of_little_can_be_drawn(values: list[float | None]) -> None:
    line = svg.line(values, 0.5)
    assert bool(line) == any(value is not None for value in values)
    assert not line or ElementTree.fromstring(line) is not None


# --- previews ---------------------------------------------------------------------------------------------------------


def test_previews_show_columns_that_exist() -> None:
    for name, columns in COLUMNS.items():
        models = [known[name] for known in (STAGE_FRAMES, TABLES) if name in known]
        assert any(set(columns) <= {spec.name for spec in column_specs(model)} for model in models)


def test_a_frame_shows_its_first_rows_under_chinese_headings(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    facts = corpus_frames()["facts"]
    store.write("facts", "2024", facts)
    shown = frame_preview(store, "facts", "2024")
    assert len(shown.records) == PREVIEW_ROWS < facts.height
    assert [column.name for column in shown.schema.columns][0] == "指标编号"
    assert shown.records[0].data["指标编号"] == facts["metric_id"][0][:PREVIEW_CHARACTERS]
    assert max(len(str(cell)) for record in shown.records for cell in record.data.values()) <= PREVIEW_CHARACTERS
    assert frame_preview(store, "facts", "gone").records == []


def test_a_table_shows_its_first_rows(built: Path) -> None:
    shown = table_previews(built, "rejects", "findings")
    assert [len(entry.records) for entry in shown.values()] == [2, 0]


def test_bad_rows_of_different_shapes_share_a_table() -> None:
    shown = rows_in_table([{"source": "a", "reason": "x"}, {"source": "b", "rows": 2}])
    assert [record.data for record in shown.records] == [
        {"语料文件夹内的路径 source": "a", "原因 reason": "x", "行数 rows": ""},
        {"语料文件夹内的路径 source": "b", "原因 reason": "", "行数 rows": "2"},
    ]


# --- column lineage ---------------------------------------------------------------------------------------------------


def columns_of(table: str) -> set[str]:
    model = STAGE_FRAMES[table.removeprefix(FRAME)] if table.startswith(FRAME) else TABLES[table]
    return {spec.name for spec in column_specs(model)}


def test_lineage_names_declared_columns_only_and_leaves_none_out() -> None:
    told: dict[str, set[str]] = {}
    for column, sources in LINEAGE.items():
        table, _, name = column.rpartition(".")
        told.setdefault(table, set()).add(name)
        for source in sources:
            assert source in LINEAGE or source in ORIGINS, f"{column} comes from {source}, which comes from nowhere"
            assert source.endswith(".csv") or source.rpartition(".")[2] in columns_of(source.rpartition(".")[0]), source
    for table, names in told.items():
        assert names == columns_of(table) - NO_LINEAGE, table


@pytest.mark.parametrize("column", sorted(columns_of("year_over_year")))
def test_every_column_of_a_comparison_leads_back_to_a_file_or_the_registry(column: str) -> None:
    origins = origins_of(f"year_over_year.{column}")
    assert origins
    assert "frame:raw.raw_text" in origins or column == "unit"


def test_dagster_is_told_the_lineage_asset_by_asset() -> None:
    deps = column_lineage("comparisons").deps_by_column
    assert dg.TableColumnDep(dg.AssetKey("warehouse_tables"), "value") in deps["value"]
    assert dg.TableColumnDep(dg.AssetKey("warehouse_tables"), "reports.place_id") in deps["place_id"]
    graph = defs.resolve_asset_graph()
    for asset in list(TABLES_OF)[1:]:
        lineage = graph.get(dg.AssetKey(asset)).metadata["dagster/column_lineage"]
        ancestors = graph.get_ancestor_asset_keys(dg.AssetKey(asset))
        assert {dep.asset_key for deps in lineage.deps_by_column.values() for dep in deps} <= ancestors
        own = columns_of(TABLES_OF[asset][0]) - NO_LINEAGE
        assert own <= set(lineage.deps_by_column)


def test_the_pages_show_the_lineage_as_a_table() -> None:
    row = next(line for line in lineage_table("comparisons").splitlines() if "`previous_value`" in line)
    assert "`yearly_values.value`" in row and "文件中的文字" in row


def test_a_frame_is_read_no_further_than_it_is_shown(tmp_path: Path) -> None:
    store = FrameStore(tmp_path)
    store.write("raw", "a", pl.DataFrame({"source": ["1", "2", "3"], "raw_text": ["x"] * 3}))
    read = store.read("raw", "a", ["source"], first_rows=2)
    assert read is not None and read.to_dict(as_series=False) == {"source": ["1", "2"]}
