"""Office files that hold no report: each with the sentence that says what to do.

Belongs here: kinds that are known and not read. Does not belong here: files that could be read but are broken (their
own reader says so), lists of links (`spreadsheets.py`), containers without a text (`pipelines/text/intake.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.formats.kinds import compound_kind, package_kind
from pipelines.formats.packages import DAMAGED, ENCRYPTED
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

SPREADSHEET = "这是电子表格（{}），多为报告的链接清单，不是报告正文；请按其中的链接下载报告本身再放入"
_SLIDES = "这是演示文稿（{}），不是报告正文；请取得报告的文字版再放入"
_UNSUPPORTED = {
    "xls": SPREADSHEET.format("XLS"),
    "ods": SPREADSHEET.format("ODS"),
    "pptx": _SLIDES.format("PPTX"),
    "ppt": _SLIDES.format("PPT"),
    "odp": _SLIDES.format("ODP"),
    "other": "这是旧式复合文档，但里面没有 Word 正文；请打开后另存为 docx 再放入",
}
REFUSALS: dict[str, tuple[str, str]] = {
    **{kind: ("unsupported_format", message) for kind, message in _UNSUPPORTED.items()},
    "encrypted": ("encrypted", ENCRYPTED),
    "broken": ("damaged", DAMAGED.format("旧版 Word/Excel 文件结构不完整")),
}


def office_kind(data: bytes) -> str:
    """The kind of office file that the bytes are, '' for none."""
    return package_kind(data) or compound_kind(data)


def refusal(kind: str) -> Callable[[bytes, Settings], TextLayer]:
    """A reader that says why files of this kind are not read."""
    reason, message = REFUSALS[kind]

    def refuse(data: bytes, settings: Settings) -> TextLayer:
        raise Unreadable(reason, message)

    return refuse
