"""Quantities → facts: which metric, category, detail, role and period each has, and the span that shows it.

Belongs here: settling each quantity of a report in reading order, with its companions, shared names and totals.
Does not belong here: the words between figures (`wording.py`), the weighing of cues (`cues.py`),
zeros told in words (`zeros.py`), arithmetic (`arithmetic.py`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from pipelines.figures.changes import Change, continued_change, goes_on, is_to, read_change
from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.cues import Companions, Match, candidates
from pipelines.figures.periods import role_and_period
from pipelines.figures.registry import Metric, Registry
from pipelines.figures.wording import (
    BARE_JOIN,
    BARE_STOP,
    COMPARES,
    CONTINUED,
    DERIVED,
    KIND_LIST,
    NARROWING,
    OWN_RATE,
    REMAINDER,
    STAGE,
    TOTAL_WORDS,
    UNNARROWING,
)

# A Chinese numeral with 个, 项 … counts only if its thing stands right beside it (开放四个综合窗口).
MAYBE_THRESHOLD = 9.5
SPAN_RAW_MAX = 110  # the scorer and a reader want the figure and what is counted, not the sentence


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


def category_of(metric: Metric, words: str) -> str:
    """The category of the closed list that the words around a figure name; '' is the headline.

    Of several, the one whose word stands last: what is nearest to the number narrows it.
    """
    best, best_at = "", -1
    for category in metric.categories.values():
        if any(w in words for w in category.forbidden):
            continue
        at = max((words.rfind(w) + len(w) for w in category.words if w in words), default=-1)
        if at > best_at:
            best, best_at = category.name, at
    return best


def _detail(quantity: Quantity, match: Match) -> str | None:
    """What narrows the figure, in the text's own words: the clause before the number without words that narrow nothing.

    None where nothing is left: two figures without detail claim the same thing, so that a difference is a conflict.
    """
    words = strip_filler(quantity.left)
    for head in sorted({match.head, *match.cue.head}, key=len, reverse=True):
        words = words.replace(head, "") if head else words
    if match.side == "right" and words.endswith(("和", "与", "及", "、", "以及")):
        return None  # 镇村干部和58名法律明白人: the words name somebody else
    if quantity.is_part:  # a part always says which part it is
        whole = strip_filler(quantity.left).strip("，、：（）其中")
        return words.strip("，、：（）其中") or whole or None
    words = UNNARROWING.sub("", words)
    return words if len(words) >= 2 and NARROWING.search(words) else None


def _span(quantity: Quantity, match: Match, text: str) -> tuple[int, int]:
    """The shortest span that holds the head and the number."""
    start = min(match.head_start, quantity.token.start)
    end = max(match.head_end, quantity.token.end)
    if quantity.token.start - start > SPAN_RAW_MAX // 2:
        start = quantity.left_start
    return start, end


def _is_lost_unit(text: str, quantity: Quantity, match: Match) -> bool:
    """Whether a bare number is a figure whose measure word was lost: its thing directly before it, nothing after."""
    token = quantity.token
    if not BARE_STOP.match(text, token.end) or match.side != "left":
        return False
    if (
        token.number
        and token.number.value is not None
        and 1990 <= token.number.value <= 2035
        and "," not in text[token.start : token.end]
    ):
        return False
    gap = text[match.head_end : token.start]
    return not strip_filler(gap) and token.number is not None and token.number.value is not None


class Settler:
    """Settles the quantities of one report in reading order; the companions of a figure are the facts before it."""

    def __init__(self, text: str, registry: Registry, year: int | None):
        self.text, self.registry, self.year = text, registry, year
        self.settled = Settled()
        self.by_token: dict[int, Draft] = {}
        self.recent: list[tuple[int, str]] = []  # (sentence start, metric id) of the facts so far

    def run(self, quantities: list[Quantity]) -> Settled:
        """All quantities of the report, in order."""
        for quantity in quantities:
            if quantity.token.number is None or quantity.token.number.value is None:
                continue
            last = self.settled.changes[-1] if self.settled.changes else None
            change = read_change(quantity) or (continued_change(self.text, *last, quantity) if last else None)
            if change:
                self._take_change(quantity, change)
            else:
                self._take(quantity)
        return self.settled

    def _companions(self, quantity: Quantity) -> Companions:
        same = frozenset(m for s, m in self.recent if s == quantity.sentence_start)
        earlier = frozenset(
            m for s, m in self.recent[-4:] if s != quantity.sentence_start and quantity.sentence_start - s < 160
        )
        return Companions(same, earlier)

    def _take_change(self, quantity: Quantity, change: Change) -> None:
        told = self.settled.changes
        if told and goes_on(self.text, told[-1][0], quantity, told[-1][0].index in self.settled.continued_changes):
            self.settled.continued_changes[quantity.index] = told[-1][0].index
        told.append((quantity, change))
        self.settled.change_tokens.add(quantity.index)

    def _take(self, quantity: Quantity) -> None:
        companions = self._companions(quantity)
        if quantity.names:
            matches = self._shared(quantity, companions)
        else:
            best = self._best(quantity, companions)
            matches = [best] if best else []
        if quantity.token.kind == "maybe":
            matches = [m for m in matches if m.score >= MAYBE_THRESHOLD]
        if quantity.token.kind == "bare":
            matches = [m for m in matches if _is_lost_unit(self.text, quantity, m) or self._is_scaled(quantity)]
        for match in matches:
            self._add(quantity, match)

    def _is_scaled(self, quantity: Quantity) -> bool:
        """1.4万余 and the like count something even where the measure word is lost."""
        number = quantity.token.number
        return bool(number and re.search("[万余多]", self.text[number.start : number.end]))

    def _shared(self, quantity: Quantity, companions: Companions) -> list[Match]:
        """One match for each of the names that share a number, each metric once."""
        found: dict[str, Match] = {}
        at = quantity.left_start
        for name in quantity.names:
            at = max(at, self.text.find(name, at))
            if quantity.token.number and quantity.token.number.family == "percent" and not name.endswith(("率", "度")):
                name += "率"  # 参考、合格两率均为100%
            for match in candidates(quantity, self.registry, companions, left=name)[:1]:
                if match.side == "left":
                    shift = at - quantity.left_start
                    match = Match(
                        match.metric,
                        match.score,
                        match.cue,
                        match.head,
                        match.head_start + shift,
                        match.head_end + shift,
                        "left",
                    )
                found.setdefault(match.metric.id, match)
        return list(found.values())

    def _best(self, quantity: Quantity, companions: Companions) -> Match | None:
        if DERIVED.search(quantity.left):
            return None
        found = self._money(quantity, companions) or candidates(quantity, self.registry, companions)
        if staged := self._staged(quantity, found):
            return staged
        if not found and (accompanying := self._accompanying(quantity)):
            return accompanying
        best = found[0] if found else None
        if best and best.side == "back" and OWN_RATE.search(quantity.left):
            return None
        total = self.by_token.get(quantity.part_of) if quantity.part_of is not None else None
        if (best is None or best.side == "back") and (told := self._continued(quantity)):
            return told
        if best is None and (kind := self._kind_of(quantity)):
            return kind
        if total is not None and self._inherits(total, best, quantity):
            at = quantity.left_start + len(quantity.left) - len(quantity.left.lstrip("，、：其中"))
            return Match(total.metric, 0.0, total.metric.cues[0], "", at, quantity.token.start, "part")
        return best

    def _money(self, quantity: Quantity, companions: Companions) -> list[Match]:
        """An amount whose 元 was lost: 罚没款11.7万 right after the word for the money."""
        if quantity.token.kind != "bare" or self.text[quantity.token.end - 1] not in "万亿":
            return []
        found = candidates(quantity, self.registry, companions, family="yuan")
        return [m for m in found if _is_lost_unit(self.text, quantity, m)]

    def _staged(self, quantity: Quantity, found: list[Match]) -> Match | None:
        """The metric told just before, at another stage: 受理法律援助312件，办结287件."""
        number = quantity.token.number
        m = STAGE.match(quantity.left)
        told = self.settled.drafts[-1] if self.settled.drafts else None
        if quantity.part_of in self.by_token:  # 复议8件，其中撤销1件，终止1件: ended are the eight, not the one
            told = self.by_token[quantity.part_of]
        if (
            not m
            or number is None
            or told is None
            or told.quantity is None
            or quantity.right[:1] not in ("", "，", "。", "；")
        ):
            return None
        other = told.quantity.token.number
        if told.quantity.sentence_start != quantity.sentence_start or other is None or other.family != number.family:
            return None
        paired = next((f for f in found if told.metric.id in f.cue.require_after), None)
        return paired or Match(
            told.metric, 0.0, told.metric.cues[0], "", quantity.left_start, quantity.token.start, "stage"
        )

    def _accompanying(self, quantity: Quantity) -> Match | None:
        """What goes with the figure right before, for a number without words: 扑火队2支50人, 培训2期、76人次."""
        told = self.settled.drafts[-1] if self.settled.drafts else None
        number = quantity.token.number
        if number is None or told is None or told.quantity is None or not BARE_JOIN.fullmatch(quantity.left):
            return None
        if quantity.token.start - told.quantity.token.end > len(quantity.left) + 1:
            return None
        for metric in self.registry.by_family(number.family):
            cue = next((c for c in metric.cues if told.metric.id in c.after), None)
            if cue is not None:
                at = told.start
                return Match(metric, 0.0, cue, "", at, quantity.token.start, "accompanying")
        return None

    def _continued(self, quantity: Quantity) -> Match | None:
        """The metric just told in this sentence, for a number that only compares (较上年的43.5万元, 降至124件)."""
        number = quantity.token.number
        compares = CONTINUED.match(quantity.left) and COMPARES.search(quantity.left)
        if number is None or not (compares or is_to(quantity)):
            return None
        for draft in reversed(self.settled.drafts[-4:]):
            if self._same_count(draft, quantity):
                return self._following(draft, quantity, "continued")
        return None

    def _kind_of(self, quantity: Quantity) -> Match | None:
        """A kind from the closed list of a metric just told, in a list of kinds: 按类别分，婚姻家庭类48件."""
        opens_list = bool(KIND_LIST.match(self.text, quantity.sentence_start) or REMAINDER.match(quantity.left))
        for draft in reversed(self.settled.drafts[-8:]):
            near = self._same_count(draft, quantity, quantity.sentence_start - (80 if opens_list else 0))
            if draft.metric.parts and near and category_of(draft.metric, quantity.left):
                return self._following(draft, quantity, "part")
        return None

    def _same_count(self, draft: Draft, quantity: Quantity, since: int | None = None) -> bool:
        """Whether a fact stands in the same sentence (or after `since`) and counts in the same unit family."""
        begin = quantity.sentence_start if since is None else since
        number, other = quantity.token.number, draft.quantity.token.number if draft.quantity else None
        return (
            draft.quantity is not None
            and draft.quantity.sentence_start >= begin
            and number is not None
            and other is not None
            and other.family == number.family
        )

    def _following(self, draft: Draft, quantity: Quantity, side: str) -> Match:
        return Match(draft.metric, 0.0, draft.metric.cues[0], "", quantity.left_start, quantity.token.start, side)

    def _inherits(self, total: Draft, best: Match | None, quantity: Quantity) -> bool:
        """Whether a part carries its total's metric: the unit is the same, and no nearer metric of its theme speaks."""
        number = quantity.token.number
        family = number.family if number else None
        if (
            total.quantity is None
            or total.quantity.token.number is None
            or family != total.quantity.token.number.family
        ):
            return False
        if best is None or best.side == "back":
            return True
        if best.metric.id == total.metric.id:
            return False
        kind = category_of(total.metric, quantity.left)
        if kind and kind == category_of(best.metric, quantity.left):  # 处罚17件，其中简易程序12件
            return True
        return total.metric.parts and best.metric.theme != total.metric.theme

    def _add(self, quantity: Quantity, match: Match) -> None:
        number = quantity.token.number
        assert number is not None
        metric = match.metric
        role, period = role_and_period(quantity, metric.kind, self.year)
        near = quantity.left[-24:]
        if match.side == "right":  # words after a number narrow it only up to what it counts
            after = self.text[quantity.token.end : match.head_end]
            near = after if quantity.left_start > quantity.clause_start else near + after
        if quantity.cell is not None:
            near = quantity.left
        if match.side == "back":
            near = quantity.earlier[-24:] + near
        lost = quantity.token.kind == "bare"
        start, end = _span(quantity, match, self.text)
        category = self._category(metric, near, match)
        draft = Draft(
            metric,
            category,
            None if quantity.names else _detail(quantity, match),
            number.value,
            metric.unit,
            number.measure_word,
            lost,
            number.qualifier,
            period,
            role,
            start,
            end,
            f"cue.{match.side}",
            self._is_total(quantity, metric),
            quantity,
            match.score,
        )
        self.settled.drafts.append(draft)
        self.settled.fact_tokens.add(quantity.index)
        self.by_token.setdefault(quantity.index, draft)
        self.recent.append((quantity.sentence_start, metric.id))
        if lost and number.value and not self._is_scaled(quantity):  # 为0 and 11.2万 are whole without a measure word
            self.settled.lost_units.append(draft)

    def _category(self, metric: Metric, near: str, match: Match) -> str:
        if match.side == "stage":
            return next((name for name, words in self.registry.stages.items() if any(w in near for w in words)), "")
        if match.side == "continued":
            return next((d.category for d in reversed(self.settled.drafts) if d.metric is metric), "")
        return category_of(metric, near)

    def _is_total(self, quantity: Quantity, metric: Metric) -> bool:
        if quantity.is_part:
            return False
        clause = self.text[quantity.clause_start : quantity.token.start]
        return bool(TOTAL_WORDS.search(clause)) or any(w in clause for w in metric.total)


def fact_id(report_id: str, start: int, end: int, draft: Draft) -> str:
    """A name for a fact that every build of the same input gives again: report, raw span, metric, category, role."""
    key = f"{report_id}|{start}|{end}|{draft.metric.id}|{draft.category}|{draft.role}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
