"""Rows of `year_over_year` worked out by hand from the reports: the two sentences, the arithmetic in words, the row.

Belongs here: what a person with the two reports and a pencil gets. Does not belong here: any code that computes.
"""

from __future__ import annotations

from dataclasses import dataclass

from oracle_years import Row


@dataclass(frozen=True, slots=True)
class Quote:
    """A file below `seeds/reports` and words of it, verbatim; "" where the report says nothing of the series."""

    source: str
    words: str


@dataclass(frozen=True, slots=True)
class HandWorked:
    """`before` is None where the place has no earlier report. `further` are words that a caution rests on."""

    before: Quote | None
    now: Quote
    arithmetic: str
    row: Row
    further: tuple[Quote, ...] = ()


def _row(
    place: str,
    series: str,
    years: tuple[int, int | None],
    values: tuple[float | None, float | None],
    change: tuple[float | None, float | None, float | None, float | None],
    status: str,
    cautions: str = "",
) -> Row:
    """Years and values are (now, before); change is (change, percent, low, high)."""
    name, county = place.split("/")
    metric, _, category = series.partition("/")
    return Row(
        name,
        county,
        metric,
        category,
        years[0],
        values[0],
        years[1],
        values[1],
        *change,
        status,
        tuple(cautions.split()),
    )


NONE = (None, None, None, None)
YUNXI, SHAHE, BAISHI = "云溪镇/清平县", "沙河街道/清平县", "白石乡/宁川县"
DONGGANG, SHUANGHE, BAILING = "东岗镇/长泰岭县", "双河镇/丰源县", "柏岭镇/禾川县"

HAND_WORKED = (
    HandWorked(
        Quote("2021/yunxi-2021.txt", "依托“三调联动”机制共调处矛盾纠纷116件"),
        Quote("2022/yunxi-2022.txt", "全年调处矛盾纠纷127件，比上年增加11件"),
        "127 less 116 is 11, as the report says; 11 of 116 is 9.4828 percent",
        _row(YUNXI, "disputes.mediated", (2022, 2021), (127, 116), (11, 9.482759, 11, 11), "compared"),
    ),
    HandWorked(
        Quote("2023/yunxi-2023.txt", "全年调解矛盾纠纷131件"),
        Quote("2024/yunxi-2024.txt", "矛盾纠纷由上年的131件降至124件"),
        "124 less 131 is -7; 7 of 131 is 5.3435 percent, downward",
        _row(YUNXI, "disputes.mediated", (2024, 2023), (124, 131), (-7, -5.343511, -7, -7), "compared"),
    ),
    HandWorked(
        Quote("2023/yunxi-2023.txt", "满意率95.2%"),
        Quote("2024/yunxi-2024.txt", "满意率96.8%，较上年提高1.6个百分点"),
        "96.8 less 95.2 is 1.6 points; a rate has no percent of percent",
        _row(
            YUNXI,
            "functions.hotline_satisfaction_rate",
            (2024, 2023),
            (96.8, 95.2),
            (1.6, None, 1.6, 1.6),
            "compared",
        ),
    ),
    HandWorked(
        Quote("2022/yunxi-2022.txt", "涉及金额61.8万元"),
        Quote("2023/yunxi-2023.txt", "涉及金额近70万元"),
        "近70万 lies between 65万 and 70万: 70万 less 61.8万 is 82000 yuan (13.2686 percent of 618000), at least 32000",
        _row(
            YUNXI,
            "disputes.amount",
            (2023, 2022),
            (700_000, 618_000),
            (82_000, 13.268608, 32_000, 82_000),
            "compared",
            "approximate",
        ),
    ),
    HandWorked(
        Quote("2023/yunxi-2023.txt", "涉及金额近70万元"),
        Quote("2024/yunxi-2024.txt", "涉及金额83.5万元"),
        "83.5万 less 70万 is 135000 yuan (19.2857 percent); if it was only 65万 before, 185000",
        _row(
            YUNXI,
            "disputes.amount",
            (2024, 2023),
            (835_000, 700_000),
            (135_000, 19.285714, 135_000, 185_000),
            "compared",
            "approximate_before",
        ),
    ),
    HandWorked(
        Quote("2023/yunxi-2023.txt", "查处行政执法案件47件"),
        Quote("2024/yunxi-2024.txt", "全年立案查处各类行政执法案件52件，比上年增加8件"),
        "52 less 47 is 5 and not 8; 5 of 47 is 10.6383 percent",
        _row(
            YUNXI,
            "enforcement.cases",
            (2024, 2023),
            (52, 47),
            (5, 10.638298, 5, 5),
            "compared",
            "contradicts_report",
        ),
    ),
    HandWorked(
        Quote("2023/yunxi-2023.txt", "法律明白人64名"),
        Quote("2024/yunxi-2024.txt", "68名法律明白人"),
        "the first figure of the year counts: 68 less 64 is 4 (6.25 percent); later the report says 64",
        _row(
            YUNXI,
            "legal_services.law_savvy_people",
            (2024, 2023),
            (68, 64),
            (4, 6.25, 4, 4),
            "compared",
            "conflict",
        ),
        (Quote("2024/yunxi-2024.txt", "目前全镇有法律明白人64名"),),
    ),
    HandWorked(
        Quote("2022/yunxi-2022.txt", "受理12345热线工单134件"),
        Quote("2023/yunxi-2023.txt", "12345政府服务热线168"),
        "168 less 134 is 34; 34 of 134 is 25.3731 percent; the 件 after 168 is lost",
        _row(
            YUNXI,
            "functions.hotline_tickets",
            (2023, 2022),
            (168, 134),
            (34, 25.373134, 34, 34),
            "compared",
            "lost_unit",
        ),
    ),
    HandWorked(
        Quote("2022/yunxi-2022.txt", "全年无行政诉讼案件"),
        Quote("2023/yunxi-2023.txt", "行政应诉案件1件"),
        "1 less 0 is 1; of 0 there is no percentage",
        _row(
            YUNXI,
            "review.litigation_cases",
            (2023, 2022),
            (1, 0),
            (1, None, 1, 1),
            "compared",
            "zero_before",
        ),
    ),
    HandWorked(
        Quote("2021/yunxi-2021.txt", "作出重大行政决策2项"),
        Quote("2022/yunxi-2022.txt", "集体讨论决定重大行政决策3件"),
        "3 less 2 is 1, half of 2; 项 is in no list of words that count the same as 件, 2 is below 10",
        _row(
            YUNXI,
            "decision.major_decisions",
            (2022, 2021),
            (3, 2),
            (1, 50, 1, 1),
            "compared",
            "measure_word small_count",
        ),
    ),
    HandWorked(
        Quote("2022/shahe-2022.txt", "受众5600余人次"),
        Quote("2023/shahe-2023.txt", "受众约6000人次"),
        "6000 less 5600 is 400 (7.1429 percent). 约6000 is 5500 to 6500, 5600余 is 5600 to 5700: from -200 to 900",
        _row(
            SHAHE,
            "publicity.audience",
            (2023, 2022),
            (6000, 5600),
            (400, 7.142857, -200, 900),
            "compared",
            "approximate approximate_before direction_unclear",
        ),
    ),
    HandWorked(
        Quote("2022/shahe-2022.txt", "拆除违法搭建2,460平方米"),
        Quote("2023/shahe-2023.txt", "拆除违法搭建1,150平方米"),
        "1150 less 2460 is -1310; 1310 of 2460 is 53.2520 percent, downward",
        _row(
            SHAHE,
            "enforcement.illegal_buildings_area",
            (2023, 2022),
            (1150, 2460),
            (-1310, -53.252033, -1310, -1310),
            "compared",
        ),
    ),
    HandWorked(
        Quote("2022/shahe-2022.txt", "举办消防安全培训6场"),
        Quote("2023/shahe-2023.txt", "安全培训5场"),
        "5 less 6 is -1, 16.6667 percent of 6, which is below 10; 6 were on fire safety alone",
        _row(
            SHAHE,
            "emergency.trainings",
            (2023, 2022),
            (5, 6),
            (-1, -16.666667, -1, -1),
            "compared",
            "scope small_count",
        ),
    ),
    HandWorked(
        Quote("2022/shahe-2022.txt", "发现隐患412处，完成整改409处"),
        Quote("2023/shahe-2023.txt", "发现隐患376处，整改到位376处"),
        "整改 against 整改: 376 less 409 is -33; 33 of 409 is 8.0685 percent",
        _row(
            SHAHE,
            "enforcement.hazards_rectified/整改",
            (2023, 2022),
            (376, 409),
            (-33, -8.068460, -33, -33),
            "compared",
        ),
    ),
    HandWorked(
        Quote("2021/baishi-2021.txt", "全年调处矛盾纠纷112件"),
        Quote("2023/baishi-2023.txt", "全年共調(tiáo)處各類糾(jiū)紛128件"),
        "128 less 112 is 16; 16 of 112 is 14.2857 percent; 2022 has no report; 46, 38, 27 and 15 are 126, not 128",
        _row(BAISHI, "disputes.mediated", (2023, 2021), (128, 112), (16, 14.285714, 16, 16), "compared", "doubted gap"),
        (Quote("2023/baishi-2023.txt", "土地山林類27件、其他類15件"),),
    ),
    HandWorked(
        Quote("2023/donggang-2023.txt", "班子成员走访企业26家次"),
        Quote("2024/donggang-2024.txt", "走访企业三十八家"),
        "家次 counts visits, 家 enterprises: no difference is taken; only the leaders' visits before, to October",
        _row(
            DONGGANG,
            "functions.enterprise_visits",
            (2024, 2023),
            (38, 26),
            NONE,
            "not comparable",
            "measure_word part_year scope unit_changed",
        ),
        (Quote("2023/donggang-2023.txt", "文中数据除另有说明外，均截至10月底"),),
    ),
    HandWorked(
        Quote("2022/shuanghe-fengyuan-2022.txt", "12345热线转办工单312件"),
        Quote("2023/shuanghe-fengyuan-2023.txt", "受理12345热线工单286件，同比下降12%"),
        "286 less 312 is -26; 26 of 312 is 8.3333 percent and not 12",
        _row(
            SHUANGHE,
            "functions.hotline_tickets",
            (2023, 2022),
            (286, 312),
            (-26, -8.333333, -26, -26),
            "compared",
            "contradicts_report",
        ),
    ),
    HandWorked(
        None,
        Quote("2022/bailing-2022.txt", "主动公开政务信息128条"),
        "the first report of the place, of 25 November of its year: nothing to compare with",
        _row(
            BAILING,
            "oversight.info_disclosed",
            (2022, None),
            (128, None),
            NONE,
            "new",
            "first_report part_year",
        ),
    ),
    HandWorked(
        Quote("2022/bailing-2022.txt", "接待群众来访12批"),
        Quote("2023/bailing-2023.txt", "接待群众来访15件"),
        "a 批 brings several 件: no difference is taken; both reports end in November",
        _row(
            BAILING,
            "disputes.petitions/来访",
            (2023, 2022),
            (15, 12),
            NONE,
            "not comparable",
            "measure_word same_part_year unit_changed",
        ),
    ),
    HandWorked(
        Quote("2022/bailing-2022.txt", "罚没款1.2万元"),
        Quote("2023/bailing-2023.txt", "截至10月底，办理行政处罚案件10件，罚没款1.56万元"),
        "15600 less 12000 yuan is 3600, 30 percent; ten months against eleven",
        _row(
            BAILING,
            "enforcement.fines",
            (2023, 2022),
            (15_600, 12_000),
            (3600, 30, 3600, 3600),
            "compared",
            "part_year",
        ),
    ),
    HandWorked(
        Quote("2022/bailing-2022.txt", "行政复议案件1件"),
        Quote("2023/bailing-2023.txt", ""),
        "1 before, nothing said now, which is not 0; both reports end in November",
        _row(
            BAILING,
            "review.reconsideration_cases",
            (2023, 2022),
            (None, 1),
            NONE,
            "dropped",
            "same_part_year",
        ),
    ),
    HandWorked(
        Quote("2023/bailing-2023.txt", ""),
        Quote("2024/bailing-2024.txt", "组织应急演练4次"),
        "3 in 2022, nothing said in 2023 (to November), 4 now: the series is back, with nothing right before it",
        _row(
            BAILING,
            "emergency.drills",
            (2024, 2023),
            (4, None),
            NONE,
            "new",
            "part_year resumed",
        ),
        (Quote("2022/bailing-2022.txt", "组织应急演练3次"),),
    ),
    HandWorked(
        Quote("2023/bailing-2023.txt", "受众约4000人次"),
        Quote("2024/bailing-2024.txt", "受众4600余人次"),
        "4600 less 4000 is 600, 15 percent. 4600余 is 4600 to 4700, 约4000 is 3500 to 4500: from 100 to 1200",
        _row(
            BAILING,
            "publicity.audience",
            (2024, 2023),
            (4600, 4000),
            (600, 15, 100, 1200),
            "compared",
            "approximate approximate_before part_year",
        ),
    ),
)
