"""What a build is given: which corpus, which warehouse, how many workers.

Belongs here: settings, and what is opened at the start of a run and closed at its end. Does not belong here: any work
on reports.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import dagster as dg
from pydantic import Field, PrivateAttr

from assets.corpus.listing import Listing, list_corpus
from assets.corpus.manifest import Manifest, read_manifest
from assets.corpus.quality_file import Quality, read_quality
from assets.corpus.roster import Roster, read_roster
from assets.defaults import (
    CORPUS_VARIABLE,
    DEFAULT_CORPUS,
    DEFAULT_WAREHOUSE,
    PUBLISH_TO_VARIABLE,
    REGISTRY_VARIABLE,
    WAREHOUSE_VARIABLE,
    WORKERS_VARIABLE,
)
from assets.layout import Layout
from assets.locking import holding_when_free
from assets.logs import logging_to
from assets.remote.addresses import is_remote, located
from assets.remote.mirror import Mirror
from assets.runs.liveness import kept_alive
from assets.stages.registry import observe_registry
from assets.stages.store import FrameStore
from assets.stages.workers import ReaderPool
from pipelines.figures.registry import Registry, RegistryError, load_registry
from pipelines.formats import guarded
from pipelines.settings import DEFAULTS, Settings
from warehouse.publish import BuilderBusy

log = logging.getLogger(__name__)

# Runs that Dagster starts wait for a build at work: those of a back-fill come all at once, one a range of batches. The
# longest build measured, 30,000 reports on two cores, takes a tenth of this.
PATIENCE_SECONDS = 3 * 60 * 60


def _limit(name: str) -> Any:
    """A limit of `pipelines.settings` as a setting of the resource, so that default and meaning stand once."""
    return Field(default=getattr(DEFAULTS, name), gt=0, description=DEFAULTS.means()[name])


class Workshop(dg.ConfigurableResource):
    """One corpus and one warehouse: the settings of a build, and where its things lie."""

    corpus: str = Field(description="Folder of the reports, or its address; its first-level folders are the batches")
    warehouse: str = Field(description="The DuckDB file that is published; what is kept between builds lies beside it")
    registry: str = Field(default="", description="Metric registry (YAML); empty for the project's own")
    workers: int = Field(default=0, description="Reading processes; 0 for one each core")
    publish_to: str = Field(default="", description="Address that each published file is copied to; empty for none")
    allow_shrink: bool = Field(default=False, description="Publish even if a tenth of the reports is gone")
    file_limit_bytes: int = _limit("file_limit_bytes")
    unpacked_limit_bytes: int = _limit("unpacked_limit_bytes")
    pdf_pages_limit: int = _limit("pdf_pages_limit")
    tag_attributes_limit: int = _limit("tag_attributes_limit")
    archive_limit_bytes: int = _limit("archive_limit_bytes")
    archive_member_limit: int = _limit("archive_member_limit")
    archive_total_limit_bytes: int = _limit("archive_total_limit_bytes")
    archive_ratio_limit: int = _limit("archive_ratio_limit")
    conversion_limit_seconds: float = _limit("conversion_limit_seconds")
    reader_limit_seconds: float = _limit("reader_limit_seconds")
    reader_memory_limit_bytes: int = _limit("reader_memory_limit_bytes")

    @classmethod
    def from_environment(cls) -> Workshop:
        """The settings that `fazhi ui` and `dg dev` hand on by environment variables, with absolute paths."""
        registry = os.environ.get(REGISTRY_VARIABLE, "")
        return cls(
            corpus=located(os.environ.get(CORPUS_VARIABLE, DEFAULT_CORPUS)),
            warehouse=str(Path(os.environ.get(WAREHOUSE_VARIABLE, DEFAULT_WAREHOUSE)).absolute()),
            registry=str(Path(registry).absolute()) if registry else "",
            workers=int(os.environ.get(WORKERS_VARIABLE, "0")),
            publish_to=os.environ.get(PUBLISH_TO_VARIABLE, ""),
        )

    def environment(self) -> dict[str, str]:
        """The variables from which `from_environment` makes these settings again in another process."""
        return {
            CORPUS_VARIABLE: self.corpus,
            WAREHOUSE_VARIABLE: self.warehouse,
            REGISTRY_VARIABLE: self.registry,
            WORKERS_VARIABLE: str(self.workers),
            PUBLISH_TO_VARIABLE: self.publish_to,
        }

    @property
    def mirror(self) -> Mirror | None:
        """Where the corpus of an address is brought to; None where the corpus is a folder of this machine."""
        return Mirror(self.layout.mirror_folder, self.corpus) if is_remote(self.corpus) else None

    @property
    def corpus_folder(self) -> Path:
        """The folder of the reports."""
        mirror = self.mirror
        return mirror.files_folder if mirror else Path(self.corpus)

    def listing(self) -> Listing:
        """What lies in the corpus now, of an address as it was fetched; raises CorpusError where that can't be told."""
        mirror = self.mirror
        refused = mirror.rejects() if mirror else ()
        listing = list_corpus(self.corpus_folder, self.layout.warehouse_file, self.reading)
        return replace(listing, rejects=tuple(sorted((*listing.rejects, *refused), key=lambda reject: reject.source)))

    @property
    def layout(self) -> Layout:
        """Where the things of this warehouse lie."""
        return Layout(Path(self.warehouse))

    @property
    def store(self) -> FrameStore:
        """The frames of this warehouse."""
        return FrameStore(self.layout.frames_folder)

    @property
    def reading(self) -> Settings:
        """The limits under which a file is read."""
        return Settings(**{limit.name: getattr(self, limit.name) for limit in fields(Settings)})

    def load_registry(self) -> Registry:
        """The metric registry of this warehouse; raises RegistryError naming the line that can't be read."""
        return load_registry(Path(self.registry) if self.registry else None)


class Builder(dg.ConfigurableResource):
    """The one builder of a warehouse, for the length of a run.

    Opening it takes the builder's lock. A run that Dagster started waits for the one at work; a build by hand asks for
    the lock itself, before its run, and is refused. Sensors and schedules look at a `Workshop` only, and so never stand
    in a build's way.
    """

    workshop: Workshop

    _pool: ReaderPool | None = PrivateAttr(default=None)
    _manifest: Manifest | None = PrivateAttr(default=None)
    _roster: Roster | None = PrivateAttr(default=None)
    _quality: Quality | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Builder]:
        """Hold the lock for the length of a run, and end the reading processes with it."""
        layout = self.workshop.layout
        told = context.log.info if context.log else log.info
        try:
            with (
                kept_alive(layout.runs_folder, context.run.run_id if context.run else str(uuid4())),
                holding_when_free(layout.lock_file, PATIENCE_SECONDS, told),
                logging_to(layout.error_log),
            ):
                if context.instance is not None:
                    # Before the first step, which notes the version that it starts from. One that can't be read is
                    # told by the step that needs it.
                    with suppress(RegistryError):
                        observe_registry(context.instance, self.workshop.load_registry())
                yield self
        except BuilderBusy as busy:
            raise dg.Failure(description=str(busy), allow_retries=False) from busy
        finally:
            guarded.end_process()
            if self._pool is not None:
                self._pool.close()
                self._pool = None
            self._manifest = None
            self._roster = None
            self._quality = None

    @property
    def pool(self) -> ReaderPool:
        """The reading processes of this run; none is started before it is needed."""
        if self._pool is None:
            self._pool = ReaderPool(self.workshop.workers, self.workshop.layout.error_log)
        return self._pool

    @property
    def manifest(self) -> Manifest:
        """The corpus's manifest, read once a run, so that no stage sees another than the one before."""
        if self._manifest is None:
            listing = self.workshop.listing()
            self._manifest = read_manifest(listing.manifest, listing.sources)
        return self._manifest

    @property
    def roster(self) -> Roster:
        """The corpus's roster, read once a run."""
        if self._roster is None:
            self._roster = read_roster(self.workshop.listing().roster)
        return self._roster

    @property
    def quality(self) -> Quality:
        """What the corpus is held to, read once a run."""
        if self._quality is None:
            self._quality = read_quality(self.workshop.listing().quality)
        return self._quality
