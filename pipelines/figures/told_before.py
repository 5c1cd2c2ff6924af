"""What a figure takes from the one told before it: its metric at another stage, its total, its companion.

Belongs here: numbers whose own words name no thing, or only a stage, a kind or a comparison of it. Does not belong
here: cues (`cues.py`), the order in which these are tried (`facts.py`).
"""

from __future__ import annotations

import re

from pipelines.figures.changes import nameless
from pipelines.figures.context import Quantity
from pipelines.figures.cues import Match
from pipelines.figures.drafts import Draft, Settled, alike_before, category_of
from pipelines.figures.pairs import is_to
from pipelines.figures.periods import PREVIOUS
from pipelines.figures.registry import Registry
from pipelines.figures.wording import BARE_JOIN, COMPARES, CONTINUED, KIND_LIST, REMAINDER, STAGE

# 承诺专题学法不少于4次，年终盘点实际完成6次: what was done of what was promised.
DONE_IN_FACT = re.compile(
    r"^[，、；（]?[^，。；\d]{0,6}实际(?:完成|开展|组织|举办|召开|达到?|落实|办理)?(?:了|约|近)?$"
)
KIND_ENDING = re.compile(r"(?:类|性质)(?:的|有|为|共|占|约|近)*$")
ACROSS_SEMICOLON_CHARACTERS = 30
JOINED_KIND = re.compile(r"[\u4e00-\u9fff]{1,5}(?:[、和与及]|以及)")
JOINED_CHARACTERS = 4


class ToldBefore:
    """The figures of one report so far, asked what a further one takes from them."""

    def __init__(self, text: str, registry: Registry, settled: Settled, by_token: dict[int, Draft]):
        self.text, self.registry, self.settled, self.by_token = text, registry, settled, by_token

    def staged(self, quantity: Quantity, found: list[Match]) -> Match | None:
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
        if not self._is_near(told.quantity, quantity) or other is None or other.family != number.family:
            return None
        paired = next((f for f in found if told.metric.id in f.cue.require_after), None)
        return paired or Match(
            told.metric, 0.0, told.metric.cues[0], "", quantity.left_start, quantity.token.start, "stage"
        )

    def _is_near(self, told: Quantity, quantity: Quantity) -> bool:
        """In the same sentence, or right across a semicolon: 收到申请64件，上升28%；依法受理57件."""
        if told.sentence_start == quantity.sentence_start:
            return True
        between = self.text[told.token.end : quantity.token.start]
        return (
            len(between) <= ACROSS_SEMICOLON_CHARACTERS
            and not re.search("[。！？\n]", between)
            and between.count("；") == 1
        )

    def accompanying(self, quantity: Quantity) -> Match | None:
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

    def continued(self, quantity: Quantity) -> Match | None:
        """The metric just told in this sentence, for a number that only compares (较上年的43.5万元, 降至124件)."""
        number = quantity.token.number
        compares = CONTINUED.match(quantity.left) and COMPARES.search(quantity.left)
        if number is None or not (compares or is_to(quantity) or DONE_IN_FACT.search(quantity.left)):
            return None
        for draft in reversed(self.settled.drafts[-4:]):
            if self.same_count(draft, quantity):
                return self.following(draft, quantity, "continued")
        return None

    def alike(self, quantity: Quantity) -> Match | None:
        """The metric of a figure of this paragraph, for last year's value of it: 调处总量比去年的152件减少十八件."""
        if not PREVIOUS.search(quantity.left):
            return None
        for draft in alike_before(self.text, self.settled.drafts, nameless(quantity.left), quantity.token.start):
            if self.same_count(draft, quantity, 0):
                return self.following(draft, quantity, "alike")
        return None

    def kind_of(self, quantity: Quantity) -> Match | None:
        """A kind from the closed list of a metric just told, in a list of kinds: 按类别分，婚姻家庭类48件."""
        opens_list = bool(KIND_LIST.match(self.text, quantity.sentence_start) or REMAINDER.match(quantity.left))
        for draft in reversed(self.settled.drafts[-8:]):
            near = self.same_count(draft, quantity, quantity.sentence_start - (80 if opens_list else 0))
            if draft.metric.parts and near and category_of(draft.metric, quantity.left):
                return self.following(draft, quantity, "part")
        return None

    def joined(self, quantity: Quantity) -> Match | None:
        """The metric whose other kind stands right before: 14个行政村和2个社区, 12个村、4个社区."""
        told = self.settled.drafts[-1] if self.settled.drafts else None
        if told is None or told.quantity is None or told.rule != "cue.right" or not self.same_count(told, quantity):
            return None
        if not JOINED_KIND.fullmatch(self.text, told.quantity.token.end, quantity.token.start):
            return None
        kind = category_of(told.metric, quantity.right[:JOINED_CHARACTERS])
        if not kind or kind == told.category or any(kind in cue.forbidden for cue in told.metric.cues):
            return None
        head = next((w for w in told.metric.categories[kind].words if w in quantity.right[:JOINED_CHARACTERS]), "")
        end = quantity.token.end + quantity.right.find(head) + len(head)
        return Match(told.metric, told.score, told.metric.cues[0], head, quantity.token.end, end, "right")

    def same_count(self, draft: Draft, quantity: Quantity, since: int | None = None) -> bool:
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

    def in_column(self, quantity: Quantity) -> Draft | None:
        """The figure of the row above in the same column of a table: what a row 合计 adds up."""
        cell = quantity.cell
        for draft in reversed(self.settled.drafts):
            if draft.quantity is None or draft.quantity.cell is None or cell is None:
                return None
            if draft.quantity.cell.column == cell.column and self.same_count(draft, quantity, 0):
                return draft
        return None

    def following(self, draft: Draft, quantity: Quantity, side: str) -> Match:
        return Match(draft.metric, 0.0, draft.metric.cues[0], "", quantity.left_start, quantity.token.start, side)

    def inherits(self, total: Draft, best: Match | None, quantity: Quantity) -> bool:
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
        # 土地流转类24份、采购服务类17份: a kind of the total, whatever it is called
        if KIND_ENDING.search(quantity.left):
            return True
        if best.side == "left" and REMAINDER.match(
            quantity.left
        ):  # 其中合同28件、其他涉法事务17件: what is left of the total
            return True
        kind = category_of(total.metric, quantity.left)
        if kind and kind == category_of(best.metric, quantity.left):  # 处罚17件，其中简易程序12件
            return True
        # 合法性审查146件，其中规范性文件11件: a kind of the total's own closed list
        return (bool(kind) or total.metric.parts) and best.metric.theme != total.metric.theme
