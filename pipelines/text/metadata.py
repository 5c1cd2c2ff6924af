"""What the metadata of a page or document say: its day, issuer, number, source, address.

Belongs here: reading pairs of key and value out of page chrome, and joining them with what the file states of itself.
Does not belong here: which lines are chrome (`page.py`), the keys (`chrome.py`), what follows for place and year
(`pipelines/identity`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date

from pipelines.records import Furniture
from pipelines.text import markup
from pipelines.text.chrome import META_FIELDS, METADATA_KEYS, compact
from pipelines.text.page import BARE_KEY, TIMESTAMP
from pipelines.text.repairs import REPAIRS_BY_NAME, mend, remove
from pipelines.text.script import to_simplified_where_traditional

_DATE = re.compile(r"((?:19|20)\d\d)\s*(?:[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})|(\d\d)(\d\d)(?!\d))")
_SPACED_KEY = "|".join(r"\s*".join(key) for key in sorted(METADATA_KEYS, key=len, reverse=True))
_SPACED_PAIR_START = rf"[\[【(（|｜]?(?:{_SPACED_KEY})[\]】)）]?\s*(?:[:：]|(?=\d\d))"
_PAIR = re.compile(
    rf"[\[【(（]?(?P<key>{_SPACED_KEY})[\]】)）]?\s*(?:[:：]|(?=\d\d))\s*(?P<value>.*?)\s*"
    rf"(?={_SPACED_PAIR_START}|[|｜\t]|$)"
)
#: [发布机构] 青石镇 · 【来源】：青石镇
_KEY_IN_BRACKETS = re.compile(rf"[\[【〖]\s*({_SPACED_KEY})\s*[\]】〗]\s*[:：]?")
_META = re.compile(
    rf"<meta\s+name\s*=\s*[\"']?(?P<name>{'|'.join(META_FIELDS)})[\"']?\s+content\s*=\s*[\"'](?P<content>[^\"']*)", re.I
)
_URL = re.compile(r"https?://[^\s，。；、）)】\"'<>]+")
#: What a browser prints under each page of paper: the address and which page of how many. A letterhead's own address
#: has no such count.
PRINTED_BY_BROWSER = frozenset({"running_header", "running_footer"})
_PRINTED_ADDRESS = re.compile(r"(?P<url>https?://\S+)\s+\d{1,3}\s*/\s*\d{1,3}")
#: A day with its time, in a line without keys: when a post went out.
_CLOCK = re.compile(r"20\d\d[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d\d")
_DAYS = frozenset({"published_on", "written_on", "updated_on"})
#: Buttons for the size of letters stand behind the last value: 来源：青石镇 A+ A A-
_TOOLS_BEHIND = re.compile(r"(?:\s+(?:A[+-]?|[大中小]|打印|关闭|分享|收藏)){1,8}\s*$|〗.*")
#: Values that say that there is none.
_NO_VALUE = re.compile(r"[-—－_/\\.。、*×xX\s]*|无|暂无|空|null|none|undefined", re.I)
#: What a file states of itself, by the field that it fills.
_STATED_FIELDS = {
    "title": "title",
    "published": "published_on",
    "issuer": "issuer",
    "source": "source",
    "author": "author",
    "document_number": "document_number",
    "site": "site",
    "url": "url",
}


def metadata(raw_text: str, furniture: Sequence[Furniture], stated: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """What the chrome of a page says of the document: `published_on`, `written_on`, `updated_on` (ISO dates), `source`,
    `author`, `issuer`, `index_number`, `document_number`, `title`, `views`, `url`, `site`, `navigation`. Only what is
    there; the first of a kind wins, and what the page prints wins over what the file states of itself (`stated`).

    >>> from pipelines.text.page import find_furniture
    >>> page = "首页 >> 公开\\n日期:2023年11月03日 作者: 来源:司法所\\n一、总体情况\\n"
    >>> metadata(page, find_furniture(page))
    {'navigation': '首页 >> 公开', 'published_on': '2023-11-03', 'source': '司法所'}
    """
    found = printed_metadata(raw_text, furniture)
    for name, value in stated:
        if name in _STATED_FIELDS:
            _keep(_STATED_FIELDS[name], _readable(value), found)
    return found


def printed_metadata(raw_text: str, furniture: Sequence[Furniture]) -> dict[str, str]:
    """What the chrome of a page alone says; see `metadata`."""
    found: dict[str, str] = {}
    waiting_field: str | None = None
    for item in furniture:
        words = _readable(raw_text[item.raw_start : item.raw_end])
        if item.kind == "site_name":
            found.setdefault("site", words)
        elif item.kind == "navigation":
            found.setdefault("navigation", words)
        elif item.kind == "metadata":
            waiting_field = _read_metadata(words, waiting_field, found)
            if url := _URL.search(words):
                found.setdefault("url", url.group())
        elif item.kind in PRINTED_BY_BROWSER and (printed := _PRINTED_ADDRESS.fullmatch(words)):
            found.setdefault("url", printed["url"])
        elif item.kind == "markup" and (meta := _META.match(raw_text, item.raw_start, item.raw_end)):
            _keep(META_FIELDS[meta["name"].lower()], html.unescape(meta["content"]), found)
    return found


def _readable(raw: str) -> str:
    tags = markup.strip(raw)
    if tags:
        raw = remove(tags.text, tags.cuts)
    for name in ("line_ends", "invisible_characters", "space_forms", "pinyin", "fullwidth_alphanumerics"):
        raw, _ = mend(REPAIRS_BY_NAME[name], raw)
    return to_simplified_where_traditional(raw).strip()


def _read_metadata(words: str, waiting_field: str | None, found: dict[str, str]) -> str | None:
    """Add the pairs of one line to `found`; returns the field whose value the next line holds, if any."""
    words = _KEY_IN_BRACKETS.sub(r" \1：", words)
    if words.startswith("|"):
        _read_row(words, found)
        return None
    if waiting_field is not None and not _PAIR.match(words):
        _keep(waiting_field, words, found)
        return None
    if BARE_KEY.fullmatch(compact(words)):
        return METADATA_KEYS.get(compact(words).strip("[]()|:"))
    timestamp = TIMESTAMP.match(compact(words))
    if timestamp:
        _keep("published_on", words, found)
    pairs = list(_PAIR.finditer(words))
    for pair in pairs:
        _keep(METADATA_KEYS[re.sub(r"\s+", "", pair["key"])], pair["value"], found)
    if not pairs and not timestamp and _CLOCK.search(words):
        _keep("published_on", words, found)
    return None


def _read_row(row: str, found: dict[str, str]) -> None:
    """Pairs of a row of an index block: | 索引号 | 11532331/2025 | 发布机构 | 青石镇 |, or both in one cell."""
    cells = [cell.strip() for cell in row.strip("| ").split("|")]
    fields = [METADATA_KEYS.get(compact(cell).strip("[]():")) for cell in cells]
    for i, cell in enumerate(cells):
        if fields[i] is not None:
            if i + 1 < len(cells) and fields[i + 1] is None:
                _keep(fields[i] or "", cells[i + 1], found)
        elif i == 0 or fields[i - 1] is None:
            for pair in _PAIR.finditer(cell):
                _keep(METADATA_KEYS[re.sub(r"\s+", "", pair["key"])], pair["value"], found)


def _keep(field: str, value: str, found: dict[str, str]) -> None:
    value = _TOOLS_BEHIND.sub("", value).strip(" []【】〖〗|｜;；")
    if field in _DAYS:
        value = _iso_date(value) or ""
    if field and value and not _NO_VALUE.fullmatch(value):
        found.setdefault(field, value)


def _iso_date(words: str) -> str | None:
    match = _DATE.search(words)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part)).isoformat()
    except ValueError:
        return None
