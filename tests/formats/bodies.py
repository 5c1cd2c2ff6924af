"""The ways in which sites write an article's body as HTML: clean paragraphs, line breaks, Word's markup, split digits.

Belongs here: blocks → HTML between a layout's opening and closing tags. Does not belong here: what stands around the
body (`layouts/`), charsets (`pages.py`).

Each way prints every character of the text in reading order and adds none but white space and invisible characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from article import Article, Block, Cell, spanned

DIGITS = re.compile(r"[0-9][0-9,.]*[0-9]|[0-9]")
SHORT_LINE = 37  # characters; the width at which editors of the 2000s broke lines
QUOTES = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "·": "&middot;"}
INVISIBLE = ("\u200b", "&shy;", "\ufeff", "&#8288;", "<wbr>")

Inline = Callable[[str], str]


def _cell(cell: Cell, inline: Inline, tag_of_header: str = "th") -> str:
    tag = tag_of_header if cell.is_header else "td"
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    return f"<{tag}{spans}>{inline(cell.text)}</{tag}>"


def table(block: Block, inline: Inline = html.escape, tag_of_header: str = "th") -> str:
    """A table with merged header cells."""
    rows = ["<tr>" + "".join(_cell(c, inline, tag_of_header) for c in row) + "</tr>" for row in spanned(block.rows)]
    return '<table border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def _paragraphs(article: Article, template: str, inline: Inline, tag_of_header: str = "td") -> str:
    return "\n".join(
        table(b, inline, tag_of_header) if b.kind == "table" else template.replace("@", inline(b.text))
        for b in article.blocks
    )


def p_indent(article: Article) -> str:
    """Clean paragraphs, indented by full-width spaces; headings bold, signature to the right."""
    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines.append(table(b))
        elif b.kind == "heading":
            lines.append(f"<p><strong>　　{html.escape(b.text)}</strong></p>")
        elif b.kind in ("signature", "date"):
            lines.append(f'<p style="text-align:right">{html.escape(b.text)}</p>')
        else:
            lines.append(f"<p>　　{html.escape(b.text)}</p>")
    return "\n".join(lines)


def br_nbsp(article: Article) -> str:
    """One run of text with <br /> and no-break spaces, no paragraph at all."""
    return _paragraphs(article, "&nbsp;&nbsp;&nbsp; @<br />", html.escape)


def _word_runs(text: str) -> str:
    style = "font-size:16.0pt;font-family:&quot;Times New Roman&quot;"
    runs = DIGITS.sub(lambda m: f'\x01<span lang="EN-US" style="{style}">{m.group()}</span>\x02', html.escape(text))
    return (
        '<span style="font-size:16.0pt;font-family:仿宋_GB2312">'
        + runs.replace("\x01", "</span>").replace("\x02", '<span style="font-size:16.0pt;font-family:仿宋_GB2312">')
        + '</span><span lang="EN-US"><o:p></o:p></span>'
    )


def mso(article: Article) -> str:
    """Pasted from Word: MsoNormal, a span for each run of digits, <o:p>, conditional comments, its own XML island."""
    head = (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>100</w:Zoom></w:WordDocument></xml>"
        "<![endif]--><style>@page Section1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt} "
        "p.MsoNormal {margin:0cm}</style>"
    )
    wrapped = _paragraphs(
        article, '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">@</p>', _word_runs, "td"
    )
    return f'{head}\n<div class="Section1">{wrapped}</div>'


def _digits_apart(text: str) -> str:
    tags = ("<span>{}</span>", "<font face=Arial>{}</font>", "<b>{}</b>", "<span\nstyle='x'>{}</span>")
    turn = [0]

    def split(found: re.Match[str]) -> str:
        turn[0] += 1
        return "".join(tags[(turn[0] + i) % len(tags)].format(c) for i, c in enumerate(found.group()))

    return DIGITS.sub(split, html.escape(text))


def split_digits(article: Article) -> str:
    """Every digit in an inline element of its own, as editors leave it after corrections."""
    return _paragraphs(article, '<p style="text-indent:2em">@</p>', _digits_apart)


def _as_entities(text: str) -> str:
    turned = []
    for i, c in enumerate(text):
        if c in QUOTES:
            turned.append(QUOTES[c])
        elif c.isdigit() and c.isascii():
            turned.append(f"&#{ord(c)};")
        elif ord(c) > 127 and i % 3:
            turned.append(f"&#{ord(c)};" if i % 2 else f"&#x{ord(c):X};")
        else:
            turned.append(html.escape(c))
    return "".join(turned)


def entities(article: Article) -> str:
    """Numeric character references for digits and most Chinese characters, named ones for quotes."""
    return _paragraphs(article, "<p>&emsp;&emsp;@</p>", _as_entities)


def leftover_entities(article: Article) -> str:
    """Escaped twice: after one reading the text still says &nbsp; and &ldquo;."""
    return _paragraphs(
        article,
        "<p>&amp;nbsp;&amp;nbsp;&amp;nbsp;@</p>",
        lambda text: "".join(html.escape(QUOTES[c]) if c in QUOTES else html.escape(c) for c in text),
    )


def wechat_sections(article: Article) -> str:
    """Nested sections as editors of public accounts make them, with number badges apart from the heading's words."""
    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines.append(f'<section style="overflow-x:auto">{table(b, tag_of_header="td")}</section>')
        elif b.marker:
            rest = html.escape(b.text.removeprefix(b.marker))
            lines.append(
                f'<section><section style="display:inline"><span leaf=""><strong>{b.marker}</strong></span></section>'
                f'<section style="display:inline"><span leaf="">{rest}</span></section></section>'
            )
        else:
            lines.append(f'<section data-role="paragraph"><p><span leaf="">{html.escape(b.text)}</span></p></section>')
    return '<section data-tools="editor" data-id="118265">\n' + "\n<p><br></p>\n".join(lines) + "\n</section>"


def bold_divs(article: Article) -> str:
    """Divs for paragraphs; inline headings bold and without a space to what follows."""
    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines.append(table(b))
            continue
        head, stop, rest = b.text.partition("。") if b.marker and b.kind == "paragraph" else ("", "", b.text)
        bold = f"<strong>{html.escape(head + stop)}</strong>" if head else ""
        lines.append(f'<div class="para">&ensp;&ensp;{bold}{html.escape(rest)}</div>')
    return "\n".join(lines)


def pre_wrapped(article: Article) -> str:
    """Hard line breaks at a fixed width inside <pre>, in the middle of sentences and numbers."""
    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines += ["\t".join(html.escape(cell) for cell in row) for row in b.rows]
            continue
        text = "　　" + b.text
        lines += [html.escape(text[i : i + SHORT_LINE]) for i in range(0, len(text), SHORT_LINE)]
    return "<pre>\n" + "\n".join(lines) + "\n</pre>"


def _with_invisible(text: str) -> str:
    turn = [0]

    def mark(found: re.Match[str]) -> str:
        turn[0] += 1
        number, sign = found.group(), INVISIBLE[turn[0] % len(INVISIBLE)]
        return number[0] + sign + number[1:] if len(number) > 1 else sign + number

    return DIGITS.sub(mark, html.escape(text))


def invisible(article: Article) -> str:
    """Zero-width spaces, soft hyphens, byte-order marks and <wbr> inside and before numbers."""
    return _paragraphs(article, "<p>\u3000\u3000@\u200b</p>", _with_invisible, "th")


def unclosed(article: Article) -> str:
    """Upper-case tags that nobody closes."""
    return _paragraphs(article, "<P>　　@", html.escape).replace("</td>", "").replace("</tr>", "")


def links(article: Article) -> str:
    """Every line a link: a list of pages, or an attachment in place of a text."""
    lines = []
    for i, b in enumerate(article.blocks):
        name, _, day = b.text.rpartition(" ")
        address = "P0202201060001.pdf" if b.text.endswith(".pdf") else f"t{i:06}.html"
        label = f'<a href="./{address}">{html.escape(name or b.text)}</a>'
        lines.append(f"<li>{label}<span>{day}</span></li>" if name else f"<p>{label}</p>")
    return "<ul>\n" + "\n".join(lines) + "\n</ul>"


STYLES: dict[str, Callable[[Article], str]] = {
    way.__name__: way
    for way in (
        p_indent,
        br_nbsp,
        mso,
        split_digits,
        entities,
        leftover_entities,
        wechat_sections,
        bold_divs,
        pre_wrapped,
        invisible,
        unclosed,
        links,
    )
}
