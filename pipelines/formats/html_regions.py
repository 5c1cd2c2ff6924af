"""Which elements of a page are furniture by their own name: tags, roles and the words of `id` and `class`, as data.

Belongs here: the named list, and how an element's names are cut into words. Does not belong here: walking a page
(`html_walk.py`), acquitting a region that holds the report after all (`html_aside.py`), chrome known by its own words
(`pipelines/text/chrome.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Elements of one kind of furniture: by `tags`, by ARIA `roles`, or by a word of their `id` or `class`."""

    kind: str
    words: frozenset[str]
    why: str
    example: str
    tags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def _rule(kind: str, words: str, why: str, example: str, tags: str = "", roles: str = "") -> RegionRule:
    return RegionRule(kind, frozenset(words.split()), why, example, frozenset(tags.split()), frozenset(roles.split()))


#: The first rule that fits wins: what is named most narrowly stands first. Words are whole words of a name, so that
#: `content-top` is no `topnav`; `left`, `right`, `top`, `list` and `info` are left out, since articles lie in such too.
REGION_RULES: tuple[RegionRule, ...] = (
    _rule(
        "neighbours",
        "prev next prevnext prenext pagenext nextprev sxpage sxp shangxia sxpian syp xyp prevpage nextpage neighbors",
        "links to the pages before and behind name other towns and years",
        '<div class="prev-next">',
    ),
    _rule(
        "related_links",
        "related relation relate relates xgwd xgxx xglj xgyd xgjd xgwj xgwz xgzc xgnr xgbd recommend "
        "recommended tuijian tj hotnews "
        "hot rank ranking yqlj friendlink friendlinks flink links morelinks jcyd rdtj zxxx zxgk latest relnews",
        "lists of other pages: their titles hold years, places and figures of others",
        '<div class="xgwd">',
    ),
    _rule(
        "tools",
        "share bdshare bdsharebuttonbox shares sharebox social fenxiang fx print printer toolbar tools tool "
        "fontsize fontsizer zihao ewm erweima qrcode qr search searchbox sousuo login logon register wza "
        "slh gaodu accessible "
        "accessibility translate speaker langdu close btns feedback jiucuo favorite pinglun comment "
        "comments vote digg newdigg diggbox ding cai zan",
        "buttons, search, log-in, sharing and the code for phones",
        '<div class="bdsharebuttonbox">',
        tags="button",
        roles="search toolbar dialog",
    ),
    _rule(
        "navigation",
        "breadcrumb breadcrumbs crumb crumbs bread mbx mianbaoxie position location dqwz weizhi dangqian "
        "curpos curposition "
        "currentposition curmb path wz dqwzhi locate",
        "the path of the page from its site's root",
        '<div class="dqwz">',
    ),
    _rule(
        "menu",
        "nav navs navi navbar navbox navigation navigator topnav mainnav subnav leftnav sidenav menu menus "
        "menubar leftmenu "
        "submenu mainmenu daohang dh wzdh tabmenu catalog treemenu ztree quicklink",
        "the site's menu; some print years and counts beside their entries",
        '<div id="nav">',
        tags="nav",
        roles="navigation menu menubar",
    ),
    _rule(
        "footer",
        "footer foot foots footbox footers copyright copy copyrights banquan beian icp jiucuowang dibu "
        "bottomer pagefoot "
        "sitefoot webfoot",
        "who runs the site: registrations, telephone numbers, counts of visitors",
        '<div id="footer">',
        tags="footer",
        roles="contentinfo",
    ),
    _rule(
        "sidebar",
        "sidebar aside side sidebox leftside rightside cebian celan",
        "columns beside the text",
        '<div class="sidebar">',
        tags="aside",
        roles="complementary",
    ),
    _rule(
        "site_head",
        "weather tianqi today nowtime header head heads headbox headers banner logo topbar topbox toper "
        "topper sitehead pagehead webhead toplink siteheader",
        "the site's head with its name, the date of today, the weather",
        '<div class="header">',
        tags="header",
        roles="banner",
    ),
)

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+")
_BY_WORD = {word: rule.kind for rule in reversed(REGION_RULES) for word in rule.words}
_BY_TAG = {tag: rule.kind for rule in REGION_RULES for tag in rule.tags}
_BY_ROLE = {role: rule.kind for rule in REGION_RULES for role in rule.roles}
_ORDER = {rule.kind: place for place, rule in enumerate(REGION_RULES)}
#: Names that hold the whole page or the text itself, whatever they mean as words.
_WHOLE_PAGE_TAGS = frozenset({"html", "body", "main", "article"})


def name_words(name: str) -> list[str]:
    """The words of an `id` or `class`, in lower case: parted at marks, digits and capitals; and each name as a whole.

    >>> name_words("mainNav top-2 TRS_Editor")
    ['main', 'nav', 'mainnav', 'top', 'trs', 'editor', 'trseditor']
    """
    words: list[str] = []
    for part in name.split():
        pieces = [piece.lower() for piece in _WORD.findall(part)]
        words += [*pieces, "".join(pieces)] if len(pieces) > 1 else pieces
    return words


def region_kind(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """The kind of furniture that an element calls itself, None where it names none.

    >>> region_kind("div", {"class": "dqwz clearfix"}), region_kind("div", {"id": "zoom"}), region_kind("nav", {})
    ('navigation', None, 'menu')
    """
    if tag in _WHOLE_PAGE_TAGS:
        return None
    kinds = {_BY_TAG.get(tag), _BY_ROLE.get((attributes.get("role") or "").lower())}
    for name in (attributes.get("id"), attributes.get("class")):
        if name:
            kinds.update(_BY_WORD.get(word) for word in name_words(name[:_NAME_CHARACTERS_MAX]))
    kinds.discard(None)
    return min((kind for kind in kinds if kind), key=_ORDER.__getitem__, default=None)


#: Names are a few words; what is longer is no name, and costs nothing.
_NAME_CHARACTERS_MAX = 200
