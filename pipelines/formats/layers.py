"""The text layer of a document that is no plain text, line by line, with what the document itself sets aside.

Belongs here: putting lines, table rows and set-aside spans together, so that all readers lay them out alike. Does not
belong here: anything about one format, any judgement on what the words say.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.records import Furniture, TextLayer

CELL_MARK = " | "


class LayerWriter:
    """Collects the lines of a document in reading order.

    >>> writer = LayerWriter()
    >>> writer.line("首页 > 政务公开", aside="navigation")
    >>> writer.line("调解矛盾纠纷36件。")
    >>> writer.row(["项目", "件数"])
    >>> layer = writer.layer("html", "utf-8")
    >>> layer.text
    '首页 > 政务公开\\n调解矛盾纠纷36件。\\n| 项目 | 件数 |\\n'
    >>> layer.set_aside
    (Furniture(kind='navigation', raw_start=0, raw_end=10),)
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._aside: list[Furniture] = []

    def line(self, text: str, aside: str = "") -> None:
        """A line or paragraph; `aside`: the kind of furniture that it is, '' for the document's own text."""
        start = self._length
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        if aside:
            self._aside.append(Furniture(aside, start, self._length))

    def row(self, cells: Iterable[str], aside: str = "") -> None:
        """A row of a table: its cells between bars, so that each figure finds its header."""
        self.line("| " + CELL_MARK.join(" ".join(cell.split()) for cell in cells) + " |", aside)

    def layer(self, format_name: str, encoding: str, stated: Iterable[tuple[str, str]] = ()) -> TextLayer:
        """The text layer of all that was collected. `stated`: see `TextLayer`."""
        return TextLayer("".join(self._parts), encoding, format_name, tuple(self._aside), tuple(stated))
