"""The corpus of formats is what it says: files and expectations match, and every file prints the text of its gold.

Belongs here: checks of the corpus itself, with crude readers of the standard library that know each file's charset and
markup from the expectations. Does not belong here: the project's readers, which are tested elsewhere.

Legacy DOC, RTF and PDF have no reader in the standard library; README.md tells how they were checked.
"""

from __future__ import annotations

import email
import html
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FILES = HERE / "files"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUTSIDE_THE_TEXT = {f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
CRUDELY_READ = ("txt", "html", "mht", "docx", "odt")
LOOKALIKE_GENRES = {
    "notice",
    "plan",
    "disclosure_report",
    "news",
    "policy_interpretation",
    "template",
    "link_list",
    "personal_report",
    "error_page",
    "attachment_only",
    "no_text",
}


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


EXPECTED = _rows("expected.jsonl")
GOLD = _rows("gold.jsonl")


def _id(row: dict[str, Any]) -> str:
    return row["file"] + ("!" + row["member"] if row.get("member") else "")


class _Page(HTMLParser):
    """All text of a page but scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.is_hidden = False

    def handle_data(self, data: str) -> None:
        if not self.is_hidden:
            self.pieces.append(data)


def _page_text(data: bytes, charset: str) -> str:
    page = _Page()
    page.feed(data.decode(charset))
    return html.unescape("".join(page.pieces))


def _word_pieces(element: ElementTree.Element) -> Iterator[str]:
    if element.tag in OUTSIDE_THE_TEXT:
        return
    if element.tag == f"{W}t":
        yield element.text or ""
    for child in element:
        yield from _word_pieces(child)


def _packed_text(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = next(name for name in package.namelist() if re.fullmatch(part, name))
        root = ElementTree.fromstring(package.read(name))
    return "".join(_word_pieces(root) if root.tag.startswith(W) else root.itertext())


def _saved_text(data: bytes, charset: str) -> str:
    parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    assert len(parts) == 1
    payload = parts[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    return _page_text(payload, charset)


def _bytes_of(row: dict[str, Any]) -> bytes:
    data = (FILES / row["file"]).read_bytes()
    if not row.get("member"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {
            info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gbk"): info
            for info in archive.infolist()
        }
        return archive.read(names[row["member"]])


def _crude_text(row: dict[str, Any]) -> str:
    data = _bytes_of(row)
    if row["format"] == "txt":
        return data.decode(row["charset"])
    if row["format"] == "html":
        return _page_text(data, row["charset"])
    if row["format"] == "mht":
        return _saved_text(data, row["charset"])
    return _packed_text(data, r"word/document\d?\.xml|content\.xml")


def _squeezed(text: str) -> str:
    """Characters that count: no white space, no invisible format characters, no lines between cells."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf" and c != "|")


def _quotes(gold: str) -> list[str]:
    return [row["raw"] for row in GOLD if row["doc"] == gold and "metric" in row]


READABLE = [row for row in EXPECTED if row.get("gold") and row["format"] in CRUDELY_READ]


@pytest.mark.parametrize("row", READABLE, ids=_id)
def test_every_quote_of_the_gold_stands_in_the_file_in_reading_order(row: dict[str, Any]) -> None:
    text, at = _squeezed(_crude_text(row)), 0
    for quote in _quotes(row["gold"]):
        found = text.find(_squeezed(quote), at)
        assert found >= 0, quote
        at = found


def test_every_edition_has_gold_and_every_gold_an_edition() -> None:
    used = {row["gold"] for row in EXPECTED if row.get("gold")}
    assert used == {row["doc"] for row in GOLD}
    assert all(len(_quotes(doc)) >= 15 for doc in used)


def test_files_and_expectations_match() -> None:
    there = {path.relative_to(FILES).as_posix() for path in FILES.rglob("*") if path.is_file()}
    assert there == {row["file"] for row in EXPECTED}
    assert len(there) >= 80
    assert sum(path.stat().st_size for path in FILES.rglob("*") if path.is_file()) < 6_000_000


def test_no_two_files_have_the_same_bytes() -> None:
    copies = Counter(_bytes_of(row) for row in EXPECTED)
    assert max(copies.values()) == 1


def test_charsets_are_what_the_expectations_say() -> None:
    wrong = [
        _id(row)
        for row in EXPECTED
        if row.get("declared_charset")
        and row["format"] == "html"
        and row["declared_charset"] not in _bytes_of(row).decode(row["charset"])
    ]
    assert wrong == []


def test_republications_point_to_reports_of_their_own_family() -> None:
    first = {_id(row): row for row in EXPECTED if row["is_report"] and not row["duplicate_of"]}
    assert len({row["family"] for row in first.values()}) == len(first)
    for row in EXPECTED:
        if row.get("duplicate_of"):
            assert first[row["duplicate_of"]]["family"] == row["family"], _id(row)
    kinds = Counter(row.get("duplicate_kind") for row in EXPECTED)
    assert {"same", "other_title", "other_script", "edited", "corrected"} <= set(kinds)
    assert {"sibling", "next_year"} <= {row.get("near_miss") for row in EXPECTED}


def test_what_is_no_report_has_a_genre_of_its_own() -> None:
    assert {row["genre"] for row in EXPECTED if not row["is_report"]} == LOOKALIKE_GENRES
    assert {row["genre"] for row in EXPECTED if row["is_report"]} == {"report"}


PRINTED = [row for row in READABLE if row["layout"] and row["format"] in ("html", "mht")]


@pytest.mark.parametrize("field", ["issuer", "document_number", "published_on"])
@pytest.mark.parametrize("row", PRINTED, ids=_id)
def test_metadata_that_is_expected_of_a_page_is_printed_on_it(row: dict[str, Any], field: str) -> None:
    if row[field]:
        printed = _squeezed(_crude_text(row))
        day = "{}年{}月{}日".format(*(int(n) for n in row[field].split("-"))) if field == "published_on" else row[field]
        assert row[field] in printed or day in printed
