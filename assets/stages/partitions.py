"""Batches as Dagster partitions: one partition a first-level folder of the corpus.

Belongs here: the partitions definition, keeping it in step with the corpus, the tags of a run over all batches. Does
not belong here: finding the batches (`corpus/listing.py`).

Partitions are coarse on purpose: each costs 25 ms and 7 kB an asset and run, so one a report would cost more than
reading the reports; which reports of a batch are read again is decided within it (`staging.py`).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import dagster as dg

PARTITIONS_NAME = "batches"
BATCHES = dg.DynamicPartitionsDefinition(name=PARTITIONS_NAME)

# Each asset with a backfill policy says on import that the parameter is in beta. The version range holds it still, and
# a test runs a build through it.
warnings.filterwarnings("ignore", message="Parameter `backfill_policy`")

# One run works off all batches, so that the warehouse is built once after them and not once for each.
SINGLE_RUN = dg.BackfillPolicy.single_run()

RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"


@dataclass(frozen=True, slots=True)
class PartitionChanges:
    """What must be done so that the instance's partitions are the batches of the corpus."""

    added: tuple[str, ...]
    retired: tuple[str, ...]
    after: tuple[str, ...]

    def requests(self) -> list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest]:
        """The same as a sensor asks the daemon for it: the tick then shows which batches came and went."""
        asked: list[dg.AddDynamicPartitionsRequest | dg.DeleteDynamicPartitionsRequest] = []
        if self.added:
            asked.append(BATCHES.build_add_request(list(self.added)))
        if self.retired:
            asked.append(BATCHES.build_delete_request(list(self.retired)))
        return asked


def partition_changes(known: Sequence[str], batches: Sequence[str]) -> PartitionChanges:
    """From the known partitions, in their order, to `batches`. New ones come last: that is where Dagster puts them.

    >>> partition_changes(["2021", "2023"], ["2022", "2023"])
    PartitionChanges(added=('2022',), retired=('2021',), after=('2023', '2022'))
    """
    added = tuple(batch for batch in batches if batch not in known)
    kept = tuple(batch for batch in known if batch in batches)
    return PartitionChanges(added, tuple(batch for batch in known if batch not in batches), kept + added)


def changes_in(instance: dg.DagsterInstance, batches: Sequence[str]) -> PartitionChanges:
    """What must be done in this instance."""
    return partition_changes(instance.get_dynamic_partitions(PARTITIONS_NAME), batches)


def sync_partitions(instance: dg.DagsterInstance, batches: Sequence[str]) -> PartitionChanges:
    """Do it at once, where no sensor asks the daemon; `after` is the order that a range follows."""
    changes = changes_in(instance, batches)
    if changes.added:
        instance.add_dynamic_partitions(PARTITIONS_NAME, list(changes.added))
    for batch in changes.retired:
        instance.delete_dynamic_partition(PARTITIONS_NAME, batch)
    return changes


def range_tags(partitions: Sequence[str]) -> dict[str, str]:
    """The tags of a run over all partitions, in the instance's order; none where there are no partitions.

    Not for some of them: Dagster reads a range as all partitions between its ends. A back-fill of batches that do not
    lie side by side becomes a run for each stretch.
    """
    return {RANGE_START_TAG: partitions[0], RANGE_END_TAG: partitions[-1]} if partitions else {}
