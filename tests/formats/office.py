"""Files that only LibreOffice writes: legacy DOC, ODT, its RTF and its PDF, each converted from a DOCX of `word.py`.

Belongs here: calling LibreOffice. Does not belong here: anything a test runs; the files that it makes are checked in.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

FILTERS = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf:Rich Text Format", "pdf": "pdf:writer_pdf_Export"}
TIMEOUT_SECONDS = 120  # a conversion takes 2 s, the first one 7 s (LibreOffice 7.4, 2 cores)


def converted(docx: bytes, suffix: str) -> bytes:
    """The DOCX as another format. `FORMATS_SOFFICE` names the program where `soffice` is not the one to use."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(docx)
        program = os.environ.get("FORMATS_SOFFICE", "soffice")
        command = [program, "--headless", "--convert-to", FILTERS[suffix], "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
        return source.with_suffix("." + suffix).read_bytes()
