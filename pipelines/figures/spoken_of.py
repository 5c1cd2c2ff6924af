"""Which figure a stated change speaks of: the one its own clause names, the one told before it, the one it led to.

Belongs here: finding the figure or at least the metric of one change. Does not belong here: the order of the changes
and the claim that comes of each (`claims.py`), telling a change from a value (`changes.py`), words (`change_words.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.figures.changes import Change
from pipelines.figures.context import Quantity
from pipelines.figures.cues import Companions, Match, candidates
from pipelines.figures.drafts import NAME_CHARACTERS_MIN, PARAGRAPH_REACH, Draft, Settled, alike_before, category_of
from pipelines.figures.narrowing import UNNARROWING
from pipelines.figures.registry import COUNTS, Metric, Registry

# 同比增长10%，全年收件达到13,046件: the figure that the change led to follows, with at most its name before it.
REACHES = re.compile(
    r"[，、；（]?(?P<thing>[\u4e00-\u9fff]{0,14}?)(?:降|增|升|减|达|达到|为|至|到|共|计|共计|上升|下降|提高|提升|攀升|回落|涨){1,4}(?:了|约|近)?"
)
# A change without a name of its own that opens a sentence speaks of the figure told next.
OPENED = re.compile(r"，(?P<thing>[^，。；、\d]{2,20}?)(?:共|共计|为|达|达到)?(?:了|约|近)?")
QUOTED = re.compile(r"[，；（](?:上年|去年|上年度|上一年度?|20\d\d年)(?:同期|全年|度)?(?:的|为|是|共|有|约)*")
TOTAL = re.compile(r"这一(?:总)?(?:数字|数据|数)|总数|总量|总的|总体|合计|接手的|全部")
# 学法次数减少一半: the noun says in which unit its thing is counted, where a percentage does not.
FAMILY_OF_NOUN = {"次数": "time", "场次": "time", "期数": "time", "人次": "person_time", "人数": "person"}
COUNT_NOUNS = re.compile("|".join(FAMILY_OF_NOUN))
ALONE = Companions(frozenset(), frozenset())
# A change that opens a sentence may speak of the last figure of the sentence before, if that is this near.
SENTENCE_BEFORE_CHARACTERS = 60
# This year's figure follows last year's this near: 上年为4.5万元，今年为5.04万元.
QUOTED_CHARACTERS = 24


class SpokenOf:
    """The figures of one report, asked which of them a change speaks of. `draft_of`: by token index."""

    def __init__(self, text: str, quantities: list[Quantity], settled: Settled, registry: Registry):
        self.text, self.quantities, self.settled, self.registry = text, quantities, settled, registry
        self.position = {q.index: i for i, q in enumerate(quantities)}
        self.draft_of: dict[int, Draft] = {}
        for draft in settled.drafts:
            if draft.quantity is not None:
                self.draft_of.setdefault(draft.quantity.index, draft)

    def quoted_before(self, quantity: Quantity, change: Change) -> Draft | None:
        """An earlier year's figure of the same sentence, where nothing else says what has changed."""
        return next(
            (
                d
                for d in reversed(self.settled.drafts)
                if d.role == "previous"
                and d.quantity is not None
                and d.quantity.sentence_start == quantity.sentence_start
                and d.quantity.index < quantity.index
                and self.fits(d, quantity, change)
            ),
            None,
        )

    def now_of(self, quoted: Draft) -> Draft | None:
        """This year's figure told shortly before the earlier year's: 调处134件。调处总量比去年的152件减少18件."""
        near = (d for d in reversed(self.settled.drafts) if 0 < quoted.start - d.end < PARAGRAPH_REACH)
        same = (d for d in near if d.role == "actual" and d.metric is quoted.metric and d.category == quoted.category)
        return next((d for d in same if "\n" not in self.text[d.end : quoted.start]), None)

    def alike_before(self, quantity: Quantity, change: Change, name: str) -> Draft | None:
        """A figure of the same paragraph whose own clause holds the name: 开展排查48次。其中，排查次数则减少了4次."""
        found = alike_before(self.text, self.settled.drafts, name, quantity.token.start)
        return next((d for d in found if self.fits(d, quantity, change)), None)

    def drafts_of(self, group: list[tuple[Quantity, Change]], names: list[str]) -> list[Draft | None]:
        first = group[0][0]
        before = self._facts_before(first)
        if names[0] in ("前者", "后者"):
            return [self._former_or_latter(names[0], first, before)]
        if len(group) > 1 and not any(self.metric(q, c, n) for (q, c), n in zip(group, names, strict=True)):
            last = before[-len(group) :]
            if len(last) == len(group) and all(self.fits(d, q, c) for d, (q, c) in zip(last, group, strict=True)):
                return list(last)
            fitting = [d for d in before if self.fits(d, *group[0])]
            if len(fitting) >= len(group):
                return list(fitting[-len(group) :])
        return [self._draft(q, c, name, before) for (q, c), name in zip(group, names, strict=True)]

    def _former_or_latter(self, name: str, quantity: Quantity, before: list[Draft]) -> Draft | None:
        """Of the last two figures, or of two whose second counts as 后者's size does: 54份合同…，后者增加9份."""
        latter = quantity if name == "后者" else self._told_of_latter(quantity)
        word = latter.token.number.measure_word if latter and latter.token.number else None
        at = next((i for i in range(len(before) - 1, 0, -1) if before[i].measure_word == word), len(before) - 1)
        pair = before[max(at - 1, 0) : at + 1]
        return (pair[0] if name == "前者" else pair[-1]) if pair else None

    def _told_of_latter(self, quantity: Quantity) -> Quantity | None:
        near = (q for q, _ in self.settled.changes if q.sentence_start == quantity.sentence_start)
        return next((q for q in near if q.index > quantity.index and "后者" in q.left), None)

    def _facts_before(self, quantity: Quantity) -> list[Draft]:
        """The achieved figures of the sentence so far, or of the end of the sentence before."""
        found = [
            d
            for d in self.settled.drafts
            if d.quantity
            and d.quantity.sentence_start == quantity.sentence_start
            and d.role == "actual"
            and d.quantity.index < quantity.index
        ]
        if found or quantity.earlier.strip() or quantity.cell is not None:
            return found
        return [
            d
            for d in self.settled.drafts
            if d.quantity
            and d.role == "actual"
            and 0 < quantity.sentence_start - d.quantity.token.end < SENTENCE_BEFORE_CHARACTERS
            and "\n" not in self.text[d.quantity.token.end : quantity.sentence_start]
        ]

    def _draft(self, quantity: Quantity, change: Change, name: str, before: list[Draft]) -> Draft | None:
        fitting = [d for d in before if self.fits(d, quantity, change)]
        if TOTAL.search(quantity.left):  # 总数比上年多33件: not of the part told last
            whole = [d for d in fitting if d.quantity and not d.quantity.is_part and d.metric.kind != "rate"]
            named = [d for d in whole if not d.category] or [d for d in whole if d.is_total]
            fitting = named[:1] or whole[:1] or fitting
        if name and not UNNARROWING.sub("", name):  # 活动场次增长12.5%: a word of the figure's own, or none
            spoken = [d for d in fitting if name in self.text[d.start : d.end]]
            fitting, name = spoken or fitting, ""
        if not name:
            opens = not quantity.earlier.strip() and not TOTAL.search(quantity.left)
            if opens and (ahead := self._draft_after(quantity, change, OPENED)):
                return ahead  # it opens the sentence: 较上年增长18%，全年共调处矛盾纠纷276件
            return fitting[-1] if fitting else self._draft_after(quantity, change)
        metric = self.metric(quantity, change, name)
        after = self._draft_after(quantity, change)
        if metric is None:
            # the clause names something that no metric knows; 较上年 alone would have named nothing
            if not fitting and after is not None:
                return after  # 学法次数较2022年少1次，为11次
            return None if not fitting or self._is_other_thing(name, fitting[-1]) else fitting[-1]
        near = [d for d in [*fitting, after] if d is not None and d.metric is metric]
        if not near:
            category = category_of(metric, name)
            return self._told_earlier(metric, category, quantity) or self._told_later(metric, quantity)
        named = [d for d in near if d.category == category_of(metric, name)]
        return (named or near or [None])[-1] if (named or near) else None

    def _told_earlier(self, metric: Metric, category: str, quantity: Quantity) -> Draft | None:
        """The last figure of the metric in the sentences before, of the same paragraph."""
        since = max(self.text.rfind("\n", 0, quantity.token.start), quantity.token.start - PARAGRAPH_REACH)
        before = (d for d in reversed(self.settled.drafts) if since < d.start and d.end <= quantity.left_start)
        same = [d for d in before if d.metric is metric and d.category == category and d.role == "actual"]
        wholes = [d for d in same if d.quantity is not None and not d.quantity.is_part]
        return next(iter(wholes or same), None)

    def _told_later(self, metric: Metric, quantity: Quantity) -> Draft | None:
        """The only figure of a metric that the same sentence tells after the change: 下降8%…，依次为…"""
        later = [
            d
            for d in self.settled.drafts
            if d.metric is metric
            and d.role == "actual"
            and d.quantity is not None
            and d.quantity.sentence_start == quantity.sentence_start
            and d.quantity.index > quantity.index
        ]
        return later[0] if len(later) == 1 else None

    def _is_other_thing(self, name: str, draft: Draft) -> bool:
        """Whether a name that no metric knows shares no word with the figure's own span."""
        span = self.text[draft.start : draft.end]
        return len(name) >= NAME_CHARACTERS_MIN and not any(name[i : i + 2] in span for i in range(len(name) - 1))

    def _draft_after(self, quantity: Quantity, change: Change, reaches: re.Pattern[str] = REACHES) -> Draft | None:
        """The figure that the same sentence goes on to reach: 较上年减少2件，降至1件."""
        i = self.position[quantity.index]
        following = self.quantities[i + 1] if i + 1 < len(self.quantities) else None
        if following is None or following.sentence_start != quantity.sentence_start:
            return None
        between = self.text[quantity.token.end : following.token.start]
        draft = self.draft_of.get(following.index)
        if draft is None or draft.role == "target" or not self.fits(draft, quantity, change):
            return None
        if draft.role == "previous" and QUOTED.fullmatch(between):
            return self._draft_after_quoted(i + 1, draft)
        reached = reaches.fullmatch(between) if draft.role == "actual" else None
        return draft if reached and (not reached["thing"] or draft.metric.kind != "rate") else None

    def _draft_after_quoted(self, i: int, quoted: Draft) -> Draft | None:
        """This year's figure right after last year's: 同比上升12%，上年为4.5万元，今年为5.04万元."""
        following = self.quantities[i + 1] if i + 1 < len(self.quantities) else None
        draft = self.draft_of.get(following.index) if following is not None else None
        same = draft is not None and draft.role == "actual" and draft.metric is quoted.metric
        return draft if same and draft is not None and draft.start - quoted.end < QUOTED_CHARACTERS else None

    def fits(self, draft: Draft, quantity: Quantity, change: Change) -> bool:
        """Whether a change stated like this can be said of a figure of this unit."""
        is_rate = draft.metric.kind == "rate"
        if change.stated_as == "points":
            return is_rate
        if change.stated_as == "percent":
            return True
        number, other = quantity.token.number, draft.quantity.token.number if draft.quantity else None
        if number is None or number.family is None or other is None or other.family is None:
            return not is_rate
        return number.family == other.family or number.family in (draft.metric.unit, *draft.metric.accepts)

    def metric(self, quantity: Quantity, change: Change, name: str) -> Metric | None:
        """The metric that the words of the clause name."""
        if len(name) < NAME_CHARACTERS_MIN:
            return None
        number = quantity.token.number
        shares = change.stated_as == "points" or (change.stated_as == "percent" and name.endswith(("率", "度")))
        family = "percent" if shares else COUNTS if change.stated_as == "percent" else number.family if number else None
        alone = replace(quantity, right="", left=name)
        found: list[Match] = []
        if family == COUNTS and (noun := COUNT_NOUNS.search(quantity.left)):
            found = candidates(alone, self.registry, ALONE, family=FAMILY_OF_NOUN[noun.group()], reach_back=False)
        found = found or candidates(alone, self.registry, ALONE, family=family, reach_back=False)
        return found[0].metric if found else None

    def earlier_of(self, draft: Draft | None, quantity: Quantity, is_over_years: bool) -> Draft | None:
        """The earlier year's figure quoted beside a fact, in the sentence of either; of 三年间, the earliest."""
        if draft is None or draft.quantity is None:
            return None
        sentences = {draft.quantity.sentence_start, quantity.sentence_start}
        near = [
            d
            for d in self.settled.drafts
            if d.role == "previous"
            and d.metric.id == draft.metric.id
            and d.category == draft.category
            and d.quantity is not None
            and d.quantity.sentence_start in sentences
        ]
        if is_over_years and near:
            return min(near, key=lambda d: d.period)
        return min(near, key=lambda d: abs(d.start - draft.start), default=None)

    def reached(self, end: int, draft: Draft) -> bool:
        """Whether a figure is the one that a change ending at `end` led to."""
        return draft.quantity is not None and bool(REACHES.fullmatch(self.text[end : draft.quantity.token.start]))
