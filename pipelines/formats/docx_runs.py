"""One paragraph of a DOCX to its text: runs joined, revisions settled, fields followed.

Belongs here: everything inside `w:p`, and what hangs on it (text boxes, notes). Does not belong here: labels of
paragraphs (`docx_numbering.py`), tables and the order of blocks (`docx.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipelines.formats.fields import FieldStack
from pipelines.formats.wordml import ALTERNATE, CHOICE, FALLBACK, MATH_TEXT, children, flag, w

#: Text that was deleted or moved away in tracked changes, comments, properties, and binary objects.
_DROPPED = frozenset(
    w(name)
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "delText",
        "delInstrText",
        "annotationRef",
        "commentReference",
        "footnoteRef",
        "endnoteRef",
        "rubyPr",
    )
)
_SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("cr"): "\n",
    w("br"): "\n",
    w("noBreakHyphen"): "-",
    # a soft hyphen shows only at a line end
    w("softHyphen"): "",
}
_TEXT, _INSTRUCTION, _RUN = w("t"), w("instrText"), w("r")
_FIELD_SIGN, _SIMPLE_FIELD = w("fldChar"), w("fldSimple")
_FOOTNOTE, _ENDNOTE, _TEXT_BOX = w("footnoteReference"), w("endnoteReference"), w("txbxContent")
_RUBY, _RUBY_BASE, _RUBY_TEXT = w("ruby"), w("rubyBase"), w("rt")
_SYMBOL = w("sym")
#: Symbol fonts keep their signs in the private area: without the font they mean nothing.
_PRIVATE_AREA = range(0xE000, 0xF900)


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph says: its `text`; pieces `aside`, each with its kind; `boxes` and `notes` (kind, id) on it.

    `whole` is all of it in order, `aside_kind` the kind of furniture that all of it is, '' for the document's own text.
    """

    text: str = ""
    whole: str = ""
    aside_kind: str = ""
    aside: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class RunReader:
    """Reads paragraphs in reading order. Fields may reach over paragraphs, so one reader reads a whole part."""

    def __init__(self) -> None:
        self._fields = FieldStack()
        self._own: list[str] = []
        self._whole: list[str] = []
        self._aside: dict[str, list[str]] = {}
        self._boxes: list[etree._Element] = []
        self._notes: list[tuple[str, str]] = []

    def read(self, paragraph: etree._Element) -> ParagraphText:
        """The text of a `w:p`."""
        self._own, self._whole, self._aside, self._boxes, self._notes = [], [], {}, [], []
        self._walk(paragraph)
        text, whole = "".join(self._own), "".join(self._whole)
        aside = [(kind, "".join(pieces)) for kind, pieces in self._aside.items()]
        if not text.strip() and len(aside) == 1 and aside[0][1].strip():
            return ParagraphText(aside[0][1], whole, aside[0][0], [], self._boxes, self._notes)
        return ParagraphText(text, whole, "", [item for item in aside if item[1].strip()], self._boxes, self._notes)

    def _walk(self, parent: etree._Element) -> None:
        """One call a level: libxml2 refuses more than 256 levels, so the recursion is bounded."""
        for element in parent:
            tag = element.tag
            if tag == _TEXT or tag == MATH_TEXT:
                self._say(element.text or "")
            elif tag in _SIGNS:
                self._say(_SIGNS[tag])
            elif tag in _DROPPED or (tag == _RUN and _is_hidden(element)):
                continue
            elif tag == _FIELD_SIGN:
                self._field_sign(element.get(w("fldCharType"), ""))
            elif tag == _INSTRUCTION:
                self._fields.instruct(element.text or "")
            elif tag == _FOOTNOTE or tag == _ENDNOTE:
                self._notes.append(("footnote" if tag == _FOOTNOTE else "endnote", element.get(w("id"), "")))
            elif tag == _TEXT_BOX:
                self._boxes.append(element)
            elif tag == _SYMBOL:
                self._say(_symbol(element.get(w("char"), "")))
            else:
                self._walk_inside(element)

    def _walk_inside(self, element: etree._Element) -> None:
        if element.tag == _SIMPLE_FIELD:
            self._fields.begin()
            self._fields.instruct(element.get(w("instr"), ""))
            self._fields.separate()
            self._walk(element)
            self._fields.end()
        elif element.tag == ALTERNATE:
            # the same text twice, for new programs and for old ones
            shown = element.find(CHOICE)
            shown = element.find(FALLBACK) if shown is None else shown
            if shown is not None:
                self._walk(shown)
        elif element.tag == _RUBY:
            self._ruby(element)
        else:
            self._walk(element)

    def _ruby(self, element: etree._Element) -> None:
        """Pinyin above a character goes behind it in brackets, where the repairs of the text know it."""
        for base in children(element, "rubyBase"):
            self._walk(base)
        for reading in children(element, "rt"):
            self._say("(")
            self._walk(reading)
            self._say(")")

    def _field_sign(self, kind: str) -> None:
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._fields.end()

    def _say(self, words: str) -> None:
        if self._fields.is_hidden:
            return
        self._whole.append(words)
        kind = self._fields.aside
        (self._aside.setdefault(kind, []) if kind else self._own).append(words)


def _is_hidden(run: etree._Element) -> bool:
    return flag(run.find(w("rPr")), "vanish")


def _symbol(code: str) -> str:
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    return "" if point in _PRIVATE_AREA or not 0x20 <= point < 0xD800 else chr(point)
