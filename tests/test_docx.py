"""DOCX files: what stands on the page is in the text layer once, in reading order, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import R, W, docx, paragraph, zipped

from pipelines.formats.read import read_layer
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings


def read(data: bytes) -> TextLayer:
    return read_layer(data, "report.docx")


def asides(layer: TextLayer) -> list[tuple[str, str]]:
    return [(span.kind, layer.text[span.raw_start : span.raw_end].strip()) for span in layer.set_aside]


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def field(instruction: str, result: str) -> str:
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        sign.format("begin")
        + run(f"<w:instrText>{instruction}</w:instrText>")
        + sign.format("separate")
        + run(f"<w:t>{result}</w:t>")
        + sign.format("end")
    )


def said(words: str) -> str:
    return run(f"<w:t>{words}</w:t>")


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


BOX = (
    "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent>"
)

#: What is on the page, and the paragraphs that say it.
PARAGRAPHS = [
    pytest.param("调解矛盾纠纷136件。\n", paragraph("调解矛盾纠纷", "1", "3", "6", "件。"), id="digits split by runs"),
    pytest.param(
        "办结36件。\n",
        paragraph(
            "办结", "<w:del><w:r><w:delText>28</w:delText></w:r></w:del>", f"<w:ins>{said('36')}</w:ins>", "件。"
        ),
        id="tracked changes",
    ),
    pytest.param(
        "受理信访12件。\n",
        paragraph("受理信访", f"<w:moveFrom>{said('9')}</w:moveFrom>", f"<w:moveTo>{said('12')}</w:moveTo>", "件。"),
        id="moved text",
    ),
    pytest.param(
        "前半句，后半句。\n",
        paragraph("前半句，", properties="<w:rPr><w:del/></w:rPr>") + paragraph("后半句。"),
        id="a paragraph mark deleted",
    ),
    pytest.param("第一行\n第二行\n", paragraph("第一行", run("<w:br/>"), "第二行"), id="hard line break"),
    pytest.param("法治政府\n", paragraph("法治", run("<w:softHyphen/>"), "政府"), id="soft hyphen"),
    pytest.param("2020-2025年\n", paragraph("2020", run("<w:noBreakHyphen/>"), "2025年"), id="hard hyphen"),
    pytest.param(
        "详见政府网站。\n", paragraph("详见", f"<w:hyperlink>{said('政府网站')}</w:hyperlink>", "。"), id="link"
    ),
    pytest.param("见表36。\n", paragraph("见表", field(" REF t1 ", "36"), "。"), id="a field that shows text"),
    pytest.param(
        "公开。\n", paragraph("公开", run("<w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t>"), "。"), id="hidden text"
    ),
    pytest.param(
        "未隐藏36件。\n",
        paragraph("未隐藏", run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>36</w:t>'), "件。"),
        id="hidden turned off",
    ),
    pytest.param(
        "正文。\n框内36件。\n", paragraph("正文。", run(BOX.format(paragraph("框内36件。")))), id="text box once"
    ),
    pytest.param(
        "发(fā)展\n",
        paragraph(run(f"<w:ruby><w:rt>{said('fā')}</w:rt><w:rubyBase>{said('发')}</w:rubyBase></w:ruby>"), "展"),
        id="pinyin",
    ),
    pytest.param(
        "普法9场。\n",
        control(paragraph("普法", control(said("9")), "场。")),
        id="content controls",
    ),
]


@pytest.mark.parametrize(("text", "body"), PARAGRAPHS)
def test_a_paragraph_says_what_the_page_shows(text: str, body: str) -> None:
    assert read(docx(body)).text == text


def level(depth: int, style: str, pattern: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inside}</w:lvl>'


def numbered(text: str, depth: int = 0, num: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


NUMBERING = (
    f"<w:numbering {W}>"
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "decimalEnclosedCircleChinese", "%2")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)
NUMBERED = [
    (["一、情况", "（一）组织", "（二）制度", "1. 学法", "2. 普法", "二、问题", "（一）队伍"],
     [("情况", 0, 1), ("组织", 1, 1), ("制度", 1, 1), ("学法", 2, 1), ("普法", 2, 1), ("问题", 0, 1), ("队伍", 1, 1)]),
    (["一、甲", "正文", "二、乙"], [("甲", 0, 1), ("正文", 0, 0), ("乙", 0, 1)]),
    (["一、甲", "二、乙", "一、丙"], [("甲", 0, 1), ("乙", 0, 1), ("丙", 0, 3)]),
    (["点", "①一", "②二"], [("点", 0, 2), ("一", 1, 2), ("二", 1, 2)]),
    (["一、甲", "1.1 乙"], [("甲", 0, 1), ("乙", 3, 1)]),
    (["十二、末"], [("", 0, 1)] * 11 + [("末", 0, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "items"), NUMBERED)
def test_numbers_that_exist_only_as_numbering_are_written_out(
    lines: list[str], items: list[tuple[str, int, int]]
) -> None:
    body = "".join(numbered(text, depth, num) for text, depth, num in items)
    assert read(docx(body, {"numbering": ("numbering.xml", NUMBERING)})).text.splitlines() == lines


def test_a_style_brings_its_numbering_along_and_may_be_told_not_to() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style></w:styles>'
    )
    body = (
        paragraph("总体", properties='<w:pStyle w:val="h1"/>')
        + paragraph("问题", properties='<w:pStyle w:val="h2"/>')
        + paragraph("附记", properties='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    parts = {"numbering": ("numbering.xml", NUMBERING), "styles": ("styles.xml", styles)}
    assert read(docx(body, parts)).text == "一、总体\n二、问题\n附记\n"


def cell(*texts: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, texts))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


SPAN, TOP, BELOW = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLES = [
    pytest.param(
        ["| 项目 | 2023年 | 2023年 |", "| 项目 | 受理 | 办结 |", "| 纠纷 | 36 | 35 |"],
        table(
            cell("项目", properties=TOP) + cell("2023年", properties=SPAN),
            cell("", properties=BELOW) + cell("受理") + cell("办结"),
            cell("纠纷") + cell("36") + cell("35"),
        ),
        id="merged headers stand over each column",
    ),
    pytest.param(
        ["| 甲 | 36 |", "| 乙 |  |"],
        table(cell("甲") + cell("36", properties=TOP), cell("乙") + cell("", properties=BELOW)),
        id="a merged figure stands once",
    ),
    pytest.param(
        ["| 办结件数 | 36件 |"], table(cell("办结", "件数") + cell("36", "件")), id="paragraphs of a cell are one"
    ),
    pytest.param(
        ["第一段。", "第二段36件。"], table(cell("第一段。", "第二段36件。")), id="a frame of one cell is no table"
    ),
    pytest.param(
        ["情况", "一" * 60 + "。", "二" * 60 + "。"],
        table(cell("情况") + cell("一" * 60 + "。", "二" * 60 + "。")),
        id="running text in a frame",
    ),
    pytest.param(
        ["外", "| 内 | 7 |"],
        table(cell("外") + f"<w:tc>{table(cell('内') + cell('7'))}{paragraph()}</w:tc>"),
        id="nested",
    ),
    pytest.param(
        ["| 纠纷 | 36 |"],
        table(cell("纠纷") + cell("36"), '<w:trPr><w:del w:id="1"/></w:trPr>' + cell("旧行") + cell("28")),
        id="a deleted row is gone",
    ),
]


@pytest.mark.parametrize(("lines", "body"), TABLES)
def test_tables_are_rows_with_their_headers(lines: list[str], body: str) -> None:
    assert read(docx(body)).text.splitlines() == lines


def test_headers_footers_and_contents_are_set_aside() -> None:
    body = (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>"
        + paragraph(field('TOC \\o "1-3"', "一、情况 1"))
        + paragraph("正文36件", field("PAGE", "7"))
        + '<w:sectPr><w:headerReference r:id="rheader"/><w:footerReference r:id="rfooter"/></w:sectPr>'
    )
    parts = {
        "header": ("header1.xml", f"<w:hdr {W}>{paragraph('文件汇编2018')}</w:hdr>"),
        "footer": ("footer1.xml", f"<w:ftr {W}>{paragraph('第', field('PAGE', '3'), '页')}</w:ftr>"),
    }
    layer = read(docx(body, parts))
    assert asides(layer) == [
        ("running_header", "文件汇编2018"),
        ("contents", "目录"),
        ("contents", "一、情况 1"),
        ("page_number", "7"),
        ("running_footer", "第3页"),
    ]
    assert "正文36件\n" in layer.text


def test_a_note_follows_its_paragraph_and_never_stands_inside_a_number() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph("——")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("<w:footnoteRef/>"), "截至11月底")}</w:footnote></w:footnotes>'
    )
    body = paragraph("调解3", run('<w:footnoteReference w:id="2"/>'), "6件。") + paragraph("下文。")
    assert read(docx(body, {"footnotes": ("footnotes.xml", notes)})).text == "调解36件。\n截至11月底\n下文。\n"


def test_the_title_of_the_properties_is_stated() -> None:
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 黑井镇报告 </dc:title></p>'
    layer = read(docx(paragraph("正文"), more={"docProps/core.xml": core}))
    assert layer.stated == (("title", "黑井镇报告"),)
    assert layer.format == "docx"


def test_a_strict_file_and_one_with_back_slashes_are_read_too() -> None:
    strict = W.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
    )
    document = f"<w:document {strict} {R}><w:body>{paragraph('办结36件')}</w:body></w:document>"
    assert read(zipped({"[Content_Types].xml": "<Types/>", "word\\document.xml": document})).text == "办结36件\n"


DTD = (
    '<!DOCTYPE d [<!ENTITY a "{}">]><w:document '
    + W
    + "><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)
REFUSED = [
    pytest.param(docx(""), "empty", id="no text"),
    pytest.param(docx("", more={"word/media/1.png": "x"}), "needs_ocr", id="pictures only"),
    pytest.param(zipped({"[Content_Types].xml": "<Types/>"}), "damaged", id="no body"),
    pytest.param(docx(paragraph("x"))[:-40], "damaged", id="cut off"),
    pytest.param(
        docx(paragraph("调解")).replace(b"word/document.xml", b"word/document.xmm"), "damaged", id="renamed part"
    ),
    pytest.param(docx("<w:p>" * 300 + "</w:p>" * 300), "damaged", id="300 levels"),
    pytest.param(zipped({"[Content_Types].xml": "<T/>", "word/document.xml": DTD}), "unsafe_xml", id="entity"),
    pytest.param(zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<x/>"}), "unsupported_format", id="xlsx"),
    pytest.param(
        zipped({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<x/>"}), "unsupported_format", id="pptx"
    ),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.reason == reason
    assert "请" in refusal.value.message, "a refusal names the way out"


def test_what_unpacks_beyond_the_limit_is_refused() -> None:
    data = docx(paragraph("一" * 100_000))
    with pytest.raises(Unreadable) as refusal:
        read_layer(data, "x", Settings(unpacked_limit_bytes=50_000))
    assert refusal.value.reason == "too_large"
    assert len(data) < 10_000


@given(st.lists(st.text("调解36件，。1 9", min_size=1, max_size=4), min_size=1, max_size=8))
def test_any_cutting_into_runs_gives_the_same_text(runs: list[str]) -> None:
    whole = "一" + "".join(runs)
    assert read(docx(paragraph("一", *runs))).text == whole + "\n"


@given(st.recursive(st.just("p"), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=8))
def test_every_paragraph_of_nested_tables_is_there_once(shape: object) -> None:
    counter = iter(range(1000, 2000))

    def built(part: object) -> str:
        if not isinstance(part, list):
            return paragraph(f"第{next(counter)}段")
        return table("".join(f"<w:tc>{built(inner)}</w:tc>" for inner in part))

    text = read(docx(built(shape))).text
    for number in range(1000, next(counter)):
        assert text.count(f"第{number}段") == 1
