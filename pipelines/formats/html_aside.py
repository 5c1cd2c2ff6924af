"""Which lines of a page are set aside, and as what: regions that call themselves furniture, and lines of links.

Belongs here: acquitting a region that holds the report after all, and lines that are links and nothing else. Does not
belong here: the names of regions (`html_regions.py`), chrome known by its words (`pipelines/text/page.py`, which works
on what is left).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.formats.html_blocks import Region
from pipelines.formats.html_lines import Line
from pipelines.text.chrome import INDEX_KEYS, SITE_NAME, compact

#: A region with more of the page's prose than this is no furniture, whatever it is called: pages name the box around
#: everything `print-area`. Of the regions of the 47 pages of `docs/formats.md` one other holds prose: related links
#: with an abstract, 0.12.
_PROSE_SHARE_MAX = 0.3
#: So short a line is in every site's head (the site's name): it tells nothing.
_TITLE_CHARACTERS_MIN = 10
_LIST_HEADING_HANZI_MAX = 8
_LINKS_MIN = 2
#: What such headings are made of; a signature or its date may stand above links too.
_LIST_HEADING = re.compile(
    r"(?:相关|关联|热点|热门|最新|推荐|往期|同栏目|本栏目?|本类|栏目|更多|点击|排行|链接|阅读|信息|新闻|内容|动态|文章|公告|文件|列表|解读"
    r"|导航|专题|图文|[\W_])+"
)
_INDEX_KEY = re.compile("|".join(sorted(INDEX_KEYS, key=len, reverse=True)))
#: Two keys of an index block in a column beside the text: the block of the report, not of other pages.
_INDEX_KEYS_MIN = 2


def kinds_aside(lines: Sequence[Line], regions: Sequence[Region], titles: Sequence[str]) -> list[str]:
    """For each line, the kind of furniture that it is, '' where it is none. `titles`: what the page calls itself."""
    kinds = _kinds_of_regions(lines, regions, [_squeezed(title) for title in titles])
    links_are_text = _prose_of(line for line in lines if line.is_link) > _PROSE_SHARE_MAX * _prose_of(lines)
    found = []
    for line in lines:
        kind = kinds[line.region] if line.region >= 0 else ""
        if line.is_link and not links_are_text and not _is_title(line, titles):
            kind = kind or "link"
        if kind == "site_head" and SITE_NAME.fullmatch(compact(line.text)):
            kind = "site_name"
        found.append(kind)
    _mark_list_headings(lines, found)
    return found


def _mark_list_headings(lines: Sequence[Line], found: list[str]) -> None:
    """A short line right above several lines of links is their heading: 同栏目信息, 热点内容, 往期推荐."""
    for i in range(len(lines) - _LINKS_MIN - 1, -1, -1):
        below = found[i + 1 : i + 1 + _LINKS_MIN]
        is_heading = 0 < lines[i].hanzi <= _LIST_HEADING_HANZI_MAX and _LIST_HEADING.fullmatch(lines[i].text)
        if not found[i] and is_heading and all(kind == "link" for kind in below):
            found[i] = "related_links"


def _kinds_of_regions(lines: Sequence[Line], regions: Sequence[Region], titles: Sequence[str]) -> list[str]:
    prose = [0] * len(regions)
    heads = [0] * len(regions)
    index_keys = [0] * len(regions)
    for line in lines:
        if line.region >= 0:
            prose[line.region] += _prose_of((line,))
            heads[line.region] += _is_title(line, titles)
            index_keys[line.region] += len(_INDEX_KEY.findall(_squeezed(line.text)))
    # a region stands before those inside it, so one way back adds all up without recursion
    for i in range(len(regions) - 1, -1, -1):
        if (parent := regions[i].parent) >= 0:
            prose[parent] += prose[i]
            heads[parent] += heads[i]
            index_keys[parent] += index_keys[i]
    whole = _prose_of(lines)
    kinds: list[str] = []
    for i, region in enumerate(regions):
        holds_text = prose[i] > _PROSE_SHARE_MAX * whole
        holds_head = region.kind == "site_head" and heads[i] > 0
        holds_index = region.kind in ("site_head", "sidebar", "menu") and index_keys[i] >= _INDEX_KEYS_MIN
        own = "" if holds_text or holds_head or holds_index else region.kind
        around = kinds[region.parent] if region.parent >= 0 else ""
        kinds.append(own or around)
    return kinds


def _prose_of(lines: Iterable[Line]) -> int:
    return sum(line.hanzi for line in lines if line.is_prose)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_title(line: Line, titles: Sequence[str]) -> bool:
    words = _squeezed(line.text)
    return len(words) >= _TITLE_CHARACTERS_MIN and any(title.startswith(words) or words == title for title in titles)
