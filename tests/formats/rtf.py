"""RTF files, written by hand: Chinese as \\u escapes, as bytes of GB2312, and as both at once as Word writes it.

Belongs here: RTF. Does not belong here: RTF made by LibreOffice (`office.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from article import Article, Block

SPECIAL = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\t": "\\tab "}


def _signed(c: str) -> list[int]:
    """UTF-16 code units as RTF's signed 16-bit numbers."""
    data = c.encode("utf-16-le")
    return [int.from_bytes(data[i : i + 2], "little", signed=True) for i in range(0, len(data), 2)]


def _bytes(c: str) -> str:
    return "".join(f"\\'{b:02x}" for b in c.encode("gbk", "replace"))


def as_unicode(c: str) -> str:
    """\\uN with a question mark for old readers."""
    return "".join(f"\\u{n}?" for n in _signed(c))


def as_bytes(c: str) -> str:
    """The two bytes of GBK."""
    return _bytes(c)


def as_both(c: str) -> str:
    """\\uN followed by both bytes, which \\uc2 tells readers to skip."""
    return f"\\u{_signed(c)[0]}{_bytes(c)}"


def _text(text: str, escape: Callable[[str], str]) -> str:
    return "".join(SPECIAL.get(c, c) if ord(c) < 128 else escape(c) for c in text)


def _table(block: Block, inline: Callable[[str], str]) -> str:
    lines = []
    for row in block.rows:
        edges = "".join(f"\\clbrdrt\\brdrs\\cellx{1800 * (i + 1)}" for i in range(len(row)))
        cells = "".join(f"\\pard\\intbl {inline(cell)}\\cell" for cell in row)
        lines.append(f"\\trowd\\trgaph108{edges}\n{cells}\\row")
    return "\n".join(lines) + "\\pard"


def _file(article: Article, values: dict[str, Any], escape: Callable[[str], str], uc: int, runs: bool) -> bytes:
    def inline(text: str) -> str:
        written = _text(text, escape)
        if not runs:
            return written
        # A digit is the text's own where no control word and no \'hh stands right before it.
        return re.sub(r"(?<![\\a-z'0-9-])(\d)(?=\d)", r"{\\rtlch\\fcs1 \\ltrch\\fcs0 \\lang1033 \1}", written)

    lines = []
    for b in article.blocks:
        if b.kind == "table":
            lines.append(_table(b, inline))
        else:
            place = {"title": "\\qc\\b\\fs44 ", "signature": "\\qr ", "date": "\\qr "}.get(b.kind, "\\fi640 ")
            lines.append(f"{{\\pard\\plain\\f1\\fs32{place}{inline(b.text)}\\par}}")
    font = "".join(_bytes(c) for c in "仿宋")
    head = (
        f"{{\\rtf1\\ansi\\ansicpg936\\deff0\\uc{uc}\\deflang2052\n"
        f"{{\\fonttbl{{\\f0\\froman\\fcharset0 Times New Roman;}}{{\\f1\\fnil\\fcharset134 {font};}}}}\n"
        "{\\colortbl;\\red255\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}}\n"
        f"{{\\info{{\\title {_text(values['place'], escape)}}}{{\\creatim\\yr2022\\mo3\\dy1}}{{\\nofpages3}}}}\n"
        f"{{\\*\\generator Msftedit 5.41.21.2510;}}\n{{\\header\\pard {_text(values['site'], escape)}\\par}}\n"
        "{\\footer\\pard\\qc - {\\field{\\*\\fldinst PAGE}{\\fldrslt 2}} -\\par}\n\\paperw11906\\paperh16838\n"
    )
    return (head + "\n".join(lines) + "\n}").encode("ascii")


KINDS: dict[str, Callable[[Article, dict[str, Any]], bytes]] = {
    "unicode_escapes": lambda article, values: _file(article, values, as_unicode, 1, runs=False),
    "gb_bytes": lambda article, values: _file(article, values, as_bytes, 1, runs=False),
    "word_both": lambda article, values: _file(article, values, as_both, 2, runs=False),
    "split_runs": lambda article, values: _file(article, values, as_unicode, 1, runs=True),
}
