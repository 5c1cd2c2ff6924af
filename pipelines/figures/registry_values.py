"""What a metric registry says, as values: themes, metrics, cues, categories, examples, and the index of head words.

Belongs here: the shape of what was read, and finding the cues of a window. Does not belong here: reading the file
(`registry.py`), how cues are weighed against a sentence (`cues.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.figures.units import OTHER

COUNTS = "counts"  # in place of a unit family: every metric that is no share, since a percentage may be said of any
# A figure that lost its measure word may be a count. It is no amount, area, length or weight: their scale is lost too.
MEASURED_UNITS = ("yuan", "square_metre")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name what is counted.

    `head` stands beside the number; one of `need` somewhere in the sentence (or, unless `scope` is sentence, in the
    headings above it); one of `word` in the number's own clause; none of `forbidden` (`not:`) beside the head or
    between it and the number; none of `unless` anywhere in the sentence before. `after`: metrics that this one
    accompanies (an audience follows an event); `require_after`: it is nothing without them. `detail`: what a zero
    found by it is narrowed to. `line`: where it begins.
    """

    head: tuple[str, ...]
    need: tuple[str, ...] = ()
    word: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    require_after: tuple[str, ...] = ()
    scope: str = "heading"
    category: str = ""
    detail: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of a metric's closed list: the words that mean it, and words that, beside them, mean something else."""

    name: str
    words: tuple[str, ...]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that must give `value`, or (`value` None) must not give the metric; `written` as on `line`."""

    written: str
    sentence: str
    value: float | None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the reports: id, Chinese name, and the chapter of the national outline it belongs to."""

    id: str
    name: str
    outline: str | None


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: `unit` canonical, `kind` flow | stock | rate, `many` where one report may count several activities
    under it side by side, `parts` where a breakdown after 其中 carries this metric too."""

    id: str
    name: str
    theme: str
    unit: str
    kind: str
    means: str
    accepts: frozenset[str] = frozenset()
    many: bool = False
    parts: bool = False
    total: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    zero: tuple[Cue, ...] = ()
    categories: dict[str, Category] = field(default_factory=dict)
    examples: dict[str, tuple[Example, ...]] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """Name and id, as messages name a metric."""
        return f"{self.name}（{self.id}）"

    def takes(self, family: str) -> bool:
        """Whether a figure printed in this unit may be the metric's."""
        return self.unit == family or family in self.accepts


@dataclass(frozen=True, slots=True)
class Registry:
    """All themes and metrics; the words of a stage (受理, 办结) that narrow the figure told just before; the nouns
    that no metric counts (锦旗, 招牌).

    `version` is a hash of the file: facts depend on nothing else of it.
    """

    version: str
    themes: dict[str, Theme]
    metrics: dict[str, Metric]
    stages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uncounted: tuple[str, ...] = ()
    families: dict[str | None, tuple[Metric, ...]] = field(default_factory=dict, compare=False, repr=False)

    indexes: dict[str | None, HeadIndex] = field(default_factory=dict, compare=False, repr=False)

    def by_family(self, family: str | None) -> tuple[Metric, ...]:
        """The metrics that a figure of this unit family may belong to; None: the measure word was lost."""
        if family not in self.families:
            if family is None:
                found = tuple(m for m in self.metrics.values() if m.kind != "rate" and not _is_measured(m.unit))
            elif family == COUNTS:
                found = tuple(m for m in self.metrics.values() if m.kind != "rate")
            else:
                found = tuple(m for m in self.metrics.values() if m.takes(family))
            self.families[family] = found
        return self.families[family]

    def uncounted_at(self, words: str) -> int | None:
        """Where the longest noun that no metric counts begins, if one stands at the end of `words`.

        >>> Registry("", {}, {}, uncounted=("招牌", "锦旗")).uncounted_at("服务站点更换招牌")
        6
        """
        if not words.endswith(self.uncounted):
            return None
        return len(words) - max(len(noun) for noun in self.uncounted if words.endswith(noun))

    def cues_in(self, family: str | None, window: str) -> list[tuple[Metric, Cue]]:
        """The cues of a family that have a head in `window`, in registry order.

        An index of words replaces trying some 200 cues on each figure: 0.25 ms a figure became 0.03.
        """
        if family not in self.indexes:
            self.indexes[family] = HeadIndex(self.by_family(family))
        return self.indexes[family].find(window)


def _is_measured(unit: str) -> bool:
    return unit in MEASURED_UNITS or unit.startswith(OTHER)


class HeadIndex:
    """Head words of the cues of one family, looked up at each position of a window."""

    def __init__(self, metrics: tuple[Metric, ...]):
        self.cues = [(m, c) for m in metrics for c in m.cues]
        self.words: dict[str, list[int]] = {}
        for number, (_, cue) in enumerate(self.cues):
            for word in cue.head:
                self.words.setdefault(word, []).append(number)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self.lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}

    def find(self, window: str) -> list[tuple[Metric, Cue]]:
        """The cues that have a head in `window`, in the order of the registry."""
        hit: set[int] = set()
        for at, first in enumerate(window):
            for length in self.lengths.get(first, ()):
                if numbers := self.words.get(window[at : at + length]):
                    hit.update(numbers)
        return [self.cues[n] for n in sorted(hit)]
