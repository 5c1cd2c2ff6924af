"""Hostile and broken files as they lie in a corpus, and what must become of each.

Belongs here: an entry a file. Does not belong here: their bytes (`hostile_files.py`), running them (`hostile.py`).
"""

from __future__ import annotations

import io
import os
import socket
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import hostile_files as made

# Elements that fetch something, with what ends them.
TAGS = (("img", ""), ("link", ""), ("iframe", "</iframe>"), ("object", "</object>"))
READ = "read"
"""What became of a file that is loaded: its text is read, and nothing of what it tried has happened."""


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file: `put` lays it into a corpus folder; `becomes`: its reason in `rejects`, or READ.

    `format`: the reader that says so. Where that is not registered yet, the file `becomes_unread` instead.
    """

    name: str
    put: Callable[[Path], object]
    becomes: str
    format: str = ""
    becomes_unread: str = "binary"


def _write(file: str, make: Callable[[], bytes], folder: Path) -> None:
    (folder / file).write_bytes(make())


def _bytes(name: str, file: str, make: Callable[[], bytes], becomes: str) -> Case:
    return Case(name, partial(_write, file, make), becomes)


def _document(reader: str, name: str, make: Callable[[], bytes], becomes: str, becomes_unread: str = "binary") -> Case:
    return Case(f"{reader.upper()}: {name}", partial(_write, f"a.{reader}", make), becomes, reader, becomes_unread)


def _link(file: str, target: str, folder: Path) -> None:
    (folder / file).symlink_to(target)


def _sparse(file: str, folder: Path) -> None:
    with (folder / file).open("wb") as opened:
        opened.truncate(1_000_000_000)


def _socket(file: str, folder: Path) -> None:
    # Its path may be longer than an address of a socket takes, so it is bound from within the folder.
    before = os.getcwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(file)
    finally:
        os.chdir(before)


def _device(file: str, folder: Path) -> None:
    try:
        os.mknod(folder / file, stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:  # only root may; a pipe is as little a file
        os.mkfifo(folder / file)


def _undecodable(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).touch()


def _text(file: str, folder: Path) -> None:
    (folder / file).write_text(made.SENTENCE, encoding="utf-8")


def _sentence() -> bytes:
    return made.SENTENCE.encode()


def _zip(name: str, member: str, becomes: str) -> Case:
    return _bytes(name, "a.zip", lambda: made.zipped({member: _sentence()}), becomes)


FILES: tuple[Case, ...] = (
    Case("sparse file of 1 GB", partial(_sparse, "a.txt"), "too_large"),
    Case("sparse archive of 1 GB", partial(_sparse, "a.zip"), "bad_archive"),
    Case("pipe", lambda folder: os.mkfifo(folder / "a.txt"), "unsupported_format"),
    Case("socket", partial(_socket, "a.txt"), "unsupported_format"),
    Case("device", partial(_device, "a.txt"), "unsupported_format"),
    Case("link to a device", partial(_link, "a.txt", "/dev/zero"), "links_out"),
    Case("link out of the folder", partial(_link, "a.txt", "/etc/hostname"), "links_out"),
    Case("link to the folder above", partial(_link, "a", ".."), "links_out"),
    Case("link to itself", partial(_link, "a.txt", "a.txt"), "dangling_link"),
    Case("name with a line end", partial(_text, "a\nb.txt"), "bad_name"),
    Case("name with a terminal's command", partial(_text, "\x1b]0;owned\x07.txt"), "bad_name"),
    Case("name that reads backwards", partial(_text, "报告\u202etxt.exe.txt"), "bad_name"),
    Case("name in no charset", _undecodable, "bad_name"),
    Case("name with quotes and commas", partial(_text, "\"a\",'b';--.txt"), READ),
)

ARCHIVES: tuple[Case, ...] = (
    _bytes("flat bomb: 200 MB of zeros", "a.zip", lambda: made.zeros_zipped("a.txt", 200_000_000), "archive_bomb"),
    _bytes("nested bomb like 42.zip", "a.zip", made.nested_bomb, "nested_archive"),
    _bytes("overlapping bomb: one member 500 times", "a.zip", made.overlapping_bomb, "archive_bomb+duplicate_name"),
    _bytes("directory of 200,000 entries", "a.zip", made.huge_directory, "archive_too_large"),
    _bytes(
        "30,000 files",
        "a.zip",
        lambda: made.zipped([(f"{n}.txt", b"") for n in range(30_000)], 0),
        "archive_too_many",
    ),
    _bytes("sizes declared too small", "a.zip", lambda: made.with_sizes(made.thirty_megabytes(), 10), "bad_archive"),
    _bytes(
        "sizes declared too large", "a.zip", lambda: made.with_sizes(made.thirty_megabytes(), 0x7FFFFFFF), "too_large"
    ),
    _bytes("member of 30 MB", "a.zip", made.thirty_megabytes, "too_large"),
    _bytes("encrypted", "a.zip", lambda: made.encrypted(made.zipped({"a.txt": _sentence()})), "encrypted"),
    _bytes("link in an archive", "a.zip", lambda: made.linked("a.txt", "/etc/passwd"), "links_out"),
    _zip("member above the folder", "../../a.txt", "unsafe_name"),
    _zip("member at an absolute path", "/etc/a.txt", "unsafe_name"),
    _zip("member on a drive", "C:\\a.txt", "unsafe_name"),
    _zip("member with a line end", "a\nb.txt", "bad_name"),
    _bytes("member's name cut by a NUL", "a.zip", lambda: made.named(b"a.txt\x00.exe"), "bad_name"),
    _zip("archive in an archive", "b.rar", "nested_archive"),
    _bytes("cut off", "a.zip", lambda: made.zipped({"a.txt": _sentence() * 99})[:-30], "bad_archive"),
    _bytes(
        "changed in the middle", "a.zip", lambda: made.flipped(made.zipped({"a.txt": _sentence() * 99})), "bad_archive"
    ),
    _bytes("no archive", "a.zip", _sentence, "bad_archive"),
)


def documents(address: str, canary: str) -> tuple[Case, ...]:
    """Hostile documents. `address`: where somebody listens, `canary`: a file that nothing may open."""
    return (
        *_docx_cases(address, canary),
        *_odt_cases(address, canary),
        *_page_cases(address, canary),
        *_rtf_cases(),
        *_pdf_cases(address),
    )


def _docx_cases(address: str, canary: str) -> Iterator[Case]:
    def docx(name: str, body: str, becomes: str, before: str = "", **parts: bytes) -> Case:
        return _document("docx", name, lambda: made.docx(made.word(body, before), **parts), becomes)

    told, entity = made.paragraph(made.SENTENCE), made.paragraph("&outside;")
    deep = made.deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 5_000, told)
    yield docx("a billion laughs", made.paragraph("&l11;"), "damaged", made.laughs())
    yield docx("entity of a file", entity, "unsafe_xml", made.outside(f"file://{canary}"))
    yield docx("entity of an address", entity, "unsafe_xml", made.outside(address))
    yield docx("template elsewhere", told, READ, word___rels__document_xml_rels=_relations(address, canary))
    yield docx("10,000 elements deep", deep, "damaged")
    yield docx("an archive bomb as a part", told, READ, word__embeddings__a=made.nested_bomb(2, 4, 10_000_000))
    yield _document("docx", "part of 200 MB", lambda: _docx_of_spaces(200_000_000), "too_large")
    yield _document("docx", "sizes lie", lambda: made.with_sizes(made.docx(made.word(told * 5_000)), 10), "damaged")


def _odt_cases(address: str, canary: str) -> Iterator[Case]:
    def odt(name: str, body: str, becomes: str, before: str = "") -> Case:
        return _document("odt", name, lambda: made.odt(made.open_text(body, before)), becomes)

    entity = "<text:p>&outside;</text:p>"
    yield odt("a billion laughs", "<text:p>&l11;</text:p>", "damaged", made.laughs())
    yield odt("entity of a file", entity, "unsafe_xml", made.outside(f"file://{canary}"))
    yield odt("entity of an address", entity, "unsafe_xml", made.outside(address))
    yield odt("10,000 elements deep", made.deep("<text:section>", "</text:section>", 10_000, entity), "damaged")


def _page_cases(address: str, canary: str) -> Iterator[Case]:
    def html(name: str, page: Callable[[], str], becomes: str = READ) -> Case:
        return _document("html", name, lambda: page().encode(), becomes, READ)

    def attributes(count: int) -> str:
        return " ".join(f"a{number}=1" for number in range(count))

    page = f"<html><body>{{}}<p>{made.SENTENCE}</p></body></html>"
    links = "".join(f'<{tag} src="{where}" href="{where}">{end}' for tag, end in TAGS for where in (address, canary))
    script = f"<script>fetch('{address}')</script>"
    yield html("10,000 elements deep", lambda: made.deep("<div>", "</div>", 10_000, made.SENTENCE))
    yield html("10,000 elements never closed", lambda: "<html>" + "<b><table>" * 5_000 + made.SENTENCE)
    yield html("entity of a file", lambda: made.outside(f"file://{canary}") + page.format("&outside;"))
    yield html("frames, pictures and scripts elsewhere", lambda: page.format(links + script))
    yield html("one tag of 15 MB", lambda: page.format(f"<p {'a' * 15_000_000}>"))
    # The parser looks for each attribute among those before it: half the square of a million.
    yield html("a million attributes", lambda: page.format(f"<p {attributes(1_000_000)}>"), "damaged")
    yield _document("mht", "100,000 parts", lambda: made.mht(100_000), READ, READ)


def _rtf_cases() -> Iterator[Case]:
    deep = made.deep("{", "}", 100_000, "36")
    yield _document("rtf", "100,000 groups deep", lambda: made.rtf(deep), "damaged")
    yield _document("rtf", "binary data without end", lambda: made.rtf("\\bin2147483647 x"), "damaged")
    yield _document("rtf", "15 MB of opening braces", lambda: made.rtf("{" * 15_000_000), "damaged")


def _pdf_cases(address: str) -> Iterator[Case]:
    def pdf(name: str, make: Callable[[], bytes], becomes: str) -> Case:
        return _document("pdf", name, make, becomes)

    text = b"BT /F1 12 Tf 72 720 Td (Disputes mediated: 36) Tj ET"
    script = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\(" + address.encode() + b"\\)) >>"
    yield pdf("with a script", lambda: made.pdf_pages(text, script), READ)
    yield pdf("without text", lambda: made.pdf_pages(b"0 0 100 100 re f"), "empty")
    yield pdf("table of 900,000 objects", lambda: made.pdf_pages(text, entries=900_000), READ)
    yield pdf("a million pages that are one", lambda: made.pdf_of_one_page_often(text, 1_000_000), "too_large")
    yield pdf("page tree in a circle", lambda: made.circular_pdf(), "damaged")
    yield pdf("cut off", lambda: made.pdf_pages(text)[:200], "damaged")


def _relations(address: str, canary: str) -> bytes:
    """Parts of a DOCX that lie elsewhere, as its document declares them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(
        f'<Relationship Id="r{number}" Type="{kind}{part}" Target="{where}" TargetMode="External"/>'
        for number, (part, where) in enumerate(
            (part, where) for part in ("attachedTemplate", "image", "footnotes") for where in (address, canary)
        )
    )
    return made.WORD_RELATIONS.split("<Relationship ")[0].encode() + links.encode() + b"</Relationships>"


def _docx_of_spaces(size_bytes: int) -> bytes:
    """A DOCX whose document unpacks to blanks, made without holding them."""
    buffer = io.BytesIO(made.docx(""))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(size_bytes // 1_000_000):
            part.write(b" " * 1_000_000)
    return buffer.getvalue()
