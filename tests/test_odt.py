"""ODT files: what stands on the page is in the text layer once, in reading order, and nothing else is."""

from __future__ import annotations

import io
import zipfile

import pytest
from office_files import odt, zipped

from pipelines.formats.read import read_layer
from pipelines.records import TextLayer, Unreadable


def read(data: bytes) -> TextLayer:
    return read_layer(data, "report.odt")


def p(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


PARAGRAPHS = [
    pytest.param(
        "调解36件。\n", p("调解<text:span>3</text:span><text:span>6</text:span>件。"), id="digits split by spans"
    ),
    pytest.param("甲  乙\t丙\n丁\n", p('甲 <text:s text:c="1"/>乙<text:tab/>丙<text:line-break/>丁'), id="white space"),
    pytest.param("甲 乙\n", p("甲\n   乙"), id="a line of the file is no line"),
    pytest.param(
        "办结36件。\n",
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("28")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p('办结<text:change text:change-id="c"/>36件。'),
        id="tracked changes",
    ),
    pytest.param(
        "调解36件。\n截至11月底\n下文\n",
        p("调解3<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("截至11月底"))[:-9]
        + "</text:note-body></text:note>6件。</text:p>"
        + p("下文"),
        id="a note",
    ),
    pytest.param(
        "正文\n框内7件\n",
        p(f"正文<draw:frame><draw:text-box>{p('框内7件')}</draw:text-box></draw:frame>"),
        id="text box",
    ),
    pytest.param(
        "甲\n",
        p(f"甲<office:annotation>{p('批注9')}</office:annotation><draw:frame><svg:title>图8</svg:title></draw:frame>"),
        id="comments and descriptions of pictures",
    ),
    pytest.param(
        "发(fā)展\n",
        p("<text:ruby><text:ruby-base>发</text:ruby-base><text:ruby-text>fā</text:ruby-text></text:ruby>展"),
        id="pinyin",
    ),
]


@pytest.mark.parametrize(("text", "body"), PARAGRAPHS)
def test_a_paragraph_says_what_the_page_shows(text: str, body: str) -> None:
    assert read(odt(body)).text == text


LIST_STYLE = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（"'
    ' style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3" style:num-suffix="."/>'
    '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def items(*inner: str, attributes: str = "") -> str:
    entries = "".join(f"<text:list-item>{one}</text:list-item>" for one in inner)
    return f'<text:list text:style-name="L" {attributes}>{entries}</text:list>'


LISTS = [
    pytest.param(
        ["一、情况", "（一）组织", "（二）制度", "二、问题"],
        items(p("情况") + items(p("组织"), p("制度")), p("问题")),
        id="levels",
    ),
    pytest.param(
        ["一、甲", "正文", "二、乙"],
        items(p("甲"), attributes='xml:id="a"') + p("正文") + items(p("乙"), attributes='text:continue-list="a"'),
        id="continued by id",
    ),
    pytest.param(
        ["一、甲", "正文", "二、乙"],
        items(p("甲")) + p("正文") + items(p("乙"), attributes='text:continue-numbering="true"'),
        id="continued by style",
    ),
    pytest.param(["一、甲", "一、乙"], items(p("甲")) + items(p("乙")), id="a list of its own"),
    pytest.param(["一、甲", "续"], items(p("甲") + p("续")), id="a second paragraph has no number"),
    pytest.param(
        ["一、甲", "（一）乙", "一.一.1. 丙"], items(p("甲") + items(p("乙") + items(p("丙")))), id="three levels shown"
    ),
    pytest.param(
        ["点"], f'<text:list text:style-name="B"><text:list-item>{p("点")}</text:list-item></text:list>', id="bullet"
    ),
]


@pytest.mark.parametrize(("lines", "body"), LISTS)
def test_numbers_that_exist_only_as_numbering_are_written_out(lines: list[str], body: str) -> None:
    assert read(odt(body, LIST_STYLE)).text.splitlines() == lines


def test_headings_take_the_number_of_the_outline() -> None:
    styles = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        "</text:outline-style>"
    )
    body = '<text:h text:outline-level="1">情况</text:h><text:h text:outline-level="1">问题</text:h>'
    assert read(odt(body, styles=styles)).text == "1. 情况\n2. 问题\n"


def cell(inner: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(inner)}</table:table-cell>"


def test_tables_are_rows_with_their_headers() -> None:
    covered = "<table:covered-table-cell/>"
    rows = [
        cell("项目", 'table:number-rows-spanned="2"') + cell("2023年", 'table:number-columns-spanned="2"') + covered,
        covered + cell("受理") + cell("办结"),
        cell("纠纷") + cell("36", 'table:number-columns-repeated="2"'),
        cell("", 'table:number-columns-repeated="16384"'),
    ]
    body = f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
    assert read(odt(body)).text.splitlines() == [
        "| 项目 | 2023年 | 2023年 |",
        "| 项目 | 受理 | 办结 |",
        "| 纠纷 | 36 | 36 |",
    ]


def test_headers_page_numbers_and_contents_are_set_aside() -> None:
    page = (
        f"<office:master-styles><style:master-page><style:header>{p('汇编2018')}</style:header>"
        f"<style:footer>{p('第<text:page-number>3</text:page-number>页')}</style:footer></style:master-page>"
        "</office:master-styles>"
    )
    contents = f"<text:table-of-content><text:index-body>{p('情况 1')}</text:index-body></text:table-of-content>"
    layer = read(odt(contents + p("正文<text:page-number>7</text:page-number>"), styles=page))
    assert [(span.kind, layer.text[span.raw_start : span.raw_end]) for span in layer.set_aside] == [
        ("running_header", "汇编2018\n"),
        ("contents", "情况 1\n"),
        ("page_number", "7\n"),
        ("running_footer", "第3页\n"),
    ]
    assert "正文\n" in layer.text


def test_one_packed_anew_by_a_zip_program_is_known() -> None:
    with zipfile.ZipFile(io.BytesIO(odt(p("调解36件")))) as archive:
        parts = {name: archive.read(name) for name in reversed(archive.namelist())}
    assert read(zipped(parts)).text == "调解36件\n"


MANIFEST = (
    "<manifest:manifest ODF><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)
REFUSED = [
    pytest.param(odt(""), "empty", id="no text"),
    pytest.param(odt("", more={"Pictures/1.png": "x"}), "needs_ocr", id="pictures only"),
    pytest.param(odt("", more={"META-INF/manifest.xml": MANIFEST}), "encrypted", id="password"),
    pytest.param(odt(p("甲"))[:-30], "damaged", id="cut off"),
    pytest.param(zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, 0), "damaged", id="no content"),
    pytest.param(
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, 0), "unsupported_format", id="ods"
    ),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.reason == reason
    assert "请" in refusal.value.message, "a refusal names the way out"
