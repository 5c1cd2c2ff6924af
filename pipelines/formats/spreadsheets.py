"""Spreadsheets (XLSX): a list of links to reports is told from any other table, and both are refused with the way out.

Belongs here: counting links in the parts of a workbook, under the limits of a package. Does not belong here: reading
figures out of spreadsheets, which no report is published as; other kinds of office files that hold no report
(`refused.py`).
"""

from __future__ import annotations

import re

from pipelines.formats.packages import Package
from pipelines.formats.refused import SPREADSHEET
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

LEAST_LINKS = 3
"""A table of figures may name the site that it was taken from, and another."""

LINKED_ROWS_SHARE = 0.5
"""Of a list of links most rows hold one; a head and a note under it do not."""

_MESSAGE = "这是报告的链接清单（XLSX，共 {} 个链接），不是报告正文；请打开其中的链接，下载报告本身再放入"
#: An address as the text of a cell, whether shared or its own.
_IN_TEXT = re.compile(rb">\s*((?:https?://|www\.)[^<\s]+)\s*<")
_HYPERLINK = re.compile(rb"HYPERLINK\(\s*(?:\"|&quot;)(https?://[^\"&]+)")
_TARGET = re.compile(rb"Target=[\"'](https?://[^\"']+)")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*[^/]>")
_SHEET = "xl/worksheets/"


def read_xlsx(data: bytes, settings: Settings) -> TextLayer:
    """Refuses a workbook: raises `Unreadable` with reason `link_list` or `unsupported_format`."""
    try:
        links, rows = _links_and_rows(Package(data, settings))
    except Unreadable:
        links, rows = 0, 0  # broken or too large: it is no report all the same
    if links >= LEAST_LINKS and links >= LINKED_ROWS_SHARE * rows:
        raise Unreadable("link_list", _MESSAGE.format(links))
    raise Unreadable("unsupported_format", SPREADSHEET.format("XLSX"))


def _links_and_rows(package: Package) -> tuple[int, int]:
    """Different addresses, in cells or behind them, and rows that hold anything."""
    links: set[bytes] = set()
    rows = 0
    for name in list(package.names()):
        if not (name.startswith(_SHEET) or name == "xl/sharedstrings.xml"):
            continue
        part = package.read(name) or b""
        if name.endswith(".rels"):
            links.update(_TARGET.findall(part))
            continue
        links.update(_IN_TEXT.findall(part), _HYPERLINK.findall(part))
        if name.startswith(_SHEET):
            rows += len(_ROW.findall(part))
    return len(links), rows
