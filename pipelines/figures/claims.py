"""Which figure each stated change speaks of, and the values it runs from and to.

Belongs here: giving the changes of a report their metric: by the words of their own clause, by the figure before or
after, one by one where several are distributed; from–to pairs that tell no size; sizes told as a word. Does not belong
here: telling a change from a value (`changes.py`), the words (`change_words.py`), verdicts (`warehouse/sql`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.figures.change_words import WORD_CHANGES
from pipelines.figures.changes import Change, nameless
from pipelines.figures.context import SPLIT_NAMES, Quantity
from pipelines.figures.cues import Companions, Match, candidates
from pipelines.figures.drafts import Draft, Settled, category_of
from pipelines.figures.pairs import Pair, find_pairs
from pipelines.figures.registry import COUNTS, Metric, Registry
from pipelines.figures.wording import UNNARROWING

# 同比增长10%，全年收件达到13,046件: the figure that the change led to follows, with at most its name before it.
REACHES = re.compile(
    r"[，、；（]?(?P<thing>[\u4e00-\u9fff]{0,8}?)(?:降|增|升|减|达|达到|为|至|到|共|计|共计|上升|下降|提高|提升|攀升|回落|涨){1,4}(?:了|约|近)?"
)
HAS_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百千万]+(?:余|多)?(?:[件起次场名人份项个家处条户元卷期批支座台]|平方米)"
)
QUOTED = re.compile(r"[，；（](?:上年|去年|上年度|上一年度?|20\d\d年)(?:同期|全年|度)?(?:的|为|是|共|有|约)*")
BOTH = re.compile(r"前者|后者")
TOTAL = re.compile(r"总数|总量|总的|总体|合计|接手的|全部")
# 学法次数减少一半: the noun says in which unit its thing is counted, where a percentage does not.
FAMILY_OF_NOUN = {"次数": "time", "场次": "time", "期数": "time", "人次": "person_time", "人数": "person"}
COUNT_NOUNS = re.compile("|".join(FAMILY_OF_NOUN))
ALONE = Companions(frozenset(), frozenset())
NAME_CHARACTERS_MIN = 2
# A change that opens a sentence may speak of the last figure of the sentence before, if that is this near.
SENTENCE_BEFORE_CHARACTERS = 60
# A pair stands this near to the size it explains, with at most one other size between.
PAIR_CHARACTERS = 24
WORD_REACH = 30
PARAGRAPH_REACH = 160
VERBS_ALONE = re.compile(r"增长|增加|上升|提高|提升|下降|减少|降低|回落|实现|增幅|降幅|净?[增减升降]|共|累计|为|达到?|即")


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated change before it is laid over the raw text. `stated` is signed; offsets are of the normalised text.

    `size_told`: the report prints the size; else it follows from its from–to pair. `base_year`: the year compared with,
    None where that is unknown or no year.
    """

    metric_id: str | None
    category: str
    stated: float
    stated_as: str
    from_value: float | None
    to_value: float | None
    start: int
    end: int
    draft: Draft | None
    from_draft: Draft | None
    size_told: bool
    base_year: int | None


class Claims:
    """The claims of one report, in reading order."""

    def __init__(self, text: str, quantities: list[Quantity], settled: Settled, registry: Registry, year: int | None):
        self.text, self.quantities, self.settled = text, quantities, settled
        self.registry, self.year = registry, year
        self.position = {q.index: i for i, q in enumerate(quantities)}
        self.draft_of: dict[int, Draft] = {}
        for draft in settled.drafts:
            if draft.quantity is not None:
                self.draft_of.setdefault(draft.quantity.index, draft)
        self.pairs = find_pairs(quantities)
        self.taken: set[int] = set()  # token index of the later figure of each pair whose size is told

    def find(self) -> list[Claim]:
        """Every claim: sizes told in figures, from–to pairs, sizes told as a word."""
        told = self._told()
        words = self._words(told)
        return sorted(told + words + self._implied(told), key=lambda c: (c.start, c.end))

    # ---- sizes told in figures ----

    def _told(self) -> list[Claim]:
        claims: list[Claim] = []
        for group in self._groups():
            names = self._names(group)
            drafts = self._drafts_of(group, names)
            for (quantity, change), name, draft in zip(group, names, drafts, strict=True):
                metric = draft.metric if draft else self._metric(quantity, change, name)
                category = draft.category if draft else category_of(metric, name) if metric else ""
                if metric is None and not name and (quoted := self._quoted_before(quantity, change)):
                    metric, category = quoted.metric, quoted.category  # 去年7,240件，今年增长一成
                if metric is None and not name and claims and self._same_sentence(claims[-1], quantity):
                    told = claims[-1]  # 同比增长12%，环比增长3%: still of the same thing
                    metric, category, draft = self.registry.metrics.get(told.metric_id or ""), told.category, told.draft
                if metric is None and name and (like := self._alike_before(quantity, change, name)):
                    metric, category, draft = like.metric, like.category, like
                claims.append(self._claim(quantity, change, metric, category, draft))
        return claims

    def _quoted_before(self, quantity: Quantity, change: Change) -> Draft | None:
        """An earlier year's figure of the same sentence, where nothing else says what has changed."""
        return next(
            (
                d
                for d in reversed(self.settled.drafts)
                if d.role == "previous"
                and d.quantity is not None
                and d.quantity.sentence_start == quantity.sentence_start
                and d.quantity.index < quantity.index
                and self._fits(d, quantity, change)
            ),
            None,
        )

    def _alike_before(self, quantity: Quantity, change: Change, name: str) -> Draft | None:
        """A figure of the same paragraph whose own words hold the name: 开展排查48次。其中，排查次数则减少了4次."""
        since = max(self.text.rfind("\n", 0, quantity.token.start), quantity.token.start - PARAGRAPH_REACH)
        return next(
            (
                d
                for d in reversed(self.settled.drafts)
                if d.role == "actual"
                and d.quantity is not None
                and since < d.start < quantity.token.start
                and len(name) >= NAME_CHARACTERS_MIN
                and name in self.text[d.start : d.end]
                and self._fits(d, quantity, change)
            ),
            None,
        )

    def _same_sentence(self, claim: Claim, quantity: Quantity) -> bool:
        return quantity.sentence_start <= claim.start

    def _groups(self) -> list[list[tuple[Quantity, Change]]]:
        """Changes, those that are told in one breath (分别下降12.3%和15.8%) together."""
        groups: list[list[tuple[Quantity, Change]]] = []
        for quantity, change in self.settled.changes:
            if groups and groups[-1][-1][0].index == self.settled.continued_changes.get(quantity.index):
                groups[-1].append((quantity, change))
            else:
                groups.append([(quantity, change)])
        return groups

    def _names(self, group: list[tuple[Quantity, Change]]) -> list[str]:
        """What the clause itself says has changed, for each change of a group; '' where it says nothing."""
        first, change = group[0]
        if first.cell is not None:
            return [""] * len(group)  # its row says of what
        if m := BOTH.match(nameless(first.left)):
            return [m.group()] * len(group)
        own = change.thing or nameless(first.left)
        if not own and first.left_start > first.sentence_start:
            own = self._clause_without_figure(first)
        if len(group) == 1:
            return [own]
        names = [n for n in SPLIT_NAMES.split(own) if n]
        if len(names) == len(group):
            return names
        return [own if i == 0 else nameless(q.left) for i, (q, _) in enumerate(group)]

    def _clause_without_figure(self, quantity: Quantity) -> str:
        """The clause before, where it is only a name: 信访总量，同比下降12%."""
        clause = re.split("[，；]", quantity.earlier.rstrip("，；"))[-1]
        return "" if HAS_FIGURE.search(clause) or len(clause) > 20 else nameless(clause)

    def _drafts_of(self, group: list[tuple[Quantity, Change]], names: list[str]) -> list[Draft | None]:
        first = group[0][0]
        before = self._facts_before(first)
        if names[0] in ("前者", "后者"):
            pair = before[-2:]
            return [(pair[0] if names[0] == "前者" else pair[-1]) if pair else None]
        if len(group) > 1 and not any(self._metric(q, c, n) for (q, c), n in zip(group, names, strict=True)):
            last = before[-len(group) :]
            if len(last) == len(group) and all(self._fits(d, q, c) for d, (q, c) in zip(last, group, strict=True)):
                return list(last)
            fitting = [d for d in before if self._fits(d, *group[0])]
            if len(fitting) >= len(group):
                return list(fitting[-len(group) :])
        return [self._draft(q, c, name, before) for (q, c), name in zip(group, names, strict=True)]

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
        fitting = [d for d in before if self._fits(d, quantity, change)]
        if TOTAL.search(quantity.left):  # 总数比上年多33件: not of the part told last
            whole = [d for d in fitting if d.quantity and not d.quantity.is_part and d.metric.kind != "rate"]
            fitting = whole[:1] or fitting
        if name and not UNNARROWING.sub("", name):  # 活动场次增长12.5%: a word of the figure's own, or none
            spoken = [d for d in fitting if name in self.text[d.start : d.end]]
            fitting, name = spoken or fitting, ""
        if not name:
            return fitting[-1] if fitting else self._draft_after(quantity, change)
        metric = self._metric(quantity, change, name)
        after = self._draft_after(quantity, change)
        if metric is None:
            # the clause names something that no metric knows; 较上年 alone would have named nothing
            if not fitting and after is not None:
                return after  # 学法次数较2022年少1次，为11次
            return None if not fitting or self._is_other_thing(name, fitting[-1]) else fitting[-1]
        near = [d for d in [*fitting, after] if d is not None and d.metric is metric]
        named = [d for d in near if d.category == category_of(metric, name)]
        return (named or near or [None])[-1] if (named or near) else None

    def _is_other_thing(self, name: str, draft: Draft) -> bool:
        """Whether a name that no metric knows shares no word with the figure's own span."""
        span = self.text[draft.start : draft.end]
        return len(name) >= NAME_CHARACTERS_MIN and not any(name[i : i + 2] in span for i in range(len(name) - 1))

    def _draft_after(self, quantity: Quantity, change: Change) -> Draft | None:
        """The figure that the same sentence goes on to reach: 较上年减少2件，降至1件."""
        i = self.position[quantity.index]
        following = self.quantities[i + 1] if i + 1 < len(self.quantities) else None
        if following is None or following.sentence_start != quantity.sentence_start:
            return None
        between = self.text[quantity.token.end : following.token.start]
        draft = self.draft_of.get(following.index)
        if draft is None or draft.role == "target" or not self._fits(draft, quantity, change):
            return None
        if draft.role == "previous" and QUOTED.fullmatch(between):
            return self._draft_after_quoted(i + 1, draft)
        reached = REACHES.fullmatch(between) if draft.role == "actual" else None
        return draft if reached and (not reached["thing"] or draft.metric.kind != "rate") else None

    def _draft_after_quoted(self, i: int, quoted: Draft) -> Draft | None:
        """This year's figure right after last year's: 同比上升12%，上年为4.5万元，今年为5.04万元."""
        following = self.quantities[i + 1] if i + 1 < len(self.quantities) else None
        draft = self.draft_of.get(following.index) if following is not None else None
        same = draft is not None and draft.role == "actual" and draft.metric is quoted.metric
        return draft if same and draft is not None and draft.start - quoted.end < PAIR_CHARACTERS else None

    def _fits(self, draft: Draft, quantity: Quantity, change: Change) -> bool:
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

    def _metric(self, quantity: Quantity, change: Change, name: str) -> Metric | None:
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

    def _claim(
        self, quantity: Quantity, change: Change, metric: Metric | None, category: str, draft: Draft | None
    ) -> Claim:
        earlier = self._from(draft, quantity, change.years_back is None and change.base_year is None)
        base = change.base_year or (self.year - change.years_back if self.year and change.years_back else None)
        from_value, to_value = earlier.value if earlier else None, draft.value if draft else None
        pair = self._pair_beside(quantity.token.start, quantity.token.end, quantity.sentence_start, metric)
        if pair is not None and (draft is None or draft is self.draft_of.get(pair.after.index)):
            self.taken.add(pair.after.index)
            draft, earlier = self.draft_of.get(pair.after.index), self.draft_of.get(pair.before.index)
            from_value, to_value = pair.values
            if draft is not None:
                metric, category = draft.metric, draft.category
        return Claim(
            metric.id if metric else None,
            category,
            change.sign * change.size,
            change.stated_as,
            from_value,
            to_value,
            max(quantity.left_start, quantity.token.start - 16),
            quantity.token.end,
            draft,
            earlier,
            True,
            self._base_of(earlier, base),
        )

    def _from(self, draft: Draft | None, quantity: Quantity, is_over_years: bool) -> Draft | None:
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

    # ---- from–to pairs that tell no size ----

    def _implied(self, told: list[Claim]) -> list[Claim]:
        """The changes of the pairs whose size nothing tells: 窗口由5个整合为3个."""
        spoken_of = {id(c.draft) for c in told if c.draft is not None}
        out = []
        for pair in self.pairs:
            draft, earlier = self.draft_of.get(pair.after.index), self.draft_of.get(pair.before.index)
            if pair.after.index in self.taken or (draft is not None and id(draft) in spoken_of):
                continue
            from_value, to_value = pair.values
            assert from_value is not None and to_value is not None
            number = pair.after.token.number
            out.append(
                Claim(
                    draft.metric.id if draft else None,
                    draft.category if draft else "",
                    round(to_value - from_value, 6),
                    "points" if number and number.family == "percent" else "absolute",
                    from_value,
                    to_value,
                    max(pair.after.left_start, pair.after.token.start - 16),
                    pair.after.token.end,
                    draft,
                    earlier,
                    False,
                    self._base_of(earlier, self.year - 1 if self.year else None),
                )
            )
        return out

    def _base_of(self, earlier: Draft | None, otherwise: int | None) -> int | None:
        return int(earlier.period) if earlier is not None and earlier.period.isdigit() else otherwise

    def _pair_beside(self, start: int, end: int, sentence_start: int, metric: Metric | None) -> Pair | None:
        """The pair right before or after a size, in one sentence, with nothing but other sizes and no other thing between.

        由10支增至13支，增加3支、增长30% | 翻了一番，由11件增至22件
        """
        for pair in self.pairs:
            draft = self.draft_of.get(pair.after.index)
            if pair.after.sentence_start != sentence_start or (metric and draft and draft.metric is not metric):
                continue
            low, high = (pair.after.token.end, start) if pair.after.token.end <= start else (end, pair.before.token.start)
            if low > high or high - low > PAIR_CHARACTERS:
                continue
            if not nameless(self._without_sizes(low, high)).strip("由从，、；（）"):
                return pair
        return None

    def _without_sizes(self, start: int, end: int) -> str:
        """The words of a stretch of text without the sizes of changes in it, and without verbs of change."""
        out, at = "", start
        for quantity, _ in self.settled.changes:
            if start <= quantity.token.start and quantity.token.end <= end:
                out, at = out + self.text[at : quantity.token.start], quantity.token.end
        return VERBS_ALONE.sub("", out + self.text[at:end])

    # ---- sizes told as a word ----

    def _words(self, told: list[Claim]) -> list[Claim]:
        out = []
        for entry in WORD_CHANGES:
            for m in entry.pattern.finditer(self.text):
                if not any(c.start < m.end("size") and m.start("size") < c.end for c in told):
                    out += self._word(m, entry.percent)
        return out

    def _word(self, m: re.Match[str], percent: float) -> list[Claim]:
        """The claim of one word, if a figure or the words of its clause say of what."""
        start, end = m.span("size")
        nearest = min(self.quantities, key=lambda q: abs(q.token.start - start), default=None)
        if nearest is None:
            return []
        clause_start = max(self.text.rfind(mark, 0, start) for mark in "，。；！？\n") + 1
        sentence_start = max(self.text.rfind(mark, 0, start) for mark in "。；！？\n") + 1
        word = replace(nearest, left=self.text[clause_start:start], right="", sentence_start=sentence_start)
        change = Change(1 if percent > 0 else -1, "percent", abs(percent))
        name = nameless(word.left)
        metric = self._metric(word, change, name)
        if name and metric is None:
            return []
        drafts = [d for d in self.settled.drafts if d.quantity and d.role == "actual"]
        before = [d for d in drafts if sentence_start <= d.start and d.end <= start and start - d.end < WORD_REACH]
        after = [d for d in drafts if end <= d.quantity.token.start and self._reached(end, d)]  # type: ignore[union-attr]
        pair = self._pair_beside(start, end, sentence_start, metric)
        draft = next(iter(after), None) if name else before[-1] if before else None
        if pair is not None:
            self.taken.add(pair.after.index)
            draft = self.draft_of.get(pair.after.index, draft)
        metric = draft.metric if draft else metric
        if metric is None:
            return []
        earlier = self.draft_of.get(pair.before.index) if pair else None
        from_value, to_value = pair.values if pair else (None, draft.value if draft else None)
        return [
            Claim(
                metric.id,
                draft.category if draft else category_of(metric, name),
                percent,
                "percent",
                from_value,
                to_value,
                m.start(),
                end,
                draft,
                earlier,
                True,
                self._base_of(earlier, self.year - 1 if self.year else None),
            )
        ]

    def _reached(self, end: int, draft: Draft) -> bool:
        return draft.quantity is not None and bool(REACHES.fullmatch(self.text[end : draft.quantity.token.start]))
