"""Pairs of texts that are one report, and pairs that are not: tables for the tests of editions.

Belongs here: made-up texts and how a pair of them came about. Does not belong here: an expectation about more than the
pair (`test_editions.py`).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date

from pipelines.corpus.editions import Edition
from pipelines.corpus.signatures import signature_of

# What real reports have most of: prose without a figure.
PROSE = (
    "坚持把学习贯彻习近平法治思想作为首要任务，纳入党委理论学习中心组学习内容和干部教育培训计划，推动领导干部带头"
    "尊法学法守法用法。健全重大行政决策程序，落实公众参与、专家论证、风险评估、合法性审查和集体讨论决定制度，"
    "聘请法律顾问参与合同审查和信访化解。推进政务公开，及时公布办事指南，自觉接受人大监督、民主监督和社会监督，"
    "认真听取意见建议，逐条研究答复。加强执法队伍建设，组织执法人员参加岗位培训和资格考试，严格持证上岗，"
    "规范自由裁量，做到程序合法、文书完备、处罚得当。完善基层治理体系，发挥村规民约作用，开展移风易俗，"
    "依托综治中心整合派出所、司法所、法庭力量，排查在早、化解在小，把风险隐患消除在萌芽状态。"
)
SECTIONS = [
    "一、加强组织领导。镇党委召开专题会议{a}次，研究部署法治政府建设，压实党政主要负责人第一责任人职责，"
    "成立领导小组，明确任务分工。",
    "二、规范行政执法。全年出动执法人员{b}人次，检查经营户{c}家，整改隐患{d}处，办理行政处罚案件{e}件，"
    "执法三项制度落到实处。",
    "三、深化普法宣传。开展法治宣传{f}场次，发放资料{g}份，受众{h}余人次，法律明白人培训{i}期，"
    "营造尊法学法守法用法的良好氛围。",
    "四、化解矛盾纠纷。排查纠纷{j}件，调解成功{k}件，接待来访群众{l}批，办理热线工单{m}件，"
    "坚持和发展新时代枫桥经验，做到小事不出村。",
    "五、存在的问题。执法力量不足，普法形式单一。下一步将继续加强学习培训，推动法治政府建设再上新台阶，"
    "为高质量发展提供保障。",
    PROSE,
]
LETTERS = "abcdefghijklm"
SAID_IN_CHINESE = "十一 二十三 四十五 六十七 八十九 三十二 五十四 七十六 九十八 十二 三十四 五十六 七十八".split()
PAGE = (
    "索引号：000014349/2024-00012 发文机关：某县司法局 浏览次数：1,283\n"
    "{}\n主办：某县人民政府 电话：0855-1234567 备案号：ICP备05000001号-1 公网安备52262202000001号"
)
BARE = (
    "我镇坚持依法行政，认真落实法治政府建设责任，主要负责人带头学法用法，把法治建设摆在全局工作的重要位置。"
    "严格规范文明执法，落实执法三项制度，调解矛盾纠纷{}件，办理复议案件{}件，做到小事不出村、大事不出镇。"
    "深化普法宣传，营造尊法学法守法用法的良好氛围，推动法治政府建设再上新台阶，为高质量发展提供保障。"
) + PROSE


def report(seed: int, extra: str = "") -> str:
    """The same prose with figures of the seed."""
    figures = random.Random(seed)
    return "\n".join(SECTIONS).format(**{letter: figures.randint(2, 900) for letter in LETTERS}) + extra


def edition(
    report_id: str,
    text: str,
    place: str | None = "p",
    year: int | None = 2023,
    published: date | None = None,
    **more: object,
) -> Edition:
    """The edition of a text, as the warehouse makes it."""
    rest = {"source": f"{report_id}.txt", "place_name": place, **more}
    return Edition(report_id, place, year, published, signature=signature_of(text), **rest)


def in_chinese(shift: int) -> str:
    """The same prose with Chinese numerals, other ones for another shift."""
    words = SAID_IN_CHINESE[shift:] + SAID_IN_CHINESE[:shift]
    return "\n".join(SECTIONS).format(**dict(zip(LETTERS, words, strict=True)))


def misread(text: str, share: float, seed: int = 1) -> str:
    """The text with a share of its characters misread."""
    rng = random.Random(seed)
    return "".join(chr(ord(sign) + 1) if rng.random() < share and sign.isalnum() else sign for sign in text)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts with what is known of them: keyword arguments of `edition`."""

    text: str
    other: str
    known: dict[str, object]
    other_known: dict[str, object]


def pair(text: str, other: str, known: dict[str, object] | None = None, **other_known: object) -> Pair:
    """`other_known`: what is known of the second text only."""
    return Pair(text, other, known or {}, other_known)


A, B = report(1), report(2)
IN_ORDER = "\n".join(SECTIONS).format(**dict(zip(LETTERS, "11 38 110 6 2 8 40 16 3 12 5 9 7".split(), strict=True)))
IN_ANOTHER_ORDER = "\n".join(SECTIONS).format(
    **dict(zip(LETTERS, "6 11 40 2 3 5 16 8 9 7 12 38 4".split(), strict=True))
)
A_FIGURES = re.findall(r"\d+", A)
HALF_YEAR = {"covers_until": date(2023, 6, 30)}
WHOLE_YEAR = {"covers_until": date(2023, 12, 31)}
OPEN = {"is_place_settled": False, "place_name": "清河镇"}
SETTLED = {"place": "q", "place_name": "清河镇"}

HALF_TITLE = "清河镇2023年上半年法治政府建设工作报告\n"
ANNUAL_TITLE = "清河镇2023年法治政府建设年度报告\n"

DUPLICATES: dict[str, Pair] = {
    "another title": pair(A, "清河镇2023年法治政府建设情况\n" + A),
    "another title, place unknown": pair(A, "2023年法治政府建设情况\n" + A, place=None),
    "another title, year unknown": pair(A, "法治政府建设情况\n" + A, year=None),
    "nothing known": pair(A, "法治政府建设情况\n" + A, place=None, year=None),
    "half-width punctuation": pair(A, A.replace("，", ",").replace("。", "。 "), place=None),
    "furniture left over": pair(A, PAGE.format(A)),
    "furniture left over, place unknown": pair(A, PAGE.format(A), place=None),
    "signature of another day": pair(A + "\n2024年1月5日", A + "\n清河镇人民政府\n2024年3月1日"),
    "a sentence dropped": pair(A, A.replace("检查经营户", "").replace("，执法三项制度落到实处", "")),
    "one character in a hundred misread": pair(A, misread(A, 0.01)),
    "a corrected figure": pair(A, A.replace(A_FIGURES[0] + "次", "31次")),
    "thousands commas": pair(report(1, "发放12,500份。"), report(1, "发放12500份。"), year=None),
    "few figures, all the same": pair(BARE.format(36, 2), BARE.format(36, 2) + "特此报告。", place=None),
    "few figures, one corrected": pair(BARE.format(36, 2), BARE.format(38, 2)),
    "two of six figures corrected": pair(
        BARE.format(36, 2) + "走访58家，整改12处，培训4期，宣传9场。",
        BARE.format(38, 2) + "走访58家，整改15处，培训4期，宣传9场。",
    ),
    "a place of its own because its name fits two": pair(A, "情况\n" + A, OPEN, **SETTLED),
    "a place that fits two, told twice and damaged": pair(
        A, misread(A, 0.015), {**OPEN, "place": "q"}, **OPEN, place="q"
    ),
    "the half-year's report under a title without its period": pair(
        HALF_TITLE + A.replace("全年", "上半年"), "清河镇2023年法治政府建设情况报告\n" + A.replace("全年", "上半年")
    ),
    "an annual report that looks back on its first half, corrected": pair(
        ANNUAL_TITLE + A + "上半年召开推进会。",
        ANNUAL_TITLE + A.replace("召开专题会议", "召开专题会议1", 1) + "上半年召开推进会。",
    ),
    "the half-year's report corrected": pair(
        HALF_TITLE + A.replace("全年", "上半年"),
        HALF_TITLE + A.replace("全年", "上半年").replace("召开专题会议", "召开专题会议1", 1),
    ),
    "the half-year's report twice": pair(A, A + "特此报告。", HALF_YEAR, **HALF_YEAR),
}

NOT_DUPLICATES: dict[str, Pair] = {
    "same place and year, other figures": pair(A, B),
    "same template of another town": pair(A, B, place="q"),
    "same template, place of the other unknown": pair(A, B, place=None),
    "same template, nothing known": pair(A, B, place=None, year=None),
    "same text of another town": pair(A, A, place="q"),
    "same text of another year": pair(A, A, year=2024),
    "next year copied most": pair(A, A.replace("全年", "本年"), year=2024),
    "next year copied most, year unknown": pair(A, "\n".join(B.split("\n")[:2] + A.split("\n")[2:]), year=None),
    "half-year with other figures": pair(A, B.replace("全年", "上半年"), WHOLE_YEAR, **HALF_YEAR),
    "three quarters": pair(
        ANNUAL_TITLE + BARE.format(36, 2) + "走访58家，整改12处，培训4期，宣传9场。",
        "清河镇2023年前三季度法治政府建设情况\n" + BARE.format(30, 2) + "走访58家，整改12处，培训4期，宣传7场。",
    ),
    "another place of another name, unsettled": pair(A, A + "情况", OPEN, place="q", place_name="沙河镇"),
    "nothing but punctuation": pair("。", "，"),
    "few figures, one other, place unknown": pair(BARE.format(36, 2), BARE.format(38, 2), place=None),
}

# What an earlier rule got wrong, each beside the table that it belongs to.
BUGS_CAUGHT_DUPLICATES: dict[str, Pair] = {
    # figures of the page counted as lost: the share of common figures of a report with few fell below the least
    "furniture with more figures than the report": pair(BARE.format(36, 2), PAGE.format(BARE.format(36, 2))),
    # a title shorter by the county made a place of its own, and nothing was compared across places
    "the county is not told": pair(A, "清河镇情况\n" + A, {"place": "q", "place_name": "清河镇"}, **OPEN),
}
BUGS_CAUGHT_NOT_DUPLICATES: dict[str, Pair] = {
    # Chinese numerals were no figures: two reports without Arabic ones had all (none) of their figures in common
    "half-year in Chinese numerals": pair(in_chinese(0), in_chinese(5)),
    # the order of figures was left out: small numbers that stand everywhere made eight of ten the same
    "half-year with the same small numbers": pair(IN_ORDER, IN_ANOTHER_ORDER),
    # two of six figures passed for corrections, though one title says 上半年 and what it covers was not read
    "half-year of few figures that covers nobody knows what": pair(
        ANNUAL_TITLE + BARE.format(36, 2) + "走访58家，整改12处，培训4期，宣传9场。",
        HALF_TITLE + BARE.format(18, 2) + "走访58家，整改12处，培训4期，宣传5场。",
    ),
    "half-year without a title": pair(
        BARE.format(36, 2) + "全年走访58家，整改12处，培训4期，宣传9场。",
        BARE.format(18, 2) + "上半年走访58家，整改12处，培训4期，宣传5场。",
    ),
    # one lost and one gained figure passed for a correction
    "half-year with one figure": pair(
        BARE.format(36, 2), BARE.format(18, 2).replace("我镇", "上半年我镇"), WHOLE_YEAR, **HALF_YEAR
    ),
}
