"""A reader with a bug, planted in every reading process whose PYTHONPATH begins with this folder.

Belongs here: the one fault. Does not belong here: what must become of it (`test_operator.py`).

Python imports this module when it starts. The project itself knows nothing of it: what an operator would meet is a
document that trips over a mistake of ours, and no such mistake is known, or it would be mended.
"""

from __future__ import annotations

import sys

#: What a poisoned file begins with: the two letters by which a file goes to the reading process, then the bug's name.
POISON = b"PK planted bug"


def _plant() -> None:
    from pipelines.formats import read

    def trip(data: bytes, settings: object) -> str:
        return {"known": "style"}["style that nobody foresaw"]

    read.FORMATS = (read.Format("planted", (), lambda data: data.startswith(POISON), trip), *read.FORMATS)


if any("reading_process" in argument for argument in sys.orig_argv):
    _plant()
