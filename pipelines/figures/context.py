"""The words around each quantity: its clause, its sentence, its headings, and the lists it stands in.

Belongs here: cutting sentences and clauses, and working out which words a number shares with others (A、B均为100%;
合计80项，其中…). Does not belong here: words shared out to several numbers (`shared_out.py`), what any word means
(`cues.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pipelines.figures.ledger import Token
from pipelines.figures.shared_out import SPLIT_NAMES, distribute
from pipelines.figures.tables import Cell, apply_unit, find_cells
from pipelines.records import Heading

SENTENCE_END = re.compile(r"[。！？；\n]")
CLAUSE_MARK = re.compile(r"[，。；：！？\n|\t]")
# Words between what is counted and its number that name nothing: 矛盾纠纷 [共计] 36件.
FILLER = re.compile(
    r"(?:共计|总计|累计|合计|总共|共有|共|达到了|达到|高达|多达|达|约为|大约|约|将近|近|了|数量|总数|人数|次数|件数|场次|户数|数为|数达|为|是|有|各类|分别|均已|均|都|已经|已|仅|计|超过|逾|超|等|后|过|“|”|”|的|各|"
    r"突破|不少于|不低于|至少|不足|不超过|：|、|\s|（|）|总量|总额|全年|人次|案件数|数|现有|实有|现|今年|目前|截至目前|我镇|我乡|全镇|全乡|其中)+$"
)
# What may stand between the last of several rates and their number: 及时受理率、按期答复率继续保持100%.
KEPT = re.compile(r"(?:继续|持续|保持|稳定|实现|在|达到?|为|约|近|超过?|不低于|力争|确保|提升至|提高到|均)+$")
LIST_START = re.compile(r"(?:、|和|与|及|以及|并(?![成到为入至])|或)")
# How much of the sentence before may say what a section within a section is about.
BEFORE_CHARACTERS = 45
# How far a thing may stand after a number when another number follows in the same clause: 3名律师提供20次咨询.
RIGHT_BEFORE_NUMBER = 8
PART_MARK = re.compile(r"(?:其中|包括|包含|分为|含|主要是|涉及到?|分别是|具体为|即)[，：:]?")
SHARED_MARK = re.compile(
    r"(?:均|都|全部|皆|双双|同为|分别均|两率均|三率均|各|分别|两率|三率)(?:已|能|保持|实现|达到?|做到|为|是|有|在|控制在|零)*(?:了)?$"
)


@dataclass(slots=True)
class Quantity:
    """One counted or bare numeral with the words it may take its meaning from. All text is normalised."""

    index: int  # of its token
    token: Token
    sentence_start: int
    sentence_end: int
    clause_start: int
    left: str
    left_start: int
    right: str
    earlier: str  # the sentence before `left`
    later: str  # the sentence after `right`
    before: str  # the end of the sentence before, if it is of the same paragraph
    headings: tuple[Heading, ...]
    theme: str | None
    names: tuple[str, ...] = ()  # the names that share this number, each to be matched by itself
    is_part: bool = False  # stands in a breakdown after 其中
    part_of: int | None = None  # token index of the total before 其中
    in_plans: bool = False
    cell: Cell | None = None  # the table cell it stands in
    left_gap: int = field(default=0)  # how many filler characters were dropped at the end of `left`


def strip_filler(left: str) -> str:
    """The clause before a number without the words that name nothing.

    >>> strip_filler("全年调解矛盾纠纷共计"), strip_filler("受众达")
    ('全年调解矛盾纠纷', '受众')
    """
    m = FILLER.search(left)
    return left[: m.start()] if m else left


class Outline:
    """Which headings govern a position, innermost last."""

    def __init__(self, headings: tuple[Heading, ...]):
        self.headings = headings
        self.starts = [h.text_start for h in headings]
        self.by_ordinal = {h.ordinal: h for h in headings}

    def at(self, position: int) -> tuple[Heading, ...]:
        """The headings whose body holds `position`, outermost first."""
        i = bisect_right(self.starts, position) - 1
        chain: list[Heading] = []
        heading = self.headings[i] if i >= 0 else None
        while heading is not None:
            if heading.text_start <= position < heading.text_end:
                chain.append(heading)
            heading = self.by_ordinal.get(heading.parent) if heading.parent is not None else None
        return tuple(reversed(chain))


class Clauses:
    """Where the clauses of a text begin and end: marks between them, but for those inside brackets."""

    def __init__(self, text: str):
        self.text = text
        self.ends = [m.start() for m in CLAUSE_MARK.finditer(text)]

    def start(self, low: int, position: int) -> int:
        """Where the clause before `position` begins: after the last mark, or after a bracket that is still open."""
        at = position
        while True:
            i = bisect_right(self.ends, at - 1) - 1
            begin = max(low, self.ends[i] + 1 if i >= 0 else 0)
            words = self.text[begin:position]
            opened, closed = words.rfind("（"), words.rfind("）")
            if opened > closed:
                return begin + opened + 1
            first_closed = words.find("）")
            if first_closed < 0 or words.rfind("（", 0, first_closed) >= 0 or begin == low:
                return begin
            at = self.text.rfind("（", low, begin)  # the mark stood inside brackets: go on before them
            if at < 0:
                return begin

    def end(self, position: int, high: int) -> int:
        """Where the clause after `position` ends: at the next mark outside brackets, or where its bracket closes."""
        i = bisect_right(self.ends, position - 1)
        while i < len(self.ends) and self.ends[i] < high:
            words = self.text[position : self.ends[i]]
            if words.count("（") <= words.count("）"):
                break
            i += 1
        stop = min(high, self.ends[i]) if i < len(self.ends) else high
        closed = self.text.find("）", position, stop)
        return closed if closed >= 0 and "（" not in self.text[position:closed] else stop


def _sentences(text: str) -> list[int]:
    return [0] + [m.end() for m in SENTENCE_END.finditer(text)] + [len(text) + 1]


def _share(quantity: Quantity) -> None:
    """A、B和C均为100%, A、B为0件: the names that share the number, if there are several."""
    m = SHARED_MARK.search(quantity.left.rstrip("约近"))
    lead = quantity.left[: m.start()] if m else strip_filler(quantity.left)
    names = [n for n in SPLIT_NAMES.split(lead) if n]
    names = [*names[:-1], KEPT.sub("", names[-1])] if names else names
    is_none = quantity.token.number is not None and quantity.token.number.value == 0  # none of both is none of each
    if len(names) > 1 and (m or is_none or all(n.endswith(("率", "度")) for n in names[-2:])):
        quantity.names = tuple(names)


def _same_family(a: Quantity, b: Quantity) -> bool:
    """Whether two numbers may count the same; a lost measure word may be any."""
    one, two = a.token.number, b.token.number
    return one is None or two is None or None in (one.family, two.family) or one.family == two.family


def _mark_parts(text: str, group: list[Quantity]) -> None:
    """Which numbers of a sentence break down an earlier one: those after 其中, 包括 …"""
    for k, quantity in enumerate(group):
        for earlier in reversed(group[:k]):
            between = text[earlier.token.end : quantity.token.start]
            if not _same_family(earlier, quantity):
                continue  # 办件4,120件，同比增长18.2%，其中网上1,236件: no part of the percentage
            if (
                earlier.is_part
                and len(between) < 24
                and earlier.part_of is not None
                and not re.search("其中|包括", between)
            ):
                quantity.is_part, quantity.part_of = True, earlier.part_of
                break
            if PART_MARK.search(between) and len(between) < 40:
                quantity.is_part, quantity.part_of = True, earlier.index
                break


# 共计218项。按类别分：许可12项、处罚131项: a sentence that lists the kinds of the number right before it.
LISTS_KINDS = re.compile(
    r"(?:按|从)[^，。；：]{0,6}(?:类别|类型|种类|性质|类)分?[^，。；：]{0,4}[，：]|(?:具体|分别)(?:为|是)[，：]?|其中[，：]?"
)


def _lists_kinds_of(text: str, last: Quantity, quantity: Quantity) -> bool:
    """Whether a number stands in a sentence that lists the kinds of the last number of the sentence before."""
    follows = last.sentence_end <= quantity.sentence_start <= last.sentence_end + 1
    return bool(follows and LISTS_KINDS.match(text, quantity.sentence_start)) and _same_family(last, quantity)


SUM_LEAST = 10  # smaller sums come about by chance


def _mark_sums(text: str, group: list[Quantity]) -> None:
    """Which numbers of a sentence add up to an earlier one, though no word says so: 收件41件，网上26件，窗口15件.

    Only numbers that follow one another right up to the sum; quoted years and percentages between them stand aside.
    """
    counted = [q for q in group if q.token.kind == "counted" and q.token.number is not None and q.token.number.value]
    for k, total in enumerate(counted):
        whole = total.token.number
        if whole is None or whole.value is None or whole.value < SUM_LEAST or whole.family in ("percent", "pct_point"):
            continue
        following = [q for q in counted[k + 1 :] if _same_family(total, q) and not EARLIER_YEAR.search(q.left)]
        for quantity in _adding_up(following, whole.value):
            if quantity.part_of is None:
                quantity.is_part, quantity.part_of = True, total.index


def _adding_up(following: list[Quantity], total: float) -> list[Quantity]:
    """The first run of at least two numbers, one after the other, whose sum is `total`; empty if there is none."""
    for first in range(len(following) - 1):
        added = 0.0
        for last in range(first, len(following)):
            number = following[last].token.number
            added += (number.value if number else None) or 0
            if added == total and last > first:
                return following[first : last + 1]
            if added > total:
                break
    return []


EARLIER_YEAR = re.compile(r"上年|去年|前年|同期|20\d\d年[^，]{0,4}$")
# A section on problems and plans turns to plans at the first of these.
TURNS_TO_PLANS = re.compile(r"下一步|下步|今后|明年|来年|下一年|接下来")
PLANS_IN_TITLE = re.compile(r"打算|安排|计划|思路|措施|举措|下一步|下步|方向|重点|对策|建议")


def plans_from(text: str, headings: tuple[Heading, ...], year: int | None) -> list[tuple[int, int]]:
    """The spans of a text that promise: sections of plans, and the rest of 存在问题及下一步打算 after it turns."""
    spans = [(h.text_start, h.text_end) for h in headings if h.theme == "plans"]
    for h in headings:
        if h.theme == "problems" and PLANS_IN_TITLE.search(h.title):
            turn = TURNS_TO_PLANS.search(text, h.title_end, h.text_end)
            starts = [turn.start()] if turn else []
            if year and (at := text.find(f"{year + 1}年", h.title_end, h.text_end)) >= 0:
                starts.append(at)
            spans += [(min(starts), h.text_end)] if starts else []
    return spans


class _Builder:
    """Builds the quantities of one text, sentence by sentence."""

    def __init__(self, text: str, tokens: list[Token], headings: tuple[Heading, ...], year: int | None):
        self.text, self.tokens = text, tokens
        self.outline = Outline(headings)
        self.plans = plans_from(text, headings, year)
        self.bounds = _sentences(text)
        self.clauses = Clauses(text)
        self.cells = {c.start: c for c in find_cells(text)} if "|" in text or text.count("\n") > 5 else {}

    def run(self) -> list[Quantity]:
        """All quantities in reading order, with what they share in their sentence settled."""
        out: list[Quantity] = []
        group: list[Quantity] = []
        last: Quantity | None = None  # the last number of the sentence before
        previous_end = 0
        for index, token in enumerate(self.tokens):
            if token.kind == "claimed":
                continue
            cell = self.cells.get(token.start)
            if cell is not None and cell.is_enumerator:
                token.disposition, token.kind = "enumerator", "claimed"
                continue
            if cell is not None:
                out.append(self._in_table(index, cell))
                continue
            quantity = self._in_prose(index, previous_end)
            if group and group[-1].sentence_start != quantity.sentence_start:
                self._finish(group)
                last, group = group[-1], []
            if last is not None and _lists_kinds_of(self.text, last, quantity):
                quantity.is_part, quantity.part_of = True, last.index
            out.append(quantity)
            group.append(quantity)
            previous_end = token.end
        self._finish(group)
        return out

    def _in_table(self, index: int, cell: Cell) -> Quantity:
        token = self.tokens[index] = apply_unit(self.tokens[index], cell)
        chain = self.outline.at(token.start)
        return Quantity(
            index,
            token,
            sentence_start=cell.label_start,
            sentence_end=cell.end,
            clause_start=cell.label_start,
            left=cell.label,
            left_start=cell.label_start,
            right="",
            earlier="",
            later="",
            before="",
            headings=chain,
            theme=_theme(chain),
            cell=cell,
        )

    def _in_prose(self, index: int, previous_end: int) -> Quantity:
        token, text = self.tokens[index], self.text
        i = bisect_right(self.bounds, token.start) - 1
        start, end = self.bounds[i], min(self.bounds[i + 1], len(text))
        clause_start = self.clauses.start(start, token.start)
        left_start = self._left_start(token, clause_start, previous_end)
        right_end = self._right_end(index, end)
        chain = self.outline.at(token.start)
        return Quantity(
            index,
            token,
            sentence_start=start,
            sentence_end=end,
            clause_start=clause_start,
            left=text[left_start : token.start],
            left_start=left_start,
            right=text[token.end : right_end],
            earlier=text[start:left_start],
            later=text[right_end:end].rstrip("\n"),
            before=text[max(start - BEFORE_CHARACTERS, 0) : start].rpartition("\n")[2],
            headings=chain,
            theme=_theme(chain),
            in_plans=any(a <= token.start < b for a, b in self.plans),
        )

    def _left_start(self, token: Token, clause_start: int, previous_end: int) -> int:
        """Where the words before a number begin: with its clause, or after the number before and what that counts."""
        if not clause_start < previous_end <= token.start:
            return clause_start
        mark = LIST_START.search(self.text, previous_end, token.start)  # 12个行政村、1个社区
        return mark.end() if mark and mark.start() > previous_end else previous_end

    def _right_end(self, index: int, sentence_end: int) -> int:
        """Where the words after a number end: with its clause, or where the next number's begin."""
        token = self.tokens[index]
        if token.kind == "bare":
            return token.end
        end = self.clauses.end(token.end, sentence_end)
        following = next((t.start for t in self.tokens[index + 1 : index + 3] if t.kind != "claimed"), len(self.text))
        if following < end:
            end = max(token.end, min(following, token.end + RIGHT_BEFORE_NUMBER))
        # What follows a list mark belongs to the next number: 12件、合同审核24份.
        return token.end if LIST_START.match(self.text, token.end, end) else end

    def _finish(self, group: list[Quantity]) -> None:
        distribute(self.text, group, self.clauses)
        for quantity in group:
            _share(quantity)
        _mark_parts(self.text, group)
        _mark_sums(self.text, group)


def _theme(chain: tuple[Heading, ...]) -> str | None:
    return next((h.theme for h in reversed(chain) if h.theme), None)


def build(text: str, tokens: list[Token], headings: tuple[Heading, ...], year: int | None = None) -> list[Quantity]:
    """The quantities among the tokens with their context, in reading order. `year`: the year reported on."""
    return _Builder(text, tokens, headings, year).run()
