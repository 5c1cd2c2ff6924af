"""`python -m benchmarks.drills.full_disk`: every step of a build that writes meets a full disk.

    python -m benchmarks.drills.full_disk [--only frames|build|dagster|target|work|temporary|whole] [--json FILE]

Belongs here: small file systems under the folders of a warehouse, filled so that a build of changed files runs out of
space at one step after the other, and what it must come to. Does not belong here: kills (`kills.py`).

The file systems are tmpfs in a mount namespace of this process's own: they are gone when it ends, however it ends.
Where the machine does not allow that, exit status 2.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from assets.layout import Layout
from benchmarks.drills.corpora import digest_of_bytes
from benchmarks.drills.judging import Site, faults_of_next_build, faults_of_published, first_build, truths_of
from benchmarks.drills.outcomes import Outcome, finish, show
from benchmarks.drills.ready_builds import ReadyBuilds

INSIDE = "--inside"
NOT_ALLOWED = 2
# A warehouse of 21 reports is 10 MB; five older ones are kept, three copies lie on one disk while it is published, and
# Dagster keeps 0.4 MB for each run.
DISK_BYTES = 192_000_000
# Left free, as shares of what an undisturbed build of the same change writes there. None fails at the first byte; the
# others at steps in between. More than half may well do.
FREE_SHARES = (0.0, 0.1, 0.25, 0.5)
KEPT_BYTES = 4096
FILLER = "filler"
FULL_WORDS = "磁盘"


def folders_of(layout: Layout) -> dict[str, Path]:
    """What is put on a small disk of its own, by name; `whole` holds the warehouse and everything beside it."""
    return {
        "frames": layout.frames_folder,
        "build": layout.build_folder,
        "dagster": layout.dagster_home,
        "work": layout.work_folder,
        "whole": layout.warehouse_file.parent,
        "temporary": layout.warehouse_file.parent.parent / "temporary",
    }


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A small file system at `folder`, with what lay there before copied onto it; taken off again at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        shutil.copytree(folder, Path(aside) / "held", symlinks=True)
        _mount("-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder))
        try:
            shutil.copytree(Path(aside) / "held", folder, dirs_exist_ok=True, symlinks=True)
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


@contextmanager
def filled(folder: Path, free_bytes: int) -> Iterator[None]:
    """The file system of `folder` with so many bytes left, until the block ends."""
    filler = folder / FILLER
    block = bytes(KEPT_BYTES)
    with filler.open("wb", buffering=0) as opened:
        os.posix_fallocate(opened.fileno(), 0, max(_free_bytes(folder) - free_bytes - KEPT_BYTES, KEPT_BYTES))
        opened.seek(0, os.SEEK_END)
        while _free_bytes(folder) > free_bytes:
            opened.write(block)
    try:
        yield
    finally:
        filler.unlink()


def _free_bytes(folder: Path) -> int:
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize


def drill_folder(name: str, site: Site, ready: ReadyBuilds) -> Iterator[Outcome]:
    """Builds of changed files while the disk of one folder is full, or nearly so."""
    folder = folders_of(site.layout)[name]
    environment = {"TMPDIR": str(folder if name == "temporary" else tempfile.gettempdir())}
    with small_disk(folder):
        needed = _bytes_written(site, ready, folder, environment)
        for share in FREE_SHARES:
            before = digest_of_bytes(site.warehouse)
            site.change()
            free_bytes = int(needed * share)
            with filled(folder, free_bytes):
                status = ready.build(site.corpus, site.warehouse, **environment)
                said = ready.said()
                published, faults = faults_of_published(site, before)
            faults += _faults_of_message(status, said)
            mended = ready.build(site.corpus, site.warehouse, **environment)
            faults += faults_of_next_build(site, mended, ready.said())
            line = (said.strip().splitlines() or ["nothing"])[0] if status else "published"
            done = f"{free_bytes // 1000} kB free of {needed // 1000} kB needed"
            came = f"status {status}: {line}; {published} file served; after freeing status {mended}"
            yield Outcome(f"full disk: {name}", done, came, tuple(faults))


def _bytes_written(site: Site, ready: ReadyBuilds, folder: Path, environment: dict[str, str]) -> int:
    """How much less is free on the disk after an undisturbed build, or half a copy of what lies there if that is more.

    A build gives back much of what it takes (its private file is made anew, its copy is moved), so the difference is a
    floor; what it writes anew is about the size of what lies there.
    """
    free_before = _free_bytes(folder)
    site.change()
    if status := ready.build(site.corpus, site.warehouse, **environment):
        raise RuntimeError(f"an undisturbed build ended with status {status}: {ready.said()}")
    used = DISK_BYTES - _free_bytes(folder)
    return max(free_before - _free_bytes(folder), used // 2, KEPT_BYTES)


def _faults_of_message(status: int, said: str) -> list[str]:
    """A build on a full disk either needed no more space, or says in one line what to do."""
    if status == 0:
        return []
    lines = said.strip().splitlines()
    faults = [] if len(lines) == 1 else [f"{len(lines)} lines on the terminal: {said.strip()[:300]}"]
    if not any(FULL_WORDS in line for line in lines):
        faults.append(f"the message does not say that the disk is full: {said.strip()[:300]}")
    return [*faults, *(["traceback on the terminal"] if "Traceback" in said else [])]


def in_own_namespace(arguments: list[str]) -> int:
    """Run this drill again where mounts are its own; its exit status, NOT_ALLOWED where the machine forbids that."""
    for way in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        probe = subprocess.run(
            [*way, "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()], capture_output=True, check=False
        )
        if probe.returncode == 0:
            command = [*way, sys.executable, "-m", "benchmarks.drills.full_disk", INSIDE, *arguments]
            return subprocess.run(command, check=False).returncode
    click.echo(f"no small file system can be mounted here: {probe.stderr.decode(errors='replace').strip()}", err=True)
    return NOT_ALLOWED


FOLDERS = ("frames", "build", "dagster", "work", "whole", "temporary")


@click.command()
@click.option("--only", type=click.Choice(FOLDERS), multiple=True, help="Leave the other folders out")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the outcomes to this file too")
@click.option(INSIDE, "is_inside", is_flag=True, hidden=True)
def main(only: tuple[str, ...], json_file: Path | None, is_inside: bool) -> None:
    """Fill the disk at every step that writes; exit status 1 where something is not as it must be."""
    if not is_inside:
        sys.exit(in_own_namespace(sys.argv[1:]))
    console, outcomes = Console(highlight=False), []
    with tempfile.TemporaryDirectory(prefix="fazhi-full-") as name, ReadyBuilds(Path(name) / "ready") as ready:
        site = Site(Path(name) / "site", truths_of(Path(name) / "truths", ready))
        first_build(site, ready)
        for folder in only or FOLDERS:
            for outcome in drill_folder(folder, site, ready):
                console.print(f"{outcome.drill}: {outcome.done}: {outcome.came_of_it}", outcome.faults, markup=False)
                outcomes.append(outcome)
    show(console, "Full disk", outcomes)
    finish(outcomes, json_file)


if __name__ == "__main__":
    main()
