"""Any file to its text layer: which format it is, and the reader that knows it.

Belongs here: the table of formats and the choice among them. Does not belong here: how one format is read (a module
each beside this one), limits on time and memory (`guarded.py`).
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.formats import html, mht
from pipelines.formats.doc import read_doc
from pipelines.formats.docx import read_docx
from pipelines.formats.kinds import COMPOUND_MARK
from pipelines.formats.odt import read_odt
from pipelines.formats.packages import ZIP_MARK
from pipelines.formats.pdf import is_pdf, read_pdf
from pipelines.formats.refused import REFUSALS, office_kind, refusal
from pipelines.formats.rtf import is_rtf, read_rtf
from pipelines.formats.spreadsheets import read_xlsx
from pipelines.records import TextLayer
from pipelines.settings import Settings
from pipelines.text import intake

#: How far a container's mark is looked for, as in PDF and RTF.
LEAD_BYTES = 64

Reader = Callable[[bytes, Settings], TextLayer]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: its `name` in `reports.format`, file endings, and whether its bytes are of it."""

    name: str
    suffixes: tuple[str, ...]
    is_it: Callable[[bytes], bool]
    read: Reader


def _is_office(kind: str) -> Callable[[bytes], bool]:
    return lambda data: office_kind(data) == kind


#: The first whose bytes say so wins; the ending of the name only settles what bytes leave open.
FORMATS: tuple[Format, ...] = (
    Format("docx", (".docx", ".docm", ".dotx", ".dotm"), _is_office("docx"), read_docx),
    Format("odt", (".odt", ".ott"), _is_office("odt"), read_odt),
    Format("rtf", (".rtf",), is_rtf, read_rtf),
    Format("pdf", (".pdf",), is_pdf, read_pdf),
    Format("doc", (".doc", ".dot", ".wps"), _is_office("doc"), read_doc),
    # refused, but looked into: a list of links says so
    Format("xlsx", (".xlsx", ".xlsm"), _is_office("xlsx"), read_xlsx),
    *(Format(kind, (f".{kind}",), _is_office(kind), refusal(kind)) for kind in REFUSALS),
    Format("mht", (".mht", ".mhtml"), mht.is_mht, mht.read),
    Format("html", (".htm", ".html", ".shtml", ".xhtml"), html.is_html, html.read),
)


def without_lead(data: bytes) -> bytes:
    """The bytes without a mark or white space before a zip or compound file, as some servers put before what they send.

    >>> without_lead(b" PK" + bytes([3, 4])), without_lead(b" 36")
    (b'PK\\x03\\x04', b' 36')
    """
    head = data[:LEAD_BYTES].removeprefix(BOM_UTF8).lstrip()
    return data[min(LEAD_BYTES, len(data)) - len(head) :] if head.startswith((ZIP_MARK, COMPOUND_MARK)) else data


def read_layer(data: bytes, name: str, settings: Settings | None = None) -> TextLayer:
    """The text layer of a file. `name`: its file name, for what the bytes leave open.

    Raises `Unreadable` with the reason and what a clerk can do. Nothing outside `data` is opened.
    """
    settings = settings or Settings()
    data = without_lead(data)
    for known in FORMATS:
        if known.is_it(data):
            return known.read(data, settings)
    return intake.decode(data, settings.file_limit_bytes)
