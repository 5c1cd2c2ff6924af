"""Quantities that no metric names: what each counts, in the text's own words, and the metric that comes nearest.

Belongs here: those two answers, from which an analyst sees what the registry lacks. Does not belong here: deciding that
a quantity has no metric (`facts.py`), the registry (`registry.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.narrowing import UNNARROWING
from pipelines.figures.registry import COUNTS, Registry

THING_CHARACTERS_MAX = 8
NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
# After a number and its measure word: what is counted, up to the first word that is no noun of it.
AFTER_DEGREE = re.compile(r"(?:左右|以上|以下|以内|上下|不等|余|多)+")
NO_NOUN_AT_END = re.compile(r"(?:只|仅|占比?|仍|共|达|正|均|已|还|设|由|达成|完毕|组成|降|增|减|升|逐一明确)+$")
COUNTED_AFTER = re.compile(
    r"(?:的)?([\u4e00-\u9fff]{2,8}?)(?=[，。；：、（）\s]|$|[的了在到和与及为是有]|开展|参加|进行|组织|负责|全部|均)"
)
NEAR_CHARACTERS = 24


def thing_counted(quantity: Quantity) -> str:
    """The words that name what a number counts: behind it (3名律师), else before it (解决用工难题11个); '' if none do.

    At most 8 characters, so that the same thing told at different length falls into one group.
    """
    if quantity.cell is not None:
        return _last_words(quantity.cell.label)
    after = COUNTED_AFTER.match(AFTER_DEGREE.sub("", quantity.right, count=1))
    if after and not re.match(r"[\u4e00-\u9fff]*[次场]", after[1]):
        return after[1][-THING_CHARACTERS_MAX:]
    own = _last_words(strip_filler(quantity.left))
    return own or _last_words(strip_filler(re.split("[，；]", quantity.earlier.rstrip("，；"))[-1]))


def group_by_ending(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A name of its group for each (thing, unit): the longest ending that it shares with another thing of its unit.

    >>> group_by_ending([("政法专项编制", "person"), ("中队编制", "person"), ("播放量", "time")])
    {('政法专项编制', 'person'): '编制', ('中队编制', 'person'): '编制', ('播放量', 'time'): '播放量'}
    """
    distinct = list(dict.fromkeys(things))
    endings = Counter((thing[-n:], unit) for thing, unit in distinct for n in range(2, len(thing) + 1))
    return {
        (thing, unit): next((thing[-n:] for n in range(len(thing), 1, -1) if endings[thing[-n:], unit] > 1), thing)
        for thing, unit in distinct
    }


def _last_words(words: str) -> str:
    """The noun at the end of a clause: without verbs and fillers before it, Han characters only."""
    kept = NOT_HAN.sub(" ", UNNARROWING.sub(" ", NO_NOUN_AT_END.sub("", words))).split()
    kept = [k for k in kept if len(k) > 1]
    return kept[-1][-THING_CHARACTERS_MAX:] if kept else ""


def nearest_metric(quantity: Quantity, registry: Registry) -> str | None:
    """The id of the metric whose cue word stands nearest, whatever else its cue asks for; None if no cue word is near.

    A metric of the number's own unit goes first, then a longer word, then a nearer one.
    """
    number = quantity.token.number
    left, right = quantity.left[-NEAR_CHARACTERS:], quantity.right[:NEAR_CHARACTERS]
    for family in (number.family if number else None, COUNTS):
        best: tuple[int, int, str] | None = None
        for metric, cue in registry.cues_in(family, left + "\n" + right):
            for word in cue.head:
                if best is not None and len(word) < best[0]:
                    continue
                gap = _gap(word, left, right)
                if gap is not None and (best is None or (len(word), -gap, metric.id) > best):
                    best = (len(word), -gap, metric.id)
        if best is not None:
            return best[2]
    return None


def _gap(word: str, left: str, right: str) -> int | None:
    """Characters between a word and the number, on the nearer side."""
    before, behind = left.rfind(word), right.find(word)
    if before < 0 and behind < 0:
        return None
    gaps = [len(left) - before - len(word)] * (before >= 0) + [behind] * (behind >= 0)
    return min(gaps)
