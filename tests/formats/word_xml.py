"""The parts of a DOCX package, written by hand: paragraphs, tables, numbering, headers, footnotes.

Belongs here: WordprocessingML as strings and the package around it. Does not belong here: which trick a file plays
(`word.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from article import Block, spanned
from package import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="wps"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(slots=True)
class Parts:
    """The parts of a package beside the main document, by name without `.xml`."""

    body: str
    more: dict[str, str] = field(default_factory=dict)
    title: str = ""


def run(text: str, properties: str = "") -> str:
    """One run of text; `properties` are children of w:rPr."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of ready runs; `properties` are children of w:pPr."""
    style = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{style}{inner}</w:p>"


def table(block: Block) -> str:
    """A table with merged header cells by gridSpan and vMerge."""
    columns = max(len(row) for row in block.rows)
    lines = []
    for r, row in enumerate(spanned(block.rows)):
        cells = []
        if r == 1 and len(block.rows[1]) > sum(cell.columns for cell in row):
            cells.append('<w:tc><w:tcPr><w:tcW w:w="1600" w:type="dxa"/><w:vMerge/></w:tcPr><w:p/></w:tc>')
        for cell in row:
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{1600 * cell.columns}" w:type="dxa"/>{span}{merge}</w:tcPr>'
                f"{paragraph(run(cell.text))}</w:tc>"
            )
        lines.append("<w:tr>" + "".join(cells) + "</w:tr>")
    grid = '<w:gridCol w:w="1600"/>' * columns
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def document(body: str, section: str = "") -> str:
    """The main document part."""
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"/>'
    inner = f"{body}<w:sectPr>{section}{page}</w:sectPr>"
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>"


def numbering() -> str:
    """Three levels whose numbers exist nowhere else: 一、 then （一） then 1."""
    levels = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    return (
        f"{DECLARATION}<w:numbering {NAMESPACES}>"
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f'{inner}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def footnotes(notes: list[str]) -> str:
    """The footnotes part, with the two separators that Word writes."""
    own = "".join(
        f'<w:footnote w:id="{i}">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" " + note))}</w:footnote>'
        for i, note in enumerate(notes, 1)
    )
    return (
        f"{DECLARATION}<w:footnotes {NAMESPACES}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r>'
        f'</w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        f"</w:r></w:p></w:footnote>{own}</w:footnotes>"
    )


def simple_field(instruction: str, shown: str) -> str:
    """A field with the result that was last shown, such as a page number."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def header(text: str) -> str:
    """A page header."""
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph(run(text))}</w:hdr>"


def footer(shown: str = "1") -> str:
    """A page footer — 1 — whose number is a field."""
    inner = run("— ") + simple_field("PAGE", shown) + run(" — 共") + simple_field("NUMPAGES", "3") + run("页")
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{paragraph(inner)}</w:ftr>"


def text_box(inner: str) -> str:
    """Paragraphs in a text box, once as Word 2010 draws it and once more as the fallback for older readers."""
    box = f"<w:txbxContent>{inner}</w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="5200000" cy="1600000"/><wp:docPr id="1" name="文本框 1"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr '
        'txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5200000" cy="1600000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    picture = f'<w:pict><v:shape style="width:410pt;height:126pt"><v:textbox>{box}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _relations(parts: Parts) -> str:
    own = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATION}{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for i, name in enumerate(parts.more, 1)
    )
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{own}'
        "</Relationships>"
    )


def relation_id(parts: dict[str, str], name: str) -> str:
    """The relation id that a part gets in the package."""
    return f"rId{list(parts).index(name) + 1}"


def package(parts: Parts, main: str = "document") -> bytes:
    """The DOCX file. The main part may have another name, which only the relations tell."""
    overrides = f'<Override PartName="/word/{main}.xml" ContentType="{CONTENT}document.main+xml"/>' + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}{name.rstrip("0123456789")}+xml"/>'
        for name in parts.more
    )
    types = (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    root = (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}officeDocument" Target="word/{main}.xml"/></Relationships>'
    )
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": root,
        f"word/_rels/{main}.xml.rels": _relations(parts),
        f"word/{main}.xml": parts.body,
    } | {f"word/{name}.xml": text for name, text in parts.more.items()}
    return packed((name, text.encode("utf-8")) for name, text in members.items())
