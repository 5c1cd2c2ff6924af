"""The better source of day, issuer and number wins and is told; what other pages say is never taken."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.formats.read import read_layer
from pipelines.identity.identify import identify
from pipelines.records import Furniture, Identity, ManifestRow
from pipelines.text.normalize import normalize

TITLE = "青石镇2024年度法治政府建设情况报告"
PROSE = "2024年，青石镇认真贯彻落实县委、县政府的决策部署，扎实推进依法行政工作，全年调解矛盾纠纷36件，办结率达100%。"
BODY = f"<h1>{TITLE}</h1>@<p>{PROSE}</p><p>一、加强组织领导</p><p>{PROSE}</p><p>青石镇人民政府</p><p>2025年1月10日</p>"
META = "<meta name=PubDate content='2025-01-15'>"


def identity_of(block: str = "", head: str = "", below: str = "", row: ManifestRow | None = None) -> Identity:
    source = f"<!DOCTYPE html><html><head>{head}</head><body>{BODY.replace('@', block)}{below}</body></html>"
    layer = read_layer(source.encode(), "a.html")
    return identify(layer.text, normalize(layer.text, layer.set_aside), "a.html", row, layer.stated)


#: A metadata block, the page's head, the day and where it is from.
DAYS = [
    ("", "", date(2025, 1, 10), "signature"),
    ("", META, date(2025, 1, 15), "document"),
    ("<div>发布时间：2025-01-16 来源：青石镇</div>", META, date(2025, 1, 16), "page"),
    ("<div>更新时间：2026-03-01</div>", META, date(2025, 1, 15), "document"),
    ("<div>更新时间：2026-03-01</div>", "", date(2026, 3, 1), "page"),
    ("<div>发文日期：2025-01-12 公开日期：2025-01-18</div>", META, date(2025, 1, 18), "page"),
    ("<div>成文日期：2025-01-12</div>", "", date(2025, 1, 12), "page"),
    ("<div>发布时间：2025-02-30</div>", "", date(2025, 1, 10), "signature"),
    ("<div>发布时间：</div>", "<meta name=PubDate content=''>", date(2025, 1, 10), "signature"),
]


@pytest.mark.parametrize(("block", "head", "day", "basis"), DAYS)
def test_the_better_source_of_the_day_wins_and_is_told(block: str, head: str, day: date, basis: str) -> None:
    identity = identity_of(block, head)
    assert (identity.published_on, identity.published_basis) == (day, basis)


def test_the_manifest_wins() -> None:
    row = ManifestRow("a.html", published_on=date(2025, 2, 1), url="http://www.lushan.example/m")
    identity = identity_of("<div>发布时间：2025-01-16</div>", META, row=row)
    assert (identity.published_on, identity.published_basis) == (date(2025, 2, 1), "manifest")
    assert identity.url == "http://www.lushan.example/m"


#: A metadata block, the issuer, the document's number.
ISSUERS = [
    ("<div>发布机构：青石镇人民政府 文号：青政发〔2025〕3号</div>", "青石镇人民政府", "青政发〔2025〕3号"),
    ("<div>来源：青石镇 文号：无</div>", None, None),
    ("<div>发布机构：本站 发文字号：-</div>", None, None),
    (
        "<table><tr><td>索引号</td><td>11532331/2025</td></tr><tr><td>发文机关</td><td>青石镇</td></tr></table>",
        "青石镇",
        None,
    ),
    (
        "<div>发布机构：青石镇人民政府</div><ul><li>发布机构：<b>禄山县</b></li></ul>",
        "青石镇人民政府",
        None,
    ),
    ("<p>青政发〔2025〕4号</p>", None, "青政发〔2025〕4号"),
]


@pytest.mark.parametrize(("block", "issuer", "number"), ISSUERS)
def test_issuer_and_number_are_those_of_the_block(block: str, issuer: str | None, number: str | None) -> None:
    identity = identity_of(block)
    assert (identity.issuer, identity.document_number) == (issuer, number)


#: Lines above the title of a text, and the issuer that they tell.
LETTERHEADS = [
    ("禄山县青石镇人民政府文件\n青政发〔2025〕3号\n", "禄山县青石镇人民政府"),
    ("禄山县司法局文件\n禄司发〔2025〕12号\n", "禄山县司法局"),
    ("青石镇人民政府办公室文件\n\n青政办发〔2025〕1号\n", "青石镇人民政府办公室"),
    ("县政府办公室文件\n", None),
    ("政策文件\n青政发〔2025〕3号\n", None),
    ("青政发〔2025〕3号\n", None),
]


@pytest.mark.parametrize(("letterhead", "issuer"), LETTERHEADS)
def test_a_letterhead_above_a_number_names_the_issuer(letterhead: str, issuer: str | None) -> None:
    text = f"{letterhead}{TITLE}\n{PROSE}\n一、加强组织领导\n{PROSE}\n青石镇人民政府\n2025年1月10日\n"
    assert identify(text, normalize(text), "a.txt", None).issuer == issuer


#: What runs under each page, and the address that the report was printed from.
FOOTERS = [
    ("http://www.lushan.example/zw/1.html 1/2", "http://www.lushan.example/zw/1.html"),
    ("https://www.lushan.example/a?id=3  12/12", "https://www.lushan.example/a?id=3"),
    ("禄山县人民政府 http://www.lushan.example", None),
    ("http://www.lushan.example", None),
]


@pytest.mark.parametrize(("footer", "url"), FOOTERS)
def test_a_browser_prints_the_address_with_the_page(footer: str, url: str | None) -> None:
    text = f"{TITLE}\n{PROSE}\n{footer}"
    aside = (Furniture("running_footer", len(text) - len(footer), len(text)),)
    assert identify(text, normalize(text, aside), "a.pdf", None).url == url


#: Parts of a page that speak of other places, years and documents.
STRANGERS = [
    "<div class=related><p>白水乡2021年度法治政府建设情况报告</p><p>发布机构：白水乡人民政府</p></div>",
    "<ul><li><a href=1>白水乡2021年度法治政府建设情况报告</a><span>2022-01-08</span></ul>",
    "<div class=sidebar><p>白水乡2021年报告 发布时间：2022-01-08</p></div>",
    "<div class=prev>上一篇：白水乡2021年度法治政府建设情况报告（青政发〔2022〕9号）</div>",
    "<nav>白水乡 红星街道 2021年重点工作</nav>",
]


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("is_above", [True, False])
def test_other_pages_lend_nothing(stranger: str, is_above: bool) -> None:
    alone = identity_of()
    beside = identity_of(block=stranger) if is_above else identity_of(below=stranger)
    assert beside == alone
    assert (beside.place_name, beside.year) == ("青石镇", 2024)
