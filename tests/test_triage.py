"""Reports and what only looks like them."""

from __future__ import annotations

import pytest

from pipelines.identity.titles import find_title, trim_title
from pipelines.identity.triage import GENRE_NAMES, classify, explain, is_link_list

FILLER = "进一步完善工作机制，压实各方责任，形成齐抓共管的良好格局，推动各项任务落到实处、取得实效。"
REPORT_BODY = (
    "2023年，清河镇坚持依法行政，扎实推进法治政府建设。\n一、主要做法\n（一）加强领导。我镇召开法治建设专题会议3次。"
    + FILLER
    + "\n（二）化解矛盾。全镇调解纠纷36件，开展法治宣传18场次。"
    + FILLER
    + "\n二、存在的问题\n执法力量有待加强。"
    + FILLER
    + "\n三、下一步打算\n继续推进法治政府建设。"
)
NOTICE_BODY = (
    "各村（社区）、镇直各单位：\n为深入学习宣传宪法，现将有关事项通知如下：\n一、活动时间\n12月1日至7日。"
    "\n二、工作要求\n" + FILLER * 4 + "\n请认真贯彻执行。"
)
PLAN_BODY = (
    "为全面推进法治政府建设，结合我镇实际，特制定本方案。\n一、指导思想\n"
    + FILLER
    + "\n二、工作目标\n"
    + FILLER
    + "\n三、主要任务\n（一）加强依法行政。责任单位：司法所。"
    + FILLER
    + "\n四、保障措施\n"
    + FILLER
)
DISCLOSURE_BODY = (
    "根据《中华人民共和国政府信息公开条例》要求，现将清河镇2023年政府信息公开工作年度报告公布如下。\n一、"
    "总体情况\n我镇主动公开政府信息128条。"
    + FILLER
    + "\n二、主动公开政府信息情况\n"
    + FILLER
    + "\n三、收到和处理政府信息公开申请情况\n本年新收政府信息公开申请0件。"
    + FILLER
    + "\n四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n无。\n六、其他需要报告的事项\n收取信息处理费0元。"
)
NEWS_BODY = (
    "3月5日上午，清河镇召开法治政府建设工作推进会，镇党委书记王某主持会议并讲话，全体班子成员、"
    "各村党支部书记参加会议。\n会议传达了上级精神。"
    "会议强调，要提高政治站位，落实第一责任人职责。会议要求，各单位要加强配合。" + FILLER * 2 + "\n（通讯员 李某）"
)
INTERPRETATION_BODY = (
    "一、出台背景\n为规范重大行政决策，"
    + FILLER
    + "\n二、制定依据\n"
    + FILLER
    + "\n三、主要内容\n"
    + FILLER
    + "\n解读机关：清河镇人民政府"
)
TEMPLATE_BODY = (
    REPORT_BODY.replace("清河镇", "XX镇").replace("3次", "XX次").replace("36件", "XX件").replace("18场", "XX场")
)
OTHER_BODY = (
    "各位代表：\n现在，我代表镇人民政府向大会报告工作，请予审议。\n一、"
    "2023年工作回顾\n我镇完成农业总产值3.2亿元，新建高标准农田1200亩，依法行政水平有提高。"
    + FILLER * 2
    + "\n二、存在的问题\n产业基础薄弱。"
    + FILLER
    + "\n三、2024年工作安排\n"
    + FILLER
)
LINKS = "".join(f"清河镇202{n % 4}年法治政府建设情况报告 2024-01-{n:02d}\n" for n in range(1, 12))

CASES = [
    ("plain report", "清河镇2023年度法治政府建设情况报告", REPORT_BODY, "report"),
    (
        "an answer that names the report",
        "县人大常委会关于《县人民政府关于2023年度法治政府建设情况的报告》的审议意见",
        "县人民政府：\n会议听取和审议了《关于2023年度法治政府建设情况的报告》。调解矛盾纠纷4126件。还有待加强。"
        + FILLER * 3
        + "\n一、提高认识\n要抓好法治政府建设。\n二、加强依法行政\n依法行政能力要提高，开展宣传200场。",
        "other_report",
    ),
    ("report whose whole title is quoted", "《清河镇2023年度法治政府建设情况报告》", REPORT_BODY, "report"),
    ("report without title", None, REPORT_BODY, "report"),
    ("called a summary", "清河镇2023年依法行政工作总结", REPORT_BODY, "report"),
    ("called situation", "2023年法治建设工作情况汇报", REPORT_BODY, "report"),
    ("an officer's account", "党政主要负责人履行推进法治建设第一责任人职责述法报告", REPORT_BODY, "report"),
    ("spam title", "点击领取优惠", REPORT_BODY, "report"),
    (
        "a notice that carries the report",
        "关于报送2023年法治政府建设工作总结的通知",
        "现将2023年工作情况报告如下：\n" + REPORT_BODY,
        "report",
    ),
    ("notice", "关于开展宪法宣传周活动的通知", NOTICE_BODY, "notice"),
    ("notice without title", None, NOTICE_BODY, "notice"),
    ("plan", "清河镇2024年法治政府建设实施方案", PLAN_BODY, "plan"),
    ("work points", "清河镇2024年法治政府建设工作要点", PLAN_BODY, "plan"),
    ("plan without title", None, PLAN_BODY, "plan"),
    ("disclosure report", "清河镇2023年政府信息公开工作年度报告", DISCLOSURE_BODY, "disclosure_report"),
    ("disclosure report without title", None, DISCLOSURE_BODY, "disclosure_report"),
    ("news", "清河镇召开法治政府建设工作推进会", NEWS_BODY, "news"),
    ("news without title", None, NEWS_BODY, "news"),
    ("interpretation", "《清河镇重大行政决策程序规定》政策解读", INTERPRETATION_BODY, "interpretation"),
    ("template", "XX镇2023年法治政府建设情况报告", TEMPLATE_BODY, "template"),
    ("template with stars", None, TEMPLATE_BODY.replace("XX", "***"), "template"),
    ("template with crosses", None, TEMPLATE_BODY.replace("XX", "××"), "template"),
    ("government report", "2023年清河镇政府工作报告", OTHER_BODY, "other_report"),
    ("safety summary", "清河镇2023年安全生产工作总结", OTHER_BODY, "other_report"),
    ("list of links", None, LINKS, "link_list"),
    ("stub", "清河镇2023年度法治政府建设情况报告", "详见附件。", "attachment_only"),
    ("stub that points nowhere", "清河镇2023年度法治政府建设情况报告", "正在编制。", "too_short"),
    (
        "news of an award",
        "清河镇荣获省级法治政府建设示范镇",
        "近日，名单公布，清河镇榜上有名。据了解，" + FILLER * 4 + "镇长表示，将继续推进法治政府建设。",
        "news",
    ),
    (
        "list of duties",
        "清河镇2023年普法责任清单",
        ("责任单位：司法所。完成时限：全年。重点普法内容：《宪法》《民法典》。" + FILLER) * 4,
        "plan",
    ),
    (
        "next year's plan with figures",
        "清河镇2024年法治政府建设工作计划",
        "2024年，清河镇将推进依法行政。\n一、工作目标\n全镇"
        + FILLER * 3
        + "\n二、主要任务\n开展普法宣传不少于12次。"
        + FILLER * 2,
        "plan",
    ),
    (
        "a secretary's account of himself",
        "清河镇党委书记2023年度述职述法报告",
        "各位代表：\n我自2021年8月到清河镇工作，担任镇党委书记。现将一年来履职情况报告如下：\n" + REPORT_BODY,
        "personal_report",
    ),
    ("a team's enforcement report", "清河镇2023年度行政执法工作报告", OTHER_BODY, "other_report"),
    ("summary of another field", "清河镇2023年党建工作总结", OTHER_BODY, "other_report"),
    (
        "summary of disclosure that names the law",
        "清河镇2023年政务公开工作总结",
        "清河镇坚持依法行政，推进法治政府建设。主动公开政府信息128条，收到政府信息公开申请2件。" + FILLER * 4,
        "disclosure_report",
    ),
    (
        "names of people masked",
        "清河镇2023年法治政府建设情况报告",
        "镇长王**、副镇长李**、张**、赵**分管。" + REPORT_BODY,
        "report",
    ),
    ("self-evaluation", "清河镇2023年法治政府建设自查自评报告", REPORT_BODY, "report"),
    ("summary of law education", "清河镇2023年普法依法治理工作总结", REPORT_BODY, "report"),
]


@pytest.mark.parametrize(("title", "text", "genre"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_kinds_are_told_apart_by_title_and_body(title: str | None, text: str, genre: str) -> None:
    assert classify(title, text if title is None else f"{title}\n{text}") == genre


def test_every_rejected_kind_is_explained_in_a_sentence_with_the_way_out() -> None:
    for genre in GENRE_NAMES.keys() - {"report"}:
        assert "manifest.csv" in explain(genre)
        assert GENRE_NAMES[genre] in explain(genre)


def test_a_masked_name_makes_no_template() -> None:
    assert classify(None, REPORT_BODY + "XX同志任组长，XX同志任副组长。") == "report"


def test_short_sections_make_no_list_of_links() -> None:
    assert not is_link_list(REPORT_BODY)


TITLES = [
    ("清河镇2023年度法治政府建设情况报告\n县政府：\n2023年，", "清河镇2023年度法治政府建设情况报告"),
    ("清河镇2023年度法治政府\n建设情况报告\n2023年，清河镇坚持。", "清河镇2023年度法治政府建设情况报告"),
    (
        "清河镇人民政府文件\n清政发〔2024〕5号\n清河镇人民政府\n关于2023年度法治政府建设情况的报告\n县政府：",
        "清河镇人民政府关于2023年度法治政府建设情况的报告",
    ),
    ("标题：双龙乡2022年依法行政工作总结_某县人民政府网\n2022年，双龙乡坚持。", "双龙乡2022年依法行政工作总结"),
    ("【推荐】双龙乡2022年依法行政工作总结（精选3篇）\n2022年，双龙乡坚持。", "双龙乡2022年依法行政工作总结"),
    ("2023年，清河镇坚持依法行政。\n一、工作情况", None),
    ("一、加强领导\n开会3次。", None),
    ("石桥街道2021年法治政府建设\n2021年，街道坚持。", "石桥街道2021年法治政府建设"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_titles_are_found_whole_and_clean(text: str, title: str | None) -> None:
    assert find_title(text) == title


def test_trimming_leaves_a_clean_title_alone() -> None:
    title = "黄山区甘棠镇2023年度法治政府建设工作情况报告"
    assert trim_title(title) == title
