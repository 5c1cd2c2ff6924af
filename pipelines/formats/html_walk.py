"""A parsed page as a stream of tags and texts in document order, without what no reader of the page sees.

Belongs here: walking the tree without recursion, and which elements are not seen: scripts, form values, hidden parts.
Does not belong here: lines and tables (`html_blocks.py`), which seen parts are furniture (`html_regions.py`).

The tree is that of an HTML5 parser (lexbor), so that unclosed and misnested tags are read as browsers read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.text.layout import HANZI


class Event(NamedTuple):
    """`start` and `end` of an element, or a `text` of it."""

    kind: str
    tag: str
    text: str = ""
    attributes: Mapping[str, str | None] = {}


#: Not printed by a browser, or printed as a control whose values belong to nobody's text.
UNSEEN_TAGS = frozenset(
    "script style template noscript head title meta link base object embed applet iframe frame frameset "
    "noframes svg canvas "
    "audio video map area input select option optgroup datalist textarea progress meter rp param source track".split()
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\s*(?:px|pt|em|rem|%))?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$))",
    re.I,
)
_WORDS = re.compile(f"[{HANZI}]")
#: A page may hide its text until a script has run: what holds more than this share of its Chinese is its text.
_HIDDEN_SHARE_MAX = 0.5
#: Hidden parts inside hidden parts that were kept are weighed so often; a page has a few, a hostile one thousands.
_WEIGHED_MAX = 20


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element itself says that it is not shown.

    >>> is_hidden({"style": "color:red; display: none"}), is_hidden({"hidden": None})
    (True, True)
    >>> is_hidden({"style": "font-size:0.9em"})
    False
    """
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))


def events(page: LexborHTMLParser) -> Iterator[Event]:
    """The seen elements and texts of a page. Every `start` has its `end`."""
    root = page.root
    if root is None:
        return
    walker = _Walker(root)
    yield from walker.events()


class _Walker:
    """Walks by pointers, so that depth costs nothing: 10,000 levels take 30 ms."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._hanzi: int | None = None
        self._weighed = 0

    def events(self) -> Iterator[Event]:
        node: LexborNode | None = self._root
        open_tags: list[str] = []
        while node is not None:
            child = None
            if node.is_text_node:
                yield Event("text", "", node.text_content or "")
            elif node.is_element_node:
                tag = (node.tag or "").lower()
                if tag not in UNSEEN_TAGS:
                    attributes = node.attributes
                    if not self._is_dropped(node, attributes):
                        yield Event("start", tag, attributes=attributes)
                        child = node.first_child
                        if child is None:
                            yield Event("end", tag)
                        else:
                            open_tags.append(tag)
            if child is not None:
                node = child
                continue
            while node is not None and node.next is None:
                node = node.parent
                if not open_tags:
                    return
                yield Event("end", open_tags.pop())
            node = node.next if node is not None else None

    def _is_dropped(self, node: LexborNode, attributes: Mapping[str, str | None]) -> bool:
        if not attributes or not is_hidden(attributes):
            return False
        if self._weighed >= _WEIGHED_MAX:
            return True
        if self._hanzi is None:
            self._hanzi = _hanzi_below(self._root)
        if _hanzi_below(node) <= _HIDDEN_SHARE_MAX * self._hanzi:
            return True
        self._weighed += 1
        return False


def _hanzi_below(top: LexborNode) -> int:
    """How many Chinese characters an element holds, scripts and form values aside."""
    count = 0
    node: LexborNode | None = top
    while node is not None:
        if node.is_text_node:
            count += len(_WORDS.findall(node.text_content or ""))
        unseen = node.is_element_node and (node.tag or "").lower() in UNSEEN_TAGS
        child = None if unseen else node.first_child
        if child is not None:
            node = child
            continue
        while node is not None and node.mem_id != top.mem_id and node.next is None:
            node = node.parent
        if node is None or node.mem_id == top.mem_id:
            break
        node = node.next
    return count
