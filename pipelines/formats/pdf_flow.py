"""Pages of a PDF written one after the other, so that a paragraph goes on over a page's end.

Belongs here: the order in which lines, tables, notes and furniture of the pages are written. Does not belong here: what
is a paragraph or furniture (`pdf_paragraphs.py`), what is a table (`pdf_tables.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.formats.grid import write_table
from pipelines.formats.layers import LayerWriter
from pipelines.formats.pdf_lines import Line
from pipelines.formats.pdf_paragraphs import Margins, note_marks, notes_start, paragraphs_of, text_of
from pipelines.formats.pdf_tables import Table


@dataclass(frozen=True, slots=True)
class _Held:
    """A line that waits for the end of the paragraph around it, and comes before what begins on `before_page`."""

    before_page: int
    text: str
    kind: str


class PdfFlow:
    """Takes pages in order; `writer` holds what was written."""

    def __init__(self, margins: dict[tuple[int, int], Margins], body_size: float) -> None:
        self.writer = LayerWriter()
        self._margins = margins
        self._body_size = body_size
        self._open: list[Line] = []
        self._held: list[_Held] = []

    def page(self, number: int, lines: Sequence[Line], tables: Sequence[Table], kinds: Mapping[int, str]) -> None:
        """One page: its lines and tables from top to bottom. `kinds`: which of its lines are furniture."""
        text = [i for i in range(len(lines)) if i not in kinds]
        own = [lines[i] for i in text]
        raised = sorted(note_marks(own, self._body_size))
        marks = {text[i] for i in raised}
        notes = set(text[notes_start(own, self._body_size, [own[i].text.strip() for i in raised]) :])
        waiting = list(tables)
        for i, line in enumerate(lines):
            if kind := kinds.get(i):
                self.hold(number + (kind != "running_header"), line.text, kind)
            elif i in marks:
                self.hold(number, line.text, "note_mark")
            elif i in notes:
                self._note(number, line)
            else:
                while waiting and waiting[0].top > line.middle:
                    self._table(waiting.pop(0))
                self._open.append(line)
        for table in waiting:
            self._table(table)

    def hold(self, before_page: int, text: str, kind: str) -> None:
        """Furniture, written where the paragraph ends that goes on around it."""
        self._held.append(_Held(before_page, text, kind))

    def _note(self, number: int, line: Line) -> None:
        """A line of a note below the text: its mark is furniture, or 1 and 统计 would be one unit."""
        words = line.text.strip()
        bare = words.lstrip("0123456789*[]①②③④⑤⑥⑦⑧⑨⑩ ")
        if bare != words and not bare[:1].isascii():
            self.hold(number + 1, words[: len(words) - len(bare)], "note_mark")
            words = bare
        self._held.append(_Held(number + 1, words, ""))

    def _table(self, table: Table) -> None:
        self.end_paragraphs()
        write_table(self.writer, table.rows)

    def end_paragraphs(self) -> None:
        """Writes the lines gathered so far as paragraphs, and what was held among them."""
        for paragraph in paragraphs_of(self._open, self._margins, self._body_size):
            self._write_held(paragraph[0].page)
            self.writer.line(text_of(paragraph))
        self._write_held(None)
        self._open = []

    def _write_held(self, page: int | None) -> None:
        due = [held for held in self._held if page is None or held.before_page <= page]
        self._held = [held for held in self._held if page is not None and held.before_page > page]
        for held in due:
            self.writer.line(held.text, held.kind)
