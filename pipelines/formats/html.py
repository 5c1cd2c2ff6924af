"""A web page to its text layer: all that a reader of the page sees, line by line, its furniture marked.

Belongs here: telling a page from plain text, and the order of the steps. Does not belong here: charsets
(`pipelines/text/intake.py`), each step (`html_walk.py`, `html_blocks.py`, `html_tables.py`, `html_aside.py`), tags that
were left in a plain text (`pipelines/text/markup.py`).

Offsets of the layer point into its text, not into the source with its tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from pipelines.formats.html_aside import kinds_aside
from pipelines.formats.html_blocks import read_blocks
from pipelines.formats.html_lines import Line
from pipelines.formats.html_stated import stated_by
from pipelines.formats.html_tables import Repeats, Table, grid, is_data
from pipelines.formats.html_walk import events
from pipelines.formats.layers import LayerWriter
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings
from pipelines.text import intake

FORMAT = "html"

_SNIFFED_BYTES = 4096
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,8}<(?:!doctype\s+html|html|head|meta|title|body)\b",
    re.I | re.S,
)
_TAG = re.compile(rb"</?(?:p|div|span|table|tr|td|br|li|ul|h[1-6]|a|strong|font|section|article)\b[^<>]{0,2000}>", re.I)
#: A piece of a page begins with a tag and has several near its start; a text that quotes a tag or two does neither.
_PIECE_TAGS_MIN = 6
_BYTE_ORDER_MARKS = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_CHARSET = re.compile(
    rb"<(?:meta\b[^<>]{0,300}?\bcharset\s*=|\?xml\b[^<>]{0,200}?\bencoding\s*=)\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I
)
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
#: Between the cells of one row of the page there is no line.
Row = tuple[str, ...]


def is_html(data: bytes) -> bool:
    """Whether bytes are a page, or a piece of one that was saved without its head, in any charset.

    >>> is_html(b"<!DOCTYPE html><p>36"), is_html("<p>甲</p>".encode("utf-16")), is_html("调解<b>36</b>件".encode())
    (True, False, False)
    """
    head = _without_nuls(data[: 2 * _SNIFFED_BYTES])[:_SNIFFED_BYTES]
    if _OPENING.match(head):
        return True
    return head.lstrip()[:1] == b"<" and len(_TAG.findall(head)) >= _PIECE_TAGS_MIN and bool(_TAG.match(head.lstrip()))


def _without_nuls(data: bytes) -> bytes:
    """The ASCII of UTF-16 as bytes, without a byte order mark."""
    return _BYTE_ORDER_MARKS.sub(b"", data).replace(b"\x00", b"")


def declared_charset(data: bytes) -> str | None:
    """What a page says of its charset; it is often wrong, and only settles what its bytes leave open.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    found = _CHARSET.search(_without_nuls(data[: 2 * _SNIFFED_BYTES]))
    return found.group(1).decode("ascii") if found else None


def read(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of a page. Raises `Unreadable` where it holds no text, or its charset can't be read."""
    decoded = intake.decode(data, settings.file_limit_bytes, declared_charset(data))
    refuse_crowded_tags(decoded.text, settings.tag_attributes_limit)
    return layer_of(decoded.text, decoded.encoding)


def refuse_crowded_tags(source: str, limit: int) -> None:
    """Raises `Unreadable` where a tag has more than `limit` attributes: the parser takes the square of them.

    >>> refuse_crowded_tags("<p a=1 b='<>' c><script>for(i=0;i<n;i++){1, 2, 3, 4}</script>", 3)
    """
    if any(found["crowded"] for found in _crowded(limit).finditer(source)):
        raise Unreadable(
            "damaged",
            f"网页里有一个标签带有超过 {limit:,} 个属性，未读取；文件可能已损坏，请打开网页，把正文另存为文本后再放入",
        )


@lru_cache(maxsize=4)
def _crowded(limit: int) -> re.Pattern[str]:
    """A tag with more attributes, or what holds no tags (scripts, styles, comments) to its end.

    Atomic groups: what was taken for an attribute is never taken apart again, so that it ends in linear time.
    """
    return re.compile(
        rf"(?P<crowded><[A-Za-z][^\s/>]*+(?>{_ATTRIBUTE}){{{limit + 1}}})"
        r"|<(?P<raw>(?i:script|style))\b(?>.*?(?:</(?i:(?P=raw))\b|\Z))|<!--(?>.*?(?:-->|\Z))",
        re.DOTALL,
    )


def layer_of(
    source: str, encoding: str, format_name: str = FORMAT, stated: Sequence[tuple[str, str]] = ()
) -> TextLayer:
    """The text layer of a page given as text. `stated`: what is known of it beside what it says itself."""
    page = LexborHTMLParser(source)
    statements = (*stated_by(page, source), *stated)
    blocks = read_blocks(events(page))
    lines = list(_in_order(blocks.items))
    if not lines:
        raise Unreadable(
            "empty", "网页里没有可读的文字（内容可能由脚本载入或只有图片）；请打开网页，把正文另存为文本后再放入"
        )
    titles = [value for name, value in statements if name in ("title", "page_title")]
    of_rows = [line for line, _ in lines]
    writer = LayerWriter()
    for (line, row), aside in zip(lines, kinds_aside(of_rows, blocks.regions, titles), strict=True):
        if row is None:
            writer.line(line.text, aside)
        else:
            writer.row(row, aside)
    return writer.layer(format_name, encoding, statements)


def _in_order(items: Sequence[Line | Table]) -> Iterator[tuple[Line, Row | None]]:
    """Lines in document order, each with its cells where it is a row of data. By a stack: tables nest without end."""
    repeats = Repeats()
    waiting = list(reversed(items))
    while waiting:
        item = waiting.pop()
        if isinstance(item, Line):
            yield item, None
        elif is_data(item):
            waiting_heading = [line for line in item.heading if isinstance(line, Line)]
            yield from ((line, None) for line in waiting_heading)
            yield from _data_rows(item, repeats)
        else:
            waiting.extend(reversed([*item.heading, *item.items()]))


def _data_rows(table: Table, repeats: Repeats) -> Iterator[tuple[Line, Row]]:
    for slots in grid(table, repeats):
        lines = [line for _, cell in slots if cell is not None for line in cell.lines]
        if lines:
            row = tuple(words for words, _ in slots)
            hanzi, linked = sum(line.hanzi for line in lines), sum(line.linked_hanzi for line in lines)
            yield Line(" ".join(row), lines[0].region, hanzi, linked), row
