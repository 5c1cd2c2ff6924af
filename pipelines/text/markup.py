"""HTML that was saved as text: which characters are tags, scripts, comments and entities.

Belongs here: telling markup from text. Does not belong here: page chrome in words (`page.py`), and any reading of the
page's structure beyond line ends and table cells.

A tag that ends a block leaves a line end in the place of its first character, one that ends a table cell a tab, an
entity its character; the rest is cut. Digits of tags and entities (`font-size:12px`, `&#8220;`) are thus page
furniture, and a number split by inline tags is whole again.
"""

from __future__ import annotations

import html
import re

from pipelines.text.repairs import Mending

_BLOCK = (
    "address|article|blockquote|br|center|dd|div|dl|dt|footer|form|h[1-6]|header|hr|li|nav|ol|p|section|table|tr|ul"
)
_MARKUP = re.compile(
    # A piece that never closes is tried up to the next opening only, or thousands of them would cost their square.
    r"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>|<!doctype[^<>]*>|<\?xml[^<>]*>"
    r"|<(?P<hidden>script|style|noscript|title)\b[^<>]*>(?:(?!<(?P=hidden)).)*?</(?P=hidden)\s*>"
    rf"|</?(?P<block>{_BLOCK})(?=[\s/>])[^<>]*>"
    r"|</?(?P<cell>td|th)(?=[\s/>])[^<>]*>"
    r"|</?[a-z][a-z0-9:]{0,20}(?:\s[^<>]*=[^<>]*|\s*)/?>"
    # Content systems escape what was escaped before (&amp;nbsp;), and cut off the semicolon of the commonest one.
    r"|&(?:amp;){0,3}(?:(?P<entity>#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});|(?P<cut_off>nbsp)(?![a-z;]))",
    re.I | re.S,
)


def strip(text: str) -> Mending | None:
    """What to cut and replace where the text holds markup; None where it holds none.

    >>> mending = strip("<p>调解<b>3</b>6件&nbsp;</p>")
    >>> mending.text[mending.cuts[0][1] - 3], len(mending.cuts)
    ('\\n', 5)
    """
    if "<" not in text and "&" not in text:
        return None
    characters, cuts = list(text), []
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        left_behind = _left_behind(match)
        if left_behind is None:
            continue
        if left_behind:
            characters[start] = left_behind
            start += 1
        if start < end:
            cuts.append((start, end))
    return Mending("".join(characters), cuts) if cuts else None


def _left_behind(match: re.Match[str]) -> str | None:
    """The one character that stays in the place of a piece of markup, '' for none; None: it is no markup after all."""
    if match["block"]:
        return "\n"
    if match["cell"]:
        return "\t" if match.group().startswith("</") else ""
    if entity := match["entity"] or match["cut_off"]:
        character = html.unescape(f"&{entity};")
        return character if len(character) == 1 else None
    return ""
