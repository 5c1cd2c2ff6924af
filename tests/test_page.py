"""Page chrome is set aside, prose, signatures and salutations stay, and the chrome's metadata can be asked for."""

from __future__ import annotations

import pytest

from pipelines.records import Furniture
from pipelines.text.chrome import METADATA_KEYS, SELECTORS, LineSelector, compact
from pipelines.text.metadata import metadata
from pipelines.text.normalize import normalize
from pipelines.text.page import find_furniture

TITLE = "青石镇2024年度法治政府建设情况报告"
PROSE = "2024年，青石镇认真贯彻落实县委、县政府的决策部署，扎实推进依法行政工作，全年调解矛盾纠纷36件，办结率达100%。"
LAST = "（一）压实责任。党政主要负责人认真履行法治建设第一责任人职责，研究部署法治建设工作4次。"
BODY = f"{PROSE}\n一、加强组织领导\n{LAST}"


def _kinds(page: str) -> list[tuple[str, str]]:
    return [(item.kind, page[item.raw_start : item.raw_end]) for item in find_furniture(page)]


#: A page around the body; its lines are written before and after `{}`, each with the kind it is set aside as, or None.
PAGES: dict[str, tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]] = {
    "county site of 2023": (
        [
            ("禄山县人民政府", "site_name"),
            ("首页 >> 政府信息公开 >> 法定主动公开内容", "navigation"),
            (TITLE, None),
            ("日期:2024年12月03日   作者:   来源:    点击:[]", "metadata"),
            (TITLE, "repeated_title"),
        ],
        [
            ("上一条:禄山县司法局2023年法治政府建设工作情况报告", "neighbours"),
            ("下一条:广河镇2023年法治政府建设工作报告", "neighbours"),
            ("关闭", "tools"),
        ],
    ),
    "index block, a value a line, printed twice": (
        [
            ("您现在的位置：首页 > 政务公开 > 法治政府建设", "navigation"),
            ("索 引 号：", "metadata"),
            ("11532331/2025-00012", "metadata"),
            ("发布机构：", "metadata"),
            ("青石镇人民政府", "metadata"),
            ("文　　号：", "metadata"),
            ("主题分类：", "metadata"),
            ("司法", "metadata"),
            ("索引号：11532331/2025-00012　发布机构：青石镇人民政府　公开日期：2025-01-15", "metadata"),
            (TITLE, None),
            ("发布时间：2025-01-15 10:20 浏览次数：123次 【字体：大 中 小】", "metadata"),
            ("字号：", "tools"),
            ("大", "tools"),
            ("中", "tools"),
            ("小", "tools"),
            ("打印本页 | 关闭窗口", "tools"),
            ("县委、县政府：", None),
        ],
        [
            ("青石镇人民政府", None),
            ("2025年1月10日", None),
            ("附件：1.青石镇2024年法治政府建设任务清单.xlsx", "attachment"),
            ("2.青石镇普法宣传清单", "attachment"),
            ("扫一扫在手机打开当前页", "tools"),
            ("责任编辑：王某", "metadata"),
            ("【打印】【关闭窗口】", "tools"),
        ],
    ),
    "news site with related links": (
        [
            ("网站首页 | 政务公开 | 政务服务 | 互动交流", "navigation"),
            ("长者模式 无障碍", "tools"),
            ("青石风采", "menu"),
            ("登录", "tools"),
            ("2025-01-15 10:20", "metadata"),
            ("来源：青石镇 编辑：李某", "metadata"),
            (TITLE, None),
        ],
        [
            ("青石镇人民政府", None),
            ("相关阅读：", "related_links"),
            ("白水乡2023年法治政府建设年度报告 2024-01-08", "related_links"),
            ("红星街道2022年度法治政府建设情况报告", "related_links"),
            ("版权所有：禄山县人民政府办公室", "footer"),
            ("滇ICP备05000001号-1 滇公网安备53233102000001号 网站标识码：5323310001", "footer"),
            ("主办：禄山县人民政府办公室 地址：金山路1号 邮编：651200", "footer"),
            ("var _hmt = _hmt || [];", "script"),
        ],
    ),
    "a post of an account": (
        [(TITLE, None), ("法治办 青石镇发布 2025-01-14 18:20 云南", "metadata"), ("↑点击上方蓝字关注我们↑", "tools")],
        [("编辑 | 党政办 校对 | 小青 审核 | 阿石", "metadata")],
    ),
    "a directory beside the text, the day of today, pages": (
        [
            ("禄山县司法局 2026年11月3日 星期二 农历九月廿四", "site_head"),
            ("信息属性", "menu"),
            ("| 索引号： | 11532331/2025 |", "metadata"),
            ("| 名称： | 青石镇2024年报告 |", "metadata"),
            ("法规文件(208)", "menu"),
            ("法治政府建设年度报告(2019 2020 2021)", "menu"),
            (TITLE, None),
        ],
        [("上一页1下一页", "neighbours"), ("◇上一篇文章：寺坡乡2022年报告", "neighbours")],
    ),
    "a bare file": ([(TITLE, None), ("（2025年1月10日）", None)], [("青石镇人民政府", None), ("2025年1月10日", None)]),
    "a title over two lines": ([("青石镇人民政府", None), ("关于2024年度法治政府建设情况的报告", None)], []),
    "a government above a title that names its year first": (
        [("青石镇人民政府", None), ("2024年度法治政府建设情况报告", None)],
        [],
    ),
    "an official document": (
        [("青政发〔2025〕3号", None), (TITLE, None), ("县委依法治县办：", None)],
        [("青石镇人民政府", None), ("2025年1月10日", None), ("（此件公开发布）", None), ("— 3 —", "page_number")],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_chrome_is_set_aside_and_nothing_else(name: str) -> None:
    head, tail = PAGES[name]
    page = "\n".join([line for line, _ in head] + [BODY] + [line for line, _ in tail])
    assert _kinds(page) == [(kind, line) for line, kind in [*head, *tail] if kind]


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda selector: selector.example)
def test_a_selector_takes_its_example_and_no_prose(selector: LineSelector) -> None:
    assert selector.why
    assert selector.pattern.fullmatch(compact(selector.example))
    for line in [*BODY.split("\n"), TITLE, *STAYS]:
        assert not selector.pattern.fullmatch(compact(line)), line


#: Lines of a body that speak of what pages are made of.
STAYS = [
    "通过镇政府网站首页公开各类政务信息128条，及时更新附件和链接，方便群众打印下载。",
    "时间紧、任务重，全镇干部主动作为，按时完成了各项工作。",
    "（三）做好政务公开工作。在门户网站公开信息56条，其中通过微信公众号公开20条。",
    "（一）加强组织领导",
    "二、存在的问题",
    "县委、县政府：",
    "青石镇人民政府",
    "2025年2月5日",
    "特此报告。",
    "打印机、扫描仪等办公设备配备到位",
    "下一步工作打算",
    "上一年度整改情况",
    "相关工作情况报告如下：",
    "推进法治宣传“六进”活动",
    "2024年度法治政府建设情况报告（2024）",
    "| 名称 | 数量（件） |",
    "| 时间 | 地点 | 参加人数 |",
    "| 责任部门 | 任务 |",
    "286",
    "12 36",
]


@pytest.mark.parametrize("line", STAYS)
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
def test_lines_that_only_mention_chrome_stay(line: str, place: str) -> None:
    lines = {"head": [TITLE, line, BODY], "middle": [TITLE, PROSE, line, BODY], "tail": [TITLE, BODY, line]}[place]
    assert _kinds("\n".join(lines)) == []


def test_links_that_lost_their_line_end_are_cut_off_the_last_paragraph() -> None:
    page = f"{TITLE}\n{BODY}上一篇：白水乡2023年报告 下一篇：无"
    assert _kinds(page) == [("neighbours", "上一篇：白水乡2023年报告 下一篇：无")]


def test_a_page_saved_as_one_line_is_parted() -> None:
    raw = (
        f"首页 > 政务公开 > 法治政府建设 {TITLE} 发布时间：2025-01-15 10:20 来源：青石镇 浏览次数：123 "
        f"{PROSE}一、加强组织领导。{LAST * 3} 上一篇：无 下一篇：白水乡2023年报告"
    )
    normalized = normalize(raw)
    assert [item.kind for item in normalized.furniture] == ["navigation", "metadata", "neighbours"]
    assert normalized.text.startswith(f"{TITLE}\n{PROSE}一、")
    assert normalized.text.endswith("工作4次。")
    assert metadata(raw, normalized.furniture)["published_on"] == "2025-01-15"


def test_prose_with_colons_is_not_parted() -> None:
    raw = f"{TITLE} {PROSE}主要表现在： 来源：群众反映 时间：长期存在，{LAST * 3}"
    assert normalize(raw).furniture == ()


def test_a_title_with_the_site_behind_it_is_a_second_copy() -> None:
    page = f"{TITLE}_法治政府建设_禄山县人民政府\n{TITLE}\n{BODY}"
    assert _kinds(page) == [("repeated_title", f"{TITLE}_法治政府建设_禄山县人民政府")]


def test_spans_are_sorted_disjoint_and_whole_lines() -> None:
    for head, tail in PAGES.values():
        page = "\n".join([line for line, _ in head] + [BODY] + [line for line, _ in tail])
        found = find_furniture(page)
        assert all(a.raw_end <= b.raw_start for a, b in zip(found, found[1:], strict=False))
        assert all("\n" not in page[item.raw_start : item.raw_end] for item in found)


def test_traditional_chrome_with_pinyin_is_recognised_in_the_way_of_a_report() -> None:
    raw = (
        "首頁(yè) >> 政務(wù)公開\r\n青石鎮2024年度法治政府建設情況報告\r\n"
        "發(fā)布日期：2025-01-15　瀏覽次數(shù)：36\r\n"
        "一、組織領(lǐng)導(dǎo)進(jìn)一步加強，統籌謀劃，責任壓實\r\n"
    )
    normalized = normalize(raw)
    assert [item.kind for item in normalized.furniture] == ["navigation", "metadata"]
    assert metadata(raw, normalized.furniture) == {
        "navigation": "首页 >> 政务公开",
        "published_on": "2025-01-15",
        "views": "36",
    }


METADATA = [
    ("日期:2023年11月03日   作者:   来源:    点击:[]", {"published_on": "2023-11-03"}),
    (
        "来源：青石镇司法所 作者：张三 发布时间：2025/1/15 浏览次数：1,230次",
        {"source": "青石镇司法所", "author": "张三", "published_on": "2025-01-15", "views": "1,230次"},
    ),
    ("【发布日期】：2025-02-30", {}),
    ("2025-01-15 10:20 来源：青石镇", {"published_on": "2025-01-15", "source": "青石镇"}),
    ("2025-01-15", {"published_on": "2025-01-15"}),
    ("发布日期 2025-01-15", {"published_on": "2025-01-15"}),
    (
        "索 引 号：11532331/2025-00012 | 文　号：青政发〔2025〕3号 | 成文日期：2025年1月10日",
        {"index_number": "11532331/2025-00012", "document_number": "青政发〔2025〕3号", "written_on": "2025-01-10"},
    ),
    ("索引号\n11532331/2025\n信息来源\n青石镇", {"index_number": "11532331/2025", "source": "青石镇"}),
    (
        "| 索引号： | 11532331/2025 | 信息分类： | 司法 |\n| 名 称： | 青石镇报告 | 青石镇报告 |\n"
        "| 文 号 | 青政发〔2025〕3号 | 公开日期 |  |",
        {
            "index_number": "11532331/2025",
            "subject": "司法",
            "title": "青石镇报告",
            "document_number": "青政发〔2025〕3号",
        },
    ),
    (
        "| 索引号：SP05/2024 | 组配分类：司法 |\n| 发布机构：青石镇人民政府 | 发文日期：2025年1月10日 |",
        {"index_number": "SP05/2024", "subject": "司法", "issuer": "青石镇人民政府", "written_on": "2025-01-10"},
    ),
    (
        "[发布日期] 2025-01-14 [发布机构] 禄山县青石镇人民政府 [浏览次数] 1037",
        {"published_on": "2025-01-14", "issuer": "禄山县青石镇人民政府", "views": "1037"},
    ),
    ("〖发布单位：青石镇〗〖来源：司法所〗〖关闭〗", {"issuer": "青石镇", "source": "司法所"}),
    ("司法所 青石镇发布 2025-01-14 18:20 云南", {"published_on": "2025-01-14"}),
    ("来源：青石镇 A+ A A-", {"source": "青石镇"}),
    ("文号：无 更新时间：20250120", {"updated_on": "2025-01-20"}),
    ("原文链接：https://www.example.gov.cn/a/1.html", {"url": "https://www.example.gov.cn/a/1.html"}),
]


@pytest.mark.parametrize(("lines", "expected"), METADATA)
def test_metadata_are_read_from_chrome(lines: str, expected: dict[str, str]) -> None:
    page = f"{lines}\n{TITLE}\n{BODY}"
    assert metadata(page, find_furniture(page)) == expected


def test_metadata_of_a_page_of_html_are_read_from_its_elements_and_lines() -> None:
    raw = (
        f"<html><head><meta name='ArticleTitle' content='{TITLE}'><meta name='PubDate' content='2025-01-15 10:20'>"
        "<meta name='ContentSource' content='青石镇'></head><div><a href='/1.html'>首页</a> &gt; 政务公开</div>"
        f"<h1>{TITLE}</h1><p>浏览次数：<span id='hits'>123</span></p><p>{PROSE}</p></html>"
    )
    normalized = normalize(raw)
    assert normalized.text == f"{TITLE}\n{PROSE}"
    assert metadata(raw, normalized.furniture) == {
        "title": TITLE,
        "published_on": "2025-01-15",
        "source": "青石镇",
        "navigation": "首页 > 政务公开",
        "views": "123",
    }


def test_metadata_of_no_chrome_are_empty() -> None:
    assert metadata(BODY, ()) == {}
    assert metadata(BODY, (Furniture("menu", 0, 4),)) == {}


def test_metadata_keys_name_known_fields() -> None:
    fields = {"published_on", "written_on", "source", "author", "editor", "index_number", "issuer", "document_number"}
    fields |= {"updated_on"}
    assert set(METADATA_KEYS.values()) == fields | {"title", "subject", "views", "url", ""}
