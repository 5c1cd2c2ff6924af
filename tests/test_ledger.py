"""The ledger: every run of digits in exactly one row that says what it is, and what the rows call it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import COUNTING, torn_rows, uncovered_digits
from small_reports import HEADINGS, ledger, read, rows

from pipelines.figures.dispositions import DISPOSITIONS, Disposition

# ---- what a numeral is ----

# (theme, sentence, the rows as (text, disposition))
ROWS: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("disputes", "全年调解矛盾纠纷36件。", [("36件", "fact")]),
    ("disputes", "调解纠纷 1 2 6 件。", [("1 2 6 件", "fact")]),
    ("functions", "12345热线共受理群众诉求327件。", [("12345", "name"), ("327件", "fact")]),
    ("disputes", "信访总量由58件降至41件，下降29.3%。", [("58件", "fact"), ("41件", "fact"), ("29.3%", "change")]),
    ("emergency", "购置灭火毯16条。", [("16条", "quantity")]),
    ("enforcement", "拆除违法建筑32处，面积4600余平方米。", [("32处", "quantity"), ("4600余平方米", "fact")]),
    ("leadership", "印发通知（石政发〔2021〕5号）。", [("〔2021〕5号", "document_number")]),
    ("disputes", "每季度不少于1次召开联席会议。", [("每季度不少于1次", "rule")]),
    ("study", "学习《法治政府建设实施纲要（2021-2025年）》。", [("2021", "title"), ("2025", "title")]),
    ("functions", "实行24小时自助服务。", [("24小时", "period")]),
    ("publicity", "利用6.26禁毒日开展宣传。", [("6.26", "name")]),
    ("publicity", "落实“1+1+N”机制和“1310”工作法。", [("1+1+N", "name"), ("1310", "name")]),
    ("enforcement", "严格执行2人以上执法。", [("2人以上", "rule")]),
    ("problems", "1.宣传不够；2.覆盖不广。", [("1.", "enumerator"), ("2.", "enumerator")]),
    (
        "oversight",
        "详见http://www.example.gov.cn/2023/12/01/a.html。",
        [("http://www.example.gov.cn/2023/12/01/a.html", "address")],
    ),
    ("publicity", "截至11月底，开展普法活动18场。", [("11月底", "date"), ("18场", "fact")]),
    ("enforcement", "2021年至2023年，累计办理行政处罚案件46件。", [("2021年至2023年", "period"), ("46件", "fact")]),
]

# The same of what was once called something else, with what it was called then.
BUGS_CAUGHT: list[tuple[str, str, list[tuple[str, str]], str]] = [
    (
        "functions",
        "12345热线、96111专线实行联动。",
        [("12345", "name"), ("96111", "name")],
        "96111 unread: a hotline outside the list",
    ),
    ("publicity", "利用4.15全民国家安全教育日开展宣传。", [("4.15", "name")], "unread"),
    ("enforcement", "对308省道沿线开展整治。", [("308省道", "address")], "308 unread"),
]

# What the annotation guide lists as no quantity: no row of it may count anything.
MUST_NOT_PARSE: list[tuple[str, str]] = [
    ("enforcement", "全面落实行政执法三项制度。"),
    ("publicity", "针对电动三轮车从业者拍摄短视频。"),
    ("problems", "执法办法还是老一套；人手不足。"),
    ("leadership", "拥护“两个确立”，做到两个维护，增强四个意识。"),
    ("functions", "12345热线、12348法律服务热线、110报警平台实行联动。"),
    ("leadership", "召开第四次党委会，传达第十四届三中全会精神。"),
    ("rulemaking", "印发《关于加强文件管理的通知》（石政发〔2021〕5号）。"),
    ("disputes", "每季度不少于1次、每月2次、每周一次、每年开展四次排查。"),
    ("leadership", "贯彻《法治政府建设实施纲要（2021-2025年）》和《法治社会建设实施纲要（2020—2025年）》。"),
    ("functions", "推行一件事一次办、一网通办、一窗受理、只进一扇门、最多跑一次。"),
    ("functions", "实行24小时自助服务、7×24小时值班，5分钟响应、30分钟到场。"),
    ("publicity", "利用6.26禁毒日、12.4宪法日、3·15消费者权益日、4.15全民国家安全教育日开展宣传。"),
    ("publicity", "深入推进“八五”普法规划，落实“1+1+N”机制和“1310”工作法，实施“六进”。"),
    ("enforcement", "严格执行2人以上执法制度，依据《行政处罚法》第三十二条第（一）项。"),
    ("leadership", "一是加强领导。二是压实责任。三是强化督查。四是严格考核。"),
    ("leadership", "一方面加强学习，进一步提高认识，一批干部得到提拔，一系列举措落地。"),
    ("community", "打通服务群众最后一公里，党政一把手负总责，一盘棋推进，一体推进。"),
    ("community", "落实一村一法律顾问，实现一村一警、一村一辅警。"),
    ("community", "推行“三治融合”，坚持“五位一体”“四个全面”，打造“十户联防”。"),
    ("disputes", "小事不出村、大事不出镇、矛盾不上交，做到三到位一处理。"),
    ("decision", "一规划两纲要学习到位。"),
    ("oversight", "联系电话：0731-88886666，邮编410000，地址：石桥镇人民路168号3楼。"),
    ("study", "学习党的二十大、二十届二中全会精神，落实第一议题制度。"),
    ("legal_services", "推进“1名法律顾问+1名调解员+N名志愿者”模式。"),
    ("publicity", "每件事都有人管，每名干部包一户，家家户户都知晓，一户一档。"),
    ("publicity", "千家万户、万众一心、三令五申、五湖四海、一心一意。"),
    ("enforcement", "对308省道、G56高速、S5线沿线和3号楼、第5网格开展整治。"),
    ("functions", "建设一体化平台、一站式大厅，推广二维码、5G网络、4A景区、2.0版本。"),
]

# Real limits: theme, sentence, a row that it should have, what is there today.
XFAIL_ROWS: list[tuple[str, str, tuple[str, str], str]] = [
    ("functions", "实行7×24小时值班。", ("7×24小时", "name"), "7 unread, 24小时 period"),
]

# Sentences of which some row counts something that is no quantity of this place.
XFAIL_LOOKALIKES: list[tuple[str, str, str]] = [
    ("disputes", "调解员老王三番五次上门，双方握手言和。", "三番 quantity, 五次 a fact of onsite_services"),
    ("enforcement", "两人执法制度落到实处。", "两人 quantity"),
    ("decision", "重大决策五项程序严格落实。", "五项 a fact: the steps of the procedure are five everywhere"),
    (
        "enforcement",
        "第2网格2组、3组开展巡查。",
        "2组 a fact of community.grids, 3组 quantity: a villagers' group is called by its number",
    ),
]


@pytest.mark.parametrize(("theme", "sentence", "expected"), ROWS)
def test_a_numeral_is_called_what_it_is(theme: str, sentence: str, expected: list[tuple[str, str]]) -> None:
    assert ledger(sentence, theme) == expected


@pytest.mark.parametrize(("theme", "sentence", "expected", "once"), BUGS_CAUGHT)
def test_a_numeral_is_no_longer_called_what_it_is_not(
    theme: str, sentence: str, expected: list[tuple[str, str]], once: str
) -> None:
    assert ledger(sentence, theme) == expected, once


def _counting(sentence: str, theme: str) -> list[str]:
    return [n.text for n in rows(sentence, theme) if n.disposition in COUNTING]


@pytest.mark.parametrize(("theme", "sentence"), MUST_NOT_PARSE)
def test_a_lookalike_counts_nothing(theme: str, sentence: str) -> None:
    assert _counting(sentence, theme) == []
    assert read(sentence, theme).extraction.facts == ()


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("theme", "sentence", "row", "today"), XFAIL_ROWS)
def test_limits_of_dispositions(theme: str, sentence: str, row: tuple[str, str], today: str) -> None:
    assert row in ledger(sentence, theme), today


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("theme", "sentence", "today"), XFAIL_LOOKALIKES)
def test_lookalikes_that_still_count(theme: str, sentence: str, today: str) -> None:
    assert _counting(sentence, theme) == [], today


@pytest.mark.parametrize("rule", DISPOSITIONS, ids=lambda rule: rule.name)
def test_every_disposition_claims_its_example_and_says_why(rule: Disposition) -> None:
    assert rule.pattern.search(rule.example), "the example must show what the pattern claims"
    assert _counting(f"认真落实{rule.example}。", "leadership") == [], "the example must count nothing in a sentence"
    assert " " in rule.why, "why must be more than a word"


def test_names_of_dispositions_are_unique() -> None:
    names = [rule.name for rule in DISPOSITIONS]
    assert len(names) == len(set(names))


# ---- properties ----

WORDS = (
    """\
调解矛盾纠纷 办理信访件 开展普法宣传活动 发放宣传资料 受众 办结率 成功率 其中 共 同比增长 由 降至 去年 2022年 2023年
第 〔2023〕 号 12345热线 《纲要（2021-2025年）》 “八五”普法 每季度 不少于 均为 分别为 、 ， 。 ； ： （ ） |
件 人次 份 场次 万元 % 余 多 以上 一是 （二） 3. 三、 ６ ① 1.4万余 1,204 1０8 二十一 百分之九十八 0 零
未发生行政诉讼案件 11月 6月11日
(zhèng) ，， XX http://a.gov.cn/2023/1.html 2023-11-03 13800000000 &nbsp; <br>""".split()
    + ["\n", "\t", " ", "　"]
)
FRAGMENTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(0, 99_999).map(str), st.text("0123456789０９,.-+×", max_size=6)),
    max_size=40,
).map("".join)


@settings(max_examples=150)
@given(FRAGMENTS, st.sampled_from(sorted(HEADINGS)))
def test_every_run_of_digits_lies_in_exactly_one_row(body: str, theme: str) -> None:
    report = read(body, theme)
    raw_text, numerals = report.layer.text, report.extraction.numerals
    assert uncovered_digits(raw_text, numerals) == []
    assert torn_rows(numerals) == 0
    assert all(raw_text[n.raw_start : n.raw_end] == n.text for n in numerals)
    assert [n.ordinal for n in numerals] == list(range(numerals[0].ordinal, numerals[0].ordinal + len(numerals)))
    assert all(n.raw_start < n.raw_end for n in numerals)


@settings(max_examples=60)
@given(FRAGMENTS)
def test_a_row_that_counts_has_a_qualifier_and_a_unit_unless_its_measure_word_is_lost(body: str) -> None:
    for n in read(body).extraction.numerals:
        if n.disposition in COUNTING:
            assert n.qualifier in ("exact", "over", "under", "about"), n
            assert n.unit is not None or n.text[-1].isdigit() or n.text[-1] in "余多万", n
