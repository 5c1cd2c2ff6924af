"""Whether somebody still copies into the corpus: then a build would read halves.

Belongs here: how long ago anything changed. Does not belong here: what changed (`listing.py`), who waits
(`runs/sensors.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

from assets.corpus.listing import Listing

# A copy that stalls longer than this is seen as finished; the rest of the file is then a change like any other, and is
# built next.
QUIET_SECONDS = 10.0


def is_settling(listing: Listing, now: float | None = None) -> bool:
    """Whether anything in the corpus changed within the last seconds.

    By the time of the last change of the inode, which a copy that keeps the file's own time sets too. Times in the
    future (a file server whose clock is ahead) count as just now.
    """
    newest_ns = max(_change_times_ns(listing), default=0)
    return (time.time() if now is None else now) - newest_ns / 1e9 < QUIET_SECONDS


def _change_times_ns(listing: Listing) -> Iterator[int]:
    yield from (file.ctime_ns for file in listing.files)
    refused = (listing.folder / reject.source for reject in listing.rejects)
    for path in (*refused, *filter(None, (listing.manifest, listing.roster))):
        # What is refused may be half of an archive; the refused member of a sound one is no file.
        with suppress(OSError, ValueError):
            yield path.lstat().st_ctime_ns
