"""Whether the published warehouse is made of this very corpus, code and registry, so that a build has nothing to do.

Belongs here: that one question. Does not belong here: which reports of a batch are read again (`stages/staging.py`).
"""

from __future__ import annotations

from assets.corpus.fingerprints import corpus_hash, file_states, known_states
from assets.corpus.listing import Listing
from assets.corpus.manifest import Manifest
from assets.corpus.quality_file import read_quality
from assets.corpus.roster import Roster
from assets.resources import Workshop
from assets.versions import project_code_version
from warehouse.publish import is_current


def is_up_to_date(workshop: Workshop, listing: Listing, manifest: Manifest, roster: Roster) -> bool:
    """Whether there is nothing to build. Unchanged files are known by size and times; only changed ones are hashed.

    Raises CorpusError where the corpus's quality.yaml can't be read.
    """
    if not workshop.layout.warehouse_file.exists():
        return False
    states = [
        file_states(
            [file for file in listing.files if file.batch == batch],
            [reject for reject in listing.rejects if reject.batch == batch],
            known_states(workshop.store, batch),
            workshop.reading,
        )
        for batch in listing.batches
    ]
    return is_current(
        workshop.layout.warehouse_file,
        corpus_hash(states, manifest.digest, roster.digest, read_quality(listing.quality).digest),
        project_code_version(),
        workshop.load_registry().version,
    )
