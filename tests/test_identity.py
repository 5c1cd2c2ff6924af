"""Place, year, dates of reports: made-up heads in the habits of many provinces, and the real reports against gold."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.identity.identify import identify
from pipelines.identity.parents import split_parents
from pipelines.identity.report_year import read_year, signature_day, year_before
from pipelines.records import Identity, ManifestRow
from pipelines.text.normalize import normalize

BODY = (
    "一、主要工作\n（一）加强领导。召开专题会议研究法治建设3次，压实第一责任人职责。\n（二）化解矛盾。"
    "全年调解纠纷36件，开展法治宣传18场次，"
    "受众2600余人次，依法行政水平不断提高。\n二、存在的问题\n执法力量有待加强，法治政府建设考核机制还不健全。"
    "\n三、下一步打算\n继续推进依法行政。"
)


def read(raw: str, row: ManifestRow | None = None) -> Identity:
    return identify(raw, normalize(raw), "2023/某报告.txt", row)


# name, raw text, expected fields
HEADS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "title with year, salutation",
        "清河镇2023年度法治政府建设情况报告\n\n县委、县政府：\n2023年，清河镇坚持依法行政。\n" + BODY,
        {"place_name": "清河镇", "level": "镇", "county": None, "year": 2023, "year_basis": "title"},
    ),
    (
        "issuer before the subject, document number",
        "安南县白沙乡人民政府文件\n白政发〔2024〕5号\n安南县白沙乡人民政府\n关于2023年度法治政府建设情况的报告\n县人民政府：\n现将我乡工作报告如下：\n"
        + BODY,
        {"place_name": "白沙乡", "level": "乡", "county": "安南县", "year": 2023, "year_basis": "title"},
    ),
    (
        "subdistrict office",
        "临河区东城街道办事处2022年度法治政府建设工作报告\n2022年，东城街道党工委始终坚持。\n"
        + BODY
        + "\n东城街道办事处\n2023年1月10日",
        {
            "place_name": "东城街道",
            "level": "街道",
            "county": "临河区",
            "year": 2022,
            "published_on": date(2023, 1, 10),
        },
    ),
    (
        "sumu under a banner",
        "内蒙古自治区锡林郭勒盟正蓝旗乌兰苏木2021年度法治政府建设情况报告\n2021年，乌兰苏木党委高度重视。\n" + BODY,
        {
            "place_name": "乌兰苏木",
            "level": "苏木",
            "county": "正蓝旗",
            "city": "锡林郭勒盟",
            "province": "内蒙古自治区",
            "year": 2021,
        },
    ),
    (
        "ethnic township, short in the title",
        "金沟乡2023年法治政府建设工作总结\n2023年，金沟乡认真贯彻落实。\n"
        + BODY
        + "\n云山县金沟回族乡人民政府\n2024年1月12日",
        {"place_name": "金沟回族乡", "level": "民族乡", "aliases": ("金沟乡",), "county": "云山县", "year": 2023},
    ),
    (
        "no title, year of the first sentence",
        "2023年，大柳镇在县委、县政府的坚强领导下，扎实推进法治政府建设。\n" + BODY,
        {"place_name": "大柳镇", "title": None, "year": 2023, "year_basis": "text", "county": None},
    ),
    (
        "no title, only a programme is dated",
        "今年以来，大柳镇坚持依法行政，根据《2022年全县普法依法治理工作要点》，开展各项工作。\n" + BODY,
        {"place_name": "大柳镇", "year": 2022, "year_basis": "reference"},
    ),
    (
        "no title, only the signature is dated",
        "大柳镇坚持依法行政，现将工作情况汇报如下：\n" + BODY + "\n大柳镇人民政府\n2024年3月2日",
        {"place_name": "大柳镇", "year": 2023, "year_basis": "signature", "published_on": date(2024, 3, 2)},
    ),
    (
        "signature late in the year",
        "大柳镇坚持依法行政，现将一年来的工作情况汇报如下：\n" + BODY + "\n大柳镇人民政府\n2023年12月2日",
        {"year": 2023, "year_basis": "signature", "covers_until": date(2023, 12, 2)},
    ),
    (
        "Chinese year in title and signature",
        "石桥乡二〇二四年法治政府建设情况报告\n石桥乡坚持依法治乡。\n" + BODY + "\n石桥乡人民政府\n二〇二五年一月八日",
        {"place_name": "石桥乡", "year": 2024, "published_on": date(2025, 1, 8)},
    ),
    (
        "half a year",
        "清河镇2024年上半年法治政府建设工作总结\n今年以来，清河镇坚持依法行政。\n" + BODY,
        {"year": 2024, "covers_until": date(2024, 6, 30)},
    ),
    (
        "until the end of November",
        "清河镇2024年法治政府建设情况报告\n截至2024年11月底，清河镇共调解纠纷36件。\n" + BODY,
        {"year": 2024, "covers_until": date(2024, 11, 30)},
    ),
    (
        "the heading's year differs from the title's",
        "清河镇2024年法治政府建设情况报告\n清河镇坚持依法行政，现将2023年法治政府建设情况报告如下：\n" + BODY,
        {"year": 2024, "year_basis": "title"},
    ),
    (
        "title over two lines",
        "清河镇2023年度法治政府\n建设工作情况的报告\n2023年，清河镇坚持依法行政。\n" + BODY,
        {"place_name": "清河镇", "title": "清河镇2023年度法治政府建设工作情况的报告", "year": 2023},
    ),
    (
        "bait in the title",
        "【推荐】清河镇2023年依法行政工作总结（2025最新版）\n2023年，清河镇坚持依法行政。\n" + BODY,
        {"place_name": "清河镇", "title": "清河镇2023年依法行政工作总结", "year": 2023},
    ),
    (
        "a county's bureau",
        "安南县司法局2023年法治政府建设工作情况报告\n2023年，安南县司法局坚持依法行政，我局认真履职。\n" + BODY,
        {"place_name": "安南县司法局", "level": "部门", "county": "安南县", "year": 2023},
    ),
    (
        "a county",
        "安南县2023年法治政府建设情况报告\n2023年，安南县坚持依法行政。我县认真落实。\n"
        + BODY
        + "\n安南县人民政府\n2024年2月1日",
        {"place_name": "安南县", "level": "县", "county": "安南县", "year": 2023},
    ),
    (
        "a neighbour in a copied sentence",
        "清河镇2023年法治政府建设情况报告\n2023年，清河镇坚持依法行政。\n"
        + BODY
        + "\n双龙镇党委高度重视。清河镇认真落实。\n清河镇人民政府",
        {"place_name": "清河镇", "year": 2023},
    ),
    (
        "full chain in the signature",
        "清河镇坚持依法行政，现将2022年法治政府建设情况报告如下：\n"
        + BODY
        + "\n甘肃省天水市秦州区清河镇人民政府\n2023年1月9日",
        {
            "place_name": "清河镇",
            "county": "秦州区",
            "city": "天水市",
            "province": "甘肃省",
            "year": 2022,
            "year_basis": "text",
        },
    ),
    (
        "the city stands in its programmes",
        "2023年，清河镇坚持依法行政，落实《中山市法治政府建设实施纲要》《清河镇2023年普法工作方案》。\n" + BODY,
        {"place_name": "清河镇", "county": None, "city": "中山市", "province": "广东省", "year": 2023},
    ),
    (
        "page chrome names the county",
        "安南县人民政府\n首页 >> 政务公开 >> "
        "法治政府建设\n清河镇2023年法治政府建设情况报告\n发布日期：2024-01-20 来源：清河镇\n2023年，"
        "清河镇坚持依法行政。\n"
        + BODY
        + "\n上一条：双龙镇2023年法治政府建设情况报告\n下一条：广通镇2023年法治政府建设工作报告",
        {
            "place_name": "清河镇",
            "county": "安南县",
            "year": 2023,
            "published_on": date(2024, 1, 20),
            "covers_until": date(2023, 12, 31),
        },
    ),
    (
        "a name that holds another kind's ending",
        "新市镇2023年法治政府建设情况报告\n2023年，新市镇坚持依法行政。\n" + BODY,
        {"place_name": "新市镇", "county": None, "year": 2023},
    ),
    (
        "year first in the title",
        "2023年度西乡镇法治政府建设情况报告\n2023年以来，西乡镇坚持依法行政。\n" + BODY,
        {"place_name": "西乡镇", "county": None, "year": 2023},
    ),
    (
        "plans name the next year",
        "清河镇坚持依法行政。\n" + BODY.replace("下一步打算", "2025年工作打算"),
        {"year": 2024, "year_basis": "text"},
    ),
    (
        "a range of years counts as its last",
        "清河镇2022-2023年度法治政府建设情况报告\n清河镇始终坚持依法行政。\n" + BODY,
        {"year": 2023, "year_basis": "title"},
    ),
    (
        "a programme's years are not the report's",
        "清河镇关于落实《法治政府建设实施纲要（2021-2025年）》2023年度情况的报告\n清河镇坚持依法行政。\n" + BODY,
        {"place_name": "清河镇", "year": 2023},
    ),
    (
        "a committee whose name holds a zone",
        "安南县经济开发区管理委员会2023年法治政府建设情况报告\n2023年，管委会坚持依法行政。\n" + BODY,
        {"place_name": "安南县经济开发区管理委员会", "level": "部门", "county": "安南县"},
    ),
    (
        "only the page names the place",
        "安南县人民政府门户网站\n当前位置：首页>政务公开>清河镇\n2023年法治政府建设情况报告\n"
        "来源：清河镇人民政府 发布时间：2024-01-15 10:20\n"
        "2023年，我镇坚持依法行政。\n" + BODY,
        {"place_name": "清河镇", "county": "安南县", "year": 2023, "published_on": date(2024, 1, 15)},
    ),
    (
        "a month under the title",
        "清河镇法治政府建设工作汇报\n（2023年12月）\n近来，清河镇坚持依法行政。\n" + BODY,
        {"year": 2023, "year_basis": "signature", "published_on": None},
    ),
    (
        "the title's end on the next line",
        "清河镇2023年度法治政府建设情况\n的报告\n" + BODY,
        {"title": "清河镇2023年度法治政府建设情况的报告"},
    ),
    (
        "a city without counties",
        "海南省儋州市白马井镇2023年法治政府建设年度报告\n" + BODY,
        {"place_name": "白马井镇", "county": None, "city": "儋州市", "province": "海南省"},
    ),
    (
        "a city that is a province",
        "上海市浦东新区川沙新镇2023年法治政府建设情况报告\n2023年，川沙新镇坚持依法行政。\n" + BODY,
        {"place_name": "川沙新镇", "county": "浦东新区", "city": None, "province": "上海市"},
    ),
    (
        "a city that no list holds stands above its county",
        "清河镇2023年法治政府建设情况报告\n清河镇落实青岭市委、安南县委部署。"
        "\n" + BODY + "\n青岭市安南县清河镇人民政府",
        {"county": "安南县", "city": "青岭市", "province": None},
    ),
    (
        "addressed to the county, organs without a name",
        "安南县委全面依法治县委员会办公室：\n现将清河镇2023年度法治政府建设工作情况报告如下，并报送县司法局：\n" + BODY,
        {"place_name": "清河镇", "county": "安南县", "year": 2023, "year_basis": "text"},
    ),
    (
        "traditional script",
        "清河鎮2023年度法治政府建設情況報告\n2023年，清河鎮堅持依法行政，認真貫徹落實。\n" + BODY,
        {"place_name": "清河镇", "title": "清河镇2023年度法治政府建设情况报告"},
    ),
]


@pytest.mark.parametrize(("raw", "expected"), [h[1:] for h in HEADS], ids=[h[0] for h in HEADS])
def test_heads_are_read(raw: str, expected: dict[str, Any]) -> None:
    identity = read(raw)
    assert identity.is_report
    assert {name: getattr(identity, name) for name in expected} == expected


def test_a_year_that_contradicts_the_title_is_found_at_its_place() -> None:
    raw = HEADS[12][1]
    finding = next(f for f in read(raw).findings if f.kind == "year_mismatch")
    assert (finding.severity, finding.expected, finding.found) == ("warning", "2024", "2023")
    assert raw[finding.raw_start : finding.raw_end] == "2023"


@pytest.mark.parametrize(
    ("text", "other_year"),
    [
        ("2024年，清河镇坚持依法行政。\n一、2023年度主要举措和成效\n开会3次。", 2023),
        ("2023年，清河镇坚持依法行政。\n一、工作情况\n开会3次。", 2023),
        ("2023年，清河镇获评示范镇。2024年，清河镇坚持依法行政。\n一、工作情况", None),
        ("2024年，清河镇坚持依法行政。\n一、工作情况\n开会3次。\n二、2025年工作安排\n继续。", None),
        ("自2021年以来，清河镇坚持依法行政。2024年，清河镇开会3次。", None),
        ("落实《2023年全县普法工作要点》，2024年，清河镇坚持依法行政。", None),
    ],
)
def test_which_years_in_the_text_contradict_the_title(text: str, other_year: int | None) -> None:
    assert read_year("清河镇2024年法治政府建设情况报告", text, None, None).other_year == other_year


def test_a_report_without_place_and_year_says_so_and_names_the_way_out() -> None:
    identity = read("我镇坚持依法行政，法治政府建设取得成效。\n" + BODY)
    assert identity.place_name is None
    assert identity.level == "镇"
    assert identity.year is None
    kinds = {f.kind: f.message for f in identity.findings}
    assert kinds.keys() == {"unresolved_place", "unresolved_year"}
    assert all("manifest.csv" in message for message in kinds.values())


def test_a_damaged_date_is_found_and_never_mended_into_data() -> None:
    raw = "清河镇2023年法治政府建设情况报告\n2023年，清河镇坚持依法行政。611日召开专题会议。\n" + BODY
    finding = next(f for f in read(raw).findings if f.kind == "damaged_date")
    assert finding.expected == "6月11日"
    assert raw[finding.raw_start : finding.raw_end] == "611日"


def test_the_manifest_wins_over_the_text() -> None:
    row = ManifestRow(
        "x", place="双龙镇", county="安南县", year=2021, published_on=date(2022, 3, 1), division_code="620102103"
    )
    identity = read(HEADS[0][1], row)
    assert (identity.place_name, identity.county, identity.year, identity.year_basis) == (
        "双龙镇",
        "安南县",
        2021,
        "manifest",
    )
    assert (identity.published_on, identity.division_code) == (date(2022, 3, 1), "620102103")
    assert not identity.findings


def test_a_manifest_with_place_and_year_makes_a_doubtful_document_a_report() -> None:
    raw = "关于开展活动的通知\n各村：\n" + "现将有关事项通知如下。请认真贯彻执行。" * 20
    assert not read(raw).is_report
    assert read(raw, ManifestRow("x", place="双龙镇", year=2021)).is_report


@pytest.mark.parametrize(
    ("chain", "parents", "name"),
    [
        ("黔西市铁石苗族彝族乡", ("黔西市",), "铁石苗族彝族乡"),
        ("贵州省毕节市黔西市铁石乡", ("贵州省", "毕节市", "黔西市"), "铁石乡"),
        ("重庆云阳县双江街道办事处", ("重庆市", "云阳县"), "双江街道"),
        ("吉林市昌邑区孤店子镇", ("吉林市", "昌邑区"), "孤店子镇"),
        ("新市镇", (), "新市镇"),
        ("湖南镇", (), "湖南镇"),
        ("大市聚镇", (), "大市聚镇"),
        ("安南县司法局", ("安南县",), "安南县司法局"),
        ("西乡镇", (), "西乡镇"),
        ("经济开发区高桥街道", ("经济开发区",), "高桥街道"),
        ("安南县", (), "安南县"),
    ],
)
def test_parents_are_split_from_names(chain: str, parents: tuple[str, ...], name: str) -> None:
    assert split_parents(chain) == (parents, name)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 1, 8), 2023),
        (date(2024, 6, 30), 2023),
        (date(2024, 7, 1), None),
        (date(2024, 9, 30), None),
        (date(2024, 10, 1), 2024),
        (date(2024, 12, 31), 2024),
    ],
)
def test_what_a_date_of_publication_says_about_the_year(day: date, year: int | None) -> None:
    assert year_before(day) == year


def test_a_date_inside_prose_is_no_signature() -> None:
    assert signature_day("继续推进。\n2024年1月8日召开会议。") is None


def test_a_range_of_years_tells_no_year() -> None:
    assert read_year(None, "落实《法治政府建设实施纲要（2021-2025年）》。", None, None).year is None


REAL = os.environ.get("FAZHI_REAL_REPORTS")


@pytest.mark.skipif(not REAL, reason="FAZHI_REAL_REPORTS names no folder of real reports")
def test_real_reports_are_identified_as_gold_has_it() -> None:
    folder = Path(REAL or "")
    gold = [json.loads(line) for line in (folder.parent / "contract" / "gold.jsonl").read_text("utf-8").splitlines()]
    for row in (r for r in gold if "meta" in r):
        path = next(folder.glob(f"{row['doc']}_*"))
        raw, meta = path.read_text("utf-8"), row["meta"]
        identity = identify(raw, normalize(raw), path.name, None)
        got = (
            identity.is_report,
            identity.place_name,
            identity.county,
            identity.city,
            identity.province,
            identity.year,
            identity.title,
        )
        assert got == (True, *(meta[k] for k in ("place", "county", "city", "province", "year", "title")))
        assert (identity.published_on.isoformat() if identity.published_on else None) == meta["published"]
