"""Changes that a report itself claims: which figure they speak of, sign, size, and the earlier value beside it."""

from __future__ import annotations

import pytest
from small_reports import Case, cases, facts, ledger, read

from pipelines.records import StatedChange


def _short(change: StatedChange) -> str:
    """A stated change in one line: metric, signed size, how it is stated, and the earlier and the present value."""
    return f"{change.metric_id} {change.stated:+g} {change.stated_as} {change.from_value} -> {change.to_value}"


def _changes(case: Case) -> list[str]:
    return [_short(c) for c in read(case.sentence, case.theme).extraction.stated_changes]


READS = cases("""
[functions] 办理12345热线工单1,286件，同比下降8.3%。
    = functions.hotline_tickets -8.3 percent None -> 1286.0
[disputes] 受理矛盾纠纷145件，比上年增加23件，增长18.9%。
    = disputes.mediated +23 absolute None -> 145.0
    = disputes.mediated +18.9 percent None -> 145.0
[disputes] 信访总量由58件降至41件，下降29.3%。
    = disputes.petitions -29.3 percent 58.0 -> 41.0
[disputes] 信访事项办结46件，较2022年的61件减少15件。
    = disputes.petitions -15 absolute 61.0 -> 46.0
[disputes] 调解成功率达百分之九十八点六，同比提高1.2个百分点。
    = disputes.success_rate +1.2 points None -> 98.6
[functions] 12345工单满意率由去年的92.3%提升至97.1%，提高4.8个百分点。
    = functions.hotline_satisfaction_rate +4.8 points 92.3 -> 97.1
[enforcement] 行政处罚案件9件，同比减少三成。
    = enforcement.penalty_cases -30 percent None -> 9.0
[enforcement] 行政处罚案件9件，较去年净减3件。
    = enforcement.penalty_cases -3 absolute None -> 9.0
[disputes] 信访总量同比下降12.5%。
    = disputes.petitions -12.5 percent None -> None
[publicity] 发放资料1.2万份，比上年翻了一番。
    = publicity.materials +100 percent None -> 12000.0
[publicity] 发放资料1.2万份，比上年翻了两番。
    = publicity.materials +300 percent None -> 12000.0
[publicity] 开展普法宣传活动48场次，是去年的2倍。
    = publicity.events +100 percent None -> 48.0
[disputes] 信访件12件，较上年翻番。
    = disputes.petitions +100 percent None -> 12.0
[disputes] 信访量同比减少近一半。
    = disputes.petitions -50 percent None -> None
[disputes] 受理群众来访135批次286人次，同比分别下降12.3%和15.8%。
    = disputes.petitions -12.3 percent None -> 135.0
    = disputes.petition_visits -15.8 percent None -> 286.0
[disputes] 信访件、矛盾纠纷同比分别下降12%、15%。
    = disputes.petitions -12 percent None -> None
    = disputes.mediated -15 percent None -> None
[disputes] 信访件、矛盾纠纷分别比上年增加3件、减少2件。
    = disputes.petitions +3 absolute None -> None
    = disputes.mediated -2 absolute None -> None
[review] 行政复议案件较上年减少2件，降至1件。
    = review.reconsideration_cases -2 absolute None -> 1.0
[disputes] 与上年相比，信访件减少12件，矛盾纠纷增加3件。
    = disputes.petitions -12 absolute None -> None
    = disputes.mediated +3 absolute None -> None
[disputes] 信访件由18件降至12件，纠纷由45件上升到50件。
    = disputes.petitions -6 absolute 18.0 -> 12.0
    = disputes.mediated +5 absolute 45.0 -> 50.0
[disputes] 化解纠纷126件，较去年多化解23件。
    = disputes.mediated +23 absolute None -> 126.0
[functions] 办件量比上年多1200余件，环比增长3%。
    = functions.service_cases +1200 absolute None -> None
    = functions.service_cases +3 percent None -> None
""")

# Words of change that claim none: values reached, wishes, and things that are merely more or new.
MUST_NOT_PARSE = cases("""
[disputes] 化解率提升到98%。
[disputes] 新增人民调解员3名。
[enforcement] 减少审批环节，提高办事效率，群众办事更方便。
[publicity] 增强干部法治意识，增加普法频次，扩大覆盖面。
[disputes] 化解矛盾纠纷96件，化解率98%，同比持平。
[disputes] 继续发挥人民调解作用，较好化解矛盾纠纷126件。
[functions] 比上年多部门联合检查更规范，全年联合检查12次。
[plans] 力争明年信访件下降10%，化解率提高2个百分点。
[enforcement] 减免罚款3万元。
""")

# What once came out wrongly, and how.
BUGS_CAUGHT = cases("""
[disputes] 矛盾纠纷数量从2022年的210件下降到2023年的168件，降幅达20%。
    = disputes.mediated -20 percent 210.0 -> 168.0
    ! of no metric: 168 is taken for a target (到2023年)
[functions] 现有服务窗口7个，比上年多开了2个。
    = functions.service_windows +2 absolute None -> 7.0
    ! a second figure of two windows: a verb stands between 多 and the number
""")

# Real limits: what a sentence should give, and what it gives today.
XFAIL = cases("""
[disputes] 矛盾纠纷与上年持平，仍为86件。
    = disputes.mediated +0 absolute None -> 86.0
    ! nothing: a change of nothing is not read
""")


@pytest.mark.parametrize("case", READS + BUGS_CAUGHT, ids=lambda case: case.sentence)
def test_a_stated_change_is_read(case: Case) -> None:
    assert _changes(case) == case.expected, case.note


@pytest.mark.parametrize("case", MUST_NOT_PARSE, ids=lambda case: case.sentence)
def test_words_of_change_that_claim_none(case: Case) -> None:
    assert _changes(case) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", XFAIL, ids=lambda case: case.sentence)
def test_limits_of_changes(case: Case) -> None:
    assert _changes(case) == case.expected, case.note


def test_the_earlier_value_is_a_fact_of_the_year_before() -> None:
    assert facts("信访总量由58件降至41件。") == [
        "disputes.petitions=58 case [2022] previous",
        "disputes.petitions=41 case",
    ]


def test_the_size_of_a_change_is_no_value() -> None:
    assert ledger("信访件28件，较上年增加3件。") == [("28件", "fact"), ("3件", "change")]
    assert facts("信访件28件，较上年增加3件。") == ["disputes.petitions=28 case"]


def test_a_change_names_its_fact_and_shows_its_words() -> None:
    report = read("信访件28件，较上年增加3件。")
    (change,) = report.extraction.stated_changes
    assert change.fact_id == report.extraction.facts[0].fact_id
    assert "增加3件" in report.layer.text[change.raw_start : change.raw_end]
