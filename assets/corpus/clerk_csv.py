"""CSV files that a clerk keeps beside the reports: bytes as a spreadsheet saves them to lines of named cells.

Belongs here: encodings, header, line numbers, cells stripped of blanks; what all such files share in errors. Does not
belong here: what a column means (`manifest.py`, `roster.py`).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assets.errors import CorpusError
from pipelines.corpus.division_codes import BadCode, division_code
from pipelines.identity.placenames import level_of

# Excel saves CSV as UTF-8 with a byte order mark, or in the Chinese code page, as the clerk's menu has it.
ENCODINGS = ("utf-8-sig", "gb18030")

Cells = dict[str, str]


class BadCell(CorpusError):
    """A cell that can't be what its column holds; `told` is the sentence without the file, for a list of faults."""

    def __init__(self, path: Path, line: int, what: str):
        self.told = f"第{line}行：{what}"
        super().__init__(f"{path} {self.told}")


@dataclass(frozen=True, slots=True)
class ClerkFile:
    """A CSV file as it was read once: the names of its columns, its text and a hash of its bytes."""

    path: Path
    columns: tuple[str, ...]
    text: str
    digest: str

    def lines(self, names: tuple[str, ...] | None = None) -> Iterator[tuple[int, Cells]]:
        """Line number and cells of each line that is not empty; `names` are put in the place of the header's."""
        reader = csv.DictReader(io.StringIO(self.text, newline=""))
        reader.fieldnames = list(names or self.columns)
        next(reader.reader, None)  # the header
        for record in reader:
            # Cells beyond the last column come as a list under None; a line that is too short gives None.
            cells = {name: (cell or "").strip() for name, cell in record.items() if name is not None}
            if any(cells.values()):
                yield reader.line_num, cells


def open_clerk_file(path: Path) -> ClerkFile:
    """Read a file; raises CorpusError where it can't be opened or its encoding is unknown."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"无法打开 {path}（{error.strerror}）：请检查权限") from error
    text = _decoded(path, data)
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    return ClerkFile(path, tuple(name.strip() for name in header), text, hashlib.sha256(data).hexdigest())


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CorpusError(f"{path} 的编码无法识别：请在 Excel 中另存为“CSV UTF-8”")


def year_in(path: Path, line: int, column: str, cell: str) -> int | None:
    """The year of a cell (2024, 2024年), None for an empty one; raises BadCell."""
    digits = cell.removesuffix("度").removesuffix("年")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        raise BadCell(path, line, f"{column} “{cell}” 不是四位数的年份，例如 2024")
    return int(digits)


def code_in(path: Path, line: int, cells: Mapping[str, str]) -> str | None:
    """The division code of a line, in the spelling that is kept; raises BadCell where it can't be the place's."""
    cell = cells.get("division_code", "")
    if not cell:
        return None
    level = cells.get("level") or level_of(cells.get("place", ""))
    try:
        return division_code(cell, level, cells.get("province"))
    except BadCode as error:
        raise BadCell(path, line, f"行政区划代码{error}") from None
