"""Any file to its text layer: which format it is, and the reader that knows it.

Belongs here: the table of formats and the choice among them. Does not belong here: how one format is read (a module
each beside this one), limits on time and memory (`guarded.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.formats import html, mht
from pipelines.formats.doc import read_doc
from pipelines.formats.docx import read_docx
from pipelines.formats.odt import read_odt
from pipelines.formats.pdf import is_pdf, read_pdf
from pipelines.formats.refused import REFUSALS, office_kind, refusal
from pipelines.formats.rtf import is_rtf, read_rtf
from pipelines.records import TextLayer
from pipelines.settings import Settings
from pipelines.text import intake

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
    *(Format(kind, (f".{kind}",), _is_office(kind), refusal(kind)) for kind in REFUSALS),
    Format("mht", (".mht", ".mhtml"), mht.is_mht, mht.read),
    Format("html", (".htm", ".html", ".shtml", ".xhtml"), html.is_html, html.read),
)


def read_layer(data: bytes, name: str, settings: Settings | None = None) -> TextLayer:
    """The text layer of a file. `name`: its file name, for what the bytes leave open.

    Raises `Unreadable` with the reason and what a clerk can do. Nothing outside `data` is opened.
    """
    settings = settings or Settings()
    for known in FORMATS:
        if known.is_it(data):
            return known.read(data, settings)
    return intake.decode(data, settings.file_limit_bytes)
