"""Small office files made by hand for tests: DOCX, ODT, PDF, compound files, with nothing but what a test needs.

Belongs here: writing containers. Does not belong here: what a reader should make of them (`test_docx.py`, …).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    """A `w:p`. A run that starts with `<` is XML, others are text."""
    inner = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def docx(body: str, parts: Mapping[str, tuple[str, str]] | None = None, more: Mapping[str, str] | None = None) -> bytes:
    """A DOCX. `parts`: by kind of relationship (`numbering`, `header` …) the name and the inside of a further part."""
    parts = parts or {}
    relations = "".join(_RELATION.format(f"r{kind}", kind, name) for kind, (name, _) in parts.items())
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _RELATIONS.format(_RELATION.format("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _RELATIONS.format(relations),
        "word/document.xml": f"<w:document {W} {R} {MORE}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}": xml for name, xml in parts.values()},
        **(more or {}),
    }
    return zipped(files)


_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "manifest": "manifest",
        "svg": "svg-compatible",
    }.items()
)


def odt(body: str, automatic: str = "", styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An ODT. `automatic`: automatic styles of the content; `styles`: the inside of `styles.xml`."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {_ODF}>{styles}</office:document-styles>",
            **{name: xml.replace("ODF", _ODF) for name, xml in (more or {}).items()},
        },
        zipfile.ZIP_STORED,
    )


def words(x: float, y: float, text: str, size: float = 16) -> str:
    """PDF operators that set a line of text."""
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def box(x: float, y: float, width: float, height: float) -> str:
    """PDF operators that draw a rectangle."""
    return f"{x} {y} {width} {height} re S\n"


_MAPPED_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/W[1 [500] 8 [500] 13 25 500]"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)
#: Codes of an embedded subset that say nothing of their characters.
_UNMAPPED_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Song/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/AAAAAA+Song"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Song/Flags 4/FontBBox[0 -200 1000 900]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)
_SCAN = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    "stream\n\x80\nendstream"
)


def pdf(pages: Sequence[str], mapped: bool = True, encrypted: bool = False, catalog: str = "", page: str = "") -> bytes:
    """A PDF of pages of 595 × 842 points. `catalog`, `page`: further entries of these dictionaries."""
    kids = [6 + 2 * i for i in range(len(pages))]
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>",
        3: _MAPPED_FONT if mapped else _UNMAPPED_FONT,
        4: _SCAN,
        5: "<</Title(" + "Report 2023" + ")>>",
    }
    for kid, content in zip(kids, pages, strict=True):
        objects[kid] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {kid + 1} 0 R{page}"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</Im 4 0 R>>>>>>"
        )
        objects[kid + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    if encrypted:
        objects[max(objects) + 1] = f"<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>"
    return _with_xref(objects, encrypted)


def _with_xref(objects: Mapping[int, str], encrypted: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, inside in sorted(objects.items()):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    start = len(out)
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    more = f"/Encrypt {len(objects)} 0 R/ID[<00><00>]" if encrypted else ""
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}trailer\n"
        f"<</Size {len(objects) + 1}/Root 1 0 R/Info 5 0 R{more}>>\nstartxref\n{start}\n%%EOF\n"
    ).encode("latin-1")
    return bytes(out)


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM_SECTORS = 8  # 4,096 bytes: smaller streams would need a second table of sectors


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE2) with streams of up to 4,096 bytes each."""
    table = [_FAT, *[_END] * (1 + len(streams) // 4)]
    directory_sectors = len(table) - 1
    table[1:] = [*range(2, directory_sectors + 1), _END]
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    inside = b""
    for i, (name, data) in enumerate(streams.items()):
        first = len(table)
        table += [*range(first + 1, first + _STREAM_SECTORS), _END]
        following = i + 2 if i + 1 < len(streams) else _FREE
        entries.append(_entry(name, 2, first, 512 * _STREAM_SECTORS, _FREE, following))
        inside += data.ljust(512 * _STREAM_SECTORS, b"\0")
    directory = b"".join(entries).ljust(512 * directory_sectors, b"\0")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0,
    )  # fmt: skip
    fat = b"".join(struct.pack("<I", sector) for sector in table).ljust(512, b"\xff")
    return head.ljust(512, b"\xff") + fat + directory + inside


def _entry(name: str, kind: int, first: int, size: int, child: int, right: int = _FREE) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIQ", encoded, len(encoded), kind, 1, _FREE, right, child, 0, first, size
    )  # fmt: skip
