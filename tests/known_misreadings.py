"""Rows of `year_over_year` that the warehouse is known to get wrong in the sample corpus, each with its sentence.

Belongs here: an entry a fault, judged from the text of the report. An entry leaves when its rows come right; the test
fails until it does. Does not belong here: a row on which the written meaning is open (`oracle_years.py` says OPEN).
"""

from __future__ import annotations

from dataclasses import dataclass

from oracle_years import Key

Place = tuple[str, str | None]

BAILING: Place = ("柏岭镇", "禾川县")
BAISHI: Place = ("白石乡", "宁川县")
BUREAU: Place = ("丰源县司法局", "丰源县")
DONGGANG: Place = ("东岗镇", "长泰岭县")
LONGTAN: Place = ("龙潭苗族乡", "宁川县")
SHAHE: Place = ("沙河街道", "清平县")
SHIQIAO: Place = ("石桥镇", "丰源县")
SHUANGHE: Place = ("双河镇", "丰源县")
SHUANGHE_NANPING: Place = ("双河镇", "南屏县")
SHUANGHE_UNKNOWN: Place = ("双河镇", None)
YUNXI: Place = ("云溪镇", "清平县")


@dataclass(frozen=True, slots=True)
class Misreading:
    """A fault of reading or reckoning: the words of the report, what is wrong, and the rows that it spoils.

    A row of `FALSE_SCOPES` and `MISSING_SCOPES` is spoilt in that one caution only and must else be right.
    """

    source: str
    quote: str
    wrong: str
    place: Place
    series: tuple[tuple[str, str], ...]
    years: tuple[int, ...]

    def rows(self) -> set[Key]:
        """The rows that it spoils."""
        return {(*self.place, *series, year) for series in self.series for year in self.years}


def _told(source: str, quote: str, wrong: str, place: Place, *series: str | tuple[str, str], years: str) -> Misreading:
    named = tuple((s, "") if isinstance(s, str) else s for s in series)
    return Misreading(source, quote, wrong, place, named, tuple(int(year) for year in years.split()))


_PERIOD_BEFORE = "a period that another figure or the thing counted carries is taken for the period of this figure"
_NOTHING_NARROWS = "the words kept as detail narrow nothing: the caution scope is false"
_NARROWS = "the words that narrow the figure are not kept: the caution scope is missing"
_CLEARED = ("rulemaking.documents_reviewed", "清理")

PERIODS = (
    _told(
        "2023/donggang-2023.txt",
        "上半年开展巡查检查57次，截至10月底累计96次，查处违法案件36宗，其中行政处罚22件，收缴罚款3.48万元",
        _PERIOD_BEFORE,
        DONGGANG,
        "enforcement.inspections",
        "enforcement.cases",
        "enforcement.penalty_cases",
        "enforcement.fines",
        years="2023 2024",
    ),
    _told(
        "2023/fengyuan-sifaju-2023.txt",
        "总结“七五”以来的好做法",
        _PERIOD_BEFORE,
        BUREAU,
        "publicity.events",
        "publicity.audience",
        "publicity.materials",
        years="2023",
    ),
    _told(
        "2024/yunxi-2024.txt",
        "坚持“八五”普法（2021—2025年）任务不松劲",
        _PERIOD_BEFORE,
        YUNXI,
        "publicity.events",
        "publicity.audience",
        "publicity.materials",
        years="2024",
    ),
    _told("2021/yunxi-2021.txt", "清理历年文件7件", _PERIOD_BEFORE, YUNXI, _CLEARED, years="2021"),
    _told(
        "2022/yunxi-2022.txt",
        "对2020年以来以政府名义印发的文件组织集中清理，清理规范性文件5件",
        _PERIOD_BEFORE,
        YUNXI,
        _CLEARED,
        years="2022 2023 2024",
    ),
    _told(
        "2021/shiqiao-2021.txt",
        "对历年制发的文件进行梳理，清理规范性文件11件",
        _PERIOD_BEFORE,
        SHIQIAO,
        _CLEARED,
        years="2021 2023",
    ),
    _told("2024/longtan-2024.txt", "清理历年文件4件", _PERIOD_BEFORE, LONGTAN, _CLEARED, years="2024"),
)

CATEGORIES_AND_ROLES = (
    _told(
        "2021/yunxi-2021.txt",
        "结合12·4国家宪法日、赶集日和农闲时节开展法治宣传活动38场次",
        "the occasion 宪法日 is taken for the kind 宪法 of all 38",
        YUNXI,
        ("publicity.events", "宪法"),
        years="2021 2022 2023 2024",
    ),
    _told(
        "2021/yunxi-2021.txt",
        "开展法治宣传活动38场次",
        "the headline that 宪法 took",
        YUNXI,
        "publicity.events",
        years="2021 2022",
    ),
    _told(
        "2022/shuanghe-fengyuan-2022.txt",
        "发现问题隐患118处，完成整改118处",
        "发现 is in the closed list, and the figure stands without it",
        SHUANGHE,
        "enforcement.hazards_rectified",
        ("enforcement.hazards_rectified", "发现"),
        years="2022 2023",
    ),
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "对现行规范性文件3件进行了复核清理",
        "清理 after the figure is not seen",
        SHUANGHE,
        "rulemaking.documents_reviewed",
        _CLEARED,
        years="2023",
    ),
    _told(
        "2023/shuanghe-nanping-2023.txt",
        "全镇9个村全部设立调解委员会",
        "one committee in each of 9 villages: 村级",
        SHUANGHE_NANPING,
        "disputes.committees",
        ("disputes.committees", "村级"),
        years="2023",
    ),
    _told(
        "2024/shuanghe-2024.txt",
        "审核重大事项、规范性文件等21件",
        "one of the kinds that 等 closes is taken for the kind of all 21",
        SHUANGHE_UNKNOWN,
        "decision.legality_reviews",
        ("decision.legality_reviews", "规范性文件"),
        years="2024",
    ),
    _told(
        "2024/donggang-2024.txt",
        "青少年模拟法庭三场，深受师生欢迎",
        "told as done, read as promised",
        DONGGANG,
        ("publicity.events", "校园"),
        years="2024",
    ),
)

CHOICE_AND_CONFLICT = (
    _told(
        "2023/fengyuan-sifaju-2023.txt",
        "审查县政府及部门规范性文件35件，清理现行有效文件128件，向市政府报备规范性文件9件",
        "the contract says the first (35); 报备 is no 清理, 废止 or 审查",
        BUREAU,
        "rulemaking.documents_reviewed",
        years="2023",
    ),
    _told(
        "2023/bailing-2023.txt",
        "开展执法检查58次，较上年同期减少10次",
        "both reports end in November and 同期 means the same time: 58 - 64 = -6 contradicts -10",
        BAILING,
        "enforcement.inspections",
        years="2023",
    ),
)

FALSE_SCOPES = (
    _told(
        "2023/donggang-2023.txt",
        "其中持证14人",
        _NOTHING_NARROWS,
        DONGGANG,
        "enforcement.officers_certified",
        years="2024",
    ),
    _told(
        "2024/donggang-2024.txt",
        "涉及本镇的行政复议一件",
        _NOTHING_NARROWS,
        DONGGANG,
        "review.reconsideration_cases",
        years="2024",
    ),
    _told(
        "2024/donggang-2024.txt",
        "党委理论学习中心组围绕法治主题学习七次",
        _NOTHING_NARROWS,
        DONGGANG,
        "study.central_group_sessions",
        years="2024",
    ),
    _told(
        "2021/yunxi-2021.txt",
        "举行防汛、森林防火等应急演练4次",
        "等 lists examples: " + _NOTHING_NARROWS,
        YUNXI,
        "emergency.drills",
        years="2022",
    ),
    _told(
        "2022/yunxi-2022.txt", "其中行政处罚15件", _NOTHING_NARROWS, YUNXI, "enforcement.penalty_cases", years="2023"
    ),
    _told(
        "2022/yunxi-2022.txt",
        "办结群众和企业办件3486件",
        "群众和企业 are all who come: " + _NOTHING_NARROWS,
        YUNXI,
        "functions.service_cases",
        years="2022 2023",
    ),
    _told(
        "2021/yunxi-2021.txt",
        "从村组干部、退役军人中培养法律明白人48名",
        _NOTHING_NARROWS,
        YUNXI,
        "legal_services.law_savvy_people",
        years="2022",
    ),
    _told(
        "2022/shuanghe-fengyuan-2022.txt",
        "其中持有行政执法证件9人",
        _NOTHING_NARROWS,
        SHUANGHE,
        "enforcement.officers_certified",
        years="2023",
    ),
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "其中行政处罚案件由6件增至11件",
        _NOTHING_NARROWS,
        SHUANGHE,
        "enforcement.penalty_cases",
        years="2023",
    ),
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "其中反诈宣传14场",
        "the category already says it: " + _NOTHING_NARROWS,
        SHUANGHE,
        ("publicity.events", "反诈"),
        years="2023",
    ),
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "行政机关负责人出庭应诉1次",
        _NOTHING_NARROWS,
        SHUANGHE,
        "review.head_appearances",
        years="2023",
    ),
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "干部职工线上线下参学412人次",
        _NOTHING_NARROWS,
        SHUANGHE,
        "study.cadre_attendance",
        years="2023",
    ),
    _told(
        "2022/shahe-2022.txt",
        "街道、社区两级人民调解委员会8个",
        "both levels are all: " + _NOTHING_NARROWS,
        SHAHE,
        "disputes.committees",
        years="2023",
    ),
    _told(
        "2022/shahe-2022.txt",
        "平台全年接收答复诉求326件",
        "the same “民声直通车” in both years: " + _NOTHING_NARROWS,
        SHAHE,
        "functions.hotline_tickets",
        years="2023",
    ),
    _told(
        "2022/shahe-2022.txt",
        "解答居民法律咨询214人次",
        _NOTHING_NARROWS,
        SHAHE,
        "legal_services.consultations",
        years="2023",
    ),
    _told(
        "2024/baishi-2024.txt",
        "村级应急物资点12个",
        "the category already says it: " + _NOTHING_NARROWS,
        BAISHI,
        ("emergency.stores", "村级"),
        years="2024",
    ),
    _told(
        "2021/baishi-2021.txt",
        "全乡持有执法证的干部7人",
        _NOTHING_NARROWS,
        BAISHI,
        "enforcement.officers_certified",
        years="2023",
    ),
    _told(
        "2021/baishi-2021.txt",
        "组织机关干部集中学法8次",
        _NOTHING_NARROWS,
        BAISHI,
        "study.cadre_sessions",
        years="2023",
    ),
)

MISSING_SCOPES = (
    _told(
        "2023/shuanghe-fengyuan-2023.txt",
        "法律援助申请、办结分别为12件、8件",
        _NARROWS,
        SHUANGHE,
        "legal_services.aid_cases",
        years="2023",
    ),
    _told("2023/shiqiao-2023.txt", "法律援助受理6件", _NARROWS, SHIQIAO, "legal_services.aid_cases", years="2023"),
    _told("2021/baishi-2021.txt", "组织避险转移和灭火演练3次", _NARROWS, BAISHI, "emergency.drills", years="2023"),
    _told("2021/baishi-2021.txt", "参加县级以上执法培训2次", _NARROWS, BAISHI, "enforcement.trainings", years="2023"),
    _told("2021/baishi-2021.txt", "乡长办公会会前学法6次", _NARROWS, BAISHI, "study.leader_sessions", years="2023"),
    _told(
        "2024/baishi-2024.txt",
        "没有被纠错或者败诉的案件",
        "the year before speaks of 行政复议 alone: " + _NARROWS,
        BAISHI,
        "review.lost_cases",
        years="2024",
    ),
    _told("2022/longtan-2022.txt", "开展山洪和森林火灾演练2次", _NARROWS, LONGTAN, "emergency.drills", years="2024"),
)

KNOWN_MISREADINGS = (*PERIODS, *CATEGORIES_AND_ROLES, *CHOICE_AND_CONFLICT, *FALSE_SCOPES, *MISSING_SCOPES)
