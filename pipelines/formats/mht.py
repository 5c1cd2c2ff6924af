"""A page saved with its pictures in one file (.mht, .mhtml) to the text layer of the page.

Belongs here: finding the page among the parts, and its charset and address. Does not belong here: reading the page
(`html.py`), pictures, style sheets and scripts, which are never decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from pipelines.formats import html
from pipelines.formats.html_lines import hanzi_in
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings
from pipelines.text import intake

FORMAT = "mht"

_SNIFFED_BYTES = 4096
_HEADER = re.compile(rb"\s*(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MIME = re.compile(
    rb"^(?:MIME-Version:|Content-Type:\s*(?:multipart/related|multipart/alternative|text/html))", re.I | re.M
)
#: Browsers write the page first, with its frames behind it; a saved page with a hundred pictures has three such parts.
_PAGES_MAX = 20
_PARTS_MAX = 2_000
_NESTING_MAX = 4
_ADDRESS = re.compile(r"https?://\S{4,2000}", re.I)


def is_mht(data: bytes) -> bool:
    """Whether bytes begin with the header of a saved page.

    >>> is_mht(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related;\\r\\n\\tboundary=x\\r\\n\\r\\n--x")
    True
    """
    head = _HEADER.match(data[:_SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf"))
    return head is not None and bool(_MIME.search(head.group()))


def read(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of the page in a saved file: of several, the one with the most Chinese. Raises `Unreadable`."""
    intake.refuse_oversize(len(data), settings.file_limit_bytes)
    best: TextLayer | None = None
    refusal: Unreadable | None = None
    for part, address in _pages(data.removeprefix(b"\xef\xbb\xbf")):
        try:
            layer = _layer_of(part, address, settings)
        except Unreadable as error:
            refusal = refusal or error
            continue
        if best is None or hanzi_in(layer.text) > hanzi_in(best.text):
            best = layer
    if best is None:
        raise refusal or Unreadable("empty", "MHT 文件里没有网页正文；请重新保存网页，或把正文另存为文本后再放入")
    return best


def _layer_of(part: Message, address: str | None, settings: Settings) -> TextLayer:
    body = part.get_payload(decode=True)
    source = body if isinstance(body, bytes) else b""
    declared = part.get_content_charset() or html.declared_charset(source)
    decoded = intake.decode(source, settings.file_limit_bytes, declared)
    html.refuse_crowded_tags(decoded.text, settings.tag_attributes_limit)
    stated = (("url", address),) if address and _ADDRESS.fullmatch(address) else ()
    return html.layer_of(decoded.text, decoded.encoding, FORMAT, stated)


def _pages(data: bytes) -> Iterator[tuple[Message, str | None]]:
    """The parts that are pages, each with the address it was saved from."""
    found = 0
    waiting: list[tuple[bytes, int, str | None]] = [(data, 0, None)]
    while waiting and found < _PAGES_MAX:
        raw, depth, address = waiting.pop()
        head, _, body = raw.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
        header = message_from_bytes(head + b"\n\n")
        location = _location(header) or address
        if header.get_content_maintype() == "multipart":
            boundary = header.get_boundary()
            if boundary and depth < _NESTING_MAX:
                waiting += [(piece, depth + 1, location) for piece in reversed(_parts(body, boundary))]
        elif header.get_content_type() in ("text/html", "application/xhtml+xml"):
            found += 1
            yield message_from_bytes(head + b"\n\n" + body), location


def _parts(body: bytes, boundary: str) -> list[bytes]:
    """The parts between boundaries. By hand: the library would decode the header of each of 100,000 pictures."""
    mark = b"--" + boundary.encode("ascii", "replace")
    pieces = re.split(rb"(?:\A|\n)" + re.escape(mark) + rb"(?:--)?[ \t]*(?:\n|\Z)", body, maxsplit=_PARTS_MAX)
    return [piece for piece in pieces[1:] if piece.strip()]


def _location(header: Message) -> str | None:
    for name in ("Content-Location", "Snapshot-Content-Location"):
        value = header.get(name)
        if value:
            return "".join(str(value).split())
    return None
