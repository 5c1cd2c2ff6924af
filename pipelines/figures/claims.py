"""What a report claims to have changed: each stated change with its metric and the values it runs from and to.

Belongs here: the claims of a report, those told in one breath together; from–to pairs that tell no size; sizes told as
a word. Does not belong here: which figure one change speaks of (`spoken_of.py`), telling a change from a value
(`changes.py`), the words (`change_words.py`), verdicts (`warehouse/sql`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.figures.change_words import WORD_CHANGES
from pipelines.figures.changes import Change, nameless
from pipelines.figures.context import Quantity
from pipelines.figures.drafts import Draft, Settled, category_of
from pipelines.figures.pairs import Pair, find_pairs
from pipelines.figures.registry import Metric, Registry
from pipelines.figures.shared_out import SPLIT_NAMES
from pipelines.figures.spoken_of import SpokenOf

HAS_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百千万]+(?:余|多)?(?:[件起次场名人份项个家处条户元卷期批支座台]|平方米)"
)
ALIKE = re.compile(r"(?:均|都|双双|同步|同时|齐齐)(?=[^，。；]{0,12}$)")
BOTH = re.compile(r"前者|后者")
# A pair stands this near to the size it explains, with at most one other size between.
PAIR_CHARACTERS = 24
WORD_REACH = 30
VERBS_ALONE = re.compile(
    r"增长|增加|上升|提高|提升|下降|减少|降低|回落|实现|增幅|降幅|净?[增减升降]|共|累计|为|达到?|即"
)


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
        self.spoken = SpokenOf(text, quantities, settled, registry)
        self.draft_of = self.spoken.draft_of
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
            drafts = self.spoken.drafts_of(group, names)
            for (quantity, change), name, draft in zip(group, names, drafts, strict=True):
                metric = draft.metric if draft else self.spoken.metric(quantity, change, name)
                category = draft.category if draft else category_of(metric, name) if metric else ""
                if metric is None and not name and (quoted := self.spoken.quoted_before(quantity, change)):
                    metric, category = quoted.metric, quoted.category  # 去年7,240件，今年增长一成
                    draft = self.spoken.now_of(quoted)
                if metric is None and not name and claims and self._same_sentence(claims[-1], quantity):
                    told = claims[-1]  # 同比增长12%，环比增长3%: still of the same thing
                    metric, category, draft = self.registry.metrics.get(told.metric_id or ""), told.category, told.draft
                if metric is None and (like := self.spoken.alike_before(quantity, change, name)):
                    metric, category, draft = like.metric, like.category, like
                shared = self._shared(quantity, change) if len(group) == 1 else []
                claims += shared or [self._claim(quantity, change, metric, category, draft)]
        return claims

    def _shared(self, quantity: Quantity, change: Change) -> list[Claim]:
        """One claim for each of several things that changed alike: 培训次数和参训人次均比上年增长50%."""
        alike = ALIKE.search(quantity.left)
        if alike is None:
            return []
        out = []
        for own in filter(str.strip, SPLIT_NAMES.split(quantity.left[: alike.start()])):
            draft = self.spoken.drafts_of([(quantity, change)], [own])[0]
            metric = draft.metric if draft else self.spoken.metric(quantity, change, own)
            if metric is None:
                return []
            category = draft.category if draft else category_of(metric, own)
            out.append(self._claim(quantity, change, metric, category, draft))
        return out if len({c.metric_id for c in out}) > 1 else []

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

    def _claim(
        self, quantity: Quantity, change: Change, metric: Metric | None, category: str, draft: Draft | None
    ) -> Claim:
        earlier = self.spoken.earlier_of(draft, quantity, change.years_back is None and change.base_year is None)
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
        """The pair right before or after a size in its sentence, with nothing but other sizes between.

        由10支增至13支，增加3支、增长30% | 翻了一番，由11件增至22件
        """
        for pair in self.pairs:
            draft = self.draft_of.get(pair.after.index)
            if pair.after.sentence_start != sentence_start or (metric and draft and draft.metric is not metric):
                continue
            low, high = (
                (pair.after.token.end, start) if pair.after.token.end <= start else (end, pair.before.token.start)
            )
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
        metric = self.spoken.metric(word, change, name)
        if name and metric is None:
            return []
        drafts = [d for d in self.settled.drafts if d.quantity and d.role == "actual"]
        before = [d for d in drafts if sentence_start <= d.start and d.end <= start and start - d.end < WORD_REACH]
        after = [d for d in drafts if end <= d.quantity.token.start and self.spoken.reached(end, d)]  # type: ignore[union-attr]
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
