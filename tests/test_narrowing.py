"""What narrows a figure, and what only seems to: the detail of facts as clerks of different provinces word them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_reports import read

from pipelines.figures.narrowing import names_many

# theme, sentence, the detail of each of its facts in reading order
DETAILS = [
    ("emergency", "开展森林草原灭火演练3次。", ["森林草原灭火"]),
    ("emergency", "组织开展燃气泄漏、高层火灾等应急演练5次。", [None]),
    ("emergency", "全年举行避险疏散等各类应急演练7场。", [None]),
    ("legal_services", "解答群众法律咨询86人次。", [None]),
    ("legal_services", "法律援助申请15件、办结11件。", ["申请", None]),
    ("legal_services", "受理法律援助案件15件。", [None]),
    ("disputes", "乡、村两级人民调解委员会共12个。", [None]),
    ("disputes", "建立行业性专业调委会3个。", ["行业性专业"]),
    ("enforcement", "执法队现有执法人员20人，其中取得执法资格、持证的干部13人。", [None, None]),
    ("enforcement", "办理案件40件，其中行政处罚案件22件。", [None, None]),
    ("study", "机关干部线上、线下参加学法共560人次。", [None]),
    ("study", "党委会会前学法6次，镇长办公会前学法9次。", [None, "镇长办公会"]),
    ("review", "涉及本乡的行政复议案件2件。", [None]),
    ("review", "办理行政复议案件3件，均未被撤销。", [None, "行政复议"]),
    ("review", "行政复议案件3件、行政诉讼案件1件，均未被撤销。", [None, None, None]),
    ("community", "创建省级民主法治示范村2个、市级民主法治示范村5个。", [None, None]),
]
# What came out once, before the words were sorted: the detail that the warehouse of the sample held.
BUGS_CAUGHT = [
    ("enforcement", "优化综合行政执法大队内设机构，现有执法人员16人，其中持证14人。", "持证"),
    ("review", "涉及本镇的行政复议一件，已依法撤回。", "涉及"),
    ("study", "党委理论学习中心组围绕法治主题学习七次。", "党委理论法治主题"),
    ("emergency", "举行防汛、森林防火等应急演练4次。", "举行防汛森林防火"),
    ("functions", "全年办结群众和企业办件3486件。", "群众和企业"),
    ("legal_services", "从村组干部、退役军人中培养法律明白人48名。", "村组干部退役军人中"),
    ("review", "行政诉讼一审案件1件，行政机关负责人出庭应诉1次。", "行政机关"),
    ("disputes", "街道、社区两级人民调解委员会8个，调解员33名。", "街道社区两级"),
]
NAMES_MANY = [
    ("审核重大事项、规范性文件等", True),
    ("结合国家宪法日、赶集日开展法治宣传活动", True),
    ("走进圩场、校园和厂区开展普法", True),
    ("在自建房、燃气等领域", True),
    ("在“3·15”消费者权益日、“6·26”国际禁毒日开展宣传活动", True),
    ("在国家宪法日开展宣传活动", False),
    ("开展宪法主题宣传", False),
    ("组织一等奖评选", False),
    ("深入开展宪法和民法典宣传", False),
    ("人大代表建议和政协提案", False),
]


@pytest.mark.parametrize(("theme", "sentence", "details"), DETAILS)
def test_what_narrows_a_figure(theme: str, sentence: str, details: list[str | None]) -> None:
    assert [fact.detail for fact in read(sentence, theme).extraction.facts] == details


@pytest.mark.parametrize(("theme", "sentence", "once"), BUGS_CAUGHT)
def test_words_that_narrow_nothing_are_no_detail(theme: str, sentence: str, once: str) -> None:
    details = [fact.detail for fact in read(sentence, theme).extraction.facts]
    assert details and once not in details
    assert not any(details)


@pytest.mark.parametrize(("words", "many"), NAMES_MANY)
def test_lists_of_examples_and_of_occasions(words: str, many: bool) -> None:
    assert bool(names_many(words)) is many


@given(st.text("平同高初中等级院校生", max_size=8))
def test_a_rank_is_no_list(words: str) -> None:
    assert not names_many(words)
