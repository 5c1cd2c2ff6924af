"""The last stage as a whole: what holds for the extraction of any text, however it is damaged."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from fact_cases import BUGS_CAUGHT, CONTEXT, READS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scoring import COUNTING, EVIDENCE_RAW_MAX, is_grounded
from shared_out_cases import SHARED_OUT
from small_reports import HEADINGS, Case, facts, read, registry, small_report

from pipelines.figures.extract import extract
from pipelines.figures.units import FAMILIES
from pipelines.records import Fact, ReadReport
from pipelines.report import read_report

SENTENCES = [case.sentence for case in READS + CONTEXT + SHARED_OUT + BUGS_CAUGHT]
DAMAGE = [
    ("件", ""),
    ("，", "，，"),
    ("。", "。\n"),
    ("6", " 6"),
    ("1", "１"),
    ("，", "， "),
    ("人", "人(rén)"),
    ("0", "0\n"),
    ("年", ""),
    ("、", ""),
    ("%", "％"),
    ("调解", "調(tiáo)解"),
    ("：", ":"),
    ("、", "<br>"),
    ("共", "共　"),
]


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    """Some sentences one after the other, mixed with some damage that scraping does."""
    body = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4)))
    for before, after in draw(st.lists(st.sampled_from(DAMAGE), max_size=4)):
        body = body.replace(before, after)
    cut = draw(st.integers(0, len(body)))
    return body[:cut] + draw(st.sampled_from(["", "\n", " ", "|", "36", "件", "《", "“", "0"])) + body[cut:]


@settings(max_examples=120)
@given(_damaged(), st.sampled_from(sorted(HEADINGS)))
def test_every_fact_shows_its_evidence(body: str, theme: str) -> None:
    report = read(body, theme)
    for fact in report.extraction.facts:
        assert is_grounded(fact, report.layer.text), fact
        assert 0 < fact.raw_end - fact.raw_start <= EVIDENCE_RAW_MAX
        assert report.normalized.offsets.raw_span(fact.text_start, fact.text_end) == (fact.raw_start, fact.raw_end)
        assert fact.evidence.strip() == fact.evidence != ""


def _linked_rows_agree(report: ReadReport, fact: Fact) -> None:
    """The ledger row of a fact is called a fact, and lies inside the fact's span."""
    if fact.numeral_ordinal is None:
        assert (fact.number_text, fact.value) == ("", 0.0)
        return
    (row,) = [n for n in report.extraction.numerals if n.ordinal == fact.numeral_ordinal]
    assert (row.disposition, row.text) == ("fact", fact.number_text)
    assert fact.raw_start <= row.raw_start < row.raw_end <= fact.raw_end


@settings(max_examples=80)
@given(_damaged())
def test_a_fact_and_its_ledger_row_agree(body: str) -> None:
    report = read(body)
    linked = {f.numeral_ordinal for f in report.extraction.facts}
    for fact in report.extraction.facts:
        _linked_rows_agree(report, fact)
    assert {n.ordinal for n in report.extraction.numerals if n.disposition == "fact"} <= linked


@settings(max_examples=80)
@given(_damaged())
def test_what_a_fact_says_is_of_the_registry(body: str) -> None:
    for fact in read(body).extraction.facts:
        metric = registry().metrics[fact.metric_id]
        assert fact.unit == metric.unit and fact.unit in FAMILIES
        assert fact.category == "" or fact.category in {**metric.categories, **registry().stages}
        assert fact.role in ("actual", "target", "previous")
        assert fact.qualifier in ("exact", "over", "under", "about")
        assert fact.period


@settings(max_examples=60)
@given(_damaged())
def test_ids_are_unique_and_order_is_reading_order(body: str) -> None:
    extraction = read(body).extraction
    ids = [f.fact_id for f in extraction.facts]
    assert len(ids) == len(set(ids))
    assert [f.text_start for f in extraction.facts] == sorted(f.text_start for f in extraction.facts)
    assert {c.fact_id for c in extraction.stated_changes} - {None} <= set(ids)


@settings(max_examples=60)
@given(_damaged())
@example("")
def test_the_same_input_gives_the_same_extraction(body: str) -> None:
    report = read(body)
    again = extract(
        report.normalized, report.layer.text, report.sections, report.identity, registry(), report.report_id
    )
    assert again == report.extraction == read(body).extraction


@settings(max_examples=80)
@given(st.text(max_size=200) | st.text("0123456789件调解纠纷《》“”（）|\n\t，。、：;%百分之零未无均为", max_size=200))
def test_no_text_breaks_the_reading(body: str) -> None:
    """Any text after a proper opening is a report or a reject, never an error."""
    data = small_report(body).encode("utf-8", errors="ignore")
    assert read_report(data, "small.txt", ".", registry()).source == "small.txt"


# ---- what a fact's id depends on ----


def test_an_id_is_untouched_by_facts_elsewhere_in_the_report() -> None:
    short, long = read("调解矛盾纠纷36件。"), read("调解矛盾纠纷36件。发放宣传资料300份。")
    found = extract(long.normalized, long.layer.text, long.sections, long.identity, registry(), short.report_id).facts
    assert len(found) == 2
    assert found[0].fact_id == short.extraction.facts[0].fact_id


def test_an_id_differs_between_reports_and_between_facts_of_one_number() -> None:
    rates = read("参考率、合格率均达100%。", "study").extraction.facts
    assert len({f.fact_id for f in rates}) == len(rates) == 2
    report = read("调解矛盾纠纷36件。")
    other = extract(report.normalized, report.layer.text, report.sections, report.identity, registry(), "0" * 16)
    assert report.extraction.facts[0].fact_id != other.facts[0].fact_id


# ---- where a fact stands ----


def test_a_fact_knows_the_section_it_stands_in() -> None:
    report = read("调解矛盾纠纷36件。\n　　二、深入开展普法宣传教育\n　　开展普法宣传活动12场次。")
    titles = {s.ordinal: s.title for s in report.sections}
    assert [titles[f.section_ordinal] for f in report.extraction.facts if f.section_ordinal is not None] == [
        HEADINGS["disputes"],
        HEADINGS["publicity"],
    ]


@pytest.mark.parametrize("case", READS[:6], ids=lambda case: case.sentence)
def test_a_sentence_is_read_alike_wherever_it_stands(case: Case) -> None:
    """What stands in sentences before and after has no say in a sentence that names its own things."""
    around = f"全镇上下齐心协力。{case.sentence}成效明显。"
    assert facts(around, case.theme) == case.expected


def test_without_a_year_there_is_no_previous_and_no_target_year() -> None:
    """A report whose year is unknown still gives its figures: only what needs the year is left out."""
    report = read("调解矛盾纠纷36件。信访总量由58件降至41件。")
    unknown = replace(report.identity, year=None)
    found = extract(report.normalized, report.layer.text, report.sections, unknown, registry(), report.report_id).facts
    assert [(f.metric_id, f.value) for f in found if f.role == "actual"] == [
        ("disputes.mediated", 36.0),
        ("disputes.petitions", 41.0),
    ]


def test_traditional_script_with_pinyin_gives_the_same_facts_and_raw_evidence() -> None:
    body = "全(quán)年調(tiáo)解(jiě)矛(máo)盾糾紛36件，調解成功率98%。"
    report = read(body)
    fact = report.extraction.facts[0]
    assert (fact.metric_id, fact.value) == ("disputes.mediated", 36.0)
    assert report.layer.text[fact.raw_start : fact.raw_end].endswith("糾紛36件")


def test_page_furniture_is_in_the_ledger_and_gives_no_fact() -> None:
    report = read("调解矛盾纠纷36件。\n浏览次数：1286次\n打印 关闭\n版权所有：石桥镇人民政府 ICP备12345678号")
    assert [f.value for f in report.extraction.facts] == [36.0]
    chrome = [n for n in report.extraction.numerals if "1286" in n.text]
    assert chrome and all(n.disposition not in COUNTING for n in chrome)


def test_records_are_complete() -> None:
    """A fact leaves no field at a value that means nothing."""
    (fact,) = read("调解矛盾纠纷36件。").extraction.facts
    unset = {f.name for f in fields(fact) if getattr(fact, f.name) in (None, "")}
    assert unset == {"category", "detail", "until_month"}
