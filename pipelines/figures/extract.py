"""The last stage of a report: normalised text, headings and registry → ledger, facts, stated changes, findings.

Belongs here: the order of the steps and the laying of drafts over the raw text. Does not belong here: any rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.figures import arithmetic
from pipelines.figures.bounds import bounds
from pipelines.figures.claims import Claim, Claims
from pipelines.figures.context import build
from pipelines.figures.drafts import Draft, Settled
from pipelines.figures.facts import Settler, fact_id
from pipelines.figures.ledger import Token, find_tokens, lay_rows
from pipelines.figures.limits import broken_limits
from pipelines.figures.periods import with_arabic_years
from pipelines.figures.registry import Registry
from pipelines.figures.unclassified import nearest_metric, thing_counted
from pipelines.figures.zeros import find_zeros
from pipelines.records import Extraction, Fact, Finding, Heading, Identity, Normalized, StatedChange

SENTENCE = re.compile(r"[。！？；\n]")


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence that holds a span, without its line breaks."""
    left = max((text.rfind(c, 0, start) for c in "。！？；\n"), default=-1) + 1
    m = SENTENCE.search(text, end)
    return text[left : m.end() if m else len(text)].strip()


def _zero_drafts(text: str, headings: tuple[Heading, ...], registry: Registry, settled: Settled) -> list[Draft]:
    """Zeros told in words, unless a printed number in the same clause already says it."""
    taken = [(d.start, d.end, d.metric.id) for d in settled.drafts if d.role == "actual"]
    return [
        Draft(
            z.metric,
            z.category,
            z.detail,
            0.0,
            z.metric.unit,
            None,
            False,
            "exact",
            "stock" if z.metric.kind == "stock" else "year",
            "actual",
            z.start,
            z.end,
            z.rule,
            False,
        )
        for z in find_zeros(text, headings, registry)
        if not any(m == z.metric.id and s < z.end and z.start < e for s, e, m in taken)
    ]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the drafts of one report are laid over."""

    normalized: Normalized
    raw_text: str
    headings: tuple[Heading, ...]
    ordinal_of: dict[int, int]
    report_id: str

    def section_at(self, position: int) -> int | None:
        """The ordinal of the innermost heading whose body holds a position."""
        return next((h.ordinal for h in reversed(self.headings) if h.text_start <= position < h.text_end), None)

    def fact(self, d: Draft) -> Fact:
        """A draft with its raw span, its number verbatim and its sentence."""
        raw_start, raw_end = self.normalized.offsets.raw_span(d.start, d.end)
        number_text, ordinal = "", None
        low, high = d.value, d.value
        if d.quantity is not None:
            token = d.quantity.token
            low, high = bounds(self.normalized.text, token.start, token.end, d.value, d.qualifier, d.unit)
            a, b = self.normalized.offsets.raw_span(d.quantity.token.start, d.quantity.token.end)
            number_text, ordinal = self.raw_text[a:b], self.ordinal_of.get(d.quantity.index)
        return Fact(
            fact_id=fact_id(self.report_id, raw_start, raw_end, d),
            section_ordinal=self.section_at(d.start),
            numeral_ordinal=ordinal,
            metric_id=d.metric.id,
            category=d.category,
            detail=d.detail,
            value=d.value,
            unit=d.unit,
            measure_word=d.measure_word,
            unit_inferred=d.unit_inferred,
            qualifier=d.qualifier,
            period=d.period,
            role=d.role,
            number_text=number_text,
            evidence=_sentence(self.normalized.text, d.start, d.end),
            raw_start=raw_start,
            raw_end=raw_end,
            text_start=d.start,
            text_end=d.end,
            rule=d.rule,
            is_total=d.is_total,
            is_part=d.is_part,
            low=low,
            high=high,
            until_month=d.until_month,
        )


def _facts(drafts: list[Draft], page: _Page) -> tuple[list[Fact], dict[int, str]]:
    """Facts in reading order, each once, and the fact id of each draft by its position in `drafts`."""
    facts: list[Fact] = []
    ids: dict[int, str] = {}
    seen: set[str] = set()
    for position, draft in sorted(enumerate(drafts), key=lambda p: (p[1].start, p[1].end, p[1].metric.id)):
        fact = page.fact(draft)
        if fact.fact_id not in seen:
            seen.add(fact.fact_id)
            ids[position] = fact.fact_id
            facts.append(fact)
    return facts, ids


def _changes(
    claims: list[Claim], drafts: list[Draft], ids: dict[int, str], normalized: Normalized
) -> list[StatedChange]:
    """Stated changes over the raw text, each with the fact it speaks of."""
    position = {id(d): i for i, d in enumerate(drafts)}
    return [
        StatedChange(
            claim.metric_id,
            claim.category,
            claim.stated,
            claim.stated_as,
            claim.from_value,
            claim.to_value,
            *normalized.offsets.raw_span(claim.start, claim.end),
            fact_id=ids.get(position[id(claim.draft)]) if claim.draft else None,
            from_fact_id=ids.get(position[id(claim.from_draft)]) if claim.from_draft else None,
            size_told=claim.size_told,
            base_year=claim.base_year,
        )
        for claim in claims
    ]


def _lost_units(settled: Settled, normalized: Normalized, raw_text: str) -> list[Finding]:
    """One finding for each figure whose measure word was lost."""
    out = []
    for d in settled.lost_units:
        start, end = normalized.offsets.raw_span(d.start, d.end)
        words = normalized.text[d.start : d.end]
        out.append(
            Finding(
                "lost_unit",
                "warning",
                f"“{words}”后缺计量单位，按指标“{d.metric.name}”推定；请核对原文。",
                d.metric.unit,
                words,
                start,
                end,
            )
        )
    return out


def _unread(tokens: list[Token], normalized: Normalized) -> list[Finding]:
    """One finding for each number that the text leaves open: it stays NULL, and the ledger holds its words."""
    out = []
    for token in tokens:
        if token.kind == "counted" and token.number is not None and token.number.value is None:
            words = normalized.text[token.start : token.end]
            start, end = normalized.offsets.raw_span(token.start, token.end)
            out.append(
                Finding("unread_number", "info", f"“{words}”没有说明确切的数，未取值。", None, words, start, end)
            )
    return out


def extract(
    normalized: Normalized,
    raw_text: str,
    headings: tuple[Heading, ...],
    identity: Identity,
    registry: Registry,
    report_id: str,
) -> Extraction:
    """Everything the registry and the ledger read out of one report. Pure: the same input gives the same records."""
    text = normalized.text
    tokens = find_tokens(text, headings)
    text = with_arabic_years(text)
    quantities = build(text, tokens, headings, identity.year)
    settled = Settler(text, registry, identity.year).run(quantities)
    claims = Claims(text, quantities, settled, registry, identity.year).find()
    for index in settled.fact_tokens:
        tokens[index].disposition = "fact"
    for index in settled.change_tokens:
        tokens[index].disposition = "change"
    drafts = settled.drafts + _zero_drafts(text, headings, registry, settled)
    things = {
        q.index: (thing_counted(q) or None, nearest_metric(q, registry))
        for q in quantities
        if tokens[q.index].disposition == "quantity"
    }
    rows, ordinal_of = lay_rows(tokens, normalized, raw_text, things)
    facts, ids = _facts(drafts, _Page(normalized, raw_text, headings, ordinal_of, report_id))
    rates = {d.quantity.index for d in settled.drafts if d.quantity is not None and d.metric.kind == "rate"}
    findings = [
        *_lost_units(settled, normalized, raw_text),
        *_unread(tokens, normalized),
        *arithmetic.check(drafts, quantities, settled.change_tokens, normalized),
        *broken_limits(quantities, settled.change_tokens, rates, normalized),
    ]
    return Extraction(rows, tuple(facts), tuple(_changes(claims, drafts, ids, normalized)), tuple(findings))
