"""The problems that a report names: where each begins and ends, and whether the report before named it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus.problems import LEADS_IN, TAKES_LEAVE, Lead, Problem, named_again, named_problems
from pipelines.outline.headings import outline

FRAME = """一、主要工作
（一）抓学习。中心组学法四次。
（二）抓调解。调解纠纷36件。
二、存在的问题
{body}
三、下一步打算
（一）继续抓学习。
（二）继续抓调解。"""


def problems(body: str) -> tuple[Problem, ...]:
    text = FRAME.format(body=body)
    return named_problems(text, outline(text))


# (what stands below 存在的问题, the names)
NAMES: dict[str, tuple[str, list[str]]] = {
    "one a clause": (
        "执法力量偏弱，队员多为兼职；普法形式比较单一；部分村干部程序意识不强。",
        ["执法力量偏弱", "普法形式比较单一", "部分村干部程序意识不强"],
    ),
    "behind a colon": (
        "虽然取得了一定成效，但与群众期盼相比，仍有一些不足：执法力量偏弱；普法形式单一。",
        ["执法力量偏弱", "普法形式单一"],
    ),
    "items": (
        "一是执法力量偏弱，队员多为兼职；二是普法形式单一，年轻人不爱听。",
        ["执法力量偏弱", "普法形式单一"],
    ),
    "headings with bodies": (
        "（一）执法力量偏弱。队员多为兼职，案卷做得粗。\n（二）普法形式单一。年轻人不爱听。",
        ["执法力量偏弱", "普法形式单一"],
    ),
    "a closing sentence": (
        "执法力量偏弱；普法形式单一。对这些问题，我们将采取有力措施加以解决。",
        ["执法力量偏弱", "普法形式单一"],
    ),
    "a concession": ("普法形式虽有创新，但年轻人不爱听。", ["普法形式虽有创新，但年轻人不爱听"]),
    "only that there are some": ("工作中还存在一些问题和不足。", []),
}


@pytest.mark.parametrize("case", NAMES)
def test_the_problems_of_a_report(case: str) -> None:
    body, names = NAMES[case]
    assert [problem.name for problem in problems(body)] == names


@pytest.mark.parametrize("case", NAMES)
def test_a_problem_lies_in_its_part(case: str) -> None:
    body, _ = NAMES[case]
    text = FRAME.format(body=body)
    start, end = text.index("二、存在的问题"), text.index("三、下一步打算")
    for problem in problems(body):
        assert start < problem.start < problem.end <= end
        assert problem.name in text[problem.start : problem.end].replace("\n", "")
        assert "我们将" not in text[problem.start : problem.end]


@pytest.mark.parametrize("lead", LEADS_IN, ids=lambda lead: lead.example)
def test_words_that_lead_in_name_no_problem(lead: Lead) -> None:
    assert [problem.name for problem in problems(f"{lead.example}：执法力量偏弱。")] == ["执法力量偏弱"]


def test_words_that_take_leave_name_no_problem() -> None:
    assert [problem.name for problem in problems(f"执法力量偏弱。{TAKES_LEAVE.example}。")] == ["执法力量偏弱"]


def test_a_report_without_such_a_part_names_none() -> None:
    text = "一、主要工作\n调解工作还存在执法力量偏弱的问题。\n二、下一步打算\n继续抓学习。"
    assert named_problems(text, outline(text)) == ()


def test_plans_under_the_same_heading_are_no_problems() -> None:
    plans = "2024年，将补充执法队员；建成法治广场。"
    text = f"一、主要工作\n抓学习。\n二、存在问题及2024年打算\n执法力量偏弱；普法形式单一。{plans}"
    headings = outline(text)
    assert any(heading.theme == "problems" for heading in headings)
    assert [problem.name for problem in named_problems(text, headings)] == ["执法力量偏弱", "普法形式单一"]


# (this year's problems, last year's, which of this year's are named again)
AGAIN: dict[str, tuple[str, str, list[int]]] = {
    "word for word": ("执法力量偏弱；普法形式单一。", "普法形式单一；执法力量偏弱。", [0, 1]),
    "the name kept, its wording new": (
        "普法形式比较单一，对快递员等新就业群体触及不深。",
        "普法形式比较单一，仍以发资料、摆摊子为主。",
        [0],
    ),
    "a figure changed": ("全乡持证执法人员只有4人，难以独立办案。", "全乡持证执法人员只有3人，难以独立办案。", [0]),
    "the same in nearly the same words": ("基层执法力量仍然偏弱。", "执法力量偏弱。", [0]),
    "another problem": ("执法装备老化严重；村级合同管理不规范。", "执法力量偏弱；普法形式单一。", []),
    "half of them": ("执法力量偏弱；村级合同管理不规范。", "执法力量偏弱；普法形式单一。", [0]),
    "one of last year's for one of this year's": ("普法形式单一；普法形式单调。", "普法形式单一。", [0]),
}


@pytest.mark.parametrize("case", AGAIN)
def test_problems_named_again(case: str) -> None:
    now, before, again = AGAIN[case]
    assert [one.index for one in named_again(problems(now), problems(before))] == again


POOL = [
    "执法力量偏弱",
    "普法形式比较单一",
    "村级合同管理不够规范",
    "部分群众信访不信法",
    "司法所人员流动较快",
    "案卷文书说理不透",
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(POOL), unique=True), st.lists(st.sampled_from(POOL), unique=True))
def test_what_both_reports_name_is_named_again(now: list[str], before: list[str]) -> None:
    these, those = problems("；".join(now) + "。"), problems("；".join(before) + "。")
    assert [problem.name for problem in these] == now
    found = {(these[one.index].name, those[one.other].name, one.similarity) for one in named_again(these, those)}
    assert found == {(name, name, 1.0) for name in set(now) & set(before)}
