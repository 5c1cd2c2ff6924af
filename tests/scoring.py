"""How well reports were read, against gold: our own scorer over `ReadReport` records, without a warehouse.

Belongs here: the matching of gold lines to ledger rows, facts and headings, and the figures made of it. Does not
belong here: the gold itself, the floors (`golden/floors.json`), the reading of files.

The definitions are those of the scorer that works on a published warehouse; as long as a table row is a record, the
two give the same figures. A quantity is found where a counting row shares at least half of the characters with the
gold number and has its value; a fact where metric (or one that gold accepts), value and unit are the same and the
spans meet. White space counts nowhere, since pages break lines anywhere, and no more do invisible characters.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any
from unicodedata import category

from pipelines.corpus.editions import Edition, find_duplicates
from pipelines.corpus.places import PlaceMention, resolve_places
from pipelines.corpus.signatures import signature_of
from pipelines.records import Fact, Numeral, ReadReport, Reject

Span = tuple[int, int]
COUNTING = frozenset({"fact", "quantity", "change"})
EVIDENCE_RAW_MAX = 120  # a longer span is a paragraph, not evidence
SPAN_FACTOR, SPAN_SLACK = 3, 20  # how far a fact may reach beyond the quote that gold gives as the shortest one
HEADING_LEVEL_MAX = 2
DIGITS = re.compile(r"[0-9０-９]+")
NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


@dataclass(slots=True)
class GoldDocument:
    """What people read in one document. None: gold says nothing of it."""

    facts: list[dict[str, Any]] = field(default_factory=list)
    meta: dict[str, Any] | None = None
    outline: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports read, by the stem that gold may name, with what only a whole corpus knows: places and duplicates."""

    reports: tuple[ReadReport, ...]
    place_name: dict[str, str | None]
    duplicates: frozenset[str]

    def find(self, doc: str) -> ReadReport | None:
        """The report whose file name starts with the gold id and then has no letter or digit."""
        start = re.compile(re.escape(doc) + r"(?![0-9A-Za-z])")
        return next((r for r in reversed(self.reports) if start.match(PurePath(r.source).name)), None)


@dataclass(slots=True)
class Score:
    """Counts of hits and misses, and every miss in words."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, hits: str, of: str) -> float:
        """Hits among all; 0 where there is nothing to hit."""
        return self.counts[hits] / self.counts[of] if self.counts[of] else 0.0

    def f_measure(self, kind: str) -> float:
        """Harmonic mean of precision and recall: 2tp / (2tp + fp + fn)."""
        hits = 2 * self.counts[kind + "_found"]
        return hits / (hits + self.counts[kind + "_false"] + self.counts[kind + "_missed"]) if hits else 0.0

    def figures(self) -> dict[str, float]:
        """The figures that floors are set for, each from 0 to 1."""
        torn = self.counts["digits_torn"] / self.counts["digits"] if self.counts["digits"] else 0.0
        return {
            "quantities_f": self.f_measure("quantity"),
            "facts_f": self.f_measure("fact"),
            "outline_f": self.f_measure("heading"),
            "attributes": self.share("attributes_right", "attributes"),
            "grounded": self.share("facts_grounded", "facts"),
            "ledger": max(0.0, self.share("digits_covered", "digits") - torn),
            "identity": self.share("identities_right", "identities"),
            "triage": self.share("documents_right", "documents"),
        }


def load_gold(lines: Iterable[str]) -> dict[str, GoldDocument]:
    """Gold documents by id, in the order in which they first appear. A fact is a line that names a metric."""
    gold: dict[str, GoldDocument] = {}
    for line in lines:
        if not line.strip():
            continue
        row = json.loads(line)
        document = gold.setdefault(row["doc"], GoldDocument())
        if "meta" in row:
            document.meta = row["meta"]
        elif "outline" in row:
            document.outline = row["outline"]
        elif "metric" in row:
            document.facts.append(row)
    return gold


def gather(read: Iterable[ReadReport | Reject]) -> Corpus:
    """The reports of a corpus, with their places resolved and their republications told apart."""
    reports = tuple(r for r in read if isinstance(r, ReadReport))
    mentions = [
        PlaceMention(r.report_id, i.place_name, i.level, i.county, i.city, i.province, i.aliases, i.division_code)
        for r in reports
        for i in [r.identity]
    ]
    resolution = resolve_places(mentions)
    names = {p.place_id: p.name for p in resolution.places}
    editions = [
        Edition(
            r.report_id,
            resolution.place_of[r.report_id],
            r.identity.year,
            r.identity.published_on,
            r.source,
            signature_of(r.normalized.text),
        )
        for r in reports
    ]
    text_of = {r.report_id: r.normalized.text for r in reports}.__getitem__
    places = {report_id: names.get(place_id or "") for report_id, place_id in resolution.place_of.items()}
    return Corpus(reports, places, frozenset(find_duplicates(editions, text_of)))


def score(corpus: Corpus, gold: Mapping[str, GoldDocument]) -> Score:
    """Score every gold document; a document that was not read counts all its gold as missed."""
    result = Score()
    for doc, document in sorted(gold.items()):
        report = corpus.find(doc)
        is_copy = report is not None and report.report_id in corpus.duplicates
        meta = document.meta or {}
        result.counts["documents"] += 1
        if not meta.get("is_report", True) or meta.get("duplicate_of"):
            right = report is None or (bool(meta.get("duplicate_of")) and is_copy)
            result.counts["documents_right"] += right
            if not right:
                result.misses.append(f"{doc}: loaded as a report of its own")
            continue
        result.counts["documents_right"] += report is not None and not is_copy
        if report is None:
            _score_unread(result, doc, document)
            continue
        score_report(result, doc, document, report, corpus.place_name[report.report_id])
    return result


def _score_unread(result: Score, doc: str, document: GoldDocument) -> None:
    """All that gold tells of a document that was not read is missed."""
    result.misses.append(f"{doc}: not read")
    result.counts["quantity_missed"] += sum(bool(f["number"]) for f in document.facts)
    result.counts["fact_missed"] += sum(f["metric"] != "none" for f in document.facts)
    result.counts["heading_missed"] += sum(h["level"] <= HEADING_LEVEL_MAX for h in document.outline or [])
    result.counts["identities"] += document.meta is not None


def score_report(result: Score, doc: str, document: GoldDocument, report: ReadReport, place: str | None) -> None:
    """Every figure of one report that was read."""
    raw_text = report.layer.text
    quotes = list(_locate(raw_text, document.facts))
    for fact, quote in zip(document.facts, quotes, strict=True):
        if quote is None:
            result.misses.append(f"{doc}: gold quote not in the raw text: {fact['raw']!r}")
    _score_quantities(result, doc, report, document.facts, quotes)
    _score_facts(result, doc, report, document.facts, quotes)
    _score_evidence(result, doc, report)
    _score_ledger(result, doc, report)
    if document.meta:
        _score_identity(result, doc, report, place, document.meta)
    if document.outline is not None:
        _score_outline(result, doc, report, document.outline)


# ---- where the quotes of gold stand ----


def squeeze(text: str) -> tuple[str, list[int]]:
    """Text without white space and invisible characters, and for each kept character its index in `text`.

    >>> squeeze("36 件")
    ('36件', [0, 1, 3])
    """
    kept = [(c, i) for i, c in enumerate(text) if not c.isspace() and category(c) != "Cf"]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def _number_in(flat_quote: str, flat_number: str) -> int:
    """Where the number stands in its quote, as a whole number if it can be (3件 not in 13件); -1 if nowhere."""
    whole = re.escape(flat_number)
    if flat_number[0].isdigit():
        whole = r"(?<![0-9０-９.])" + whole
    if flat_number[-1].isdigit():
        whole += r"(?![0-9０-９])"
    found = re.search(whole, flat_quote)
    return found.start() if found else flat_quote.find(flat_number)


def _locate(raw_text: str, facts: Iterable[dict[str, Any]]) -> Iterator[tuple[Span, Span] | None]:
    """For each gold fact the raw spans of its quote and of its number, in reading order; None if not in the text.

    The same quote and number again is the next such place, or, if there is none, one phrase that carries several facts.
    """
    flat, index = squeeze(raw_text)
    cursor, last_quote, last_number, last_at = 0, "", "", -1
    for fact in facts:
        quote, number = squeeze(fact["raw"])[0], squeeze(fact["number"])[0]
        is_again = (quote, number) == (last_quote, last_number)
        at = flat.find(quote, last_at + 1 if is_again else cursor) if quote else -1
        if at < 0 and quote:
            at = last_at if is_again else flat.find(quote)
        if at < 0:
            yield None
            continue
        cursor, last_quote, last_number, last_at = at, quote, number, at
        whole = index[at], index[at + len(quote) - 1] + 1
        inner = _number_in(quote, number) if number else -1
        a = at + inner
        yield whole, whole if inner < 0 else (index[a], index[a + len(number) - 1] + 1)


# ---- matching ----


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _half_shared(a: Span, b: Span) -> bool:
    """The same but for a word of degree or a bracket: at least half of what they cover together is shared."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= max(a[1], b[1]) - min(a[0], b[0])


def _same_value(got: float | None, want: float | None) -> bool:
    """Equal but for the last places of a float; unread is equal to nothing."""
    return got is not None and want is not None and abs(got - want) <= 1e-6 * max(1.0, abs(want))


def _counts_as(row: Numeral, number: Span, gold: dict[str, Any]) -> bool:
    """The row is this gold quantity; of a change only the size is compared, since gold gives it without a sign."""
    if not _half_shared((row.raw_start, row.raw_end), number):
        return False
    is_size = gold.get("change") and row.value is not None and _same_value(abs(row.value), abs(gold["value"]))
    return bool(is_size) or _same_value(row.value, gold["value"])


def _score_quantities(
    result: Score, doc: str, report: ReadReport, golds: list[dict[str, Any]], quotes: list[tuple[Span, Span] | None]
) -> None:
    """Counting rows of the ledger against the numbers of gold."""
    counting = [n for n in report.extraction.numerals if n.disposition in COUNTING]
    touched: set[int] = set()
    for gold, quote in zip(golds, quotes, strict=True):
        if not gold["number"]:
            continue
        number = quote[1] if quote else (0, 0)
        touched.update(n.ordinal for n in counting if _meet((n.raw_start, n.raw_end), number))
        found = any(_counts_as(n, number, gold) for n in counting)
        result.counts["quantity_found" if found else "quantity_missed"] += 1
        if not found:
            result.misses.append(f"{doc}: quantity missed: {gold['number']} in {gold['raw']!r}")
    for n in counting:
        if n.ordinal not in touched:
            result.counts["quantity_false"] += 1
            result.misses.append(f"{doc}: no quantity: {n.text!r} at {n.raw_start}")


def _is_fact(fact: Fact, gold: dict[str, Any], quote: Span) -> bool:
    """Metric, value and unit of gold, at its quote, in a span that does not reach far beyond."""
    reach = SPAN_FACTOR * (quote[1] - quote[0]) + SPAN_SLACK
    return (
        fact.metric_id in (gold["metric"], *gold.get("accept", ()))
        and _same_value(fact.value, gold["value"])
        and fact.unit == gold["unit"]
        and _meet((fact.raw_start, fact.raw_end), quote)
        and fact.raw_end - fact.raw_start <= reach
    )


def _score_facts(
    result: Score, doc: str, report: ReadReport, golds: list[dict[str, Any]], quotes: list[tuple[Span, Span] | None]
) -> None:
    """Facts against gold facts one for one. What gold accepts for a figure without a metric is neither hit nor miss."""
    facts = report.extraction.facts
    used: set[int] = set()
    for gold, quote in zip(golds, quotes, strict=True):
        at = quote[0] if quote else (0, 0)
        if gold["metric"] == "none":
            used.update(
                i
                for i, f in enumerate(facts)
                if f.metric_id in gold.get("accept", ()) and _meet((f.raw_start, f.raw_end), at)
            )
            continue
        found = next((i for i, f in enumerate(facts) if i not in used and _is_fact(f, gold, at)), None)
        result.counts["fact_missed" if found is None else "fact_found"] += 1
        if found is None:
            result.misses.append(f"{doc}: fact missed: {gold['metric']} = {gold['value']} in {gold['raw']!r}")
            continue
        used.add(found)
        result.counts["attributes"] += 2
        result.counts["attributes_right"] += facts[found].qualifier == gold.get("qualifier", "exact")
        result.counts["attributes_right"] += facts[found].role == gold.get("role", "actual")
    for i, f in enumerate(facts):
        if i not in used:
            result.counts["fact_false"] += 1
            result.misses.append(f"{doc}: no fact: {f.metric_id} = {f.value} at {f.raw_start}")


# ---- promises that need no gold ----


def is_grounded(fact: Fact, raw_text: str) -> bool:
    """The raw span, short enough to be evidence, holds the printed number; only a zero may be told in words."""
    if fact.raw_end - fact.raw_start > EVIDENCE_RAW_MAX:
        return False
    if not fact.number_text:
        return fact.value == 0
    return squeeze(fact.number_text)[0] in squeeze(raw_text[fact.raw_start : fact.raw_end])[0]


def _score_evidence(result: Score, doc: str, report: ReadReport) -> None:
    for fact in report.extraction.facts:
        grounded = is_grounded(fact, report.layer.text)
        result.counts["facts"] += 1
        result.counts["facts_grounded"] += grounded
        if not grounded:
            result.misses.append(f"{doc}: not grounded: {fact.metric_id} {fact.number_text!r}")


def uncovered_digits(raw_text: str, numerals: Iterable[Numeral]) -> list[Span]:
    """Runs of Arabic digits that no single ledger row covers whole."""
    spans = [(n.raw_start, n.raw_end) for n in numerals]
    runs = (m.span() for m in DIGITS.finditer(raw_text))
    return [run for run in runs if not any(a <= run[0] and run[1] <= b for a, b in spans)]


def torn_rows(numerals: Iterable[Numeral]) -> int:
    """How many ledger rows begin before the row in front of them has ended."""
    spans = sorted((n.raw_start, n.raw_end) for n in numerals)
    return sum(a[1] > b[0] for a, b in zip(spans, spans[1:], strict=False))


def _score_ledger(result: Score, doc: str, report: ReadReport) -> None:
    raw_text, numerals = report.layer.text, report.extraction.numerals
    runs = len(DIGITS.findall(raw_text))
    uncovered = uncovered_digits(raw_text, numerals)
    result.counts["digits"] += runs
    result.counts["digits_covered"] += runs - len(uncovered)
    result.counts["digits_torn"] += torn_rows(numerals)
    result.misses.extend(f"{doc}: digits in no row: {raw_text[a:b]} at {a}" for a, b in uncovered)


def _score_identity(result: Score, doc: str, report: ReadReport, place: str | None, meta: dict[str, Any]) -> None:
    right = place in (meta.get("place"), *meta.get("place_aliases", ())) and report.identity.year == meta.get("year")
    result.counts["identities"] += 1
    result.counts["identities_right"] += right
    if not right:
        result.misses.append(f"{doc}: identity: {place} {report.identity.year}")


def _score_outline(result: Score, doc: str, report: ReadReport, outline: list[dict[str, Any]]) -> None:
    """Headings of the first two levels: the same level, the same title but for spaces and punctuation."""
    wanted = Counter((h["level"], _letters(h["title"])) for h in outline if h["level"] <= HEADING_LEVEL_MAX)
    got = Counter((s.level, _letters(s.title)) for s in report.sections if s.level <= HEADING_LEVEL_MAX)
    result.counts["heading_found"] += (wanted & got).total()
    result.counts["heading_missed"] += (wanted - got).total()
    result.counts["heading_false"] += (got - wanted).total()
    result.misses.extend(f"{doc}: heading missed: {title}" for _, title in wanted - got)
    result.misses.extend(f"{doc}: no heading: {title}" for _, title in got - wanted)


def _letters(title: str | None) -> str:
    return NOT_LETTER_OR_DIGIT.sub("", title or "")


def load_gold_file(path: Path) -> dict[str, GoldDocument]:
    """Gold of a JSON-lines file in UTF-8; a missing file raises FileNotFoundError."""
    return load_gold(path.read_text(encoding="utf-8").splitlines())
