"""Batches as Dagster partitions: one partition a first-level folder of the corpus.

Belongs here: the partitions definition, keeping it in step with the corpus, the tags of a run over all batches. Does
not belong here: finding the batches (`corpus/listing.py`).

Partitions are coarse on purpose: each costs 25 ms and 7 kB an asset and run, so one a report would cost more than
reading the reports; which reports of a batch are read again is decided within it (`staging.py`).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

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


def partition_changes(known: Sequence[str], batches: Sequence[str]) -> tuple[list[str], list[str]]:
    """Batches to add and to delete so that the known partitions become `batches`.

    >>> partition_changes(["2021", "2022"], ["2022", "2023"])
    (['2023'], ['2021'])
    """
    return [batch for batch in batches if batch not in known], [batch for batch in known if batch not in batches]


def sync_partitions(instance: dg.DagsterInstance, batches: Sequence[str]) -> list[str]:
    """Make the instance's partitions those of the corpus; returns them in the order that a range follows."""
    added, deleted = partition_changes(instance.get_dynamic_partitions(PARTITIONS_NAME), batches)
    if added:
        instance.add_dynamic_partitions(PARTITIONS_NAME, added)
    for batch in deleted:
        instance.delete_dynamic_partition(PARTITIONS_NAME, batch)
    return list(instance.get_dynamic_partitions(PARTITIONS_NAME))


def range_tags(partitions: Sequence[str]) -> dict[str, str]:
    """The tags of a run over all partitions; none where there are no partitions."""
    return {RANGE_START_TAG: partitions[0], RANGE_END_TAG: partitions[-1]} if partitions else {}
