"""What the ending of a file's name tells: which files may be reports, which are none, and what to do with those.

Belongs here: endings and names as lists. Does not belong here: what a file is in truth (its bytes decide:
`pipelines/formats/read.py`), walking folders (`walking.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

ARCHIVE_ENDING = ".zip"
REPORT_ENDINGS = frozenset(
    (
        *(".txt", ".text", ".md"),
        # saved pages keep the ending of the program that served them
        *(".htm", ".html", ".shtml", ".xhtml", ".mht", ".mhtml", ".jsp", ".jspx", ".asp", ".aspx", ".php"),
        # no report, but its reader tells a list of links from a table
        *(".xlsx", ".xlsm"),
        *(".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".odt", ".fodt", ".ott", ".rtf", ".pdf"),
    )
)


@dataclass(frozen=True, slots=True)
class NoReport:
    """A kind of file that is no report: its endings, what it is called, and what a clerk can do."""

    endings: frozenset[str]
    called: str
    way_out: str


def _endings(words: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in words.split())


_SAVE_TEXT = "如其中是报告正文，请另存为 docx 或 txt 后放入"

OTHER_ARCHIVES = NoReport(
    _endings("rar 7z tar gz tgz bz2 xz zst cab iso z zipx"), "压缩包", "请解压后放入，或改用 zip 格式"
)
NO_REPORTS: tuple[NoReport, ...] = (
    OTHER_ARCHIVES,
    NoReport(
        _endings("jpg jpeg jpe png gif bmp tif tiff webp svg ico heic psd djvu"),
        "图片",
        "请取得文字版，或先做文字识别（OCR）再放入",
    ),
    NoReport(_endings("mp3 wav m4a wma flac mp4 avi mov wmv mkv flv m4v webm rm rmvb"), "音视频", "请放入文字版的报告"),
    NoReport(_endings("xls xlsb et ods csv tsv"), "电子表格", _SAVE_TEXT),
    NoReport(_endings("ppt pptx pps ppsx dps odp"), "演示文稿", _SAVE_TEXT),
    NoReport(_endings("ofd ceb xps"), "版式文件", "请用阅读器另存为 PDF 或 txt 后放入"),
    NoReport(
        _endings("exe dll msi bat cmd com scr sh ps1 vbs jar apk bin dmg deb rpm"), "程序", "请检查是否放错了文件"
    ),
    NoReport(_endings("css js json xml map woff woff2 ttf otf eot"), "网页的附属文件", "不是报告正文，可以删除"),
    NoReport(_endings("lnk url webloc"), "快捷方式", "请放入它所指的文件或网页本身"),
    NoReport(_endings("db sqlite duckdb parquet mdb accdb wal"), "数据库", "请导出其中的报告正文为 txt"),
    NoReport(_endings("tmp part crdownload download swp bak"), "未完成的下载或临时文件", "请重新取得该文件"),
)

#: Folders and files that programs leave behind unseen: passed over like hidden files.
LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"})
_OWNER_FILE = "~$"  # Word's and WPS's mark of who has a document open
# In `石桥镇2023.12` and `1.关于报告` the dot ends no name.
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")


def ending_of(name: str) -> str:
    """The ending in small letters, '' where what follows the last dot is none.

    >>> ending_of("2023/b.TXT"), ending_of("石桥镇2023.12"), ending_of("报告")
    ('.txt', '', '')
    """
    suffix = PurePosixPath(name).suffix
    return suffix.lower() if _ENDING.fullmatch(suffix) else ""


def is_left_behind(name: str) -> bool:
    """Whether a file or folder is hidden, or a program's own, and so nobody's report."""
    return name.startswith((".", _OWNER_FILE)) or name.lower() in LEFT_BEHIND


def refusal_by_ending(ending: str) -> str | None:
    """What to tell a clerk of a file with this ending that is no report; None where it may be one."""
    if not ending or ending in REPORT_ENDINGS:
        return None
    kind = next((kind for kind in NO_REPORTS if ending in kind.endings), None)
    if kind is None:
        return f"暂不支持 {ending} 文件：请另存为 docx、PDF 或 txt 后放入同一文件夹"
    return f"这是{kind.called}（{ending}），不作为报告读取：{kind.way_out}"
