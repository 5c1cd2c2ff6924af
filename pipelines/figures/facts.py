"""Quantities → facts: which metric, category, detail, role and period each has, and the span that shows it.

Belongs here: settling each quantity of a report in reading order, with its companions, shared names and totals.
Does not belong here: the words between figures (`wording.py`), the weighing of cues (`cues.py`),
zeros told in words (`zeros.py`), arithmetic (`arithmetic.py`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from pipelines.figures.changes import Change, continued_change, goes_on, nameless, read_change
from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.cues import Companions, Match, candidates
from pipelines.figures.drafts import Draft, Settled, category_of
from pipelines.figures.narrowing import OWN_ALONE, names_many, narrowed_by, tell_stages_apart
from pipelines.figures.periods import PREVIOUS, is_promised, role_and_period, until_month
from pipelines.figures.registry import Metric, Registry
from pipelines.figures.told_before import ToldBefore
from pipelines.figures.wording import (
    BARE_STOP,
    CONTINUED,
    DERIVED,
    LEFT_TO_DO,
    OWN_RATE,
    REMAINDER,
    TOTAL_WORDS,
)

WAITING_CHARACTERS = 24
AMOUNT = re.compile(r"(?:受理|办理|接待|调处|调解|查处|服务|发放|业务|办件|案件)?(?:总)?量")
# 对现行规范性文件3件进行了复核清理: what was done to the thing is told after its number.
DONE_TO_IT = re.compile(r"(?:进行|开展|予以|作出|实施)了?[\u4e00-\u9fff]{0,6}")
LED_TO = re.compile(r"[，、；]?(?:总数|总量|总计|共)?(?:达到?|为|至|增至|增到|升至|降至|减至|到)(?:了|约|近)?")
# A Chinese numeral with 个, 项 … counts only if its thing stands right beside it (开放四个综合窗口).
MAYBE_THRESHOLD = 9.5
SENTENCE_FACTS_MAX = 40  # more than any sentence holds; a table may have more rows, whose labels speak for themselves
SPAN_RAW_MAX = 110  # the scorer and a reader want the figure and what is counted, not the sentence


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
        self.before = ToldBefore(text, registry, self.settled, self.by_token)
        self.waiting: Quantity | None = None  # an earlier year's figure whose thing is not told yet
        self.recent: list[tuple[int, str]] = []  # (sentence start, metric id) of the facts so far

    def run(self, quantities: list[Quantity]) -> Settled:
        """All quantities of the report, in order."""
        for quantity in quantities:
            if quantity.token.number is None or quantity.token.number.value is None:
                continue
            last = self.settled.changes[-1] if self.settled.changes else None
            change = read_change(quantity) or (continued_change(self.text, *last, quantity) if last else None)
            if change and is_promised(quantity, self.year):
                continue
            if change:
                self._take_change(quantity, change)
            else:
                self._take(quantity)
        tell_stages_apart(self.settled.drafts, self.registry)
        return self.settled

    def _companions(self, quantity: Quantity) -> Companions:
        same = frozenset(m for s, m in self.recent[-SENTENCE_FACTS_MAX:] if s == quantity.sentence_start)
        earlier = frozenset(
            m for s, m in self.recent[-4:] if s != quantity.sentence_start and quantity.sentence_start - s < 160
        )
        return Companions(same, earlier)

    def _take_change(self, quantity: Quantity, change: Change) -> None:
        told = self.settled.changes
        if told and goes_on(self.text, *told[-1], quantity, change):
            self.settled.continued_changes[quantity.index] = told[-1][0].index
        told.append((quantity, change))
        self.settled.change_tokens.add(quantity.index)

    def _take(self, quantity: Quantity) -> None:
        companions = self._companions(quantity)
        if quantity.names:
            matches = self._shared(quantity, companions)
        else:
            best = self._best(quantity, companions)
            if best is None or best.side in ("part", "back"):
                best = self._by_table(quantity, companions) or best
            matches = [best] if best else []
        if quantity.token.kind == "maybe":
            matches = [m for m in matches if m.score >= MAYBE_THRESHOLD]
        if quantity.token.kind == "bare" and quantity.cell is None:
            matches = [m for m in matches if _is_lost_unit(self.text, quantity, m) or self._is_scaled(quantity)]
        for match in matches:
            self._add(quantity, match)
        if matches:
            self._give_to_waiting(quantity, matches[0])
        elif PREVIOUS.search(quantity.left) and CONTINUED.match(quantity.left):
            self.waiting = quantity

    def _give_to_waiting(self, quantity: Quantity, match: Match) -> None:
        """去年同期36件，今年调解矛盾纠纷42件: what the earlier figure counts is told after it."""
        earlier, self.waiting = self.waiting, None
        if earlier is None or earlier.sentence_start != quantity.sentence_start or match.side not in ("left", "led"):
            return
        a, b = earlier.token.number, quantity.token.number
        if a and b and a.family == b.family and quantity.token.start - earlier.token.end <= WAITING_CHARACTERS:
            at = earlier.left_start
            self._add(earlier, Match(match.metric, 0.0, match.cue, "", at, earlier.token.start, "ahead"))

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
        adds_up = quantity.part_of in self.by_token and quantity.is_part
        if DERIVED.search(quantity.left) and (
            LEFT_TO_DO.match(quantity.left) or not (adds_up and REMAINDER.match(quantity.left))
        ):
            return None
        found = self._money(quantity, companions) or candidates(quantity, self.registry, companions)
        if staged := self.before.staged(quantity, found):
            return staged
        if not found and (accompanying := self.before.accompanying(quantity)):
            return accompanying
        best = found[0] if found else None
        if best and best.side == "back" and OWN_RATE.search(quantity.left):
            return None
        total = self.by_token.get(quantity.part_of) if quantity.part_of is not None else None
        if (best is None or best.side == "back") and (led := self._led_to(quantity)):
            return led
        if (best is None or best.side == "back") and (told := self.before.continued(quantity)):
            return told
        if best is None and (kind := self.before.kind_of(quantity) or self.before.alike(quantity)):
            return kind
        if joined := self.before.joined(quantity):
            return joined
        if total is not None and self.before.inherits(total, best, quantity):
            at = quantity.left_start + len(quantity.left) - len(quantity.left.lstrip("，、：其中"))
            return Match(total.metric, 0.0, total.metric.cues[0], "", at, quantity.token.start, "part")
        return best

    def _led_to(self, quantity: Quantity) -> Match | None:
        """The metric whose change was told right before the value that it led to: 持证人员较上年净增2名，达到13名."""
        told = self.settled.changes[-1][0] if self.settled.changes else None
        if told is None or told.sentence_start != quantity.sentence_start or not LED_TO.fullmatch(quantity.left):
            return None
        name = nameless(told.left)
        if told.index != quantity.index - 1 or len(name) < 2:
            return None
        alone = replace(quantity, left=name, right="")
        found = candidates(alone, self.registry, Companions(frozenset(), frozenset()), reach_back=False)
        if not found and AMOUNT.fullmatch(name):  # 法律援助…，办理量比上年翻了一番，达到12件
            back = replace(quantity, left="", right="", earlier=told.earlier)
            found = candidates(back, self.registry, Companions(frozenset(), frozenset()))
        at = told.left_start
        return (
            Match(found[0].metric, found[0].score, found[0].cue, "", at, quantity.token.start, "led") if found else None
        )

    def _by_table(self, quantity: Quantity, companions: Companions) -> Match | None:
        """The metric that a table's headers or caption name, for a row whose label is only a kind (邻里, 合计)."""
        cell = quantity.cell
        if cell is None:
            return None
        if cell.is_sum and (above := self.before.in_column(quantity)):
            return self.before.following(above, quantity, "table")
        found = self._of_words(cell.things, quantity, companions) or self._of_words(cell.divided, quantity, companions)
        best = max(found, key=lambda m: m.score, default=None)
        return best and Match(best.metric, best.score, best.cue, "", quantity.left_start, quantity.token.start, "table")

    def _of_words(self, things: tuple[str, ...], quantity: Quantity, companions: Companions) -> list[Match]:
        return [m for words in things for m in candidates(quantity, self.registry, companions, left=words)[:1]]

    def _money(self, quantity: Quantity, companions: Companions) -> list[Match]:
        """An amount whose 元 was lost: 罚没款11.7万 right after the word for the money."""
        if quantity.token.kind != "bare" or self.text[quantity.token.end - 1] not in "万亿":
            return []
        found = candidates(quantity, self.registry, companions, family="yuan")
        return [m for m in found if _is_lost_unit(self.text, quantity, m)]

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
            near = quantity.cell.column + quantity.left
        clause = self.text[quantity.clause_start : quantity.token.start]  # 在“3·15”…日、“6·26”国际禁毒日开展宣传9场
        if (m := names_many(clause)) and quantity.clause_start + m.end() > quantity.left_start:
            near = clause[m.end() :]  # 在燃气、自建房等领域发现隐患118处: what follows the list still says
        if match.side == "left" and (done := DONE_TO_IT.match(quantity.right)):
            near += done[0]
        if match.side == "back":
            near = quantity.earlier[-24:] + near
        lost = quantity.token.kind == "bare"
        start, end = _span(quantity, match, self.text)
        category = self._category(metric, near, match)
        detail = self._detail(quantity, match, category)
        draft = Draft(
            metric,
            category,
            detail,
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
            until_month(quantity) if metric.kind == "flow" else None,
            self._is_part(quantity, metric, role, period),
        )
        self.settled.drafts.append(draft)
        self.settled.fact_tokens.add(quantity.index)
        self.by_token.setdefault(quantity.index, draft)
        self.recent.append((quantity.sentence_start, metric.id))
        if (
            lost and number.value and quantity.cell is None and not self._is_scaled(quantity)
        ):  # 为0 and 11.2万 are whole without a measure word
            self.settled.lost_units.append(draft)

    def _detail(self, quantity: Quantity, match: Match, category: str) -> str | None:
        if quantity.names:
            own = OWN_ALONE.match(quantity.left)
            return own[0] if own else None
        if match.side == "continued":  # 咨询351人次（上年为342人次）: both narrowed alike
            return next((d.detail for d in reversed(self.settled.drafts) if d.metric is match.metric), None)
        if match.side == "table" and quantity.cell is not None:
            return None if quantity.cell.is_sum else quantity.cell.label
        if match.side == "led":  # what narrows it stands before the change: 省级示范村比上年多2个，达到7个
            quantity = replace(quantity, left=self.settled.changes[-1][0].left)
        whole = self.by_token.get(quantity.part_of) if quantity.part_of is not None else None
        is_part = quantity.is_part and (whole is None or whole.metric is match.metric)
        return narrowed_by(quantity, match, category, is_part)

    def _category(self, metric: Metric, near: str, match: Match) -> str:
        if match.side == "stage":
            told = ((name, word) for name, words in self.registry.stages.items() for word in words if word in near)
            name, word = next(told, ("", ""))
            # 共调解218件: mediated is what the metric counts, no stage of it
            return "" if any(word in cue.head for cue in metric.cues) and name not in metric.categories else name
        if match.side == "led":
            return category_of(metric, nameless(self.settled.changes[-1][0].left))
        if match.side == "continued":
            return next((d.category for d in reversed(self.settled.drafts) if d.metric is metric), "")
        return category_of(metric, near)

    def _is_part(self, quantity: Quantity, metric: Metric, role: str, period: str) -> bool:
        """Whether it breaks down a figure of its own metric and time.

        排查纠纷98件，其中化解95件 begins a metric of its own; 五年来建成26处，其中今年3处 is all of this year; and
        of 比上年的54件减少19件，为35件 the 54 are no whole.
        """
        whole = self.by_token.get(quantity.part_of) if quantity.is_part and quantity.part_of is not None else None
        return whole is not None and (whole.metric.id, whole.role, whole.period) == (metric.id, role, period)

    def _is_total(self, quantity: Quantity, metric: Metric) -> bool:
        if quantity.cell is not None and quantity.cell.is_sum:
            return True
        if quantity.is_part:
            return False
        clause = self.text[quantity.clause_start : quantity.token.start]
        return bool(TOTAL_WORDS.search(clause)) or any(w in clause for w in metric.total)


def fact_id(report_id: str, start: int, end: int, draft: Draft) -> str:
    """A name for a fact that every build of the same input gives again: report, raw span, metric, category, role."""
    key = f"{report_id}|{start}|{end}|{draft.metric.id}|{draft.category}|{draft.role}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
