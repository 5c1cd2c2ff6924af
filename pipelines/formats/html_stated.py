"""What a page states of itself outside its text: meta elements, canonical link, the comment of a saved page.

Belongs here: the elements that carry such statements, by name, and what each tells. Does not belong here: metadata
blocks that are printed on the page (`pipelines/text/metadata.py`), which of two sources wins (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A meta element by its lower-case `name` or `property`, and the statement that its content is."""

    names: frozenset[str]
    statement: str
    why: str


_GUIDE = "the guide for government sites of 2017 (国办发〔2017〕47号) asks for it"
STATED_RULES: tuple[StatedRule, ...] = (
    StatedRule(frozenset({"articletitle"}), "title", _GUIDE),
    StatedRule(frozenset({"pubdate", "publishdate"}), "published", _GUIDE),
    StatedRule(frozenset({"contentsource", "source"}), "source", _GUIDE),
    StatedRule(frozenset({"sitename"}), "site", _GUIDE),
    StatedRule(frozenset({"url"}), "url", _GUIDE),
    StatedRule(frozenset({"author"}), "author", _GUIDE),
    StatedRule(frozenset({"publisher", "issuer"}), "issuer", "sites of provinces name the body beside the source"),
    StatedRule(frozenset({"documentnumber", "fileno", "docno"}), "document_number", "so do they the document's number"),
    StatedRule(frozenset({"og:title"}), "title", "systems made abroad, and most of their copies, have it"),
    StatedRule(frozenset({"og:url"}), "url", "as og:title"),
    StatedRule(frozenset({"og:site_name"}), "site", "as og:title"),
    StatedRule(frozenset({"article:published_time"}), "published", "as og:title"),
)
_BY_NAME = {name: rule.statement for rule in STATED_RULES for name in rule.names}
#: Browsers write it into a page that they save: the length of the address in brackets, then the address.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"']{4,2000}?)\s*-->", re.I)
_SAVED_FROM_WITHIN = 4000
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,2000}", re.I)
#: A page has some dozen meta elements; a hostile one may have a million.
_META_MAX = 500
_VALUE_CHARACTERS_MAX = 500


def stated_by(page: LexborHTMLParser, source: str) -> tuple[tuple[str, str], ...]:
    """What a page states of itself, as (name, value), in the order of trust; the first of a name counts.

    `source` is the page as text, for comments outside its elements.

    >>> html = '<meta name="PubDate" content="2025-01-15"><title>青石镇报告-青石县</title>'
    >>> stated_by(LexborHTMLParser(html), html)
    (('published', '2025-01-15'), ('page_title', '青石镇报告-青石县'))
    """
    found: dict[str, str] = {}
    for name, value in _statements(page, source):
        words = " ".join(value.split())[:_VALUE_CHARACTERS_MAX]
        if words and (name != "url" or _ADDRESS.fullmatch(words)):
            found.setdefault(name, words)
    return tuple(found.items())


def _statements(page: LexborHTMLParser, source: str) -> Iterator[tuple[str, str]]:
    for meta in page.css("meta")[:_META_MAX]:
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        if name in _BY_NAME:
            yield _BY_NAME[name], attributes.get("content") or ""
    canonical = page.css_first("link[rel=canonical]")
    if canonical is not None:
        yield "url", canonical.attributes.get("href") or ""
    if saved := _SAVED_FROM.search(source, 0, _SAVED_FROM_WITHIN):
        yield "url", saved.group(1)
    title = page.css_first("title")
    if title is not None:
        yield "page_title", title.text()
