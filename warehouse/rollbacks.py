"""Publishing a kept file again, and holding off the builds that would undo it.

Belongs here: choosing the file, putting it in place, the log of rollbacks and what it holds off. Does not belong here:
keeping files (`warehouse/kept_files.py`), who asks for a build (`assets/runs`).

A rollback that the next tick of a sensor undoes is of no use. So what the newer files were made of is held off: no
sensor and no schedule builds it again while the file that was rolled back to is published. Anything else than that (a
file of the corpus changed, another code or registry) is built as ever, and a person may build at any time.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.arrow import query_frame
from warehouse.kept_files import KeptFiles, Version, damage_of, described
from warehouse.publish import MadeOf, PublishedBuild, opened_published, published_build, replace_by_copy, require_ours

LOG_NAME = "rollbacks.json"
# A log for people: nobody rolls back more often than this within what is kept.
LONGEST_LOG = 100

log = logging.getLogger(__name__)


class RollbackRefused(Exception):
    """No file was published again; the message is one line for whoever asked."""


@dataclass(frozen=True, slots=True)
class Rollback:
    """One rollback. `at` is in UTC; `held_off`: what the builds newer than `to_build` were made of."""

    at: str
    from_build: str | None
    to_build: str
    held_off: tuple[MadeOf, ...] = ()


@dataclass(frozen=True, slots=True)
class RollbackLog:
    """The rollbacks of one warehouse, oldest first, in a file that is replaced whole."""

    file: Path

    def entries(self) -> list[Rollback]:
        """All that are known; none where the log can't be read."""
        try:
            return [
                Rollback(**{**entry, "held_off": tuple(tuple(made_of) for made_of in entry["held_off"])})
                for entry in json.loads(self.file.read_text("utf-8"))
            ]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            log.warning("the log of rollbacks %s can't be read: %s", self.file, error)
            return []

    def add(self, rollback: Rollback) -> None:
        """Add one by way of a file beside the log."""
        entries = [*self.entries(), rollback][-LONGEST_LOG:]
        beside = self.file.with_name(f".{os.getpid()}.{self.file.name}")
        try:
            with beside.open("w", encoding="utf-8") as opened:
                json.dump([asdict(entry) for entry in entries], opened, ensure_ascii=False, indent=1)
                opened.flush()
                os.fsync(opened.fileno())
            os.replace(beside, self.file)
        finally:
            beside.unlink(missing_ok=True)

    def in_force(self, published: PublishedBuild | None) -> Rollback | None:
        """The rollback by which `published` is published and newer builds are held off; None where there is none."""
        entries = self.entries()
        is_in_force = entries and published and entries[-1].to_build == published.build_id and entries[-1].held_off
        return entries[-1] if is_in_force else None


def log_of(kept: KeptFiles) -> RollbackLog:
    """The log of rollbacks lies among the kept files."""
    return RollbackLog(kept.folder / LOG_NAME)


def is_held_off(kept: KeptFiles, published: PublishedBuild | None, made_of: MadeOf) -> bool:
    """Whether a build of this input would undo the rollback that is in force."""
    rollback = log_of(kept).in_force(published)
    return rollback is not None and made_of in rollback.held_off


def roll_back(kept: KeptFiles, target: Path, asked: str | None = None, *, to_newest: bool = False) -> Rollback:
    """Publish a kept file again, atomically, and keep the one that it replaces. Call it under the builder's lock.

    `asked`: the build, or the beginning of its id; without it the newest build older than the published one, or with
    `to_newest` the newest of all. Raises RollbackRefused or ForeignFile; `target` is then left as it was.
    """
    require_ours(target)
    kept.folder.mkdir(parents=True, exist_ok=True)
    kept.clean()
    published = published_build(target)
    versions = kept.versions()
    chosen = _chosen(versions, published, asked, to_newest)
    if chosen.build is None or (damage := damage_of(chosen.path)):
        told = damage if chosen.build else "无法打开"
        raise RollbackRefused(f"版本 {chosen.build_id} 已损坏（{told}），未发布：请另选一个，见 fazhi versions")
    rollback = Rollback(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        from_build=published.build_id if published else None,
        to_build=chosen.build.build_id,
        held_off=_held_off(kept, chosen.build, published, versions, target),
    )
    # The log first: it is in force only while `to_build` is published, so a crash in between changes nothing.
    log_of(kept).add(rollback)
    replace_by_copy(chosen.path, target, kept.keep)
    return rollback


def _chosen(
    versions: Sequence[Version], published: PublishedBuild | None, asked: str | None, to_newest: bool
) -> Version:
    if asked is not None:
        return _asked_for(versions, published, asked)
    readable = [version for version in versions if version.build]
    if to_newest:
        newer = [version for version in readable if published is None or version.build.built_at > published.built_at]
        if not newer:
            raise RollbackRefused("已发布的就是最新的版本，没有改动")
        return newer[0]
    older = [version for version in readable if published is None or version.build.built_at < published.built_at]
    if not older:
        raise RollbackRefused("没有更早的版本可供回退，见 fazhi versions")
    return older[0]


def _asked_for(versions: Sequence[Version], published: PublishedBuild | None, asked: str) -> Version:
    found = [version for version in versions if version.build_id == asked] or [
        version for version in versions if asked and version.build_id.startswith(asked)
    ]
    if published and (published.build_id == asked or not found and asked and published.build_id.startswith(asked)):
        raise RollbackRefused(f"{published.build_id} 就是已发布的版本，没有改动")
    if len(found) > 1:
        raise RollbackRefused(f"以 {asked} 开头的版本不止一个（{len(found)} 个）：请多写几位，见 fazhi versions")
    if not found:
        raise RollbackRefused(f"没有留存编号为 {asked} 的版本：有哪些，见 fazhi versions")
    return found[0]


def _held_off(
    kept: KeptFiles,
    chosen: PublishedBuild,
    published: PublishedBuild | None,
    versions: Sequence[Version],
    target: Path,
) -> tuple[MadeOf, ...]:
    """What every known build newer than `chosen` was made of, newest last.

    Known from the published file's own history, the kept files, and a rollback that is in force.
    """
    newer: dict[MadeOf, None] = {}
    earlier = log_of(kept).in_force(published)
    if published is not None:
        if earlier is not None and chosen.built_at < published.built_at:
            newer |= dict.fromkeys(earlier.held_off)
        newer |= dict.fromkeys(_built_after(target, chosen.built_at))
    builds = [version.build for version in reversed(versions) if version.build]
    newer |= dict.fromkeys(build.made_of for build in builds if build.built_at > chosen.built_at)
    newer.pop(chosen.made_of, None)
    return tuple(newer)


def _built_after(target: Path, moment: datetime) -> list[MadeOf]:
    with opened_published(target) as con:
        query = (
            "select corpus_hash, code_version, registry_version from builds"
            " where built_at > ? order by built_at, build_id"
        )
        return [(row[0], row[1], row[2]) for row in query_frame(con, query, [moment]).rows()]


def versions_of(kept: KeptFiles, target: Path) -> list[Version]:
    """The published file and the kept ones, newest first, each build once."""
    published = [described(target)] if published_build(target) else []
    ids = {version.build_id for version in published}
    return sorted(
        [*published, *(version for version in kept.versions() if version.build_id not in ids)],
        key=lambda version: (version.build.built_at if version.build else datetime.min, version.build_id),
        reverse=True,
    )
