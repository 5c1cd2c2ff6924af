"""Lines of a PDF to paragraphs: a break in mid-sentence or mid-number is no break, a heading's line stays a line.

Belongs here: where a paragraph ends, by the edges of its column, indents, sizes and distances; what is printed on each
page's edge. Does not belong here: how lines and columns are found (`pdf_lines.py`), what words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.formats.pdf_lines import Line
from pipelines.formats.pdf_page import Page

#: Running heads and page numbers stand in these shares of a page's height: margins of A4 by the standard of official
#: documents (GB/T 9704) are 37 mm above and 35 mm below, 0.12 of 297 mm.
_EDGE_SHARE = 0.13
_EDGE_LINES_MAX = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—－–_·.\s]*(?:第?\s*\d{1,4}\s*页?|第?\s*[一二三四五六七八九十]{1,3}\s*页)\s*"
    r"(?:[-—－–/／,，、|\s]*(?:共|总)?\s*\d{1,4}\s*页?)?[-—－–_·.\s]*"
)
_ADDRESS = re.compile(r"(?:https?://|file:///|www\.)\S+(?:\s+\d+\s*[/／]\s*\d+)?")
#: What a next line may need that did not fit: a word or number that is not broken.
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%％]+[,，.。、；;：:）)》”]?|.[,，.。、；;：:）)》”]*")
#: After these a number at the start of a line is a list's or a decimal.
MARK_ENDS = frozenset(".．、,，）)年月%")
_MARK_SIGNS = frozenset("0123456789*[]①②③④⑤⑥⑦⑧⑨⑩")
_INDENT_SIZES = 0.9
#: First lines are indented by two characters, rarely three.
_FIRST_LINE_SIZES_MAX = 3.5
_CENTRED_SIZES = 1.6
_SAME_SIZE_SHARE = 0.08
_TITLE_SIZE_SHARE = 1.08
#: Distances of lines within a paragraph differ by rounding only; between paragraphs of a web page they are 1.5 to 2.5.
_FAR_SHARE = 1.35
_TITLE_LINES_MAX = 4
_LANE_LINES_MIN = 6
#: Print of running heads and notes beside that of the text: 9 and 10.5 points beside 14 and 16.
_SMALL_SHARE = 0.85
#: Marks of notes: LibreOffice sets them at 0.58 of the text, Word at 0.65.
_MARK_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of a column of text, found from its lines on all pages, and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


def edge_kinds(pages: Sequence[tuple[Page, Sequence[Line]]], body_size: float) -> dict[tuple[int, int], str]:
    """Lines at the pages' edges that are furniture, by page and index: their kind.

    A page number says so by its form; a running head by standing at one place on two pages, its digits aside, or by
    small print above all else.
    """
    kinds: dict[tuple[int, int], str] = {}
    repeated: Counter[tuple[str, int]] = Counter()
    edges: list[tuple[int, int, str, tuple[str, int]]] = []
    for number, (page, lines) in enumerate(pages):
        seen: set[tuple[str, int]] = set()
        topmost = max(range(len(lines)), key=lambda index, lines=lines: lines[index].middle, default=-1)
        for index, kind in _edge_lines(page, lines):
            text = lines[index].text.strip()
            form = (_DIGITS.sub("#", text), round(lines[index].middle / 8))
            edges.append((number, index, kind, form))
            if _PAGE_NUMBER.fullmatch(text):
                kinds[number, index] = "page_number"
            elif _ADDRESS.fullmatch(text) or (index == topmost and lines[index].size < _SMALL_SHARE * body_size):
                kinds[number, index] = kind
            seen |= {form, (form[0], form[1] + 1)}
        repeated.update(seen)
    for number, index, kind, form in edges:
        if repeated[form] > 1 or repeated[form[0], form[1] + 1] > 1:
            kinds.setdefault((number, index), kind)
    return kinds


def _edge_lines(page: Page, lines: Sequence[Line]) -> list[tuple[int, str]]:
    by_height = sorted(range(len(lines)), key=lambda index: -lines[index].middle)
    top = [i for i in by_height[:_EDGE_LINES_MAX] if lines[i].middle > page.height * (1 - _EDGE_SHARE)]
    bottom = [i for i in by_height[-_EDGE_LINES_MAX:] if lines[i].middle < page.height * _EDGE_SHARE]
    return [*((i, "running_header") for i in top), *((i, "running_footer") for i in bottom if i not in top)]


def margins_of(lines: Sequence[Line]) -> dict[tuple[int, int], Margins]:
    """The margins of each lane of a document."""
    lanes: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        lanes.setdefault(line.lane, []).append(line)
    found = {lane: _margins(own) for lane, own in lanes.items()}
    # a few lines across columns, a title and a signature, have no edges of their own
    widest = Margins(
        min((margins.left for margins in found.values()), default=0.0),
        max((margins.right for margins in found.values()), default=0.0),
        min((margins.pitch for margins in found.values()), default=0.0),
    )
    return {
        lane: widest if lane == (0, 1) and len(lanes[lane]) < _LANE_LINES_MIN else margins
        for lane, margins in found.items()
    }


def _margins(lines: list[Line]) -> Margins:
    body_size = _usual_size(lines)
    body = [line for line in lines if abs(line.size - body_size) <= _SAME_SIZE_SHARE * body_size] or lines
    lefts, rights = sorted(line.left for line in body), sorted((line.right for line in body), reverse=True)
    pitches = Counter(
        round(above.middle - below.middle, 0)
        for above, below in zip(body, body[1:], strict=False)
        if above.page == below.page and 0 < above.middle - below.middle < 4 * body_size
    )
    pitch = pitches.most_common(1)[0][0] if pitches else 2 * body_size
    return Margins(_shared(lefts, body_size), _shared(rights, body_size), pitch)


def _shared(edges: list[float], size: float) -> float:
    """The outermost edge that a second line shares: a single line may stick out."""
    for first, second in zip(edges, edges[1:], strict=False):
        if abs(first - second) < 0.6 * size:
            return first
    return edges[0]


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of most characters, so that a few large lines do not count."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.glyphs)
    return sizes.most_common(1)[0][0]


def paragraphs_of(lines: Sequence[Line], margins: dict[tuple[int, int], Margins], body_size: float) -> list[list[Line]]:
    """Lines in reading order as paragraphs, each the list of its lines."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        previous = paragraphs[-1] if paragraphs else None
        if previous and (_goes_on(previous[-1], line, margins) or _is_title_pair(previous, line, margins, body_size)):
            previous.append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def text_of(paragraph: Sequence[Line]) -> str:
    """The lines of a paragraph as one; only between letters a line end is a space, a number goes on without one."""
    joined = ""
    for line in paragraph:
        words = line.text.strip()
        if joined and words and (joined[-1] + words[0]).isascii() and (joined[-1] + words[0]).isalpha():
            joined += " "
        joined += words
    return joined


def usual_size(lines: Sequence[Line]) -> float:
    """The size of the document's running text, in points; 0 without lines."""
    return _usual_size(lines) if lines else 0.0


def _goes_on(line: Line, following: Line, margins: dict[tuple[int, int], Margins]) -> bool:
    """Whether the second line goes on with the paragraph of the first: that one is full, this one not indented."""
    if abs(line.size - following.size) > _SAME_SIZE_SHARE * max(line.size, following.size):
        return False
    here, there = margins[line.lane], margins[following.lane]
    # a signature, a date, a centred line: what starts far inside is no running text
    if line.left - here.left > _FIRST_LINE_SIZES_MAX * line.size:
        return False
    if following.left - there.left > _INDENT_SIZES * following.size:
        return False
    same_column = line.page == following.page and line.lane == following.lane
    if same_column and line.middle - following.middle > _FAR_SHARE * max(here.pitch, line.size):
        return False
    room = here.right - line.right
    return room < _needed(following) + 0.6 * line.size


def _needed(line: Line) -> float:
    """How wide the first unbroken piece of a line is."""
    match = _UNBROKEN.match("".join(glyph.character for glyph in line.glyphs))
    last = line.glyphs[match.end() - 1] if match else line.glyphs[0]
    return last.right - line.left


def _is_title_pair(
    paragraph: list[Line], line: Line, margins: dict[tuple[int, int], Margins], body_size: float
) -> bool:
    """Whether both are lines of one title: set larger than the text, in the middle, one below the other."""
    above = paragraph[-1]
    return (
        len(paragraph) < _TITLE_LINES_MAX
        and line.page == above.page
        and abs(line.size - above.size) <= _SAME_SIZE_SHARE * line.size
        and line.size >= _TITLE_SIZE_SHARE * body_size
        and 0 < above.middle - line.middle < 2.5 * line.size
        and _is_centred(above, margins)
        and _is_centred(line, margins)
    )


def _is_centred(line: Line, margins: dict[tuple[int, int], Margins]) -> bool:
    own = margins[line.lane]
    before, after = line.left - own.left, own.right - line.right
    return abs(before - after) < _CENTRED_SIZES * line.size


def note_marks(lines: Sequence[Line], body_size: float) -> frozenset[int]:
    """Indexes of lines that are nothing but raised marks of notes, between or in lines of text."""
    return frozenset(
        i
        for i, line in enumerate(lines)
        if line.size < _MARK_SHARE * body_size
        and all(glyph.character in _MARK_SIGNS for glyph in line.glyphs)
        and any(
            0.1 * other.size < line.glyphs[0].baseline - other.glyphs[0].baseline < other.size
            and other.left <= line.left <= other.right + other.size
            for other in lines[i + 1 : i + 3]
        )
    )


def notes_start(lines: Sequence[Line], body_size: float, marks: Sequence[str]) -> int:
    """Index of the first line of the notes below a page's text; `len(lines)` where there are none.

    They begin with the `marks` that are raised in the text, or are small print that begins with a mark.
    """
    start = len(lines)
    for mark in reversed(marks):
        start = max((i for i in range(start) if _begins_note(lines[i].text, mark)), default=-1)
        if start < 0:
            break
    if marks and start > 0:
        return start
    start = len(lines)
    while start and lines[start - 1].size < _SMALL_SHARE * body_size:
        start -= 1
    is_note = start < len(lines) and lines[start].glyphs[0].character in _MARK_SIGNS
    return start if start and is_note else len(lines)


def _begins_note(text: str, mark: str) -> bool:
    rest = text.removeprefix(mark)
    return rest != text and not rest[:1].isdigit() and rest[:1] not in MARK_ENDS
