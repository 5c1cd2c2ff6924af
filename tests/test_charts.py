"""What a chart claims: each rule of honest drawing, told from the specification."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from chart_cases import (
    HALF,
    LAST_YEAR,
    MID_NOVEMBER,
    NOVEMBER,
    below,
    labels_of,
    layer_rows,
    neighbours,
    panel_of,
    series_of,
    spec_of,
    warehouse_of,
)
from hypothesis import given
from hypothesis import strategies as st
from warehouse_cases import DISPUTES, FINES, PETITIONS, RATE

from warehouse.charts.marks import axis_of, ticks
from warehouse.charts.panel import NOTE_LINE
from warehouse.charts.series import LEAST_PEERS, Metric, PeerGroup, Peers, PeerYear, Series, Value, chosen_peers

Con = duckdb.DuckDBPyConnection

# what is told in 2023; the qualifier; from where to where the bar goes; the label
DEGREES = [
    (300.0, "about", 250.0, 350.0, "约300"),
    (900.0, "under", 0.0, 900.0, "不足900"),
]


@pytest.mark.parametrize(("value", "qualifier", "low", "high", "label"), DEGREES)
def test_a_figure_with_a_word_of_degree_is_hollow_and_has_the_interval_that_the_words_allow(
    warehouse: Con, value: float, qualifier: str, low: float, high: float, label: str
) -> None:
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: {2023: {"value": value, "qualifier": qualifier}}})))
    assert layer_rows(panel, "intervals") == [{"year": 2023, "y": low, "y2": high}]
    assert [row["y"] for row in layer_rows(panel, "approximate")] == [value]
    assert layer_rows(panel, "exact") == []
    assert [row["text"] for row in layer_rows(panel, "labels")] == [label]


def test_an_exact_figure_is_filled_and_has_no_interval(warehouse: Con) -> None:
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2023: 36}}))
    panel = panel_of(spec)
    assert [row["y"] for row in layer_rows(panel, "exact")] == [36]
    assert layer_rows(panel, "intervals") == layer_rows(panel, "approximate") == []
    (mark,) = [layer["mark"] for layer in panel["layer"] if layer["description"] == "exact"]
    assert mark["filled"] is True
    assert "竖线" not in below(spec)


def test_the_bounds_are_those_of_the_yearly_value(warehouse: Con) -> None:
    queries = warehouse_of(warehouse, {DISPUTES: {2023: {"value": 365.0, "qualifier": "over", "high": 366.0}}})
    (told,) = series_of(queries).values
    assert [(told.low, told.high)] == warehouse.execute("select low, high from yearly_values").fetchall()


def test_where_words_set_no_bound_an_arrow_says_so_and_no_bar_makes_up_an_end(warehouse: Con) -> None:
    figures = {DISPUTES: {2023: {"value": 1200.0, "qualifier": "over"}}}
    spec = spec_of(warehouse_of(warehouse, figures))
    panel = panel_of(spec)
    assert layer_rows(panel, "arrows") == [{"year": 2023, "y": 1200.0}]
    assert layer_rows(panel, "intervals") == layer_rows(panel, "interval_high") == layer_rows(panel, "labels") == []
    assert [row["text"] for row in layer_rows(panel, "labels_open")] == ["1,200以上"]
    assert "箭头" in below(spec)


def test_no_rate_is_above_100_for_being_called_more_than(warehouse: Con) -> None:
    queries = warehouse_of(warehouse, {RATE: {2023: {"value": 95.0, "qualifier": "over"}, 2024: 106}})
    assert [(v.low, v.high) for v in series_of(queries, RATE).values] == [(95.0, 100.0), (106.0, 106.0)]


# the figures by year; years with a report that is silent; the lines; the label below 2023
GAPS = [
    ({2022: 10, 2023: 12, 2024: 9}, (), [(2022, 2023), (2023, 2024)], '"2023": ["2023"]'),
    ({2022: 10, 2024: 9}, (), [], '"2023": ["2023", "无报告"]'),
    ({2022: 10, 2024: 9}, (2023,), [], '"2023": ["2023", "未表述"]'),
    ({2021: 7, 2022: 10, 2024: 0}, (), [(2021, 2022)], '"2023": ["2023", "无报告"]'),
]


@pytest.mark.parametrize(("figures", "silent", "lines", "label"), GAPS)
def test_a_year_without_a_figure_breaks_the_line_and_says_why(
    warehouse: Con, figures: dict[int, float], silent: tuple[int, ...], lines: list[Any], label: str
) -> None:
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: figures}, silent)))
    assert [(row["year"], row["to"]) for row in layer_rows(panel, "lines")] == lines
    assert label in labels_of(panel)
    absent = {row["year"]: row["why"] for row in layer_rows(panel, "absent")}
    assert absent.keys() == set(range(min(figures), LAST_YEAR + 1)) - figures.keys()
    assert absent.get(2023, "") in label


def test_the_key_tells_the_two_kinds_of_gaps_apart_and_nothing_that_is_not_drawn(warehouse: Con) -> None:
    both = below(spec_of(warehouse_of(warehouse, {DISPUTES: {2021: 3, 2024: 9}}, silent=(2022,))))
    assert "无报告：" in both
    assert "未表述：" in both
    none = below(spec_of(warehouse_of(warehouse, {DISPUTES: {2023: 3, 2024: 9}})))
    assert not any(word in none for word in ("无报告", "未表述", "≠", "虚线", "灰带", "菱形"))


@pytest.mark.parametrize(
    ("ends", "lines"), [(HALF, ["2023", "半年报"]), (NOVEMBER, ["2023", "截至11月"]), (MID_NOVEMBER, None)]
)
def test_a_part_of_a_year_is_marked_and_its_lines_are_dashed(warehouse: Con, ends: Any, lines: Any) -> None:
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2022: 30, 2023: 12, 2024: 31}}, until={2023: ends}))
    label = lines or ["2023", "截至11月", "14日"]
    assert str(label).replace("'", '"') in labels_of(panel_of(spec))
    assert [row["careful"] for row in layer_rows(panel_of(spec), "lines")] == [True, True]
    assert "虚线" in below(spec)


def test_a_report_up_to_december_is_of_the_whole_year(warehouse: Con) -> None:
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: {2023: 30, 2024: 31}}, until={2024: (12, 5)})))
    assert [row["careful"] for row in layer_rows(panel, "lines")] == [False]
    assert '"2024": ["2024"]' in labels_of(panel)


def test_figures_that_count_different_things_are_not_joined(warehouse: Con) -> None:
    figures = {2022: 40, 2023: {"value": 12.0, "measure_word": "批"}, 2024: {"value": 14.0, "measure_word": "批"}}
    spec = spec_of(warehouse_of(warehouse, {PETITIONS: figures}), PETITIONS)
    panel = panel_of(spec)
    assert [(row["year"], row["to"]) for row in layer_rows(panel, "lines")] == [(2023, 2024)]
    assert layer_rows(panel, "incomparable") == [{"year": 2022.5, "y": 26.0}]
    assert "不可比" in below(spec)


def test_a_contradicted_figure_is_shown_with_its_rival(warehouse: Con) -> None:
    told = [{"value": 52.0, "is_total": True}, {"value": 58.0, "raw_start": 9_000}]
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2023: 30, 2024: told}}))
    panel = panel_of(spec)
    assert [(row["year"], row["y"], row["y2"], row["text"]) for row in layer_rows(panel, "rivals")] == [
        (2024, 52.0, 58.0, "58")
    ]
    assert [row["conflict"] for row in layer_rows(panel, "exact")] == [False, True]
    assert "菱形" in below(spec)
    # the figure's own label keeps out of the way of a rival above it
    assert [row["text"] for row in layer_rows(panel, "labels_below")] == ["52"]


# metric, figures, from, to, whether the axis is cut
AXES = [
    (DISPUTES, [36, 45], 0.0, 50.0, False),
    (DISPUTES, [0], 0.0, 1.0, False),
    (DISPUTES, [3], 0.0, 4.0, False),
    (RATE, [79.9, 98], 0.0, 100.0, False),
    (RATE, [80, 98.5], 80.0, 100.0, True),
    (RATE, [98, 106], 80.0, 110.0, True),
]


@pytest.mark.parametrize(("metric", "values", "low", "high", "is_cut"), AXES)
def test_the_axis_begins_at_zero_or_says_that_it_does_not(
    warehouse: Con, metric: str, values: list[float], low: float, high: float, is_cut: bool
) -> None:
    figures = dict(zip(range(2025 - len(values), 2025), values, strict=True))
    panel = panel_of(spec_of(warehouse_of(warehouse, {metric: figures}), metric))
    assert panel["layer"][0]["encoding"]["y"]["scale"]["domain"] == [low, high]
    assert any("不从 0 起" in note for note in panel["title"]["subtitle"]) is is_cut


def value_of(low: float, value: float, high: float) -> Value:
    return Value(2024, value, "件", "exact", low, high, False, False, None, None, None, ())


@given(st.lists(st.floats(0, 1e9), min_size=3, max_size=3), st.sampled_from(["case", "percent", "yuan"]))
def test_every_axis_holds_its_figures_in_a_few_whole_steps(numbers: list[float], unit: str) -> None:
    low, value, high = sorted(numbers if unit != "percent" else [number % 101 for number in numbers])
    axis = axis_of(Series(Metric("m", "甲", unit, "flow"), "", (value_of(low, value, high),), Peers("none")))
    marked = ticks(axis)
    assert axis.low <= low
    assert high <= axis.high * (1 + 1e-9)
    assert len(marked) <= 8
    assert marked[-1] == pytest.approx(axis.high)


@pytest.mark.parametrize(("count", "has_band"), [(3, False), (4, True)])
def test_peers_are_a_band_from_five_places_on(warehouse: Con, count: int, has_band: bool) -> None:
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 80}}, peers=neighbours(count, years=(2024,))))
    panel = panel_of(spec)
    assert bool(layer_rows(panel, "band")) is has_band
    assert ("灰带" in below(spec)) is has_band
    (note,) = panel["title"]["subtitle"]
    assert ("无对比带" in note) is not has_band


def test_the_band_is_the_middle_half_that_peer_comparisons_tells_and_a_step_a_year(warehouse: Con) -> None:
    peers = neighbours(4) | {"湖北省/兰江市/清平县/司法局": {DISPUTES: {2024: 9_000}}}
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 5_000}}, peers=peers)))
    told = warehouse.execute(
        "select county_q1, county_median, county_q3 from peer_comparisons where year = 2024 and place_id like '%云溪镇'"
    ).fetchall()
    assert told == [(110.0, 120.0, 130.0)]
    assert layer_rows(panel, "band")[-1] == {"from": 2023.5, "to": 2024.5, "y": 110.0, "y2": 130.0}
    assert [row["y"] for row in layer_rows(panel, "median")] == [120.0]
    assert panel["title"]["subtitle"] == ["灰带：清平县同级单位（含本地，每年 5 个）"]


def test_a_year_in_which_only_the_peers_tell_it_has_a_band(warehouse: Con) -> None:
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 80}}, (2023,), peers=neighbours(5))))
    assert [row["from"] for row in layer_rows(panel, "band")] == [2022.5, 2023.5]
    assert panel["title"]["subtitle"] == ["灰带：清平县同级单位（含本地，每年 5–6 个）"]


def test_without_enough_places_in_the_county_the_same_level_anywhere_is_compared(warehouse: Con) -> None:
    peers = neighbours(2) | neighbours(4, 500.0, "丰源县")
    panel = panel_of(spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 80}}, peers=peers)))
    assert panel["title"]["subtitle"] == ["灰带：库中同级单位（含本地，每年 6–7 个）"]


def test_a_peer_that_counts_something_else_is_no_peer(warehouse: Con) -> None:
    batches = {
        f"湖北省/兰江市/清平县/乙{i}镇": {PETITIONS: {2024: {"value": 5.0, "measure_word": "批"}}} for i in range(6)
    }
    queries = warehouse_of(warehouse, {PETITIONS: {2024: 40}}, peers=batches)
    assert series_of(queries, PETITIONS).peers == Peers("none", (), 1)
    queries = warehouse_of(warehouse, {PETITIONS: {2024: {"value": 40.0, "measure_word": "批"}}}, peers=batches)
    assert series_of(queries, PETITIONS).peers.most == 7


def test_one_group_of_peers_serves_all_years_of_a_panel() -> None:
    def of(name: str, year: int, places: int) -> PeerGroup:
        quartiles = PeerYear(year, places, 1.0, 2.0, 3.0) if places >= LEAST_PEERS else None
        return PeerGroup(name, places, quartiles)

    groups = [of("county", 2023, 4), of("county", 2024, 5), of("corpus", 2023, 50), of("corpus", 2024, 50)]
    assert chosen_peers(groups) == Peers("county", (PeerYear(2024, 5, 1.0, 2.0, 3.0),), 5)
    assert chosen_peers([groups[0], groups[2]]).group == "corpus"
    assert chosen_peers([groups[0]]) == Peers("none", (), 4)


@pytest.mark.parametrize(
    ("value", "title", "label"), [(862_700.0, "罚没款（元）", "862,700"), (1_326_000.0, "罚没款（万元）", "132.6")]
)
def test_the_title_names_metric_and_unit_and_much_money_is_told_in_ten_thousands(
    warehouse: Con, value: float, title: str, label: str
) -> None:
    panel = panel_of(spec_of(warehouse_of(warehouse, {FINES: {2024: value}}), FINES))
    assert panel["title"]["text"] == title
    assert [row["text"] for row in layer_rows(panel, "labels")] == [label]


def test_the_source_names_reports_and_build_and_the_title_the_place(warehouse: Con) -> None:
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 36}}, silent=(2023,)))
    told = below(spec)
    assert "《云溪镇2024年度法治政府建设情况报告》" in told
    assert "2023年度" not in told  # drawn is what another report states
    assert "2026-11-22" in told
    assert spec["title"]["text"] == "云溪镇（湖北省兰江市清平县）"


def test_several_metrics_are_panels_of_one_picture(warehouse: Con) -> None:
    spec = spec_of(warehouse_of(warehouse, {DISPUTES: {2024: 36}, RATE: {2024: 98}}), DISPUTES, RATE)
    assert [panel["title"]["text"] for panel in spec["vconcat"][0]["concat"]] == [
        "矛盾纠纷调处（件）",
        "矛盾纠纷调解成功率（%）",
    ]
    # their titles stand on one line although only one of them has a note on its axis
    titles = [panel["title"] for panel in spec["vconcat"][0]["concat"]]
    assert [len(title["subtitle"]) for title in titles] == [1, 2]
    assert len({title["offset"] + NOTE_LINE * len(title["subtitle"]) for title in titles}) == 1
