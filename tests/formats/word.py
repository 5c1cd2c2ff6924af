"""Word files (DOCX) as township offices make them, one function for each habit that a reader stumbles over.

Belongs here: what a file does to a text: split runs, numbers that only the numbering part knows, text boxes, tracked
changes, notes. Does not belong here: the XML's wording (`word_xml.py`).

A reader sees the finished text: insertions accepted, deletions and comments gone, numbering and text boxes in their
places, once each. Headers, footers, footnotes, a table of contents and a letterhead are the file's, not the report's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import word_xml as wx
from article import Article, Block
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from package import repacked

Values = dict[str, Any]
DIGIT_OR_NOT = re.compile(r"\d|\D{1,9}")
CENTRED = '<w:jc w:val="center"/>'
RIGHT = '<w:jc w:val="right"/>'


def _placed(block: Block) -> str:
    return {"title": CENTRED, "signature": RIGHT, "date": RIGHT}.get(block.kind, '<w:ind w:firstLineChars="200"/>')


def _body(article: Article, inline: Callable[[str], str] = wx.run) -> str:
    return "".join(
        wx.table(b) if b.kind == "table" else wx.paragraph(inline(b.text), _placed(b)) for b in article.blocks
    )


def plain(article: Article, values: Values) -> bytes:
    """python-docx and its default template: paragraphs, bold headings, a table with merged cells."""
    file = docx.Document()
    file.styles["Normal"].font.size = Pt(16)
    file.styles["Normal"].font.name = "Times New Roman"
    file.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    for b in article.blocks:
        if b.kind == "table":
            grid = file.add_table(len(b.rows), len(b.rows[0]), style="Table Grid")
            for r, row in enumerate(b.rows):
                for c, text in enumerate(row):
                    grid.cell(r, c).text = text
            if "" in b.rows[0]:
                grid.cell(0, 0).merge(grid.cell(1, 0))
                for c, text in enumerate(b.rows[0]):
                    if not text:
                        grid.cell(0, c - 1).merge(grid.cell(0, c))
            continue
        line = file.add_paragraph()
        line.add_run(b.text).bold = b.kind in ("title", "heading")
        if b.kind in ("title", "signature", "date"):
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER if b.kind == "title" else WD_ALIGN_PARAGRAPH.RIGHT
    file.core_properties.title = values.get("core_title", "文档1")
    file.core_properties.author = values["author"]
    buffer = io.BytesIO()
    file.save(buffer)
    return repacked(buffer.getvalue())


def split_runs(article: Article, values: Values) -> bytes:
    """Every digit in a run of its own, with proofing marks, bookmarks and language changes between the runs."""

    def inline(text: str) -> str:
        pieces = DIGIT_OR_NOT.findall(text)
        latin, mark = '<w:rFonts w:hint="default"/><w:lang w:val="en-US"/>', '<w:proofErr w:type="spellStart"/>'
        return "".join(wx.run(p, latin) + mark if p.isdigit() else wx.run(p) for p in pieces) + (
            '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        )

    return wx.package(wx.Parts(wx.document(_body(article, inline))))


def numbered(article: Article, values: Values) -> bytes:
    """Headings whose 一、 （一） 1. exist only in numbering.xml."""
    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines.append(wx.table(b))
        elif b.marker:
            list_level = f'<w:numPr><w:ilvl w:val="{b.level - 1}"/><w:numId w:val="1"/></w:numPr>'
            lines.append(wx.paragraph(wx.run(b.text.removeprefix(b.marker)), list_level))
        else:
            lines.append(wx.paragraph(wx.run(b.text), _placed(b)))
    return wx.package(wx.Parts(wx.document("".join(lines)), {"numbering": wx.numbering()}))


def text_boxes(article: Article, values: Values) -> bytes:
    """Title and every third paragraph stand in text boxes, each written twice: as drawing and as fallback."""
    lines, turn = [], 0
    for b in article.blocks:
        if b.kind == "table":
            lines.append(wx.table(b))
            continue
        line = wx.paragraph(wx.run(b.text), _placed(b))
        turn += b.kind == "paragraph"
        boxed = b.kind == "title" or (b.kind == "paragraph" and turn % 3 == 0)
        lines.append(wx.text_box(line) if boxed else line)
    return wx.package(wx.Parts(wx.document("".join(lines))))


def _changed(text: str, turn: int) -> str:
    """The paragraph with its first number inserted over a deleted one; the finished text is `text`."""
    found = re.search(r"\d+(?=[件名次场份条人])", text)
    if not found:
        return wx.run(text)
    old = str(int(found.group()) + 3)
    stamp = f'w:id="{turn}" w:author="办公室" w:date="2022-01-10T10:{turn % 60:02}:00Z"'
    deleted = f'<w:del {stamp}><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>'
    inserted = f"<w:ins {stamp}>{wx.run(found.group())}</w:ins>"
    return wx.run(text[: found.start()]) + deleted + inserted + wx.run(text[found.end() :])


def tracked(article: Article, values: Values) -> bytes:
    """Tracked changes: numbers corrected, a paragraph deleted whole, one moved, a comment with a figure."""
    stamp = 'w:id="900" w:author="办公室" w:date="2022-01-10T10:00:00Z"'
    gone = "另外，全年还组织义务劳动15次，参加干部300人次，此段删去。"
    deleted = (
        f"<w:p><w:pPr><w:rPr><w:del {stamp}/></w:rPr></w:pPr><w:del {stamp}><w:r><w:delText>{gone}</w:delText></w:r>"
        "</w:del></w:p>"
    )
    lines = []
    for turn, b in enumerate(article.blocks, 1):
        if b.kind == "table":
            lines.append(wx.table(b))
            continue
        if turn == 6:
            lines.append(deleted)
            moved = f"<w:p><w:moveFrom {stamp}>{wx.run(article.blocks[-4].text)}</w:moveFrom></w:p>"
            lines.append(moved)
        inner = _changed(b.text, turn)
        if turn == len(article.blocks) - 3:
            inner = f"<w:moveTo {stamp}>{wx.run(b.text)}</w:moveTo>"
        if turn == 4:
            reference = '<w:r><w:commentReference w:id="0"/></w:r>'
            inner = f'<w:commentRangeStart w:id="0"/>{inner}<w:commentRangeEnd w:id="0"/>{reference}'
        lines.append(wx.paragraph(inner, _placed(b)))
    comments = (
        f'{wx.DECLARATION}<w:comments {wx.NAMESPACES}><w:comment w:id="0" w:author="李主任">'
        f"{wx.paragraph(wx.run('去年是5次，请核实；另附2020年数字。'))}</w:comment></w:comments>"
    )
    return wx.package(wx.Parts(wx.document("".join(lines)), {"comments": comments}))


def notes(article: Article, values: Values) -> bytes:
    """Footnotes with figures and years, a page header and page numbers."""
    texts = ["统计时间为当年1月1日至12月31日，口径与2019年以前不同。", "含与县级部门联合开展的3次。"]
    lines, made = [], 0
    for b in article.blocks:
        if b.kind == "table":
            lines.append(wx.table(b))
            continue
        inner = wx.run(b.text)
        if b.kind == "paragraph" and made < len(texts) and len(b.text) > 80:
            made += 1
            reference = (
                f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{made}"/></w:r>'
            )
            head, stop, rest = b.text.partition("。")
            inner = wx.run(head) + reference + wx.run(stop + rest)
        lines.append(wx.paragraph(inner, _placed(b)))
    more = {
        "footnotes": wx.footnotes(texts),
        "header1": wx.header(f"{values['place']}文件汇编　2018—2025"),
        "footer1": wx.footer(),
    }
    section = (
        f'<w:headerReference w:type="default" r:id="{wx.relation_id(more, "header1")}"/>'
        f'<w:footerReference w:type="default" r:id="{wx.relation_id(more, "footer1")}"/>'
    )
    return wx.package(wx.Parts(wx.document("".join(lines), section), more))


def soft_breaks(article: Article, values: Values) -> bytes:
    """Soft hyphens inside numbers, line breaks and tabs in mid-sentence, breaks that the last printing left."""

    def inline(text: str) -> str:
        pieces = re.sub(r"(?<=\d)(?=\d)", "\x01", text)
        pieces = re.sub("(?<=，)(?=.{30})", "\x02", pieces)
        parts = re.split("([\x01\x02])", pieces)
        signs = {"\x01": "<w:r><w:softHyphen/></w:r>", "\x02": "<w:r><w:br/><w:lastRenderedPageBreak/></w:r>"}
        return "<w:r><w:tab/></w:r>" + "".join(signs[p] if p in signs else wx.run(p) for p in parts if p)

    return wx.package(wx.Parts(wx.document(_body(article, inline))))


def letterhead(article: Article, values: Values) -> bytes:
    """A red letterhead with its document number above, copies and printing date below."""
    red = '<w:color w:val="FF0000"/><w:sz w:val="72"/>'
    above = wx.paragraph(wx.run(f"{values['issuer']}文件", red), CENTRED) + wx.paragraph(
        wx.run(values["number"]), CENTRED
    )
    below = wx.paragraph(wx.run("（此件公开发布）")) + wx.paragraph(
        wx.run(f"抄送：{values['county']}司法局，存档2份。")
    )
    printed = "{}年{}月{}日".format(*(int(n) for n in str(values["published"]).split("-")))
    below += wx.paragraph(wx.run(f"{values['place']}党政办公室　　　　{printed}印发"))
    return wx.package(wx.Parts(wx.document(above + _body(article) + below)))


def contents(article: Article, values: Values) -> bytes:
    """A table of contents with page numbers, content controls, hyperlinks and smart tags."""
    page, entries = 0, []
    for b in article.blocks:
        if b.level == 1 and b.marker:
            page += 1
            field = wx.simple_field(f"PAGEREF _Toc{page}", str(page))
            entries.append(wx.paragraph(wx.run(b.text) + "<w:r><w:tab/></w:r>" + field, '<w:pStyle w:val="TOC1"/>'))
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{wx.paragraph(wx.run('目　录'), CENTRED)}{''.join(entries)}</w:sdtContent></w:sdt>"
    )
    lines = []
    for turn, b in enumerate(article.blocks):
        line = wx.table(b) if b.kind == "table" else wx.paragraph(_wrapped(b.text, turn), _placed(b))
        lines.append(f"<w:sdt><w:sdtContent>{line}</w:sdtContent></w:sdt>" if turn % 4 == 3 else line)
        if b.kind == "title":
            lines.append(toc)
    return wx.package(wx.Parts(wx.document("".join(lines))))


def _wrapped(text: str, turn: int) -> str:
    """The paragraph's runs, the middle one inside a hyperlink or a smart tag."""
    middle = len(text) // 2
    tag = ("hyperlink w:anchor='_top'", "smartTag w:uri='urn:x' w:element='chmetcnv'")[turn % 2]
    inner = wx.run(text[middle : middle + 6])
    return wx.run(text[:middle]) + f"<w:{tag}>{inner}</w:{tag.split()[0]}>" + wx.run(text[middle + 6 :])


def one_cell(article: Article, values: Values) -> bytes:
    """The whole report in the one cell of a table, its own table nested; the main part has an unusual name."""
    cell = f"<w:tc><w:tcPr/>{_body(article)}<w:p/></w:tc>"
    body = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="8300"/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl><w:p/>'
    return wx.package(wx.Parts(wx.document(body)), main="document2")


KINDS: dict[str, Callable[[Article, Values], bytes]] = {
    kind.__name__: kind
    for kind in (
        plain,
        split_runs,
        numbered,
        text_boxes,
        tracked,
        notes,
        soft_breaks,
        letterhead,
        contents,
        one_cell,
    )
}
