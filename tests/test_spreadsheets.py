"""Spreadsheets are refused; a list of links is called one, by whatever way its cells hold them."""

from __future__ import annotations

import io

import pytest
from office_files import zipped
from openpyxl import Workbook

from pipelines.formats.guarded import is_document
from pipelines.formats.read import read_layer
from pipelines.records import Unreadable
from pipelines.settings import Settings

PLACES = ("青石镇", "红岩乡", "白水镇", "三岔乡")


def address(number: int) -> str:
    return f"http://www.lushan.example/zwgk/{number}.html"


def workbook(rows: list[list[object]], linked: bool = False) -> bytes:
    """An XLSX of rows; `linked`: the addresses lie behind the words of the first column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        sheet.append(row)
        if linked:
            sheet.cell(number, 1).hyperlink = address(number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LINKS = [[place, 2023, address(number)] for number, place in enumerate(PLACES)]
FIGURES = [[place, 2023, 36 + number] for number, place in enumerate(PLACES * 5)]
BOOKS = {
    "addresses in cells": (workbook([["乡镇", "年度", "链接"], *LINKS]), "link_list"),
    "addresses behind titles": (
        workbook([[f"{place}2023年法治政府建设年度报告"] for place in PLACES], True),
        "link_list",
    ),
    "formulas": (workbook([[f'=HYPERLINK("{address(n)}","{p}报告")'] for n, p in enumerate(PLACES)]), "link_list"),
    "a table of figures": (workbook(FIGURES), "unsupported_format"),
    "a table with its sources under it": (
        workbook([*FIGURES, *[[f"来源{number}", None, address(number)] for number in range(3)]]),
        "unsupported_format",
    ),
    "one address": (workbook([["青石镇", address(1)]]), "unsupported_format"),
    "nothing in it": (workbook([]), "unsupported_format"),
    "broken": (workbook(LINKS)[:-200], "unsupported_format"),
    "parts that are missing": (zipped({"[Content_Types].xml": "<T/>", "xl/x.xml": "<x/>"}), "unsupported_format"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_list_of_links_is_told_from_other_tables(name: str) -> None:
    data, reason = BOOKS[name]
    with pytest.raises(Unreadable) as refusal:
        read_layer(data, "a.xlsx")
    assert refusal.value.reason == reason
    assert "下载报告本身" in refusal.value.message, "a refusal names the way out"


def test_one_that_unpacks_beyond_the_limit_is_only_a_spreadsheet() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_layer(workbook(LINKS), "a.xlsx", Settings(unpacked_limit_bytes=100))
    assert refusal.value.reason == "unsupported_format"


@pytest.mark.parametrize("lead", [b"", b"\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n"])
def test_what_a_server_puts_before_a_package_does_not_hide_it(lead: bytes) -> None:
    data = lead + workbook(LINKS)
    assert is_document(data)
    with pytest.raises(Unreadable) as refusal:
        read_layer(data, "a.xlsx")
    assert refusal.value.reason == "link_list"
