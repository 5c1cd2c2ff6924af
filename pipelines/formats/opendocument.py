"""Names of OpenDocument and the small questions that every reader of it asks.

Belongs here: namespaces, reading an attribute. Does not belong here: the meaning of any element (`odt.py`,
`odt_lists.py`).
"""

from __future__ import annotations

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT = _BASE + "text:1.0}"
TABLE = _BASE + "table:1.0}"
STYLE = _BASE + "style:1.0}"
OFFICE = _BASE + "office:1.0}"
DRAW = _BASE + "drawing:1.0}"
MANIFEST = _BASE + "manifest:1.0}"
SVG = _BASE + "svg-compatible:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def number(words: str | None, default: int) -> int:
    """A whole number of at most six digits, `default` for anything else.

    >>> number("12", 0), number("12.5", 0), number(None, 1)
    (12, 0, 1)
    """
    stripped = (words or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) <= 6 else default
