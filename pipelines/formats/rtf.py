"""An RTF document to its text layer.

Belongs here: what groups and control words mean for the text: paragraphs, tables, running headers, fields, labels of
lists. Does not belong here: the syntax and charsets (`rtf_tokens.py`), merged cells (`grid.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.formats.counters import glue
from pipelines.formats.fields import FieldStack
from pipelines.formats.layers import LayerWriter
from pipelines.formats.packages import DAMAGED
from pipelines.formats.rtf_tables import TableRows
from pipelines.formats.rtf_tokens import (
    CODEC_OF_CHARSET,
    CODEC_OF_PAGE,
    WESTERN,
    Token,
    decoded,
    joined_surrogates,
    tokens,
)
from pipelines.formats.titles import stated_title
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

#: Where the text of a group goes. Groups with `\*` that are not listed, and these, hold no text of the document.
_IGNORED = frozenset(
    "colortbl stylesheet listtable listoverridetable pict nonshppict objdata themedata colorschememapping latentstyles "
    "datastore xmlnstbl filetbl revtbl rsidtbl generator bkmkstart bkmkend xe tc atnid atnauthor annotation atrfstart "
    "atrfend shprslt sp template private mmathPr nonesttables pgdsctbl userprops ftnsep ftnsepc aftnsep "
    "aftnsepc listpicture fontemb fontfile falt panose docvar ffdeftext ffname pntxta pntxtb do shpinst".split()
)
_OPENED = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "running_header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "running_footer"),
    "footnote": "note",
    "fonttbl": "fonttbl",
    "fldinst": "fldinst",
    "fldrslt": "fldrslt",
    "listtext": "label",
    "pntext": "label",
    "info": "info",
    "title": "title",
    "nesttableprops": "nested_row",
    "upr": "ignored",
    "ud": "outer",
    "shptxt": "box",
    "dptxbxtext": "box",
}
_WITHOUT_TEXT = frozenset(("ignored", "fonttbl", "info", "nested_row"))
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u3000",
    "enspace": " ",
    "qmspace": " ",
}
_SYMBOLS = {"~": "\xa0", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column"))
#: Word's own files have some 20 levels; a stack of its own makes depth cheap, but never useful.
_DEPTH_MAX = 10_000
#: How many bytes stand for a character that is also given as \u, unless \uc says otherwise.
_FALLBACK_BYTES = 1


@dataclass(frozen=True, slots=True)
class _Group:
    """The state that a brace saves: where text goes, its font, whether it is shown."""

    target: str = "body"
    font: int | None = None
    fallback_bytes: int = _FALLBACK_BYTES
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    nesting: int = 1
    field_open: bool = False


@dataclass(slots=True)
class _Story:
    """Text that is being gathered apart from other text: the body, a header, a note, a text box."""

    kind: str
    paragraph: list[str] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    label: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    hanging: list[tuple[str, str]] = field(default_factory=list)


def is_rtf(data: bytes) -> bool:
    """Whether the bytes are RTF: its opening, perhaps after white space and a byte order mark."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf")


def read_rtf(data: bytes, settings: Settings) -> TextLayer:
    """The text layer of an RTF file; raises `Unreadable` for a broken or an empty one."""
    reader = _Reader()
    layer = reader.read(data)
    if reader.is_unclosed:
        raise Unreadable("damaged", DAMAGED.format("RTF 在结尾处被截断"))
    if not layer.text.strip():
        if reader.has_picture:
            raise Unreadable("needs_ocr", "文档里只有图片，没有文字；请取得文字版，或先做文字识别（OCR）再放入")
        raise Unreadable("empty", "文档里没有可读的文字；请重新取得报告")
    return layer


class _Reader:
    """Walks the tokens once, with a stack of its own: depth costs no recursion."""

    def __init__(self) -> None:
        self._group = _Group()
        self._stack: list[_Group] = []
        self._stories = [_Story("body")]
        self._fields = FieldStack()
        self._fonts: dict[int, str] = {}
        self._file_codec = WESTERN
        self._default_font: int | None = None
        self._bytes = bytearray()
        self._skip_bytes = 0
        self._star = False
        self._title: list[str] = []
        self._defined_font: int | None = None
        self._rows = TableRows()
        self._writer = LayerWriter()
        self._footers: list[tuple[str, str]] = []
        self.has_picture = False

    @property
    def is_unclosed(self) -> bool:
        """Whether the file ended inside a group."""
        return bool(self._stack)

    def read(self, data: bytes) -> TextLayer:
        """The layer of the whole file."""
        for token in tokens(data):
            if token.data:
                self._take_bytes(token.data)
                continue
            self._flush()
            if token.brace == "{":
                self._open_group()
            elif token.brace:
                self._close()
                if not self._stack:
                    break  # what follows the last brace is no part of the document
            elif token.symbol:
                self._take_symbol(token.symbol)
            else:
                self._take_word(token)
        self._flush()
        self._end_paragraph()
        self._end_table()
        for text, kind in dict.fromkeys(self._footers):
            self._writer.line(text, kind)
        title = joined_surrogates("".join(self._title))
        return self._writer.layer("rtf", self._file_codec, stated_title(title))

    def _open_group(self) -> None:
        if len(self._stack) >= _DEPTH_MAX:
            raise Unreadable("damaged", DAMAGED.format("RTF 的层次过深"))
        self._stack.append(self._group)
        if self._group.field_open:
            self._group = replace(self._group, field_open=False)
        self._star = False

    # --- groups ------------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        closed = self._group
        if not self._stack:
            return
        self._group = self._stack.pop()
        if closed.field_open:
            self._fields.end()
        if closed.target != self._group.target:
            self._leave(closed.target)

    def _leave(self, target: str) -> None:
        if target == "fldinst":
            self._fields.separate()
        if target in ("running_header", "running_footer", "note", "box") and len(self._stories) > 1:
            self._end_paragraph()
            story = self._stories.pop()
            lines = [
                (text, kind or (story.kind if story.kind.startswith("running") else "")) for text, kind in story.lines
            ]
            if story.kind == "running_header":
                for text, kind in lines:
                    self._write_once(text, kind)
            elif story.kind == "running_footer":
                self._footers += lines
            else:
                self._stories[-1].hanging += lines

    def _write_once(self, text: str, kind: str) -> None:
        """Each section repeats its headers."""
        if (text, kind) not in self._footers:
            self._writer.line(text, kind)

    def _open(self, target: str) -> None:
        if target == "outer":
            target = next((group.target for group in reversed(self._stack) if group.target != "ignored"), "body")
        if target == "fldinst":
            self._fields.begin()
            if self._stack:
                self._stack[-1] = replace(self._stack[-1], field_open=True)
        elif target == "fldrslt":
            target = self._stack[-1].target if self._stack else "body"
        elif target in ("running_header", "running_footer", "note", "box"):
            self._stories.append(_Story(target))
        self._group = replace(self._group, target=target)

    # --- words -------------------------------------------------------------------------------------------------------

    def _take_word(self, token: Token) -> None:
        word, count = token.word, token.number
        starred, self._star = self._star, False
        if self._group.target == "ignored" and word != "ud":
            self.has_picture |= word in ("pict", "shppict")
            return
        if word in _IGNORED and not (word == "shpinst"):
            self.has_picture |= word == "pict"
            self._group = replace(self._group, target="ignored")
        elif word in _OPENED:
            self._open(_OPENED[word])
        elif word in ("shpinst", "shppict"):
            self._group = replace(self._group, target=self._group.target if word == "shpinst" else "ignored")
            self.has_picture |= word == "shppict"
        elif starred:
            self._group = replace(self._group, target="ignored")
        elif word == "u":
            self._take_unicode(count or 0)
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif not self._take_layout(word, count):
            self._take_state(word, count)

    def _take_state(self, word: str, count: int | None) -> None:
        on = count != 0
        if word == "f":
            self._group = replace(self._group, font=count)
            self._defined_font = count
        elif word == "fcharset" and self._defined_font is not None:
            self._define_font(self._defined_font, count or 0)
        elif word == "ansicpg":
            self._file_codec = CODEC_OF_PAGE.get(count or 0, self._file_codec)
        elif word == "deff":
            self._default_font = count
        elif word == "uc":
            self._group = replace(self._group, fallback_bytes=max(0, count or 0))
        elif word == "v":
            self._group = replace(self._group, hidden=on)
        elif word == "deleted":
            self._group = replace(self._group, deleted=on)
        elif word == "plain":
            self._group = replace(self._group, hidden=False, deleted=False, font=self._default_font)

    def _define_font(self, font: int, charset: int) -> None:
        codec = CODEC_OF_CHARSET.get(charset, WESTERN)
        self._fonts.setdefault(font, codec)
        # a file of a Western code page with a Chinese font was written on a foreign system: its bytes are Chinese
        if charset in (134, 136) and self._file_codec == WESTERN:
            self._file_codec = codec

    def _take_layout(self, word: str, count: int | None) -> bool:
        """Ends of paragraphs, cells and rows; whether the word was one of them."""
        if self._group.target == "nested_row":
            if word == "nestrow":
                self._rows.end_row(nested=True)
            return word != "u"
        if self._group.target not in ("body", "running_header", "running_footer", "note", "box"):
            return word in _PARAGRAPH_ENDS
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "pard":
            self._group = replace(self._group, in_table=False, nesting=1)
        elif word == "intbl":
            self._group = replace(self._group, in_table=True)
        elif word == "itap":
            self._group = replace(self._group, nesting=count or 0, in_table=bool(count))
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._end_cell_or_row(word)
        else:
            return self._rows.define(word, count)
        return True

    # --- text --------------------------------------------------------------------------------------------------------

    def _take_bytes(self, data: bytes) -> None:
        if self._skip_bytes:
            skipped = min(self._skip_bytes, len(data))
            self._skip_bytes -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            codec = self._fonts.get(self._group.font if self._group.font is not None else -1, WESTERN)
            self._say(decoded(data, codec, self._file_codec))
        # a control word between \u and its fallback ends the fallback
        self._skip_bytes = 0

    def _take_unicode(self, code: int) -> None:
        self._say(chr(code & 0xFFFF))
        self._skip_bytes = self._group.fallback_bytes

    def _take_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif symbol in "\r\n":
            self._end_paragraph()
        else:
            self._say(_SYMBOLS.get(symbol, ""))

    def _say(self, words: str) -> None:
        group, story = self._group, self._stories[-1]
        if group.target in _WITHOUT_TEXT or group.hidden or group.deleted or not words:
            return
        if group.target == "fldinst":
            self._fields.instruct(words)
        elif group.target == "title":
            self._title.append(words)
        elif group.target == "label":
            story.label += words
        elif (kind := self._fields.aside) and not story.kind.startswith("running"):
            story.aside.setdefault(kind, []).append(words)
        else:
            story.paragraph.append(words)

    def _end_paragraph(self) -> None:
        story = self._stories[-1]
        lines = self._finished(story)
        if story.kind == "body" and self._group.in_table:
            self._rows.paragraphs(lines, self._group.nesting > 1)
        elif story.kind == "body":
            self._end_table()
            for text, kind in lines:
                self._writer.line(text, kind)
        else:
            story.lines += lines

    def _finished(self, story: _Story) -> list[tuple[str, str]]:
        """The paragraph gathered so far, what is set aside of it, and what hangs on it."""
        text = joined_surrogates("".join(story.paragraph))
        label = joined_surrogates(story.label).strip()
        lines = [(glue(label, text), "")] if text.strip() else []
        for kind, pieces in story.aside.items():
            words = joined_surrogates("".join(pieces))
            lines += [(words, kind)] if words.strip() else []
        lines += story.hanging
        story.paragraph, story.label, story.aside, story.hanging = [], "", {}, []
        return lines

    def _end_cell_or_row(self, word: str) -> None:
        if self._stories[-1].kind != "body":
            self._end_paragraph()
            return
        nested = word.startswith("nest")
        self._rows.paragraphs(self._finished(self._stories[-1]), nested)
        if word.endswith("cell"):
            self._rows.end_cell(nested)
        else:
            self._rows.end_row(nested)

    def _end_table(self) -> None:
        self._rows.write(self._writer)
