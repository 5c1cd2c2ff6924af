"""RTF as a stream of tokens, and its bytes as characters.

Belongs here: the syntax (groups, control words, hexadecimal bytes, binary runs) and the charsets of fonts. Does not
belong here: what a control word means for the text (`rtf.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<skip>[\r\n\x00]+|\\'?)"
    rb"|(?P<bytes>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)

#: `\fcharset` of a font, and its codec. Others are Western.
CODEC_OF_CHARSET = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
#: `\ansicpg` of the file; WPS and Word in Chinese write 936.
CODEC_OF_PAGE = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 54936: "gb18030", 65001: "utf-8"}
WESTERN = "cp1252"
_MULTIBYTE = frozenset(("gb18030", "cp950", "cp932", "cp949", "utf-8"))


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control `word` with its `number`, a `symbol`, a `brace`, or `data` bytes of text."""

    word: str = ""
    number: int | None = None
    symbol: str = ""
    brace: str = ""
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of an RTF file in order; what is malformed is passed over, as Word does.

    >>> [token.word or token.data for token in tokens(rb"\\b1 36\\'bc\\'fe")]
    ['b', b'36', b'\\xbc', b'\\xfe']
    """
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        kind = match.lastgroup
        if kind in ("word", "number"):
            word = match["word"].decode("ascii")
            count = None if match["number"] is None else int(match["number"])
            if word == "bin":
                # raw bytes of a picture: braces among them are none
                at += max(0, count or 0)
            else:
                yield Token(word=word, number=count)
        elif kind == "hex":
            yield Token(data=bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "symbol":
            yield Token(symbol=match["symbol"].decode("latin-1"))
        elif kind == "brace":
            yield Token(brace=match["brace"].decode("ascii"))
        elif kind == "bytes":
            yield Token(data=match["bytes"])


def decoded(data: bytes, font_codec: str, file_codec: str) -> str:
    """Bytes of one run as characters.

    The font's codec, if it is one of several bytes. A Western font decides nothing: Word names Times New Roman for runs
    whose bytes are Chinese, and no text of this genre has pairs of accented letters. So the file's codec comes first
    there, and Western only for what that cannot read.

    >>> decoded("调解".encode("gbk"), "cp1252", "gb18030"), decoded(b"caf\\xe9", "cp1252", "gb18030")
    ('调解', 'café')
    """
    candidates = [font_codec, file_codec] if font_codec in _MULTIBYTE else [file_codec, font_codec]
    for codec in candidates:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode(candidates[0], errors="replace")


def joined_surrogates(text: str) -> str:
    """Characters beyond the first plane, which RTF writes as two halves; a half alone becomes U+FFFD.

    >>> joined_surrogates("\\ud842\\udfb7镇") == "\U00020bb7镇"
    True
    """
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
