"""Who reports, on which year, and whether it is a report at all: one `Identity` from all evidence.

Belongs here: putting together title, place, year, dates and kind; letting the manifest win; the findings for doubts.
Does not belong here: the rules themselves (`titles`, `self_place`, `report_year`, `dates`, `triage`), joining reports
of one place (`places`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pipelines.identity.neighbours import foreign_places
from pipelines.identity.placenames import level_of
from pipelines.identity.provenance import provenance
from pipelines.identity.report_year import YearReading, covers_until, read_year, signature_day
from pipelines.identity.self_place import PlaceReading, read_place
from pipelines.identity.titles import find_title, trim_title
from pipelines.identity.triage import classify
from pipelines.records import Finding, Identity, ManifestRow, Normalized
from pipelines.text.dates import find_dates
from pipelines.text.metadata import metadata, printed_metadata

OWNER_FURNITURE = frozenset({"site_name", "footer"})
"""Kinds of page furniture that name who runs the page."""


def identify(
    raw_text: str,
    normalized: Normalized,
    source: str,
    manifest_row: ManifestRow | None,
    stated: Sequence[tuple[str, str]] = (),
) -> Identity:
    """Who reports on which year, by the text, the page around it and the manifest; the manifest wins.

    `stated`: what the file says of itself outside its text (`TextLayer.stated`).

    What nothing says is None with a finding that names what was seen and the way out. Spans of findings are raw
    offsets. A document that the manifest gives a place and a year is a report, whatever it looks like.
    """
    chrome = metadata(raw_text, normalized.furniture, stated)
    text = normalized.text
    title = find_title(text) or _chrome_title(chrome)
    signed_on = signature_day(text)
    origin = provenance(manifest_row, printed_metadata(raw_text, normalized.furniture), chrome, text, signed_on)
    published_on = origin.published_on
    printed = read_place(title, text, _page_words(raw_text, normalized, chrome))
    place = _manifest_place(printed, manifest_row)
    reading = read_year(title, text, signed_on, published_on)
    if manifest_row and manifest_row.year:
        reading = YearReading(manifest_row.year, "manifest")
    is_stated = bool(manifest_row and manifest_row.place and manifest_row.year)
    genre = "report" if is_stated else _genre(title, raw_text, normalized)
    dated = min((d for d in (signed_on, published_on) if d), default=None)
    return Identity(
        is_report=genre == "report",
        genre=genre,
        title=title,
        place_name=place.name,
        level=place.level,
        county=place.county,
        city=place.city,
        province=place.province,
        aliases=place.aliases,
        year=reading.year,
        year_basis=reading.basis,
        published_on=published_on,
        covers_until=covers_until(title, text, reading.year, dated),
        published_basis=origin.published_basis,
        issuer=origin.issuer,
        document_number=origin.document_number,
        url=origin.url,
        division_code=manifest_row.division_code if manifest_row else None,
        findings=_findings(normalized, source, title, place, printed, reading),
    )


def _genre(title: str | None, raw_text: str, normalized: Normalized) -> str:
    """The kind of the document, by its text and, where it has hardly any, the links of its page.

    Links to related reading stand behind their heading and say nothing of the page itself.
    """
    own = takewhile(lambda span: span.kind != "related_links", normalized.furniture)
    links = [raw_text[span.raw_start : span.raw_end].strip() for span in own if span.kind == "link"]
    return classify(title, normalized.text, links)


def _page_words(raw_text: str, normalized: Normalized, chrome: dict[str, str]) -> str:
    """What the page says about its owner, a line each: never the links to neighbours' reports."""
    own = [chrome[key] for key in ("site", "navigation", "issuer", "source") if chrome.get(key)]
    foot = [raw_text[f.raw_start : f.raw_end] for f in normalized.furniture if f.kind in OWNER_FURNITURE]
    return "\n".join(own + foot)


def _chrome_title(chrome: dict[str, str]) -> str | None:
    return trim_title(chrome["title"]) if chrome.get("title") else None


def _manifest_place(place: PlaceReading, row: ManifestRow | None) -> PlaceReading:
    """The reading, with what the manifest says in its stead."""
    if row is None:
        return place
    name = row.place or place.name
    is_other = row.place is not None and row.place != place.name
    return PlaceReading(
        name=name,
        level=row.level or (level_of(name) if name else None) or place.level,
        county=row.county or place.county,
        city=row.city or place.city,
        province=row.province or place.province,
        aliases=() if is_other else place.aliases,
        rival=None if row.place else place.rival,
    )


def _findings(
    normalized: Normalized,
    source: str,
    title: str | None,
    place: PlaceReading,
    printed: PlaceReading,
    reading: YearReading,
) -> tuple[Finding, ...]:
    found = [*_place_findings(source, place), *_year_findings(normalized, source, title, reading)]
    # a report that the manifest gives to another place goes on calling itself by the name it prints
    own = tuple(name for name in (*place.aliases, printed.name, *printed.aliases) if name)
    others = foreign_places(normalized, place.name, own, place.level)
    return (*found, *others, *damaged_dates(normalized))


def _place_findings(source: str, place: PlaceReading) -> list[Finding]:
    if place.name is None:
        seen = f"，只看到自称“我{place.level}”一类的说法" if place.level else ""
        message = f"无法判断“{source}”是哪个乡镇、街道的报告：标题、落款和正文开头都没有地名{seen}。"
        return [Finding("unresolved_place", "warning", message + "请在 manifest.csv 中写明该文件的 place（地名）。")]
    if place.rival:
        message = (
            f"“{source}”中有两个地名都像是报告单位：“{place.name}”和“{place.rival}”，暂按“{place.name}”入库。"
            "如不对，请在 manifest.csv 中写明该文件的 place（地名）。"
        )
        return [Finding("unresolved_place", "warning", message, expected=place.name, found=place.rival)]
    return []


def _year_findings(normalized: Normalized, source: str, title: str | None, reading: YearReading) -> list[Finding]:
    if reading.year is None:
        message = (
            f"无法判断“{source}”报告的是哪一年：标题、正文、引用的文件和落款日期都没有写明年份。"
            "请在 manifest.csv 中写明该文件的 year（年份）。"
        )
        return [Finding("unresolved_year", "warning", message)]
    if reading.other_year is None or reading.other_span is None:
        return []
    raw_start, raw_end = normalized.offsets.raw_span(*reading.other_span)
    message = (
        f"标题“{title}”写的是{reading.year}年，正文却写{reading.other_year}年，已按标题的{reading.year}年入库。"
        "如不对，请在 manifest.csv 中写明该文件的 year（年份）。"
    )
    return [
        Finding("year_mismatch", "warning", message, str(reading.year), str(reading.other_year), raw_start, raw_end)
    ]


def damaged_dates(normalized: Normalized) -> list[Finding]:
    """A finding for each date that lost a sign (611日): where it stands and how it must have read."""
    findings = []
    for span in find_dates(normalized.text):
        if span.is_damaged:
            raw_start, raw_end = normalized.offsets.raw_span(span.start, span.end)
            message = f"日期“{span.text}”有缺字，应为“{span.expected}”；原文照录，未据此推断任何数据。"
            findings.append(Finding("damaged_date", "warning", message, span.expected, span.text, raw_start, raw_end))
    return findings
