"""The report's own arithmetic: parts against their total, rates against their counts.

Belongs here: checks that need nothing but one report's facts. Does not belong here: comparing with another year or
another report (`warehouse/sql`).
"""

from __future__ import annotations

import re

from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.drafts import Draft
from pipelines.figures.limits import WIDER
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


def _parts(drafts: list[Draft], normalized: Normalized) -> list[Finding]:
    """Totals whose parts, told right after them, do not add up. Approximate figures prove nothing."""
    out = []
    by_token = {d.quantity.index: d for d in drafts if d.quantity is not None and d.role == "actual"}
    groups: dict[int, list[Draft]] = {}
    for d in by_token.values():
        assert d.quantity is not None
        if d.quantity.is_part and d.quantity.part_of is not None:
            groups.setdefault(d.quantity.part_of, []).append(d)
    for token, parts in groups.items():
        total = by_token.get(token)
        parts = [p for p in parts if total and p.metric.id == total.metric.id and p.unit == total.unit]
        if total is None or len(parts) < 2 or any(d.qualifier != "exact" for d in [total, *parts]):
            continue
        if total.value is None or any(p.value is None for p in parts):
            continue
        added = sum(p.value or 0 for p in parts)
        # Parts introduced by 其中 may leave a rest unsaid; then only too much is a contradiction.
        names_rest = any("其他" in (p.detail or "") + p.category for p in parts)
        if added > total.value or (added != total.value and names_rest):
            text = normalized.text[total.start : total.end]
            out.append(
                _finding(
                    "parts_vs_total",
                    "error",
                    f"“{text}”的分项相加为{_number(added)}，与合计{_number(total.value)}不符。",
                    _number(added),
                    _number(total.value),
                    total,
                    parts[-1],
                    normalized,
                )
            )
    return out


LIST_PARTS_MIN = 3
LIST_WORDS_MAX = 8
# A list without 其中 right behind a total is taken for its parts only where it nearly adds up.
NEARLY = 0.12


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
        if len(parts) < LIST_PARTS_MIN or not 0 < abs(added - draft.value) <= NEARLY * draft.value:
            continue
        first = normalized.offsets.raw_span(draft.start, draft.end)
        second = normalized.offsets.raw_span(parts[-1].left_start, parts[-1].token.end)
        text = normalized.text[draft.start : draft.end]
        message = f"“{text}”的分项相加为{_number(added)}，与合计{_number(draft.value)}不符。"
        out.append(Finding("parts_vs_total", "error", message, _number(added), _number(draft.value), *first, *second))
    return out


def _listed(
    total: Quantity, following: list[Quantity], whole: Draft, draft_of: dict[int, Draft], changes: set[int]
) -> list[Quantity]:
    """The numbers right behind a total that list kinds of it: short words, the same unit, no metric of their own."""
    parts: list[Quantity] = []
    for q in following:
        number, own = q.token.number, draft_of.get(q.index)
        if q.sentence_start != total.sentence_start or number is None or total.token.number is None:
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


def _is_part(draft: Draft) -> bool:
    return draft.quantity is not None and draft.quantity.is_part


def _rates(drafts: list[Draft], normalized: Normalized) -> list[Finding]:
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
            ]
            part = next((d for d in reversed(near) if d.metric.id == part_id), None)
            whole = next((d for d in reversed(near) if d.metric.id == whole_id and not _is_part(d)), None)
            if part is None or whole is None or not whole.value or part.value is None:
                continue
            if part.value > whole.value:
                continue  # no such pair: 376 settled, of 153 of one kind
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
RATE_STEM = re.compile(
    r"(?P<rest>[^，。；、]*?)(?P<stem>办结|答复|回复|整改|化解|成功|满意|合格|通过|及格|优秀|出庭|采纳|持证|签收|覆盖|调解|调处|结案|反馈|履行|执行|处置)率(?:分别|均|都|也|已|高|保持|稳定|在|达到?|至|到|为|约|近|的|是|：)*$"
)
RATE_WORDS = re.compile(
    r"按期|及时|按时|按规定|当场|总体|综合|一次性|群众|案件|事项|问题|总|现场|年度|平均|调解|调处|化解|成功"
)


ANOTHER_YEAR = re.compile(r"20\d\d年|今年|本年")


def _told_rates(quantities: list[Quantity], normalized: Normalized) -> list[Finding]:
    """Rates that two counts of the same sentence contradict, whatever they count: 受理32件，办结30件，办结率98.8%."""
    out = []
    for at, rate in enumerate(quantities):
        number = rate.token.number
        m = RATE_STEM.search(rate.left) if number and number.family == "percent" and rate.cell is None else None
        if m is None or number is None or number.value is None or rate.in_plans:
            continue
        pair = _counts_of(m["stem"], quantities[max(0, at - 4) : at], rate)
        if pair is None:
            continue
        part, whole = pair
        rest = RATE_WORDS.sub("", strip_filler(m["rest"]))
        if rest and rest not in whole.left + part.left:
            continue
        between = normalized.text[whole.token.end : rate.token.end]
        if WIDER.search(normalized.text, whole.left_start, rate.token.end) or ANOTHER_YEAR.search(between):
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
                    f"文中称{m['stem']}率{_number(number.value)}%，而{_number(a)}/{_number(b)}为{_number(computed)}%。",
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
    ]
    for i in range(len(counts) - 1, 0, -1):
        part, whole = counts[i], counts[i - 1]
        a, b = part.token.number, whole.token.number
        if stem in part.left and a and b and a.family == b.family and (a.value or 0) <= (b.value or 0):
            return (part, whole) if stem not in whole.left else None
    return None


def check(drafts: list[Draft], quantities: list[Quantity], changes: set[int], normalized: Normalized) -> list[Finding]:
    """All contradictions inside one report, in reading order. `changes`: token indices that are sizes of changes."""
    found = _parts(drafts, normalized) + _rates(drafts, normalized)
    known = [(f.raw_start, f.kind) for f in found]
    found += [f for f in _lists(drafts, quantities, changes, normalized) if (f.raw_start, f.kind) not in known]
    known = [(f.raw_end, f.kind) for f in found]
    found += [f for f in _told_rates(quantities, normalized) if (f.raw_end, f.kind) not in known]
    return sorted(found, key=lambda f: (f.raw_start or 0, f.kind))
