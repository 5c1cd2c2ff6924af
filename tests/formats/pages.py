"""HTML pages and saved pages (.mht): a layout filled with a body and its surroundings, in the bytes of a charset.

Belongs here: filling `layouts/*.html`, what stands around a report on a site (menus, related links, counters), charsets
declared rightly, wrongly or not at all. Does not belong here: the body's markup (`bodies.py`).

Surroundings name other places, other years and figures on purpose: none of them belongs to the report.
"""

from __future__ import annotations

import base64
import html
import quopri
import random
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from article import Article
from bodies import STYLES

LAYOUTS = Path(__file__).parent / "layouts"
YEAR = re.compile(r"20\d\d")
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
NEWS = (
    "{place}开展反诈宣传 发放资料{n}余份",
    "{place}排查整治燃气隐患{n}处",
    "{place}{year}年政府信息公开工作年度报告",
    "{place}召开{year}年防汛工作部署会",
    "{place}调解邻里纠纷{n}件",
)
BOUNDARY = "----=_NextPart_000_0000_01DA4C3E.7B1F2A90"


@dataclass(frozen=True, slots=True)
class PageKind:
    """How a page is written: layout, body, charset of the bytes and the charset that the page declares."""

    layout: str
    body: str = "p_indent"
    charset: str = "utf-8"
    declared: str | None = "utf-8"
    bom: bool = False
    title_in_body: bool = False


def _items(values: dict[str, Any], dice: random.Random) -> list[str]:
    """Titles of other pages: neighbours' reports, the place's other years, news with figures."""
    titles = [f"{town}{dice.choice(YEARS)}年法治政府建设年度报告" for town in values["neighbours"]]
    titles += [f"{values['place']}{year}年法治政府建设情况报告" for year in dice.sample(YEARS, 2)]
    titles += [
        news.format(place=dice.choice(values["neighbours"]), n=dice.randrange(12, 4800), year=dice.choice(YEARS))
        for news in NEWS
    ]
    dice.shuffle(titles)
    return titles


def _dated(titles: list[str], dice: random.Random, template: str) -> str:
    lines = []
    for i, title in enumerate(titles, 1):
        named = YEAR.search(title)
        year = int(named.group()) + ("报告" in title) if named else dice.choice(YEARS)
        date = f"{year}-{1 if '报告' in title else dice.randrange(1, 13):02}-{dice.randrange(4, 29):02}"
        lines.append(template.format(title=title, date=date, i=i))
    return "\n".join(lines)


def _chinese_date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def surroundings(values: dict[str, Any], seed: str) -> dict[str, str]:
    """Everything a layout prints beside the body; the same seed gives the same page."""
    dice = random.Random(seed)
    titles = _items(values, dice)
    towns = values["neighbours"]
    menu = ["首页", "走进" + values["county"], "政务公开", "办事服务(1286)", "互动交流", "2024年重点工作"]
    return {
        "crumbs": f"<a href='/'>首页</a> &gt; <a>{values['place']}</a> &gt; <a>2020年以来报告</a> &gt; 正文",
        "related_li": _dated(titles[:6], dice, "<li><a href='./{i}.html'>{title}</a><span>{date}</span></li>"),
        "related_rows": _dated(titles[:5], dice, "<tr><td>·<a href='{i}.htm'>{title}</a> ({date})</td></tr>"),
        "hot_rows": _dated(titles[5:9], dice, "<tr><td bgcolor=#FFFFFF>{i}.<a href=#>{title}</a> [{date}]</td></tr>"),
        "hot_li": _dated(titles[4:9], dice, "<li>{title}</li>"),
        "cards": _dated(titles[3:7], dice, "<div><em>{i}</em><a>{title}</a><i>{date}</i></div>"),
        "nav_li": "".join(f"<li><a href='#'>{item}</a></li>" for item in menu),
        "nav_a": " ".join(f"<a href='#'>{item}</a>" for item in menu),
        "year_nav": "".join(f"<li>{year}年({dice.randrange(8, 60)})</li>" for year in reversed(YEARS)),
        "neighbour_li": "".join(f"<li>{town}</li>" for town in towns),
        "town_menu": "".join(f"<li><a href='/{i}'>{town}</a></li>" for i, town in enumerate([*towns, values["place"]])),
        "prev": f"<a href='#'>{titles[0]}</a>",
        "next": f"<a href='#'>{titles[1]}</a>",
        "hot_one": titles[2],
        "hot_two": titles[3],
        "views": str(values.get("views", dice.randrange(19, 9800))),
        "editor": str(dice.randrange(1, 10)),
    }


def declaration(declared: str | None) -> dict[str, str]:
    """The three places where a page may declare its charset; empty ones where it does not."""
    if not declared:
        return {"charset_http": "", "charset_html5": "", "charset_xml": "utf-8"}
    return {
        "charset_http": f'<meta http-equiv="Content-Type" content="text/html; charset={declared}" />',
        "charset_html5": f'<meta charset="{declared}">',
        "charset_xml": declared,
    }


def page_text(kind: PageKind, article: Article, values: dict[str, Any], seed: str) -> str:
    """The page as text. The layout prints the title; the body has it only where editors left it there too."""
    body = article if kind.title_in_body else article.without("title")
    filled = {name: html.escape(str(value)) for name, value in values.items() if name != "neighbours"}
    filled |= surroundings(values, seed) | declaration(kind.declared)
    filled |= {
        "title": html.escape(article.title),
        "body": STYLES[kind.body](body),
        "url_length": f"{len(values['url']):04}",
        "written_cn": _chinese_date(str(values["written"])),
        "published_cn": _chinese_date(str(values["published"])),
    }
    return Template((LAYOUTS / f"{kind.layout}.html").read_text("utf-8")).substitute(filled)


def encoded(text: str, kind: PageKind) -> bytes:
    """The page's bytes; characters that the charset lacks become references, as editors of such sites save them."""
    return (("\ufeff" if kind.bom else "") + text).encode(kind.charset, "xmlcharrefreplace")


def _part(headers: dict[str, str], body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"--{BOUNDARY}\r\n{head}\r\n".encode("ascii") + body + b"\r\n"


def saved_page(page: bytes, url: str, charset: str | None, transfer: str) -> bytes:
    """An .mht as browsers save it: the page in one part, a stylesheet and a picture in others."""
    lines = page.replace(b"\n", b"\r\n")
    body = base64.encodebytes(lines) if transfer == "base64" else quopri.encodestring(lines)
    content_type = "text/html" + (f'; charset="{charset}"' if charset else "")
    pixel = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: " + url + "\r\nSubject: page\r\n"
        "Date: Mon, 2 Nov 2026 10:21:33 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{BOUNDARY}"\r\n\r\n\r\n'
    ).encode("ascii")
    page_part = _part(
        {"Content-Type": content_type, "Content-Transfer-Encoding": transfer, "Content-Location": url}, body
    )
    style = _part(
        {
            "Content-Type": "text/css",
            "Content-Transfer-Encoding": "quoted-printable",
            "Content-Location": "cid:css-1@mhtml.blink",
        },
        quopri.encodestring(b'@charset "utf-8";\r\n.year2022::before { content: "2022"; width: 36px }\r\n'),
    )
    picture = _part(
        {
            "Content-Type": "image/gif",
            "Content-Transfer-Encoding": "base64",
            "Content-Location": url.rsplit("/", 1)[0] + "/banner2021.gif",
        },
        base64.encodebytes(pixel),
    )
    return head + page_part + style + picture + f"--{BOUNDARY}--\r\n".encode("ascii")
