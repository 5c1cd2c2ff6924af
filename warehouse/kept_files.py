"""Published files that were replaced, kept for a while so that one of them can be published again.

Belongs here: keeping, listing and removing them, reading one whole to see that it is sound. Does not belong here:
publishing one again (`warehouse/rollbacks.py`), how many are kept (`assets/housekeeping/settings.py`).

A kept file is a hard link to what was published: nobody writes into a published file, so it costs no time, and no room
beyond the file itself. Where the file system has no hard links it is a copy. It appears under its name whole.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from warehouse.arrow import scalar
from warehouse.crashpoints import reached
from warehouse.ddl import quoted_name
from warehouse.history import hash_of, shape_of
from warehouse.publish import (
    FileState,
    PublishedBuild,
    newest_build,
    opened_published,
    published_build,
    state_of,
    sync,
)

SUFFIX = ".duckdb"
# Begins with a dot, and no build id does.
_COPY_PREFIX, _COPY_SUFFIX = ".", ".keeping"
# Ids are made by this project; one that a stranger wrote into a file must not lead out of the folder.
SAFE_ID = re.compile(r"\w[\w.-]{0,127}", re.ASCII)

# What a file system says that has no hard links, or none between these two folders.
_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}


@dataclass(frozen=True, slots=True)
class KeptLimits:
    """How much is kept: at most `count` files of together at most `total_bytes`, but always the newest."""

    count: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Version:
    """A warehouse file, published or kept; `build` is None where it can't be read."""

    path: Path
    size_bytes: int
    build: PublishedBuild | None = None
    facts: int = 0
    schema_hash: str = ""
    schema_version: int | None = None

    @property
    def build_id(self) -> str:
        """The id by which the file is asked for: its name, where it can't be read."""
        return self.build.build_id if self.build else self.path.name.removesuffix(SUFFIX)


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The kept files of one warehouse, below `folder`."""

    folder: Path

    def path(self, build_id: str) -> Path:
        """Where the file of a build is kept, whether or not it is; raises ValueError for an id that is no name."""
        if not SAFE_ID.fullmatch(build_id):
            raise ValueError(f"not a build id: {build_id!r}")
        return self.folder / (build_id + SUFFIX)

    def versions(self) -> list[Version]:
        """The kept files, newest first; those that can't be read come last."""
        files = (path for path in self.folder.glob(f"*{SUFFIX}") if path.is_file() and not path.is_symlink())
        return sorted((described(path) for path in files), key=_age, reverse=True)

    def newer_than(self, build: PublishedBuild) -> list[Version]:
        """Kept files of later builds than `build`, newest first: there are some after a rollback."""
        return [kept for kept in self.versions() if kept.build and kept.build.built_at > build.built_at]

    def keep(self, published: Path) -> Path:
        """Keep the published file under the id of its build, whole or not at all. Call it under the lock."""
        build = published_build(published)
        if build is None:
            raise ValueError(f"{published} is no published file")
        kept = self.path(build.build_id)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clean()
        beside = self.folder / f"{_COPY_PREFIX}{os.getpid()}{_COPY_SUFFIX}"
        try:
            _link_or_copy(published, beside)
            reached("keeping")
            os.replace(beside, kept)
        finally:
            beside.unlink(missing_ok=True)  # also where both names were links to one file: replacing does nothing then
        sync(self.folder)
        return kept

    def prune(self, published: Path, limits: KeptLimits) -> list[Version]:
        """Remove what the limits leave no room for, after a publish; returns what was removed."""
        reached("pruning")
        self.clean()
        gone = self.superfluous(described(published), limits)
        for version in gone:
            version.path.unlink(missing_ok=True)
        return gone

    def superfluous(self, published: Version, limits: KeptLimits) -> list[Version]:
        """Kept files that the limits leave no room for."""
        # A killed publish may have kept what is still published.
        kept = [version for version in self.versions() if not _is_same_file(version.path, published.path)]
        return superfluous(kept, published.schema_hash, limits)

    def leftovers(self) -> list[Path]:
        """What a killed build left half done."""
        return [path for path in self.folder.glob(f"{_COPY_PREFIX}*{_COPY_SUFFIX}*") if path.is_file()]

    def clean(self) -> None:
        """Remove what a killed build left half done; call it under the lock."""
        for path in self.leftovers():
            path.unlink(missing_ok=True)


def superfluous(newest_first: Sequence[Version], published_schema: str, limits: KeptLimits) -> list[Version]:
    """Which of these the limits leave no room for.

    Stays in any case: the newest, which is the way back; the newest of another schema than the published file's, which
    is all that can be asked as before; and what can't be read, which is a person's to judge.
    """
    readable = [version for version in newest_first if version.build]
    kept = set(readable[:1])
    kept |= set([version for version in readable if version.schema_hash != published_schema][:1])
    room = limits.total_bytes - sum(version.size_bytes for version in kept)
    for version in readable:
        if version not in kept and len(kept) < limits.count and version.size_bytes <= room:
            kept.add(version)
            room -= version.size_bytes
    return [version for version in readable if version not in kept]


def described(path: Path) -> Version:
    """What a published or kept file says of itself."""
    if not path.exists():
        return Version(path, 0)
    try:
        return _described_in(path, state_of(path))
    except duckdb.Error:
        return Version(path, path.stat().st_size)


@lru_cache(maxsize=64)
def _described_in(path: Path, state: FileState) -> Version:
    """Read once for each `state` of the file, as a build asks of each kept one twice; raises duckdb.Error."""
    with opened_published(path) as con:
        shape = shape_of(con)
        facts = scalar(con, "select count(*) from facts") if "facts" in shape else 0
        number = scalar(con, "select max(schema_version) from schema_versions") if "schema_versions" in shape else None
        return Version(path, path.stat().st_size, newest_build(con), facts, hash_of(shape), number)


def damage_of(path: Path) -> str:
    """What is wrong with a warehouse file, found by reading every value of every table; '' where it is sound.

    DuckDB checks the sum of a block only when it reads the block, so opening a file says little. Measured in November
    2026: 208 MB take 0.5 s of CPU.
    """
    try:
        with opened_published(path) as con:
            for table in shape_of(con):
                scalar(con, f"select bit_xor(hash(t)) from {quoted_name(table)} as t")
            return "" if newest_build(con) else "no build is recorded"
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def _age(version: Version) -> tuple[datetime, str]:
    return version.build.built_at if version.build else datetime.min, version.build_id


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and os.path.samefile(one, other)


def _link_or_copy(source: Path, beside: Path) -> None:
    try:
        os.link(source, beside)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, beside)
        sync(beside)
