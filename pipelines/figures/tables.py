"""Tables flattened to text: which row and column each number stands in, so that it finds its measure word.

Belongs here: finding tables (rows of `|` or tab cells, or one cell a line) and the label, unit and column of each
number cell. Does not belong here: which metric a label names (`cues.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.figures.ledger import Token
from pipelines.figures.numerals import Number
from pipelines.figures.units import FAMILY_OF, MEASURE_WORDS, family_of, scale_of

NUMBER_CELL = re.compile(
    r"(?P<sign>[-+−－＋↑↓]|(?P<more>增长|增加|上升|提高|提升|增|升|多)|(?P<less>下降|减少|降低|回落|减|降|少))?\s*(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<percent>[%％])?(?P<unit>[\u4e00-\u9fff（）]{0,4})$"
)
EMPTY_CELL = re.compile(r"[—\-–/／无]{1,3}$")
UNIT_IN_LABEL = re.compile(r"[（(](?:单位[:：])?([^（）()]{1,5})[）)]")
UNIT_LINE = re.compile(r"单位[:：]\s*([\u4e00-\u9fff%、/]{1,8})")
YEAR_COLUMN = re.compile(r"(20\d\d)(?:年度?|$)")
CHANGE_COLUMN = re.compile(r"增减|增幅|同比|变化|增长|升降|比上年|较上年")
PREVIOUS_COLUMN = re.compile(r"上年|去年|上一年|前年|同期")
# Words of a header or caption that say only that there is a table.
TABLE_WORDS = re.compile(
    r"类型|类别|种类|名称|项目|指标|事项|情况|统计|一览|明细|数据|(?:具体|详)?(?:见|如)?下?表(?:所示)?|如下|附表?|主要|[：:]"
)
ENUMERATOR_COLUMN = re.compile(r"序号|编号|序|项次|行次")
IN_BRACKETS = re.compile(r"（[^（）]*）")
RULE_CELL = re.compile(r"[-—:=─]{2,}")
# A row that is named by a time: what it counts stands in the headers.
TIME_LABEL = re.compile(r"(?:20\d\d年?(?:度)?|本年度?|上年度?|今年|去年|前年)(?:合计)?")
SUM_ROW = re.compile(r"(?:合计|总计|共计|小计|总数|累计|合 计)")
PROSE = re.compile(r"[。；！？，：]")
CELL_CHARACTERS_MAX = 16  # a cell a line: longer lines are prose
NARROW_ROWS_MIN = 3
BLOCK_LINES_MIN = 6  # fewer short lines in a row are a signature or a list of names


@dataclass(frozen=True, slots=True)
class Cell:
    """A number cell: its label (row header and table words), measure word if any, and the words of its column.

    `start` is where its digits begin, after a sign or a word of change; `caption` is the line above the table.
    """

    start: int
    end: int
    label: str
    label_start: int
    measure_word: str | None
    column: str
    is_negative: bool = False
    caption: str = ""
    has_verb: bool = False
    label_column: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """What the table says it counts where a row's own label does not: its headers together, then its caption.

        >>> Cell(0, 2, "邻里", 0, "件", "受理（件）", caption="调解情况见下表", label_column="纠纷类型").things
        ('纠纷受理', '调解')
        """
        headers = TABLE_WORDS.sub("", UNIT_IN_LABEL.sub("", self.label_column)) + UNIT_IN_LABEL.sub("", self.column)
        caption = TABLE_WORDS.sub("", re.split("[。；，]", self.caption.rstrip("：:。"))[-1])
        return tuple(words for words in (headers, caption) if words)

    @property
    def divided(self) -> tuple[str, ...]:
        """The words of the caption's figures in the same measure word, which the rows may divide.

        >>> Cell(0, 1, "占道经营", 0, "起", "查处数（起）", caption="查处各类案件21起，分类如下：").divided
        ('查处各类案件',)
        """
        if self.measure_word is None:
            return ()
        return tuple(re.findall(rf"([^，。；\d]+)[\d,]+{re.escape(self.measure_word)}", self.caption))

    @property
    def is_change(self) -> bool:
        """Whether the column, or a word in the cell itself (增加9家), states a change rather than a value."""
        return self.has_verb or bool(CHANGE_COLUMN.search(self.column))

    @property
    def year(self) -> int | None:
        """The year the column names, if it names one."""
        m = YEAR_COLUMN.search(self.column)
        return int(m[1]) if m else None

    @property
    def is_enumerator(self) -> bool:
        """Whether it numbers the rows."""
        return bool(ENUMERATOR_COLUMN.fullmatch(self.column))

    @property
    def is_sum(self) -> bool:
        """Whether its row adds up the rows above."""
        return bool(SUM_ROW.match(self.label))

    @property
    def is_previous(self) -> bool:
        """Whether the column is the year before by name (上年, 去年同期)."""
        return bool(PREVIOUS_COLUMN.search(self.column)) and not self.is_change


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str


def _number_in(cell: str) -> re.Match[str] | None:
    """The number of a cell that holds nothing else; 2023年 is the name of a column."""
    m = None if YEAR_COLUMN.match(cell) else NUMBER_CELL.match(cell)
    # 12345热线工单 is a label: what follows the digits of a number cell is a measure word
    return m if m and (not m["unit"] or m["unit"].strip("余多（）") in FAMILY_OF) else None


def _pieces(line: str, offset: int) -> list[_Piece]:
    out, at = [], 0
    for part in re.split(r"[|\t｜]", line):
        stripped = part.strip()
        start = offset + at + part.find(stripped) if stripped else offset + at
        out.append(_Piece(start, start + len(stripped), stripped))
        at += len(part) + 1
    while out and not out[0].text:
        out.pop(0)
    while out and not out[-1].text:
        out.pop()
    return out


def _row_cells(row: list[_Piece], header: list[_Piece], unit: str | None, caption: str = "") -> list[Cell]:
    """The number cells of one row: its first words are the label, a cell that is a measure word gives the unit."""
    words = [p for p in row if p.text and not _number_in(p.text) and not EMPTY_CELL.match(p.text)]
    if not words:
        return []
    label = next((p for p in words if p.text not in FAMILY_OF and not _scaled(p.text)), words[0])
    printed = next((p.text for p in words if p.text in FAMILY_OF or _scaled(p.text)), None)
    inside = UNIT_IN_LABEL.search(label.text)
    out = []
    for index, piece in enumerate(row):
        m = _number_in(piece.text)
        if not m:
            continue
        column = header[index - len(row) + len(header)].text if len(header) >= len(row) - index else ""
        in_column = UNIT_IN_LABEL.search(column)
        own = "%" if m["percent"] else m["unit"] if m["unit"] in FAMILY_OF else None
        label_at = row.index(label) - len(row) + len(header)
        label_column = header[label_at].text if 0 <= label_at < len(header) else ""
        has_verb = bool(m["more"] or m["less"])
        if (has_verb or CHANGE_COLUMN.search(column)) and not own:
            own = (
                "个百分点"
                if "百分点" in column
                else "%"
                if re.search("[%％率幅]", column + label.text) or "." in piece.text
                else None
            )
        word = own or printed or (inside[1] if inside else None) or (in_column[1] if in_column else None) or unit
        is_negative = bool(m["less"]) or (m["sign"] or "+") in "-−－↓"
        start = piece.start + m.start("digits")
        words, time = label.text, column
        if TIME_LABEL.fullmatch(label.text) and column:  # years down the side: what is counted stands in the headers
            words, time = UNIT_IN_LABEL.sub("", column), label.text
        out.append(Cell(start, piece.end, words, label.start, word, time, is_negative, caption, has_verb, label_column))
    return out


def _scaled(word: str) -> bool:
    return word[:1] in "万亿" and word[1:] in FAMILY_OF


def _narrow_rows(lines: list[str]) -> set[int]:
    """The lines with one bar each that make a table of two columns: three in a row, so that a stray bar is none."""
    single = [line.count("|") + line.count("｜") == 1 and not PROSE.search(IN_BRACKETS.sub("", line)) for line in lines]
    return {
        at
        for first in range(len(lines) - 2)
        if all(single[first : first + NARROW_ROWS_MIN])
        for at in range(first, first + NARROW_ROWS_MIN)
    }


def _bar_tables(text: str) -> list[Cell]:
    cells: list[Cell] = []
    header: list[_Piece] = []
    unit = None
    caption = ""
    offset = 0
    lines = text.split("\n")
    narrow = _narrow_rows(lines)
    for number, line in enumerate(lines):
        if line.count("|") >= 2 or line.count("\t") >= 1 or line.count("｜") >= 2 or number in narrow:
            row = _pieces(line, offset)
            if all(RULE_CELL.fullmatch(p.text) for p in row if p.text):
                pass  # | --- | --- |
            elif not any(_number_in(p.text) for p in row) or (
                not header and all(YEAR_COLUMN.search(p.text) or not _number_in(p.text) for p in row)
            ):
                header = row if len(row) > 1 else header
            else:
                cells += _row_cells(row, header, unit, caption)
        else:
            caption = line.strip() or caption
            m = UNIT_LINE.search(line)
            unit = m[1] if m else None
            header = []
        offset += len(line) + 1
    return cells


def _line_tables(text: str) -> list[Cell]:
    """Tables that lost their rows: one cell a line. A row begins at a word after numbers."""
    cells: list[Cell] = []
    block: list[_Piece] = []
    caption = ""
    offset = 0
    for line in [*text.split("\n"), "。"]:
        stripped = line.strip()
        if (
            stripped
            and len(stripped) <= CELL_CHARACTERS_MAX
            and not PROSE.search(IN_BRACKETS.sub("", stripped))
            and "|" not in line
        ):
            start = offset + line.find(stripped)
            block.append(_Piece(start, start + len(stripped), stripped))
        elif stripped:
            cells += _block_cells(block, caption)
            block, caption = [], stripped
        offset += len(line) + 1
    return cells


def _block_cells(block: list[_Piece], caption: str) -> list[Cell]:
    is_number = [bool(_number_in(p.text)) or bool(EMPTY_CELL.match(p.text)) for p in block]
    if len(block) < BLOCK_LINES_MIN or sum(is_number) < 2:
        return []
    rows: list[list[_Piece]] = []
    for piece, number in zip(block, is_number, strict=True):
        if not number and (not rows or _number_in(rows[-1][-1].text) or EMPTY_CELL.match(rows[-1][-1].text)):
            rows.append([piece])
        elif rows:
            rows[-1].append(piece)
    if len(rows) < 2:
        return []
    words_in_row = sum(not _number_in(p.text) and not EMPTY_CELL.match(p.text) for p in rows[1])
    first_words = [p for p in rows[0] if not _number_in(p.text) and not EMPTY_CELL.match(p.text)]
    header = first_words[:-words_in_row] if words_in_row else []
    rows[0] = rows[0][len(header) :]
    return [c for row in rows for c in _row_cells(row, header, None, caption)]


def find_cells(text: str) -> list[Cell]:
    """Every number cell of the tables of a normalised text, in reading order.

    >>> [(c.label, c.measure_word, c.column) for c in find_cells("事项 | 单位 | 2024年\\n调解纠纷 | 件 | 36\\n")]
    [('调解纠纷', '件', '2024年')]
    """
    return sorted({c.start: c for c in _line_tables(text) + _bar_tables(text)}.values(), key=lambda c: c.start)


def apply_unit(token: Token, cell: Cell) -> Token:
    """The token of a cell with the measure word that its row or column gives it."""
    number = token.number
    if number is None or number.value is None or cell.measure_word is None or number.measure_word:
        return token
    word, factor = cell.measure_word, 1.0
    if _scaled(word):
        factor, bare = {"万": 1e4, "亿": 1e8}[word[0]], word[1:]
    else:
        bare = word
    family = family_of(bare) if bare in MEASURE_WORDS else None
    if family is None:
        return token
    mended = Number(
        number.start,
        number.end,
        number.bare_end,
        round(number.value * factor * scale_of(bare), 4),
        word,
        family,
        number.qualifier,
        False,
    )
    return replace(token, number=mended, kind="counted", disposition="quantity")
