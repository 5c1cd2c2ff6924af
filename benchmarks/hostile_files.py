"""Hostile and broken files, made by code: bombs, lies about sizes, endless nesting, addresses elsewhere.

Belongs here: their bytes. Does not belong here: under which names they are put into a corpus, and what must become of
them (`hostile_cases.py`), what they cost (`hostile.py`).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

SENTENCE = "全年共调解矛盾纠纷36件。"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
WORD_PARTS = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
LOCAL_HEADER, DIRECTORY_ENTRY = b"PK\x03\x04", b"PK\x01\x02"


def zipped(members: Mapping[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=6) as archive:
        for name, data in dict(members).items() if isinstance(members, Mapping) else members:
            archive.writestr(name, data)
    return buffer.getvalue()


def zeros_zipped(name: str, size_bytes: int) -> bytes:
    """A ZIP archive whose one member is zeros, made without holding them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as member:
        for _ in range(size_bytes // 1_000_000):
            member.write(bytes(1_000_000))
    return buffer.getvalue()


def nested_bomb(levels: int = 5, copies: int = 16, core_bytes: int = 100_000_000) -> bytes:
    """Archives in archives like 42.zip: each level holds the one below many times."""
    data = zeros_zipped("0.txt", core_bytes)
    for level in range(levels):
        data = zipped([(f"{level}-{copy}.zip", data) for copy in range(copies)])
    return data


def overlapping_bomb(entries: int = 500) -> bytes:
    """An archive whose directory names one packed member again and again: small, and its sum without end."""
    data = zeros_zipped("a.txt", 15_000_000)
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    entry = data[start:end]
    directory = entry * entries
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), start, 0)
    return data[:start] + directory + tail


def huge_directory(entries: int = 200_000) -> bytes:
    """An archive that is nothing but directory: one entry of 46 bytes for each of many files that are not there."""
    entry = struct.pack("<4s6H3I5H2I", DIRECTORY_ENTRY, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * entries
    count = min(entries, 0xFFFF)
    return directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), 0, 0)


def with_sizes(archive: bytes, size_bytes: int) -> bytes:
    """An archive whose entries all declare an unpacked size that is not theirs."""
    changed = bytearray(archive)
    for signature, offset in ((LOCAL_HEADER, 22), (DIRECTORY_ENTRY, 24)):
        at = archive.find(signature)
        while at >= 0:
            changed[at + offset : at + offset + 4] = struct.pack("<I", size_bytes)
            at = archive.find(signature, at + 4)
    return bytes(changed)


def thirty_megabytes() -> bytes:
    """An archive that shrinks to a hundredth: a member larger than a file may be, and no bomb by its ratio."""
    return zipped({"a.txt": b"".join(b"%06d" % (n * n % 1_000_003) * 40 for n in range(125_000))})


def flipped(data: bytes) -> bytes:
    """Data with one byte changed."""
    middle = len(data) // 3
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


def encrypted(archive: bytes) -> bytes:
    """An archive whose entries say that they are encrypted."""
    changed = bytearray(archive)
    for signature, offset in ((LOCAL_HEADER, 6), (DIRECTORY_ENTRY, 8)):
        at = archive.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = archive.find(signature, at + 4)
    return bytes(changed)


def linked(name: str, target: str) -> bytes:
    """An archive that holds a symbolic link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, target)
    return buffer.getvalue()


def named(raw_name: bytes, data: bytes = SENTENCE.encode()) -> bytes:
    """An archive of one member whose name is these bytes, with no word on their charset, as old programs write it."""
    placeholder = b"n" * len(raw_name)
    return zipped({placeholder.decode(): data}).replace(placeholder, raw_name)


def part_name(word_name: str) -> str:
    """The name of a part from the name of an argument.

    >>> part_name("word___rels__document_xml_rels"), part_name("word__embeddings__a")
    ('word/_rels/document.xml.rels', 'word/embeddings/a')
    """
    return word_name.replace("__", "/").replace("_xml_rels", ".xml.rels")


def docx(document: str, **parts: bytes) -> bytes:
    """A DOCX with this XML as its document, '' for none."""
    package = {"[Content_Types].xml": WORD_PARTS.encode(), "_rels/.rels": WORD_RELATIONS.encode()}
    if document:
        package["word/document.xml"] = document.encode()
    return zipped({**package, **{part_name(name): data for name, data in parts.items()}})


def word(body: str = "", before: str = "") -> str:
    """The XML of a Word document; `before` stands before its root: a document type with entities."""
    return f"{XML}{before}<w:document {WORD_NAMESPACE}><w:body>{body}</w:body></w:document>"


def paragraph(text: str) -> str:
    """A paragraph of Word's."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(content: str) -> bytes:
    """An ODT with this XML as its content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def open_text(body: str, before: str = "") -> str:
    """The XML of an OpenDocument text."""
    return (
        f'{XML}{before}<office:document-content {OPEN_NAMESPACES} office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def laughs(levels: int = 12) -> str:
    """A document type whose last entity is ten times the one before, and so on: a billion laughs."""
    entities = ['<!ENTITY l0 "哈">']
    entities += [f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, levels)]
    return f"<!DOCTYPE d [{''.join(entities)}]>"


def outside(address: str) -> str:
    """A document type with an entity that stands for what lies at an address."""
    return f'<!DOCTYPE d [<!ENTITY outside SYSTEM "{address}">]>'


def deep(opening: str, closing: str, levels: int, middle: str) -> str:
    """Elements within elements."""
    return opening * levels + middle + closing * levels


def pdf(objects: list[bytes], trailer: bytes = b"", entries: int | None = None) -> bytes:
    """A PDF of these objects; `entries`: how many its cross-reference table claims to have."""
    data = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    count = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (entries or count)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"0000000000 00001 f \n" * ((entries or count) - count)
    return bytes(data) + b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        entries or count,
        trailer,
        start,
    )


def pdf_pages(content: bytes, catalog: bytes = b"", trailer: bytes = b"", entries: int | None = None) -> bytes:
    """A PDF of one page with this content stream."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        ],
        trailer,
        entries,
    )


def pdf_of_one_page_often(content: bytes, pages: int) -> bytes:
    """A PDF whose page tree names one page again and again."""
    data = pdf_pages(content)
    return data.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [" + b"3 0 R " * pages + b"] /Count %d" % pages)


def circular_pdf() -> bytes:
    """A PDF whose page tree is its own child."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"])


def mht(parts: int) -> bytes:
    """A saved page of many parts."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>%b</p>\r\n" % SENTENCE.encode()
    return head + part * parts + b"--b--\r\n"


def rtf(body: str) -> bytes:
    """An RTF of ASCII."""
    return ("{\\rtf1\\ansi\\ansicpg936 " + body + "}").encode("ascii")
