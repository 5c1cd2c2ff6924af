"""Zeros told in words, and denials that tell nothing."""

from __future__ import annotations

import pytest
from small_reports import Case, cases, facts, read

READS = cases("""
[review] 2023年，我镇未发生行政复议和行政诉讼案件。
    = review.reconsideration_cases=0 case
    = review.litigation_cases=0 case
[review] 无行政复议案件，无行政诉讼案件，无败诉案件。
    = review.reconsideration_cases=0 case
    = review.litigation_cases=0 case
    = review.lost_cases=0 case
[review] 本年度我街道没有被提起行政诉讼，没有被申请行政复议。
    = review.litigation_cases=0 case
    = review.reconsideration_cases=0 case
[review] 一年来，我乡行政复议、行政诉讼案件均未发生。
    = review.litigation_cases=0 case
    = review.reconsideration_cases=0 case
[review] 行政诉讼案件数为零，行政复议案件数为零。
    = review.litigation_cases=0 case
    = review.reconsideration_cases=0 case
[review] 行政应诉案件：无。行政复议案件：0件。
    = review.litigation_cases=0 case
    = review.reconsideration_cases=0 case
[review] 至今没有一件行政复议案件，也没有行政诉讼案件。
    = review.reconsideration_cases=0 case
    = review.litigation_cases=0 case
[rulemaking] 今年以来，我街道无规范性文件出台，无需备案。
    = rulemaking.documents_issued=0 case
[rulemaking] 全年没有需要清理的规范性文件，未出台行政规范性文件。
    = rulemaking.documents_issued=0 case
[decision] 全年无重大行政决策事项。
    = decision.major_decisions=0 case
[oversight] 全年未接到依申请公开件。
    = oversight.disclosure_requests=0 case
[oversight] 全年收到依申请公开零件。
    = oversight.disclosure_requests=0 case
[enforcement] 全年未实施行政处罚，未采取行政强制措施。
    = enforcement.penalty_cases=0 case
    = enforcement.compulsory_measures=0 case
[rehabilitation] 在册社区矫正对象9人，无一人重新犯罪。
    = rehabilitation.supervised=9 person
    = rehabilitation.reoffended=0 person
[review] 没有发生一例行政诉讼案件。
    = review.litigation_cases=0 case
[review] 未收到一件行政复议申请。
    = review.reconsideration_cases=0 case
[rehabilitation] 没有一名社区矫正对象重新犯罪。
    = rehabilitation.reoffended=0 person
""")

# What once came out wrongly, and how.
BUGS_CAUGHT = cases("""
[review] 行政诉讼未发生，行政复议未发生。
    = review.litigation_cases=0 case
    = review.reconsideration_cases=0 case
    ! nothing: the thing denied stands before its denial
[review] 针对我镇无行政诉讼案件。
    = review.litigation_cases=0 case
    ! nothing: 对 was held for a word of wish, as in 对…的要求
[review] 行政诉讼案件由上年的2件降为零。
    = review.litigation_cases=2 case [2022] previous
    = review.litigation_cases=0 case
    ! only last year's two: this year's zero was lost
[disputes] 未发生越级上访。
    ! petitions=0 of a category 越级 that no report counts
[review] 对没有行政复议案件的村予以通报表扬。
    ! reconsideration_cases=0: a condition (没有…的村) is taken for a report
[review] 对无行政诉讼案件的单位给予加分。
    ! litigation_cases=0: the same
[review] 行政诉讼案件2件，均未败诉。
    = review.litigation_cases=2 case
    = review.lost_cases=0 case
    ! the second is lost: 败诉 is the verb here
[review] 行政诉讼案件3件，镇长出庭应诉3次，无败诉。
    = review.litigation_cases=3 case
    = review.head_appearances=3 time
    = review.lost_cases=0 case
    ! 无败诉 is too short to be seen
[review] 没有发生一起行政复议、行政诉讼案件。
    = review.reconsideration_cases=0 case
    = review.litigation_cases=0 case
    ! reconsideration_cases=1: the 一起 that is denied is counted
[review] 未发生1起行政复议案件。
    = review.reconsideration_cases=0 case
    ! 1: the digit that is denied is counted
[rulemaking] 未制定一件规范性文件。
    = rulemaking.documents_issued=0 case
    ! 1: the 一件 that is denied is counted
""")

# Wishes, rules, conditions, compounds with 零 and 无, and things no metric counts.
MUST_NOT_PARSE = cases("""
[review] 力争2024年不发生行政诉讼案件，做到行政诉讼零败诉。
[review] 防止因执法不规范引发行政诉讼案件。
[review] 避免发生行政复议被撤销案件。
[review] 没有出现行政机关负责人不出庭应诉的情况。
[review] 如发生行政诉讼案件，由分管领导出庭应诉。
[rehabilitation] 确保无一人脱管漏管，严防社区矫正对象重新犯罪。
[rulemaking] 乡镇无权制定规章，不得擅自制定规范性文件。
[decision] 未经合法性审查的，不得提交讨论；未经集体讨论的不得作出重大行政决策。
[publicity] 零距离开展普法宣传，零容忍打击违法行为，零延误受理法律援助。
[legal_services] 零收费提供法律援助，无偿开展法律咨询。
[enforcement] 无暴力执法、无执法不公投诉。
[emergency] 全年未发生安全生产事故，无人员伤亡。
[disputes] 未发生一起民转刑案件。
""")

# Real limits: what a sentence should give, and what it gives today.
XFAIL = cases("""
[review] 行政复议和诉讼零发生。
    = review.reconsideration_cases=0 case
    = review.litigation_cases=0 case
    ! the second is lost: 诉讼 without 行政
[review] 行政诉讼案件由上年的2件降至零。
    = review.litigation_cases=2 case [2022] previous
    = review.litigation_cases=0 case
    ! the zero is lost after 降至, though not after 降为
""")


@pytest.mark.parametrize("case", READS + BUGS_CAUGHT, ids=lambda case: case.sentence)
def test_a_zero_told_in_words_is_a_fact(case: Case) -> None:
    assert facts(case.sentence, case.theme) == case.expected, case.note


@pytest.mark.parametrize("case", MUST_NOT_PARSE, ids=lambda case: case.sentence)
def test_a_denial_that_tells_nothing_is_no_fact(case: Case) -> None:
    assert facts(case.sentence, case.theme) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", XFAIL, ids=lambda case: case.sentence)
def test_limits_of_zeros(case: Case) -> None:
    assert facts(case.sentence, case.theme) == case.expected, case.note


def test_a_zero_in_words_has_no_number_and_its_words_as_evidence() -> None:
    report = read("全年未发生行政诉讼案件，运行平稳。", "review")
    (fact,) = report.extraction.facts
    assert (fact.value, fact.number_text, fact.numeral_ordinal, fact.measure_word) == (0.0, "", None, None)
    assert "未发生行政诉讼案件" in report.layer.text[fact.raw_start : fact.raw_end]


def test_a_narrowed_denial_keeps_what_narrows_it() -> None:
    found = read("未发生因执法不当引发的行政复议、行政诉讼案件。", "review").extraction.facts
    assert [(f.metric_id, f.detail) for f in found] == [
        ("review.reconsideration_cases", "因执法不当引发"),
        ("review.litigation_cases", "因执法不当引发"),
    ]


def test_a_narrowed_denial_told_after_its_thing_keeps_what_narrows_it() -> None:
    found = read("因政府信息公开引发的行政复议、行政诉讼均为零。", "oversight").extraction.facts
    assert [f.detail for f in found] == ["因政府信息公开引发", "因政府信息公开引发"]


@pytest.mark.xfail(strict=True)
def test_limits_a_printed_zero_is_linked_to_its_ledger_row() -> None:
    (fact,) = read("规范性文件制定数为0。", "rulemaking").extraction.facts
    assert fact.number_text == "0", "the zero is read as told in words, and the row of its digit stays unread"


def test_a_printed_zero_is_told_once() -> None:
    assert facts("行政复议案件0件，行政诉讼案件0件。", "review") == [
        "review.reconsideration_cases=0 case",
        "review.litigation_cases=0 case",
    ]
