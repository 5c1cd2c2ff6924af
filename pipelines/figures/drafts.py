"""Facts before they are laid over the raw text, and the closed lists that narrow them.

Belongs here: the shape of a draft, what became of a report's quantities, the category that words name. Does not belong
here: deciding which metric a quantity has (`facts.py`, `told_before.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.figures.changes import Change
from pipelines.figures.context import Quantity
from pipelines.figures.registry import Metric

NAME_CHARACTERS_MIN = 2
PARAGRAPH_REACH = 160  # characters; farther back a word no longer points at a figure
# 人大代表建议和政协提案18件: two kinds of the list counted together are no one kind of it.
JOINS_KINDS = re.compile(r"[\u4e00-\u9fff]{0,4}[和与及][\u4e00-\u9fff]{0,2}")
BODIES = re.compile(r"(?:人民)?调解(?:委员会|组织|员|室|中心)|调委会|矛调中心")


@dataclass(slots=True)
class Draft:
    """A fact before it is laid over the raw text. `quantity` is None for a zero told in words."""

    metric: Metric
    category: str
    detail: str | None
    value: float | None
    unit: str
    measure_word: str | None
    unit_inferred: bool
    qualifier: str
    period: str
    role: str
    start: int
    end: int
    rule: str
    is_total: bool
    quantity: Quantity | None = None
    score: float = 0.0
    until_month: int | None = None
    is_part: bool = False  # of another figure of its metric


@dataclass(slots=True)
class Settled:
    """What became of each quantity: facts, changes, and which token indices they take."""

    drafts: list[Draft] = field(default_factory=list)
    changes: list[tuple[Quantity, Change]] = field(default_factory=list)
    # changes told in one breath: token index of each further one → that of the one it goes on from
    continued_changes: dict[int, int] = field(default_factory=dict)
    fact_tokens: set[int] = field(default_factory=set)
    change_tokens: set[int] = field(default_factory=set)
    lost_units: list[Draft] = field(default_factory=list)


def alike_before(text: str, drafts: list[Draft], name: str, position: int) -> list[Draft]:
    """The achieved figures of the same paragraph whose own clause holds a name, the nearest first.

    调处矛盾纠纷134件。调处总量比去年…: 调处 alone is no name, but names what the sentence before counted.
    """
    if len(name) < NAME_CHARACTERS_MIN:
        return []
    since = max(text.rfind("\n", 0, position), position - PARAGRAPH_REACH)
    return [
        d
        for d in reversed(drafts)
        if d.role == "actual"
        and d.quantity is not None
        and since < d.start < position
        and name in text[min(d.start, d.quantity.left_start) : d.end]
    ]


def category_of(metric: Metric, words: str) -> str:
    """The category of the closed list that the words around a figure name; '' is the headline.

    Of several, the one whose word stands last: what is nearest to the number narrows it.
    """
    without_bodies = BODIES.sub("", words)  # 调解组织受理164件: who took them in is no stage
    best, best_at, best_word = "", -1, ""
    named: list[tuple[str, int]] = []
    for category in metric.categories.values():
        if any(w in without_bodies for w in category.forbidden):
            continue
        at, word = -1, ""
        for candidate in category.words:  # a plain loop: half the time of max() over a generator, 1,000 times a report
            found = words.rfind(candidate)
            if found >= 0 and (found + len(candidate), candidate) > (at, word):
                at, word = found + len(candidate), candidate
        if at >= 0:
            named.append((category.name, at))
        if at > best_at:
            best, best_at, best_word = category.name, at, word
    start = best_at - len(best_word)
    joined = any(name != best and at <= start and JOINS_KINDS.fullmatch(words, at, start) for name, at in named)
    return "" if joined else best
