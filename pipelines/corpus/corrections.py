"""Which figures differ between two editions of one report, each with the place where it stands in its text.

Belongs here: finding a figure's counterpart in the other edition and saying the difference to a clerk. Does not belong
here: which edition counts (`editions.py`), raw offsets of the other report (`warehouse/republication.py` maps them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from pipelines.corpus.shingles import FIGURE

MASK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a figure while the prose is aligned: no report holds this sign after repair."""

WORDS_BEFORE = 2
WORDS_AFTER = 1
"""Characters that must be the same around a figure (what is counted, its measure word): else a sentence was rewritten,
and two figures that happen to stand at the same place count different things."""

LEAD = re.compile(r"[^，。；、：！？,;:!?\s\ufffc]{1,8}$")


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure in two editions; spans are those of the normalised texts, `lead` the words right before it."""

    number: str
    text_start: int
    text_end: int
    other_number: str
    other_start: int
    other_end: int
    lead: str


def corrected_figures(text: str, other: str) -> tuple[Correction, ...]:
    """Figures of `text` that are others in `other` though the same words stand around them, in reading order.

    >>> [(c.number, c.other_number) for c in corrected_figures("调解纠纷38件，办结。", "全年调解纠纷36件，办结。")]
    [('38', '36')]
    """
    masked, figures = _masked(text)
    other_masked, other_figures = _masked(other)
    found = []
    for position, other_position in _same_positions(masked, other_masked):
        figure, other_figure = figures.get(position), other_figures.get(other_position)
        if figure and other_figure and figure[0].replace(",", "") != other_figure[0].replace(",", ""):
            lead = LEAD.search(masked[:position])
            found.append(Correction(*_told(figure), *_told(other_figure), lead[0] if lead else ""))
    return tuple(found)


def correction_sentence(correction: Correction, other_source: str, *, is_later: bool) -> str:
    """What a clerk is told of a correction. `is_later`: what counts is known to be published after the other."""
    where = f"“{correction.lead}”之后的数" if correction.lead else "同一处的数"
    if is_later:
        return (
            f"本报告是更正后的版本：{where}由{correction.other_number}改为{correction.number}，"
            f"原版本（{other_source}）不再计入"
        )
    return (
        f"同一份报告有两个版本：{where}，本版本为{correction.number}，另一版本（{other_source}）为"
        f"{correction.other_number}；无法判定后者是更正，暂以本版本为准，请核对"
    )


def _told(figure: re.Match[str]) -> tuple[str, int, int]:
    return figure[0], figure.start(), figure.end()


def _masked(text: str) -> tuple[str, dict[int, re.Match[str]]]:
    """The text with one sign for each figure, and the figures by the positions of these signs."""
    parts: list[str] = []
    figures: dict[int, re.Match[str]] = {}
    end = length = 0
    for figure in FIGURE.finditer(text):
        parts += (text[end : figure.start()], MASK)
        length += figure.start() - end
        figures[length] = figure
        length += 1
        end = figure.end()
    return "".join((*parts, text[end:])), figures


def _same_positions(masked: str, other: str) -> Iterator[tuple[int, int]]:
    """Positions of figures that stand among the same words in both texts."""
    for block in Indel.opcodes(masked, other):
        if block.tag != "equal":
            continue
        for position in range(block.src_start + WORDS_BEFORE, block.src_end - WORDS_AFTER):
            if masked[position] == MASK:
                yield position, block.dest_start + position - block.src_start
