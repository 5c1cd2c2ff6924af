"""Who published a report, when, under which number and address, and which source says so.

Belongs here: choosing between the manifest, the metadata that a page prints, what its file states of itself, and the
report's own words. Does not belong here: reading metadata (`pipelines/text/metadata.py`), place and year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipelines.records import ManifestRow
from pipelines.text.layout import HANZI

#: 青政发〔2025〕3号, alone on its line: a letterhead. Documents that a report cites stand in sentences.
_LETTERHEAD = re.compile(rf"[{HANZI}]{{1,14}}[〔【（\[(]20\d\d[〕】）\])]\d{{1,4}}号")
#: 清平县青石乡人民政府文件, alone on its line above the number: who issued it.
_LETTERHEAD_BODY = re.compile(rf"(?P<body>[{HANZI}]{{2,28}}(?:人民政府|办事处|委员会|局|厅|办公室|管委会))文件")
_HEAD_LINES = 6
#: A number of a document has digits; what clerks write for "none" has not.
_HAS_DIGIT = re.compile(r"\d")
#: Values that name no body: the site itself, the network.
_NO_BODY = re.compile(
    r"(?:本站|本网|本网站|原创|互联网|网络|转载|未知|admin\w*|管理员|https?://.*|www\..*|[\x00-\x7f]*)", re.I
)
_BODY_CHARACTERS_MAX = 60


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of a report's publication. `published_basis`: manifest, page, document or signature."""

    published_on: date | None
    published_basis: str | None
    issuer: str | None
    document_number: str | None
    url: str | None


def provenance(
    row: ManifestRow | None, printed: dict[str, str], known: dict[str, str], text: str, signed_on: date | None
) -> Provenance:
    """Who published a report, and when. `printed`: metadata of the page; `known`: with what the file states as well.

    The day: the manifest's, the page's day of publication, the one stated by the file, the page's day of the last
    change, the day of the document, the signature's.
    """
    published_on, basis = _published(row, printed, known, signed_on)
    number = known.get("document_number", "")
    return Provenance(
        published_on,
        basis,
        issuer=_body(known.get("issuer")) or _letterhead_body(text),
        document_number=number if _HAS_DIGIT.search(number) else _letterhead(text),
        url=row.url if row and row.url else known.get("url"),
    )


def _published(
    row: ManifestRow | None, printed: dict[str, str], known: dict[str, str], signed_on: date | None
) -> tuple[date | None, str | None]:
    if row and row.published_on:
        return row.published_on, "manifest"
    for day, basis in (
        (printed.get("published_on"), "page"),
        (known.get("published_on"), "document"),
        (printed.get("updated_on"), "page"),
        (printed.get("written_on"), "page"),
    ):
        if day:
            return date.fromisoformat(day), basis
    return signed_on, "signature" if signed_on else None


def _body(words: str | None) -> str | None:
    """The name of a body, None where the words name none."""
    if not words or _NO_BODY.fullmatch(words) or len(words) > _BODY_CHARACTERS_MAX:
        return None
    return words


def _letterhead_body(text: str) -> str | None:
    """The body in the letterhead, where a number stands under it: a menu's 县政府办公室文件 has none.

    >>> _letterhead_body("清平县青石乡人民政府文件\\n青政发〔2025〕3号\\n青石乡2024年法治政府建设情况报告\\n")
    '清平县青石乡人民政府'
    """
    lines = [line.replace(" ", "") for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]]
    for line, below in pairwise(lines):
        if (body := _LETTERHEAD_BODY.fullmatch(line)) and _LETTERHEAD.fullmatch(below):
            return body["body"]
    return None


def _letterhead(text: str) -> str | None:
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        if _LETTERHEAD.fullmatch(line):
            return line
    return None
