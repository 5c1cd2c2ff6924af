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
    tag_attributes_limit: int = limit(
        500,
        "Web pages with a tag of more attributes are refused",
        "The pages of the corpus of formats have up to 5 a tag. The parser looks for each among those before it: 5,000 "
        "take 0.05 s, 20,000 0.7 s, 100,000 32 s",
    )
    archive_limit_bytes: int = limit(
        2_000_000_000,
        "Larger ZIP archives are refused unread",
        "Only the directory and the reports are read, so size alone costs nothing",
    )
    archive_member_limit: int = limit(
        20_000,
        "Files in a ZIP archive",
        "The townships of a province over ten years; listing 30,000 took 0.4 s",
    )
    archive_total_limit_bytes: int = limit(
        2_000_000_000,
        "Bytes that the reports of one archive may unpack to, together",
        "Twenty thousand reports of 100 kB",
    )
    archive_ratio_limit: int = limit(
        200,
        "Times its packed size that a member may unpack to, from 1 MB on",
        "Reports shrink to a third, saved web pages to a tenth, blank forms to a fiftieth; a bomb to a thousandth",
    )
    conversion_limit_seconds: float = limit(
        25.0,
        "Seconds that LibreOffice may take over a legacy DOC; less than reader_limit_seconds, which else comes first",
        "LibreOffice 7.4 starts and converts a report in 2 to 4 s on two cores, in 15 s beside four busy processes",
    )
    reader_limit_seconds: float = limit(
        30.0,
        "Seconds of the clock that reading one document may take",
        "Long documents take seconds; this only has to end what would go on for ever, and hold on a busy machine",
    )
    reader_memory_limit_bytes: int = limit(
        1_500_000_000,
        "Bytes of address space that reading one document may add to the reading process",
        "No hostile file took more than 140 MB; a reader that loses its way is ended before the machine swaps",
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
