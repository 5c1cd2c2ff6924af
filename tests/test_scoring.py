"""The scorer itself: what it calls found, missed and false, on small reports with gold written for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from scoring import Corpus, GoldDocument, Score, gather, load_gold, score
from small_reports import HEADINGS, read

from pipelines.records import Extraction, Numeral, ReadReport, Reject

BODY = "全年调解矛盾纠纷36件，调解成功率98%以上。投入资金20万元。"
FACTS: list[dict[str, Any]] = [
    {"raw": "调解矛盾纠纷36件", "number": "36件", "value": 36.0, "unit": "case", "metric": "disputes.mediated"},
    {
        "raw": "调解成功率98%",
        "number": "98%",
        "value": 98.0,
        "unit": "percent",
        "metric": "disputes.success_rate",
        "qualifier": "over",
    },
    {"raw": "投入资金20万元", "number": "20万元", "value": 200_000.0, "unit": "yuan", "metric": "none"},
]
META = {"place": "石桥镇", "year": 2023, "is_report": True}
OUTLINE = [{"level": 1, "title": HEADINGS["disputes"]}]
PERFECT = dict.fromkeys(Score().figures(), 1.0)


def _gold(**changes: Any) -> dict[str, GoldDocument]:
    return {"small": replace(GoldDocument(FACTS, META, OUTLINE), **changes)}


def _figures(report: ReadReport | Reject, gold: dict[str, GoldDocument]) -> dict[str, float]:
    return score(gather([report]), gold).figures()


def _with(report: ReadReport, **changes: Any) -> ReadReport:
    """The report with another extraction."""
    return replace(report, extraction=replace(report.extraction, **changes))


@pytest.fixture
def report() -> ReadReport:
    return read(BODY)


def _fallen(report: ReadReport | Reject, gold: dict[str, GoldDocument]) -> set[str]:
    """The figures below 1."""
    return {name for name, figure in _figures(report, gold).items() if figure < 1}


def test_what_is_read_as_gold_says_scores_one(report: ReadReport) -> None:
    result = score(gather([report]), _gold())
    assert (result.figures(), result.misses) == (PERFECT, [])


def test_a_lost_fact_and_a_false_one_both_count(report: ReadReport) -> None:
    first, second = report.extraction.facts
    assert _figures(_with(report, facts=(first,)), _gold())["facts_f"] == pytest.approx(2 / 3)
    false = replace(second, fact_id="false", metric_id="disputes.petitions")
    assert _figures(_with(report, facts=(first, second, false)), _gold())["facts_f"] == pytest.approx(4 / 5)


@pytest.mark.parametrize("change", [{"value": 37.0}, {"unit": "item"}, {"metric_id": "disputes.resolved"}])
def test_a_fact_with_another_value_unit_or_metric_is_none(report: ReadReport, change: dict[str, Any]) -> None:
    first, second = report.extraction.facts
    assert _fallen(_with(report, facts=(replace(first, **change), second)), _gold()) == {"facts_f"}


def test_a_metric_that_gold_accepts_is_right(report: ReadReport) -> None:
    first, second = report.extraction.facts
    other = replace(first, metric_id="disputes.resolved")
    gold = _gold(facts=[{**FACTS[0], "accept": ["disputes.resolved"]}, *FACTS[1:]])
    assert _figures(_with(report, facts=(other, second)), gold) == PERFECT


@pytest.mark.parametrize("change", [{"qualifier": "about"}, {"role": "target"}])
def test_qualifier_and_role_are_attributes(report: ReadReport, change: dict[str, Any]) -> None:
    first, second = report.extraction.facts
    assert _figures(_with(report, facts=(replace(first, **change), second)), _gold())["attributes"] == 0.75


def test_a_fact_without_evidence_is_not_grounded(report: ReadReport) -> None:
    first, second = report.extraction.facts
    for bad in (replace(first, raw_end=first.raw_end - 2), replace(first, raw_start=first.raw_end - 130)):
        assert _figures(_with(report, facts=(bad, second)), _gold())["grounded"] == 0.5
    assert _figures(_with(report, facts=(replace(first, number_text=""), second)), _gold())["grounded"] == 0.5


def _rows(extraction: Extraction, text: str, **changes: Any) -> tuple[Numeral, ...]:
    return tuple(replace(n, **changes) if n.text == text else n for n in extraction.numerals)


@pytest.mark.parametrize("change", [{"value": 35.0}, {"disposition": "name"}])
def test_a_quantity_needs_its_value_and_a_counting_row(report: ReadReport, change: dict[str, Any]) -> None:
    numerals = _rows(report.extraction, "20万元", **change)
    assert _fallen(_with(report, numerals=numerals), _gold()) == {"quantities_f"}


def test_a_counting_row_that_gold_does_not_know_is_false(report: ReadReport) -> None:
    assert _figures(report, _gold(facts=FACTS[:2]))["quantities_f"] == pytest.approx(4 / 5)


def test_a_change_is_compared_by_its_size() -> None:
    report = read("信访件28件，较上年减少3件。")
    gold = _gold(
        facts=[
            {"raw": "信访件28件", "number": "28件", "value": 28.0, "unit": "case", "metric": "disputes.petitions"},
            {"raw": "减少3件", "number": "3件", "value": 3.0, "unit": "case", "metric": "none", "change": True},
        ]
    )
    assert _figures(report, gold) == PERFECT
    signed = _with(report, numerals=_rows(report.extraction, "3件", value=-3.0))
    assert _figures(signed, gold) == PERFECT


def test_digits_in_no_row_and_rows_over_one_character_tear_the_ledger(report: ReadReport) -> None:
    numerals = report.extraction.numerals
    runs = len({n.raw_start for n in numerals})
    lost = _with(report, numerals=tuple(n for n in numerals if n.text != "20万元"))
    assert _figures(lost, _gold())["ledger"] == pytest.approx(1 - 1 / runs)
    torn = _with(report, numerals=(*numerals, replace(numerals[-1], ordinal=99, raw_start=numerals[-1].raw_start + 1)))
    assert _figures(torn, _gold())["ledger"] < 1


def test_place_and_year_make_the_identity(report: ReadReport) -> None:
    assert _fallen(report, _gold(meta={**META, "year": 2022})) == {"identity"}
    assert _fallen(report, _gold(meta={**META, "place": "云溪镇"})) == {"identity"}
    assert _fallen(report, _gold(meta={**META, "place": "云溪镇", "place_aliases": ["石桥镇"]})) == set()


def test_a_heading_of_another_level_or_title_is_none(report: ReadReport) -> None:
    assert _fallen(report, _gold(outline=[{"level": 2, "title": HEADINGS["disputes"]}])) == {"outline_f"}
    assert _fallen(report, _gold(outline=[*OUTLINE, {"level": 1, "title": "下一步打算"}])) == {"outline_f"}
    spaced = [{"level": 1, "title": HEADINGS["disputes"].replace("，", " , ")}]
    assert _fallen(report, _gold(outline=spaced)) == set()


def test_a_report_that_was_not_read_misses_everything() -> None:
    reject = Reject("small.txt", ".", "notice", "通知")
    result = score(gather([reject]), _gold())
    assert result.counts["fact_missed"] == 2 and result.counts["quantity_missed"] == 3
    assert result.figures()["triage"] == 0.0


def test_what_is_no_report_must_not_be_read(report: ReadReport) -> None:
    gold = _gold(meta={**META, "is_report": False})
    assert score(gather([report]), gold).figures()["triage"] == 0.0
    assert score(gather([Reject("small.txt", ".", "notice", "通知")]), gold).figures()["triage"] == 1.0


def test_a_republication_must_be_absent_or_marked(report: ReadReport) -> None:
    gold = _gold(meta={**META, "duplicate_of": "other"})
    corpus = gather([report])
    assert score(corpus, gold).figures()["triage"] == 0.0
    marked = Corpus(corpus.reports, corpus.place_name, frozenset({report.report_id}))
    assert score(marked, gold).figures()["triage"] == 1.0
    assert score(marked, _gold()).figures()["triage"] == 0.0


def test_the_same_quote_twice_is_two_places_and_one_phrase_may_carry_two_facts() -> None:
    twice = {"raw": "调解纠纷3件", "number": "3件", "value": 3.0, "unit": "case", "metric": "disputes.mediated"}
    report = read("一季度调解纠纷3件。二季度调解纠纷3件。")
    result = score(gather([report]), _gold(facts=[twice, twice]))
    assert result.counts["quantity_found"] == 2 and result.counts["quantity_false"] == 0
    rates = [
        {"raw": "参考率、合格率均达100%", "number": "100%", "value": 100.0, "unit": "percent", "metric": metric}
        for metric in ("study.exam_participation_rate", "study.exam_pass_rate")
    ]
    report = read("参考率、合格率均达100%。", "study")
    assert score(gather([report]), _gold(facts=rates)).counts["fact_found"] == 2


def test_gold_is_found_by_the_start_of_the_file_name(report: ReadReport) -> None:
    corpus = gather([replace(report, source="2023/004_3f39.txt")])
    assert corpus.find("004") is not None
    assert corpus.find("00") is None


def test_gold_lines_are_sorted_into_documents() -> None:
    lines = [
        '{"doc": "a", "meta": {"year": 2023}}',
        "",
        '{"doc": "a", "outline": []}',
        '{"doc": "a", "distractors": []}',
        '{"doc": "a", "raw": "", "number": "", "metric": "none"}',
        '{"doc": "b", "inconsistency": "words"}',
    ]
    gold = load_gold(lines)
    assert list(gold) == ["a", "b"]
    assert (gold["a"].meta, gold["a"].outline, len(gold["a"].facts)) == ({"year": 2023}, [], 1)
