"""The limits a caller may set for reading one file: typed, frozen, with the reason behind each default.

Belongs here: a setting that changes what the pure functions of `pipelines` accept. Does not belong here: paths,
worker counts and schedules (`assets/resources.py`), nor thresholds of language rules (beside the rule).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def limit(default: float, means: str, because: str) -> Any:
    """A field of `Settings`: `means` in a sentence for whoever sets it, `because` for whoever doubts the default."""
    return field(default=default, metadata={"means": means, "because": because})


@dataclass(frozen=True, slots=True)
class Settings:
    """What reading one file depends on beyond its bytes. Every limit ends in a reject, never in a shortened text.

    >>> Settings().file_limit_bytes
    20000000
    """

    file_limit_bytes: int = limit(
        20_000_000,
        "Larger files, and members of archives, are refused unread; so are texts of more characters",
        "The five real reports measure 7 to 13 kB; a yearbook of a whole county stays below 2 MB. A scanned PDF can be "
        "larger, and has no text",
    )
    unpacked_limit_bytes: int = limit(
        64_000_000,
        "Bytes that the parts of one document package (DOCX, ODT) may unpack to, together",
        "Word's XML is 5 to 30 times its text: this holds two million characters, a hundred reports",
    )
    pdf_pages_limit: int = limit(
        300,
        "PDF files of more pages are refused",
        "A report has 4 to 30 pages, a county's yearbook chapter some 150",
    )
    archive_limit_bytes: int = limit(
        2_000_000_000,
        "Larger ZIP archives are refused unread",
        "Only its directory and its reports are read, so size alone costs nothing: 40,000 scanned reports would fit",
    )
    archive_member_limit: int = limit(
        20_000,
        "Files in a ZIP archive",
        "The townships of a province over ten years; each costs 0.1 ms and a kilobyte before it is read",
    )
    archive_total_limit_bytes: int = limit(
        2_000_000_000,
        "Bytes that the reports of one archive may unpack to, together",
        "Twenty thousand reports of 100 kB; unpacking them takes some 10 s",
    )
    archive_ratio_limit: int = limit(
        200,
        "Times its packed size that a member may unpack to, from 1 MB on",
        "Reports shrink to a third, saved web pages to a tenth, blank forms to a fiftieth; a bomb to a thousandth",
    )
    conversion_limit_seconds: float = limit(
        45.0,
        "Seconds that LibreOffice may take over a legacy DOC; less than reader_limit_seconds, which else comes first",
        "LibreOffice 7.4 starts and converts a report in 2 to 4 s on two cores, in 15 s beside four busy processes",
    )
    reader_limit_seconds: float = limit(
        60.0,
        "Seconds of the clock that reading one document may take",
        "Long documents take seconds; this only has to end what would go on for ever, and hold on a busy machine",
    )
    reader_memory_limit_bytes: int = limit(
        1_500_000_000,
        "Bytes of address space that reading one document may add to the reading process",
        "Documents at the file limit take some 500 MB; LibreOffice, which inherits the limit, maps 1 GB to start",
    )

    def means(self) -> dict[str, str]:
        """The sentence of each limit by name.

        >>> Settings().means()["archive_member_limit"]
        'Files in a ZIP archive'
        """
        return {limit.name: limit.metadata["means"] for limit in fields(self)}


DEFAULTS = Settings()
#: Where a function needs this one limit only.
DEFAULT_FILE_LIMIT_BYTES = DEFAULTS.file_limit_bytes
