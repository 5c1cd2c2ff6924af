"""Which metric a quantity belongs to: the registry's cues weighed against the words around the number.

Belongs here: how strongly a cue speaks (nearness of its head, needed words, companions, the section's theme).
Does not belong here: any word of the language (they are in the registry); roles, periods and categories (`facts.py`).

Weights were set on the five real reports and the sample corpus and looked at on test reports written without sight of
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.registry import Cue, Metric, Registry

HEAD_BASE = 5.0
HEAD_PER_CHARACTER = 0.9  # a longer head names more: 反诈宣传 over 宣传
HEAD_CHARACTERS_MAX = 8
GAP_LEFT = 0.42  # per character between head and number, fillers not counted
GAP_RIGHT = 0.55
# The thing counted stands right beside its number: 行政诉讼案件2件 | 2件行政诉讼案件.
ADJACENT_LEFT = 2.0
ADJACENT_RIGHT = 1.6
OWN_UNIT = 1.6
NEED_IN_CLAUSE = 1.5
NEED_IN_SENTENCE = 0.8
NEED_LATER = 0.2
NEED_IN_HEADING = 0.4
NEED_EARLIER = 0.0  # in the sentence before, of the same paragraph
NEED_BY_THEME = 0.0  # the section is about the metric's theme, though no word says so
COMPANION_SAME_SENTENCE = 2.5
COMPANION_EARLIER = 1.2
THEME = 1.4
# A head farther left than this has lost more by its gap than the longest head brings.
LEFT_CHARACTERS = 40
BACK_CHARACTERS = 40
CLAUSE_BACK = 3.5  # a head found only in an earlier clause of the sentence
THRESHOLD = 5.0
# Forbidden words speak against a head only near it: 人民调解委员会共调处纠纷165起 counts disputes, not committees.
FORBIDDEN_REACH = 9
# A clause that names its own thing does not reach back for another: at most this many characters of its own.
OWN_WORDS_MAX = 7
RIGHT_WORDS_MAX = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A metric with its score, the cue that spoke, and where its head stands in the normalised text."""

    metric: Metric
    score: float
    cue: Cue
    head: str
    head_start: int
    head_end: int
    side: str  # left | right | back


@dataclass(frozen=True, slots=True)
class Companions:
    """Metrics of the facts before a quantity: in its own sentence, and in the one or two sentences before."""

    same: frozenset[str]
    earlier: frozenset[str]


def _last(head: tuple[str, ...], text: str) -> tuple[int, str] | None:
    """The head word that ends last in `text` (of those, the longest), with its end."""
    best: tuple[int, str] | None = None
    for word in head:
        at = text.rfind(word)
        if at >= 0 and (best is None or (at + len(word), len(word)) > (best[0], len(best[1]))):
            best = (at + len(word), word)
    return best


def _first(head: tuple[str, ...], text: str) -> tuple[int, str] | None:
    """The head word that begins first in `text` (of those, the longest), with its start."""
    best: tuple[int, str] | None = None
    for word in head:
        at = text.find(word)
        if at >= 0 and (best is None or (at, -len(word)) < (best[0], -len(best[1]))):
            best = (at, word)
    return best


def _head_score(word: str) -> float:
    return HEAD_BASE + HEAD_PER_CHARACTER * min(len(word), HEAD_CHARACTERS_MAX)


def _any(words: tuple[str, ...], text: str) -> bool:
    for word in words:  # a plain loop: twice as fast as any() over a generator, and called 300 times a report
        if word in text:
            return True
    return False


def _need(cue: Cue, clause: str, quantity: Quantity, theme: str) -> float | None:
    """How well the needed words are met; None if they are nowhere."""
    if not cue.need:
        return 0.0
    if _any(cue.need, clause):
        return NEED_IN_CLAUSE
    if _any(cue.need, quantity.earlier):
        return NEED_IN_SENTENCE
    if cue.scope != "sentence" and any(_any(cue.need, h.title) for h in quantity.headings[-2:]):
        return NEED_IN_HEADING
    if _any(cue.need, quantity.later[:40]):
        return NEED_LATER
    if cue.scope == "theme" and _any(cue.need, quantity.before):
        return NEED_EARLIER
    return NEED_BY_THEME if cue.scope == "theme" and quantity.theme == theme else None


def _companion(cue: Cue, companions: Companions) -> float | None:
    """The weight of the metric this one accompanies; None if it is required and absent."""
    wanted = cue.require_after or cue.after
    if not wanted:
        return 0.0
    if any(m in companions.same for m in wanted):
        return COMPANION_SAME_SENTENCE
    if any(m in companions.earlier for m in wanted):
        return COMPANION_EARLIER
    return None if cue.require_after else 0.0


def _weigh(
    metric: Metric,
    cue: Cue,
    quantity: Quantity,
    left: str,
    right: str,
    companions: Companions,
    named: str,
    uncounted_at: int | None,
) -> Match | None:
    """The match of one cue in the number's own clause, or None. `named`: `left` without its filler.

    `uncounted_at`: where a noun that no metric counts begins, at the end of `left`: only a head that holds it counts.
    """
    clause = left + right
    if cue.unless and _any(cue.unless, quantity.earlier + left):
        return None
    if cue.word and not _any(cue.word, clause):
        return None
    need = _need(cue, clause if left is quantity.left else quantity.left + clause, quantity, metric.theme)
    companion = _companion(cue, companions)
    if companion is None:
        return None
    if need is None:
        if not (cue.after and companion):
            return None
        need = 0.0
    base = need + companion + (THEME if metric.theme == quantity.theme else 0.0)
    base += OWN_UNIT if quantity.token.number and quantity.token.number.family == metric.unit else 0.0
    best: Match | None = None
    found = _last(cue.head, left)
    if found and (uncounted_at is None or found[0] - len(found[1]) <= uncounted_at < found[0]):
        end, word = found
        gap = max(0, len(named) - end)
        near = left[max(0, end - len(word) - FORBIDDEN_REACH) :] + (right[:FORBIDDEN_REACH] if gap > 0 else "")
        if not _any(cue.forbidden, near):
            score = base + _head_score(word) - GAP_LEFT * gap + (ADJACENT_LEFT if gap <= 0 else 0.0)
            at = quantity.left_start + end
            best = Match(metric, score, cue, word, at - len(word), at, "left")
    found = _first(cue.head, right)
    if found:
        start, word = found
        near = left[-FORBIDDEN_REACH:] + right[: start + len(word) + FORBIDDEN_REACH]
        score = base + _head_score(word) - GAP_RIGHT * start + (ADJACENT_RIGHT if start <= 1 else 0.0)
        if not _any(cue.forbidden, near) and (best is None or score > best.score):
            at = quantity.token.end + start
            best = Match(metric, score, cue, word, at, at + len(word), "right")
    return best


def _weigh_back(metric: Metric, cue: Cue, quantity: Quantity, companions: Companions) -> Match | None:
    """The match of one cue in the clauses before, for a number whose own clause names nothing."""
    back = quantity.earlier[-BACK_CHARACTERS:]
    clause = back + quantity.left
    if cue.unless and _any(cue.unless, quantity.earlier + quantity.left):
        return None
    if (cue.forbidden and _any(cue.forbidden, back[-16:] + quantity.left + quantity.right[:FORBIDDEN_REACH])) or (
        cue.word and not _any(cue.word, clause)
    ):
        return None
    companion = _companion(cue, companions)
    need = _need(cue, clause, quantity, metric.theme)
    if companion is None or need is None or not (found := _last(cue.head, back)):
        return None
    end, word = found
    score = _head_score(word) - CLAUSE_BACK - 0.15 * len(back[end:])
    score += need + companion + (THEME if metric.theme == quantity.theme else 0.0)
    score += OWN_UNIT if quantity.token.number and quantity.token.number.family == metric.unit else 0.0
    at = quantity.left_start - len(back) + end
    return Match(metric, score, cue, word, at - len(word), at, "back")


def _inside_another(match: Match, others: Iterable[Match]) -> bool:
    """Whether the head is only a part of a longer word that another metric knows: 公开 in 公开栏, 议案 in 复议案件."""
    return any(
        o.head_start <= match.head_start and match.head_end <= o.head_end and len(o.head) > len(match.head)
        for o in others
    )


def candidates(
    quantity: Quantity,
    registry: Registry,
    companions: Companions,
    left: str | None = None,
    family: str | None = "",
    reach_back: bool = True,
) -> list[Match]:
    """All metrics that may claim a quantity, best first. `left` replaces the words before the number (shared names).

    `reach_back`: a clause that names nothing takes its thing from the clauses before.
    """
    number = quantity.token.number
    family = number.family if family == "" and number else family
    own_left = quantity.left if left is None else left
    best: dict[str, Match] = {}
    named = strip_filler(own_left)
    uncounted_at = registry.uncounted_at(named)
    for metric, cue in registry.cues_in(family, own_left[-LEFT_CHARACTERS:] + "\n" + quantity.right):
        match = _weigh(metric, cue, quantity, own_left, quantity.right, companions, named, uncounted_at)
        if match and (metric.id not in best or match.score > best[metric.id].score):
            best[metric.id] = match
    found = [m for m in best.values() if not _inside_another(m, best.values())]
    if (
        reach_back
        and not found
        and uncounted_at is None
        and len(named) <= OWN_WORDS_MAX
        and len(quantity.right) <= RIGHT_WORDS_MAX
        and quantity.earlier
    ):
        for metric, cue in registry.cues_in(family, quantity.earlier[-BACK_CHARACTERS:]):
            if match := _weigh_back(metric, cue, quantity, companions):
                found.append(match)
    found.sort(key=lambda m: (-m.score, m.metric.id))
    return [m for m in found if m.score >= THRESHOLD]
