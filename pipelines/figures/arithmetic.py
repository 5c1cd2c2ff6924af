"""The report's own arithmetic: parts against their total, rates against their counts.

Belongs here: checks that need nothing but one report's facts. Does not belong here: comparing with another year or
another report (`warehouse/sql`).
"""

from __future__ import annotations

from pipelines.figures.facts import Draft
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


def check(drafts: list[Draft], normalized: Normalized) -> list[Finding]:
    """All contradictions inside one report, in reading order."""
    found = _parts(drafts, normalized) + _rates(drafts, normalized)
    return sorted(found, key=lambda f: (f.raw_start or 0, f.kind))
