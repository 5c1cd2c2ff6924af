"""The report's own arithmetic: parts against their total, rates against their counts.

Belongs here: checks that need nothing but one report's facts. Does not belong here: comparing with another year or
another report (`warehouse/sql`).
"""

from __future__ import annotations

import re

from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.drafts import Draft
from pipelines.figures.limits import WIDER
from pipelines.figures.wording import KIND_LIST
from pipelines.records import Finding, Normalized

# The rate that follows from two counts, and the metric of the rate: resolved over taken on. A rate is stated rounded or
# as 以上, so a difference below this many points is no contradiction (94% 以上 against 94.5%).
RATE_TOLERANCE_POINTS = 1.0
RATES: tuple[tuple[str, str, str], ...] = (
    ("disputes.resolved", "disputes.mediated", "disputes.mediation_rate"),
    ("disputes.resolved", "disputes.mediated", "disputes.success_rate"),
    ("disputes.concerns_handled", "disputes.concerns_collected", "disputes.mediation_rate"),
    ("review.head_appearances", "review.litigation_cases", "review.head_appearance_rate"),
    ("enforcement.officers_certified", "enforcement.staff", "enforcement.certification_rate"),
)


def _number(value: float) -> str:
    return f"{value:g}"


def _finding(
    kind: str, severity: str, message: str, expected: str, found: str, a: Draft, b: Draft, normalized: Normalized
) -> Finding:
    first, second = normalized.offsets.raw_span(a.start, a.end), normalized.offsets.raw_span(b.start, b.end)
    return Finding(kind, severity, message, expected, found, *first, *second)


# 部分调解员身份兼有: kinds that overlap need not add up.
OVERLAP = re.compile(r"兼|交叉|重叠|同时|既|又是|不重复")


# People are divided in several ways at once; parts that miss their total by so much were not meant to add up.
OVERLAP_FACTOR = 1.25


def _parts(drafts: list[Draft], quantities: list[Quantity], normalized: Normalized) -> list[Finding]:
    """Totals whose parts, told right after them, do not add up. Approximate figures prove nothing."""
    out = []
    draft_of = {d.quantity.index: d for d in drafts if d.quantity is not None and d.role == "actual"}
    groups: dict[int, list[Quantity]] = {}
    for q in quantities:
        if q.is_part and q.part_of is not None and _may_be_part(q, draft_of):
            groups.setdefault(q.part_of, []).append(q)
    text = normalized.text
    for token, found in groups.items():
        total = draft_of.get(token)
        if total is None or total.quantity is None or total.value is None or total.qualifier != "exact":
            continue
        parts = [q for q in found if not _is_nested(text[total.quantity.token.end : q.token.start])]
        values = [q.token.number.value or 0 for q in parts if q.token.number is not None]
        if len(values) < 2 or any(q.token.number and q.token.number.qualifier != "exact" for q in parts):
            continue
        if OVERLAP.search(text, total.quantity.token.end, parts[-1].sentence_end):
            continue
        if any(sum(values[:n]) == total.value for n in range(2, len(values) + 1)):
            continue  # what follows the parts that add up is told of one of them
        added = sum(values)
        family = total.quantity.token.number.family if total.quantity.token.number else None
        if family == "person" and added > OVERLAP_FACTOR * total.value:
            continue  # 队员18人，其中党员11人、大专以上学历16人
        # Parts introduced by 其中 may leave a rest unsaid; then only too much is a contradiction.
        names_rest = any("其他" in q.left or "其余" in q.left for q in parts)
        if added > total.value or (added != total.value and names_rest):
            out.append(_sum_finding(total, parts, added, normalized))
    return out


def _may_be_part(quantity: Quantity, draft_of: dict[int, Draft]) -> bool:
    """Whether a number can be a part of its total: of its unit, and of no other metric by its own words."""
    own, whole = draft_of.get(quantity.index), draft_of.get(quantity.part_of or -1)
    number = quantity.token.number
    if whole is None or whole.quantity is None or whole.quantity.token.number is None or number is None:
        return False
    same_unit = whole.quantity.token.number.family in (None, number.family) and number.value is not None
    return same_unit and (own is None or (own.metric.id == whole.metric.id and own.unit == whole.unit))


def _is_nested(between: str) -> bool:
    """Inside brackets that opened behind the total: a part of a part."""
    return between.count("（") > between.count("）")


def _sum_finding(total: Draft, parts: list[Quantity], added: float, normalized: Normalized) -> Finding:
    """The total, and what adds up to something else: from the first part to the last."""
    words = normalized.text[total.start : total.end]
    first = normalized.offsets.raw_span(total.start, total.end)
    begin = parts[0].left_start
    while normalized.text[begin] in "，、：；":
        begin += 1
    second = normalized.offsets.raw_span(begin, parts[-1].token.end)
    message = f"“{words}”的分项相加为{_number(added)}，与合计{_number(total.value or 0)}不符。"
    return Finding("parts_vs_total", "error", message, _number(added), _number(total.value or 0), *first, *second)


LIST_PARTS_MIN = 3
LIST_WORDS_MAX = 8
# A list without 其中 right behind a total is taken for its parts only where it nearly adds up.
NEARLY = 0.12
NEARLY_WHOLE = 0.5
WHOLE_LIST = re.compile(r"[，：。](?:分别)?由[^，。]{0,8}$|按[^，。；]{0,6}分[，：]|分别为|分为|具体为|具体是")


def _lists(drafts: list[Draft], quantities: list[Quantity], changes: set[int], normalized: Normalized) -> list[Finding]:
    """Totals followed by a list of kinds that nearly adds up: 在册214名，管制2名、缓刑181名、假释9名、监外执行16名."""
    draft_of = {d.quantity.index: d for d in drafts if d.quantity is not None}
    out = []
    for at, total in enumerate(quantities):
        draft = draft_of.get(total.index)
        if draft is None or draft.role != "actual" or draft.qualifier != "exact" or not draft.value or total.cell:
            continue
        parts = _listed(total, quantities[at + 1 :], draft, draft_of, changes)
        added = sum((q.token.number.value if q.token.number else None) or 0 for q in parts)
        is_whole = bool(parts) and bool(WHOLE_LIST.search(normalized.text, total.token.end, parts[0].token.start))
        apart = abs(added - draft.value)
        if len(parts) < LIST_PARTS_MIN or not 0 < apart <= (NEARLY_WHOLE if is_whole else NEARLY) * draft.value:
            continue
        out.append(_sum_finding(draft, parts, added, normalized))
    return out


def _listed(
    total: Quantity, following: list[Quantity], whole: Draft, draft_of: dict[int, Draft], changes: set[int]
) -> list[Quantity]:
    """The numbers right behind a total that list kinds of it: short words, the same unit, no metric of their own."""
    parts: list[Quantity] = []
    for q in following:
        number, own = q.token.number, draft_of.get(q.index)
        if number is None or total.token.number is None:
            break
        if q.sentence_start != total.sentence_start and not (parts or KIND_LIST.search(q.earlier + q.left)):
            break
        if parts and q.sentence_start != parts[0].sentence_start:
            break
        if q.index in changes:
            break
        if number.family != total.token.number.family or number.qualifier != "exact" or q.token.kind != "counted":
            break
        words = strip_filler(q.left).strip("，、；：和及与")
        if not 0 < len(words) <= LIST_WORDS_MAX or (own is not None and own.metric is not whole.metric):
            break
        parts.append(q)
    return parts


EACH = re.compile(r"各[\u4e00-\u9fff]{0,4}$")  # 镇长、副镇长各出庭一次: told once, counted twice


def _is_part(draft: Draft) -> bool:
    return draft.quantity is not None and draft.quantity.is_part


def _counts_own(rate: Quantity, quantities: list[Quantity], part: Draft, whole: Draft) -> bool:
    """Whether the rate's own clause counts something else than the two figures it would be held against."""
    return any(
        rate.clause_start <= q.token.start < rate.token.start
        and q.token.kind == "counted"
        and q is not part.quantity
        and q is not whole.quantity
        for q in quantities
    )


def _whole_of(part: Draft | None, near: list[Draft], whole_id: str) -> Draft | None:
    """The count that another is a part of: of the same time, since 摸排247件（2022年为265件），成功241件 and
    调处318件，1—11月调成290件 make no rate."""
    if part is None:
        return None
    wholes = (d for d in reversed(near) if d.metric.id == whole_id and not _is_part(d) and d.period == part.period)
    whole = next(wholes, None)
    return None if whole is None or (part.until_month and not whole.until_month) else whole


def _rates(drafts: list[Draft], quantities: list[Quantity], normalized: Normalized) -> list[Finding]:
    """Rates that the counts of the same sentence contradict."""
    out = []
    for part_id, whole_id, rate_id in RATES:
        for rate in drafts:
            if rate.metric.id != rate_id or rate.role != "actual" or rate.value is None or rate.quantity is None:
                continue
            near = [
                d
                for d in drafts
                if d.quantity is not None
                and d.role == "actual"
                and d.qualifier == "exact"
                and d.quantity.sentence_start == rate.quantity.sentence_start
                and d.start < rate.start
                and not EACH.search(d.quantity.left)
            ]
            part = next((d for d in reversed(near) if d.metric.id == part_id), None)
            whole = _whole_of(part, near, whole_id)
            if part is None or whole is None or not whole.value or part.value is None:
                continue
            if part.value > whole.value or _counts_own(rate.quantity, quantities, part, whole):
                continue  # no such pair: 376 settled, of 153 of one kind; 14人持证上岗率100%
            computed = round(100 * part.value / whole.value, 1)
            low = rate.value - RATE_TOLERANCE_POINTS
            high = 100.0 if rate.qualifier == "over" else rate.value + RATE_TOLERANCE_POINTS
            if not low <= computed <= high:
                out.append(
                    _finding(
                        "rate_vs_counts",
                        "error",
                        f"文中称{rate.metric.name}{_number(rate.value)}%，而{_number(part.value)}/{_number(whole.value)}为{_number(computed)}%。",
                        f"{_number(computed)}%",
                        f"{_number(rate.value)}%",
                        rate,
                        part,
                        normalized,
                    )
                )
    return out


# 按期办结率 after 办结30件: the two characters before 率 name the count that it is the rate of.
RATE_NAME = re.compile(
    r"(?P<name>[^，。；、：]*?)率(?:分别|均|都|也|已|高|保持|稳定|在|达到?|至|到|为|约|近|的|是|：)*$"
)
STEMS = (
    "办结|答复|回复|整改|化解|成功|满意|合格|通过|及格|优秀|出庭|采纳|持证|签收|覆盖|调解|调处|结案|反馈|履行|执行|处置|办理|受理|参考|"
    "参学|参训|参会|到位|签约|聘请|解决|配备|见面|销号|兑现"
)
STEM = re.compile(STEMS)
RATE_WORDS = re.compile(
    STEMS
    + r"|按期|及时|按时|按规定|当场|总体|综合|一次性|群众|案件|事项|问题|总|现场|年度|平均|负责人|应诉|行政机关|上岗"
    + r"|村级|村|法律顾问"
)
COUNTS_REACH = 4  # how many figures before or after a rate may hold its two counts

OTHER_TIME = re.compile(r"20\d\d年|今年|本年|累计|历年|(?:上|下)半年|季度|\d月")
# 摸排247件（2022年为265件），成功241件: the count right before is another year's.
OTHER_YEARS_COUNT = re.compile(r"(?:20\d\d年|同期|上年|去年)(?:度|共|则)?[为是有]?$")


def _told_rates(quantities: list[Quantity], normalized: Normalized) -> list[Finding]:
    """Rates that two counts of the same sentence contradict, whatever they count: 受理32件，办结30件，办结率98.8%."""
    out = []
    for at, rate in enumerate(quantities):
        number = rate.token.number
        m = RATE_NAME.search(rate.left) if number and number.family == "percent" and rate.cell is None else None
        if m is None or number is None or number.value is None or rate.in_plans:
            continue
        stems = set(STEM.findall(m["name"]))
        near = quantities[max(0, at - COUNTS_REACH) : at] + quantities[at + 1 : at + 1 + COUNTS_REACH]
        pair = next((p for stem in sorted(stems) if (p := _counts_of(stem, near, rate))), None)
        if pair is None:
            continue
        part, whole = pair
        rest = RATE_WORDS.sub("", strip_filler(m["name"]))
        if rest and rest not in whole.left + whole.right + part.left:
            continue
        last = max(rate.token.end, part.token.end)
        between = normalized.text[whole.token.end : last]
        if OTHER_YEARS_COUNT.search(whole.left):
            continue
        if WIDER.search(normalized.text, whole.left_start, last) or OTHER_TIME.search(between):
            continue
        assert part.token.number is not None and whole.token.number is not None
        computed = round(100 * (part.token.number.value or 0) / (whole.token.number.value or 1), 1)
        high = 100.0 if number.qualifier == "over" else number.value + RATE_TOLERANCE_POINTS
        if not number.value - RATE_TOLERANCE_POINTS <= computed <= high:
            a, b = part.token.number.value or 0, whole.token.number.value or 0
            first = normalized.offsets.raw_span(rate.left_start, rate.token.end)
            second = normalized.offsets.raw_span(part.left_start, part.token.end)
            out.append(
                Finding(
                    "rate_vs_counts",
                    "error",
                    f"文中称{m['name'][-6:]}率{_number(number.value)}%，而{_number(a)}/{_number(b)}为{_number(computed)}%。",
                    f"{_number(computed)}%",
                    f"{_number(number.value)}%",
                    *first,
                    *second,
                )
            )
    return out


def _counts_of(stem: str, before: list[Quantity], rate: Quantity) -> tuple[Quantity, Quantity] | None:
    """The count that a rate's stem names and the count just before it that it is a part of, in the rate's sentence."""
    counts = [
        q
        for q in before
        if q.sentence_start == rate.sentence_start
        and q.token.kind == "counted"
        and q.token.number is not None
        and q.token.number.value
        and q.token.number.qualifier == "exact"
        and q.token.number.family not in ("percent", "pct_point", "yuan")
        and not EACH.search(q.left)
    ]
    for i in range(len(counts) - 1, 0, -1):
        part, whole = counts[i], counts[i - 1]
        a, b = part.token.number, whole.token.number
        named = stem in part.left or stem in part.right
        if named and a and b and a.family == b.family and (a.value or 0) <= (b.value or 0):
            return (part, whole) if stem not in whole.left or "应" + stem in whole.left else None
    return None


def check(drafts: list[Draft], quantities: list[Quantity], changes: set[int], normalized: Normalized) -> list[Finding]:
    """All contradictions inside one report, in reading order. `changes`: token indices that are sizes of changes."""
    found = _parts(drafts, quantities, normalized) + _rates(drafts, quantities, normalized)
    known = [(f.raw_start, f.kind) for f in found]
    found += [f for f in _lists(drafts, quantities, changes, normalized) if (f.raw_start, f.kind) not in known]
    known = [(f.raw_end, f.kind) for f in found]
    found += [f for f in _told_rates(quantities, normalized) if (f.raw_end, f.kind) not in known]
    return sorted(found, key=lambda f: (f.raw_start or 0, f.kind))
