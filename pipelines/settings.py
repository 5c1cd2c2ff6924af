"""The limits a caller may set for reading one report: typed, frozen, with the reason behind each default.

Belongs here: a setting that changes what the pure functions of `pipelines` accept. Does not belong here: paths,
worker counts and schedules (`assets/resources.py`), nor thresholds of language rules (beside the rule).
"""

from __future__ import annotations

from dataclasses import dataclass

#: The five real reports measure 7 to 13 kB; a yearbook of a whole county stays below 2 MB. What is larger is no report.
DEFAULT_FILE_LIMIT_BYTES = 20_000_000

#: What the parts of a DOCX or ODT may unpack to together. Word's XML is 5 to 30 times its text: 64 MB hold two million
#: characters, a hundred reports.
DEFAULT_UNPACKED_LIMIT_BYTES = 64_000_000
#: A report has 4 to 30 pages, a county's yearbook chapter some 150.
DEFAULT_PDF_PAGES_LIMIT = 300
#: LibreOffice 7.4 starts and converts a report in 2 to 4 s on the two cores measured, alone.
DEFAULT_CONVERSION_LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading one report depends on beyond its bytes.

    `file_limit_bytes`: larger files are refused unread with reason `too_large`.

    `unpacked_limit_bytes`: parts of one document package may unpack to this much together.
    `pdf_pages_limit`: PDF files of more pages are refused with reason `too_large`.
    `conversion_limit_seconds`: how long LibreOffice may take over a legacy DOC.

    >>> Settings().file_limit_bytes
    20000000
    """

    file_limit_bytes: int = DEFAULT_FILE_LIMIT_BYTES
    unpacked_limit_bytes: int = DEFAULT_UNPACKED_LIMIT_BYTES
    pdf_pages_limit: int = DEFAULT_PDF_PAGES_LIMIT
    conversion_limit_seconds: float = DEFAULT_CONVERSION_LIMIT_SECONDS
