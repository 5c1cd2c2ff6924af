"""Which lines of a page are not the report: menus, paths, metadata blocks, links, footers, second copies of the title.

Belongs here: where chrome can stand on a page. Does not belong here: the words of chrome (`chrome.py`), what metadata
say (`metadata.py`), tags (`markup.py`), who reports on which year (`identity.py`).

A page has a head (before the first prose line, heading or salutation), a body, and a tail (after the last prose line).
A selector is tried only in its zones, so a paragraph that mentions 首页 or 附件 stays. Signatures, dates below them and
salutations match no selector and stay too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.records import Furniture
from pipelines.text.chrome import METADATA_KEYS, ROW_KEYS, SELECTORS, SITE_NAME, LineSelector, compact
from pipelines.text.layout import HANZI


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its margins: where it stands, and its compact form. A long one is a paragraph, left as it is."""

    start: int
    end: int
    compact: str

    @property
    def is_long(self) -> bool:
        """Longer than any line of chrome."""
        return self.end - self.start > _CHROME_CHARACTERS_MAX


_NON_BLANK_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_HANZI = re.compile(f"[{HANZI}]")
_HEADING = re.compile(
    r"[(\[]?[一二三四五六七八九十]{1,3}[)\].、,]|第[一二三四五六七八九十]{1,2}[章节部,、]|首先|\d{1,2}[.、](?!\d)"
)
_SALUTATION = re.compile(r"[^:]{2,40}(?:委|府|局|办|组|院|会|长|处|室|所|大|协|志们|领导)(?:\(.{1,20}\))?:")
_TITLE_END = re.compile(r"(?:报告|总结|汇报|情况|述职述法|公示)(?:\([^()]{0,20}\))?")
_TITLE_CONTINUED = re.compile(r"关于|20\d\d|二〇|二0|年度?|\d{4}")
_KEY = "|".join(sorted(METADATA_KEYS, key=len, reverse=True))
_KEY_AT = re.compile(rf"\[(?:{_KEY})\]|[\[(]?(?:{_KEY})[\])]?(?::|(?=\d\d))")
TIMESTAMP = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}:\d\d(?::\d\d)?)?")
BARE_KEY = re.compile(rf"[\[(|]*(?:{_KEY})[\])]?:?\|?")
"""A line or cell, in its compact form, that is a key of a metadata block and nothing else."""
#: Longer lines are never tried, and cost nothing: a footer with registrations and addresses fills about half.
_CHROME_CHARACTERS_MAX = 250
_MENU_ENTRY_CHARACTERS_MAX = 8
#: Metadata values are names, dates and numbers; an index number of a province's site has about 35 characters.
_VALUE_CHARACTERS_MAX = 60
#: A sentence with its full stop: the shortest paragraph of the five real reports has 65 hanzi, the longest line of
#: chrome 31; a paragraph that lost its stops has 117. Headings of up to 35 hanzi have no stop.
_PROSE_HANZI_MIN = 25
_LONG_PROSE_HANZI_MIN = 60


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """The page chrome of a text, as disjoint spans, mostly of whole lines without their line ends.

    Offsets are the text's own.

    The words of chrome are simplified: give it text in that script (`normalize` does, and maps the spans to raw text).

    >>> page = "首页 >> 信息公开\\n黑井镇2023年度法治政府建设情况报告\\n日期:2023年11月03日 点击:[]\\n一、总体情况\\n"
    >>> [(f.kind, page[f.raw_start:f.raw_end]) for f in find_furniture(page)]
    [('navigation', '首页 >> 信息公开'), ('metadata', '日期:2023年11月03日 点击:[]')]
    """
    lines = [_line(match) for match in _NON_BLANK_LINE.finditer(text)]
    kinds: dict[int, str] = {}
    head_end, tail_start = _head_end(lines), _tail_start(lines)
    _mark_selected(lines, head_end, tail_start, kinds)
    _mark_metadata(lines, head_end, tail_start, kinds)
    _mark_site_names(lines, head_end, kinds)
    _mark_menu_gaps(lines, head_end, kinds)
    _mark_repeated_titles(lines, head_end, kinds)
    whole_lines = [Furniture(kinds[i], lines[i].start, lines[i].end) for i in sorted(kinds)]
    body = [line for i, line in enumerate(lines) if i not in kinds]
    inline = [*_inline_head(text, body), *_inline_tail(text, body)]
    return tuple(sorted(whole_lines + inline, key=lambda item: item.raw_start))


def _line(match: re.Match[str]) -> _Line:
    words = match.group()
    return _Line(*match.span(), compact(words) if len(words) <= _CHROME_CHARACTERS_MAX else words)


def _hanzi_count(line: str) -> int:
    return len(_HANZI.findall(line))


def _is_prose(line: _Line) -> bool:
    """A sentence of some length: what a menu, a title or a link is not."""
    if line.is_long:
        return any(mark in line.compact for mark in "。；;，,")
    hanzi = _hanzi_count(line.compact)
    marks = line.compact.count(",") + line.compact.count(";")
    has_stop = "。" in line.compact or ";" in line.compact
    return (hanzi >= _PROSE_HANZI_MIN and has_stop) or (hanzi >= _LONG_PROSE_HANZI_MIN and marks >= 2)


def _is_metadata(line: _Line) -> bool:
    """Key and value pairs from the first character to the last, perhaps after a date, and no sentence."""
    if line.is_long or "。" in line.compact:
        return False
    if line.compact.startswith("|"):
        return _is_metadata_row(line.compact)
    timestamp = TIMESTAMP.match(line.compact)
    if not _KEY_AT.match(line.compact, timestamp.end() if timestamp else 0):
        return False
    keys = len(_KEY_AT.findall(line.compact))
    return len(line.compact) <= keys * _VALUE_CHARACTERS_MAX


def _is_metadata_row(row: str) -> bool:
    """A row of an index block: |索引号|11532331/2025|. Other keys (名称, 时间) head tables of data too."""
    return _first_key(row) in ROW_KEYS


def _first_key(row: str) -> str:
    """The words of the first cell, up to a colon."""
    return row.strip("|").split("|")[0].split(":")[0].strip("[]()")


def _head_end(lines: Sequence[_Line]) -> int:
    """Index of the first line of the body."""
    for i, line in enumerate(lines):
        if _is_metadata(line) or _selected(line, "head"):
            continue
        if _is_prose(line) or _HEADING.match(line.compact) or _SALUTATION.fullmatch(line.compact):
            return i
    return len(lines)


def _tail_start(lines: Sequence[_Line]) -> int:
    """Index of the line after the last paragraph; signatures and dates may stand there too."""
    for i in range(len(lines) - 1, -1, -1):
        if _is_prose(lines[i]) and not _selected(lines[i], "tail"):
            return i + 1
    return 0


def _selected(line: _Line, zone: str) -> LineSelector | None:
    if line.is_long or (zone == "anywhere" and (_HEADING.match(line.compact) or _is_prose(line))):
        return None
    for selector in SELECTORS:
        if zone in selector.zones and selector.pattern.fullmatch(line.compact):
            return selector
    return None


def _mark_selected(lines: Sequence[_Line], head_end: int, tail_start: int, kinds: dict[int, str]) -> None:
    block: str | None = None
    for i, line in enumerate(lines):
        zone = "head" if i < head_end else "tail" if i >= tail_start else "anywhere"
        selector = _selected(line, zone)
        if selector:
            kinds[i] = selector.kind
            block = selector.kind if selector.opens_block else block
            if selector.kind == "attachment":
                _mark_list(lines, i + 1, kinds)
            if selector.kind == "neighbours" and line.compact.endswith(":") and i + 1 < len(lines):
                _mark_value(lines[i + 1], i + 1, "neighbours", kinds)
        elif block:
            kinds.setdefault(i, block)


_LIST_ITEM = re.compile(r"\d{1,2}[.、](?!\d)")


def _mark_list(lines: Sequence[_Line], start: int, kinds: dict[int, str]) -> None:
    """The further items of a list of attachments, a line each."""
    for i in range(start, len(lines)):
        if not _LIST_ITEM.match(lines[i].compact) or _is_prose(lines[i]):
            return
        kinds[i] = "attachment"


def _mark_value(line: _Line, index: int, kind: str, kinds: dict[int, str]) -> None:
    """A value on the line below its key is chrome, unless it is plainly something else."""
    is_body = _is_prose(line) or _HEADING.match(line.compact)
    if not is_body and len(line.compact) <= _VALUE_CHARACTERS_MAX and not BARE_KEY.fullmatch(line.compact):
        kinds.setdefault(index, kind)


def _mark_metadata(lines: Sequence[_Line], head_end: int, tail_start: int, kinds: dict[int, str]) -> None:
    for i, line in enumerate(lines):
        if head_end <= i < tail_start or i in kinds:
            continue
        if BARE_KEY.fullmatch(line.compact) and i < head_end:
            kinds[i] = "metadata"
            following = lines[i + 1] if i + 1 < len(lines) else None
            if following and not _TITLE_END.search(following.compact):
                _mark_value(following, i + 1, "metadata", kinds)
        elif _is_metadata(line):
            kinds[i] = "metadata"
            _mark_rows_beside(lines, i, kinds)


def _mark_rows_beside(lines: Sequence[_Line], index: int, kinds: dict[int, str]) -> None:
    """The other rows of an index block, whose first keys alone (名称, 标题) would not tell it."""
    for step in (-1, 1):
        i = index + step
        while 0 <= i < len(lines) and lines[i].compact.startswith("|") and not lines[i].is_long:
            if _first_key(lines[i].compact) not in METADATA_KEYS:
                break
            kinds.setdefault(i, "metadata")
            i += step


def _mark_site_names(lines: Sequence[_Line], head_end: int, kinds: dict[int, str]) -> None:
    """A government's name above the title is the site's, unless the next line goes on with it, as a title does."""
    for i in range(min(head_end, len(lines)) - 1, -1, -1):
        if i in kinds or not SITE_NAME.fullmatch(lines[i].compact):
            continue
        following = lines[i + 1].compact if i + 1 < len(lines) else ""
        if i + 1 in kinds or "网" in lines[i].compact or _is_whole_title(following):
            kinds[i] = "site_name"


def _mark_menu_gaps(lines: Sequence[_Line], head_end: int, kinds: dict[int, str]) -> None:
    """A short line above the title with chrome on both sides is a menu entry that no list of words can foresee."""
    above_title = list(
        itertools.takewhile(lambda i: i in kinds or not _TITLE_END.search(lines[i].compact), range(head_end))
    )
    marked = [i for i in above_title if i in kinds]
    for i in range(marked[0], marked[-1]) if marked else ():
        if len(lines[i].compact) <= _MENU_ENTRY_CHARACTERS_MAX:
            kinds.setdefault(i, "menu")


def _is_whole_title(line: str) -> bool:
    return bool(_TITLE_END.search(line)) and not _TITLE_CONTINUED.match(line)


def _mark_repeated_titles(lines: Sequence[_Line], head_end: int, kinds: dict[int, str]) -> None:
    seen: list[str] = []
    # The line that ends the head may be a second title too, when it reads like a heading.
    for i, line in enumerate(lines[: head_end + 1]):
        if i in kinds or _hanzi_count(line.compact) < 6:
            continue
        if line.compact in seen:
            kinds[i] = "repeated_title"
        seen.append(line.compact)
    titles = {compact_line for i, compact_line in enumerate(seen)}
    for i, line in enumerate(lines[:head_end]):
        browser_title = re.split(r"[-_|—]+", line.compact, maxsplit=1)
        if i not in kinds and len(browser_title) == 2 and browser_title[0] in titles - {line.compact}:
            kinds[i] = "repeated_title"


# --- chrome that lost its line ends ----------------------------------------------------------------------------------

_INLINE_TAIL = re.compile(r"(?:【?(?:打印本?页?|关闭(?:窗口)?)】?\s*)*(?:上一?[篇条]|下一?[篇条])[:：][^\n]*\Z")
_INLINE_PATH = re.compile(
    r"(?:[您的当前现在所]{0,6}位置[:：]\s*)?(?:网站)?首页(?:[ \t]*[>＞»/]+[ \t]*[^\s>＞»/]{1,20})+(?=[ \t])"
)
_INLINE_METADATA = re.compile(
    rf"(?:(?<=[ \t])(?:{_KEY})[ \t]?[:：][ \t]?[^\s，。；]{{0,40}}"
    r"(?:[ \t]\d{1,2}:\d\d(?::\d\d)?)?(?:[ \t]+|\Z)){2,}"
)
#: Two links and two buttons fill less.
_INLINE_TAIL_CHARACTERS = 300
#: A path, a title and a metadata block fill less.
_INLINE_HEAD_CHARACTERS = 400


def _inline_head(text: str, body: Sequence[_Line]) -> Iterator[Furniture]:
    """A path and a metadata block at the start of the first body line, where a page was saved as one line."""
    if not body or not body[0].is_long:
        return
    head = text[body[0].start : min(body[0].end, body[0].start + _INLINE_HEAD_CHARACTERS)]
    path = _INLINE_PATH.match(head)
    if path:
        yield Furniture("navigation", body[0].start, body[0].start + path.end())
    block = _INLINE_METADATA.search(head, path.end() if path else 0)
    if block:
        yield Furniture("metadata", body[0].start + block.start(), body[0].start + block.end())


def _inline_tail(text: str, body: Sequence[_Line]) -> Iterator[Furniture]:
    """Links to neighbouring pages behind the last paragraph: …最后一公里。上一篇：…下一篇：…"""
    if not body:
        return
    start, end = max(body[-1].start, body[-1].end - _INLINE_TAIL_CHARACTERS), body[-1].end
    match = _INLINE_TAIL.search(text, start, end)
    if match and text[body[-1].start : match.start()].rstrip()[-1:] in "。！？”）":
        yield Furniture("neighbours", match.start(), end)
