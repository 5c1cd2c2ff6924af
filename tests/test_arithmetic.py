"""The report's own arithmetic: contradictions that must be found, and sums that must not be called wrong."""

from __future__ import annotations

import pytest
from small_reports import Case, cases, read

KINDS = ("parts_vs_total", "rate_vs_counts")


def _found(case: Case) -> list[str]:
    """Contradictions in one line each: kind, what follows from the other figures, what is stated."""
    findings = read(case.sentence, case.theme).extraction.findings
    return [f"{f.kind} {f.expected} {f.found}" for f in findings if f.kind in KINDS]


READS = cases("""
[functions] 权责清单事项合计80项，其中行政许可12项、行政处罚38项、其他行政权力32项。
    = parts_vs_total 82 80
[functions] 权责清单事项合计80项，其中行政许可52项、行政处罚38项。
    = parts_vs_total 90 80
[functions] 权责清单事项合计80项，其中行政许可12项、其他行政权力32项。
    = parts_vs_total 44 80
[community] 创建民主法治示范村8个，其中国家级1个、省级2个、市级6个。
    = parts_vs_total 9 8
[disputes] 调解矛盾纠纷76件，其中邻里纠纷31件、土地纠纷22件、婚姻家庭纠纷30件。
    = parts_vs_total 83 76
[disputes] 调解矛盾纠纷165件，调解成功156件，调处率100%。
    = rate_vs_counts 94.5% 100%
[enforcement] 综合行政执法队现有人员15人，持证执法人员12人，持证率100%。
    = rate_vs_counts 80% 100%
[review] 行政诉讼案件4件，负责人出庭应诉3次，出庭应诉率100%。
    = rate_vs_counts 75% 100%
[disputes] 收集民情问题90件，办理81件，办结率100%。
    = rate_vs_counts 90% 100%
""")

# Nothing false among those kinds: sums that agree, leave a rest unsaid, or prove nothing.
MUST_NOT_PARSE = cases("""
[functions] 权责清单事项共计156项，其中行政许可12项、行政处罚38项、其他行政权力106项。
[functions] 权责清单事项合计80项，其中行政许可12项、行政处罚38项。
[functions] 权责清单事项80余项，其中行政许可52项、行政处罚38项。
[disputes] 调解矛盾纠纷165件，调解成功156件，调解成功率94.5%。
[disputes] 调解矛盾纠纷165件，调解成功156件，调解成功率94%以上。
[disputes] 调解矛盾纠纷165件，调解成功156件，调解成功率95%。
[disputes] 调解矛盾纠纷165余件，调解成功156件，调解成功率100%。
[disputes] 去年调解成功40件。今年调解矛盾纠纷48件，调解成功率100%。
[disputes] 全年调解纠纷86件，全镇共接待信访92件。
[enforcement] 综合行政执法队现有人员15人，持证执法人员12人，持证率80%。
[disputes] 2022年受理纠纷48件，2023年调解成功40件，调解成功率98%。
[plans] 力争调解成功率达到100%。
[disputes] 摸排调处矛盾纠纷247件（2022年为265件），调解成功241件，成功率97.6%。
[disputes] 调处纠纷318件，1—11月调成290件，纠纷调处率100%。
""")

# What once came out wrongly, and how.
BUGS_CAUGHT = cases("""
[disputes] 调解矛盾纠纷165件，调解成功156件，成功率不低于90%。
    ! a false contradiction: 不低于 is read as under, so 94.5% is too much
[enforcement] 现有持证执法人员11名，其中正式在编9名，持证率100%。
    ! a false contradiction: 11/9 is 122.2%, the established part of the certified being taken for the whole staff
""")

# Real limits: what a sentence should give, and what it gives today.
XFAIL = cases("""
[disputes] 排查矛盾纠纷76件，已化解74件，其中邻里类31件、土地类22件、婚姻类23件。
    ! a false contradiction: the parts, which add up to the 76, are laid to the 74 before 其中
""")


@pytest.mark.parametrize("case", READS + BUGS_CAUGHT, ids=lambda case: case.sentence)
def test_a_contradiction_is_found_where_there_is_one(case: Case) -> None:
    assert _found(case) == case.expected, case.note


@pytest.mark.parametrize("case", MUST_NOT_PARSE, ids=lambda case: case.sentence)
def test_figures_that_agree_or_prove_nothing_are_left_alone(case: Case) -> None:
    assert _found(case) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", XFAIL, ids=lambda case: case.sentence)
def test_limits_of_arithmetic(case: Case) -> None:
    assert _found(case) == case.expected, case.note


def test_a_contradiction_shows_both_figures_and_says_it_in_chinese() -> None:
    report = read("调解矛盾纠纷165件，调解成功156件，调处率100%。")
    (finding,) = [f for f in report.extraction.findings if f.kind == "rate_vs_counts"]
    raw_text = report.layer.text
    assert "100%" in raw_text[finding.raw_start : finding.raw_end]
    assert "156件" in raw_text[finding.other_start : finding.other_end]
    assert finding.severity == "error"
    assert all(words in finding.message for words in ("156/165", "100%", "94.5%"))


def test_the_total_and_its_last_part_are_the_two_spans() -> None:
    report = read("权责清单事项合计80项，其中行政许可12项、行政处罚38项、其他行政权力32项。", "functions")
    (finding,) = report.extraction.findings
    raw_text = report.layer.text
    assert "80项" in raw_text[finding.raw_start : finding.raw_end]
    assert "32项" in raw_text[finding.other_start : finding.other_end]
