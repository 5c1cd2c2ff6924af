"""Names of WordprocessingML and the small questions that every reader of it asks.

Belongs here: namespaces, tags, reading a property's value. Does not belong here: the meaning of any part
(`docx.py`, `docx_runs.py`, `docx_numbering.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

#: Files saved as "Strict Open XML" differ from the others by their namespaces only.
STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_FALSE = ("0", "false", "off", "none")


def w(name: str) -> str:
    """The tag or attribute of that name in the main namespace."""
    return f"{{{_W}}}{name}"


def r(name: str) -> str:
    """The attribute of that name in the namespace of relationships."""
    return f"{{{_R}}}{name}"


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name, none where there is no parent."""
    return iter(()) if parent is None else parent.iterchildren(w(name))


def value(parent: etree._Element | None, name: str) -> str | None:
    """`w:val` of the child of that name."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"))


def number(words: str | None, default: int) -> int:
    """A whole number of at most six digits, `default` for anything else.

    >>> number("12", 0), number("zwölf", 0), number(None, 1)
    (12, 0, 1)
    """
    stripped = (words or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) <= 6 else default


def flag(parent: etree._Element | None, name: str) -> bool:
    """Whether a switch is on: it is there and not turned off."""
    child = None if parent is None else parent.find(w(name))
    return child is not None and child.get(w("val"), "1") not in _FALSE
