"""Fields: text that a word processor computes, page numbers and tables of contents among it.

Belongs here: which fields are furniture, and following nested fields over runs and paragraphs, for DOCX and RTF alike.
Does not belong here: how a format writes where a field begins (`docx_runs.py`, `rtf.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

#: What a field's first word makes of its result. Others (REF, HYPERLINK, DATE, QUOTE) show text of the document.
ASIDE_OF_FIELD = {
    "PAGE": "page_number",
    "NUMPAGES": "page_number",
    "SECTIONPAGES": "page_number",
    "PAGEREF": "page_number",
    "TOC": "contents",
    "INDEX": "contents",
    "FILENAME": "file_name",
}


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shows: bool = False


class FieldStack:
    """Which fields are open at a place of the document.

    >>> fields = FieldStack()
    >>> fields.begin(); fields.instruct(" PAGE "); fields.is_hidden
    True
    >>> fields.separate(); fields.is_hidden, fields.aside
    (False, 'page_number')
    >>> fields.end(); fields.aside
    ''
    """

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin(self) -> None:
        """A field opens with its instruction."""
        self._open.append(_Field())

    def instruct(self, words: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction += words

    def separate(self) -> None:
        """The instruction ends, the result begins."""
        if self._open:
            self._open[-1].shows = True

    def end(self) -> None:
        """The innermost field closes; one that was never opened is passed over."""
        if self._open:
            self._open.pop()

    @property
    def is_hidden(self) -> bool:
        """Whether text here belongs to an instruction."""
        return any(not field.shows for field in self._open)

    @property
    def aside(self) -> str:
        """The kind of furniture that text here is, '' for none; the outermost field decides."""
        for field in self._open:
            words = field.instruction.split()
            if words and (kind := ASIDE_OF_FIELD.get(words[0].upper())):
                return kind
        return ""
