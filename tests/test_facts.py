"""Figures and the metrics they get. The sentences stand in `fact_cases.py`."""

from __future__ import annotations

import pytest
from fact_cases import BUGS_CAUGHT, CONTEXT, MUST_NOT_PARSE, READS
from fact_limits import XFAIL
from shared_out_cases import SHARED_OUT
from small_reports import Case, facts, read, registry


@pytest.mark.parametrize("case", READS + CONTEXT + SHARED_OUT + BUGS_CAUGHT, ids=lambda case: case.sentence)
def test_a_sentence_gives_its_facts(case: Case) -> None:
    assert facts(case.sentence, case.theme) == case.expected, case.note


@pytest.mark.parametrize("case", MUST_NOT_PARSE, ids=lambda case: case.sentence)
def test_a_figure_without_a_metric_is_no_fact(case: Case) -> None:
    assert facts(case.sentence, case.theme) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", XFAIL, ids=lambda case: case.sentence)
def test_limits_of_facts(case: Case) -> None:
    assert facts(case.sentence, case.theme) == case.expected, case.note


# ---- what a fact carries ----


def test_a_fact_carries_its_sentence_its_words_and_its_rule() -> None:
    (fact,) = read("强化排查。全年调解矛盾纠纷36件！").extraction.facts
    assert (fact.number_text, fact.measure_word, fact.evidence) == ("36件", "件", "全年调解矛盾纠纷36件！")
    assert fact.rule


def test_a_lost_measure_word_is_inferred_marked_and_found() -> None:
    report = read("全年调解矛盾纠纷36，调解成功率98%。")
    fact = report.extraction.facts[0]
    assert (fact.unit, fact.unit_inferred, fact.measure_word) == ("case", True, None)
    (finding,) = [f for f in report.extraction.findings if f.kind == "lost_unit"]
    assert report.layer.text[finding.raw_start : finding.raw_end].endswith("矛盾纠纷36")


def test_the_section_is_a_prior_and_no_verdict() -> None:
    """Words that name a metric beat the heading they stand under."""
    assert facts("全年调解矛盾纠纷36件。", "publicity") == ["disputes.mediated=36 case"]
    assert facts("开展普法宣传活动12场次。", "disputes") == ["publicity.events=12 time"]


def test_the_text_itself_calls_a_figure_a_total() -> None:
    def is_total(sentence: str) -> bool:
        (fact,) = read(sentence).extraction.facts
        return fact.is_total

    assert [is_total("共调解矛盾纠纷36件。"), is_total("调解邻里纠纷36件。")] == [True, False]


def test_every_category_of_a_fact_is_in_the_closed_list_of_its_metric() -> None:
    for case in READS + CONTEXT + SHARED_OUT + BUGS_CAUGHT:
        for fact in read(case.sentence, case.theme).extraction.facts:
            assert fact.category == "" or fact.category in registry().metrics[fact.metric_id].categories


def test_every_expectation_could_be_met() -> None:
    """A limit that names a metric or a category outside the registry would stay a limit for ever."""
    unknown = [
        line
        for case in READS + CONTEXT + SHARED_OUT + BUGS_CAUGHT + XFAIL
        for line in case.expected
        for metric_id, _, category in [line.split("=")[0].partition("/")]
        if metric_id not in registry().metrics or category not in {"", *registry().metrics[metric_id].categories}
    ]
    assert unknown == []
