"""What of a text is compared to tell whether two texts are one: its letters, its shingles, its figures in order.

Belongs here: reducing a normalised text to those, and how much two texts share of them. Does not belong here: which
share makes two reports one (`editions.py`), short sketches of a text to find what is worth comparing (`signatures.py`).
"""

from __future__ import annotations

import re
from collections.abc import Set

SHINGLE_LENGTH = 6
"""Characters in a shingle: longer than a set phrase of four, shorter than most unchanged runs between figures."""

NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")

# A number in front of 年, 月, 日 or 号 is a date; one in front of a point is the number of a heading (1.加强领导).
FIGURE = re.compile(
    r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]|[年月日号])"
    r"|[一二三四五六七八九十百千万亿零〇两]{2,}(?![一二三四五六七八九十百千万亿零〇两年月日号、])"
)


def squeeze(text: str) -> str:
    """The letters and digits of a text: what is left when punctuation, spaces and line breaks are dropped.

    >>> squeeze("一、加强领导，\\n压实责任。")
    '一加强领导压实责任'
    """
    return NOT_LETTER_OR_DIGIT.sub("", text)


def shingles(letters: str) -> set[str]:
    """All runs of `SHINGLE_LENGTH` characters of a squeezed text; a shorter text is one of its own."""
    return {letters[i : i + SHINGLE_LENGTH] for i in range(max(1, len(letters) - SHINGLE_LENGTH + 1))}


def figures_told(text: str) -> list[str]:
    """The figures of a text in order, dates and headings left out: an edition signed on another day says the same.

    Chinese numerals of two signs and more are figures too, or a half-year report that is written in them would differ
    from the annual one in no figure at all.

    >>> figures_told("十一、2024年1月5日，调解1,036件，出动二十一人次，办结率100%。")
    ['1036', '二十一', '100']
    """
    return [figure.replace(",", "") for figure in FIGURE.findall(text)]


def figure_pairs(figures: list[str]) -> set[str]:
    """Each figure with the one after it: numbers like 1 and 100 stand in every report, their sequence does not.

    >>> sorted(figure_pairs(["36", "100", "36"]))
    ['100|36', '36|100']
    """
    return {f"{figure}|{following}" for figure, following in zip(figures, figures[1:], strict=False)}


def shared(a: Set[str], b: Set[str]) -> float:
    """Share of common members (Jaccard), 0 to 1; two empty sets share nothing.

    >>> shared({"a", "b"}, {"b", "c"})
    0.3333333333333333
    """
    either = len(a | b)
    return len(a & b) / either if either else 0.0


def similarity(text: str, other: str) -> float:
    """Share of common shingles of the squeezed texts, 0 to 1; 1.0 only if they are the same.

    >>> similarity("全年调解矛盾纠纷36件。", "全年调解矛盾纠纷36件")
    1.0
    """
    letters, other_letters = squeeze(text), squeeze(other)
    if letters == other_letters:
        return 1.0
    return min(shared(shingles(letters), shingles(other_letters)), 0.9999)
