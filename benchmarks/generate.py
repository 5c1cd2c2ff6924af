"""Makes a corpus of made-up township reports, the same bytes for the same seed.

    python -m benchmarks.generate FOLDER [--reports 2000] [--seed 2026]

Belongs here: which files the corpus has, in which year and under which name. Does not belong here: prose
(`writing.py`), place names (`places.py`), damage of a text (`damage.py`), measuring (`run.py`).

A file in `FOLDER/<year>/` for each report, so years are the batches of a build. A place reports in most of the years
2021 to 2024. Among the files are republications, documents of other kinds and files that cannot be read, at the rates
below; none of them is announced in a manifest, since real folders have none.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.damage import PAGE_CHROME_RATE, damage, encoded
from benchmarks.places import make_places
from benchmarks.writing import Place, Writer

DEFAULT_REPORTS = 2000
DEFAULT_SEED = 2026
YEARS = (2021, 2022, 2023, 2024)
MISSING_YEAR_RATE = 0.06
REPUBLISHED_RATE = 0.02
OTHER_DOCUMENT_RATE = 0.01
UNREADABLE_RATE = 0.005


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus: `source` is its path below the folder, `traits` what was done to it."""

    source: str
    data: bytes
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorpusSummary:
    """What a corpus holds: `traits` counts files by what was done to them."""

    files: int
    size_bytes: int
    traits: Counter[str]


def make_files(reports: int = DEFAULT_REPORTS, seed: int = DEFAULT_SEED) -> Iterator[CorpusFile]:
    """`reports` files, in the order of their places; the files of a smaller corpus are the first of a larger one.

    Raises ValueError when more are asked for than there are made-up places, about 3,700 reports.
    """
    made = 0
    for place in make_places(seed):
        for file in files_of(place, seed):
            if made == reports:
                return
            yield file
            made += 1


def write_corpus(folder: Path, reports: int = DEFAULT_REPORTS, seed: int = DEFAULT_SEED) -> CorpusSummary:
    """Write the corpus below `folder`, which is made if it is missing; raises FileExistsError if it holds anything."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: a corpus mixed with older files would not be the seed's own")
    traits: Counter[str] = Counter()
    files = size_bytes = 0
    for file in make_files(reports, seed):
        path = folder / file.source
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.data)
        traits.update(file.traits)
        files += 1
        size_bytes += len(file.data)
    return CorpusSummary(files, size_bytes, traits)


def files_of(place: Place, seed: int) -> Iterator[CorpusFile]:
    """The files of one place, year after year."""
    rng = random.Random(f"{seed}/{place.number}/files")
    for year in YEARS:
        is_missing, is_republished = rng.random() < MISSING_YEAR_RATE, rng.random() < REPUBLISHED_RATE
        kind = rng.random()
        if is_missing:
            continue
        stem = f"{year}/{place.number:04d}"
        if kind < UNREADABLE_RATE:
            yield _unreadable(f"{stem}.txt", place.number, rng)
        elif kind < UNREADABLE_RATE + OTHER_DOCUMENT_RATE:
            text = Writer(seed, place, year).other_document()
            yield CorpusFile(f"{stem}.txt", text.encode("utf-8"), ("other_document",))
        else:
            yield from _editions(stem, Writer(seed, place, year), is_republished)


def _editions(stem: str, writer: Writer, is_republished: bool) -> Iterator[CorpusFile]:
    """A report, and at times the same text once more, under another title and damaged in its own way."""
    clean = writer.report()
    yield _published(f"{stem}.txt", clean, writer, ())
    if is_republished:
        _, body = clean.split("\n", 1)
        title = f"{writer.words['place']}：{writer.words['year']}年法治政府建设情况"
        yield _published(f"{stem}-2.txt", f"{title}\n{body}", writer, ("republished",))


def _published(source: str, clean: str, writer: Writer, traits: tuple[str, ...]) -> CorpusFile:
    text = clean
    if writer.rng.random() < PAGE_CHROME_RATE:
        head, foot = writer.chrome()
        text = f"{head}\n{clean}{foot}\n"
        traits += ("page_chrome",)
    text, damages = damage(text, writer.rng)
    data, codec = encoded(text, writer.rng)
    return CorpusFile(source, data, (*traits, *damages, codec))


def _unreadable(source: str, number: int, rng: random.Random) -> CorpusFile:
    """An empty file, noise with NUL bytes, or a GB18030 text that ends within a character."""
    kind = ("empty", "binary", "cut_off")[number % 3]
    data = {
        "empty": b"",
        "binary": b"\x00\x01\x02" + rng.randbytes(4000),
        "cut_off": ("法治政府建设年度报告，全年调解纠纷。" * 40).encode("gb18030")[:-3],
    }[kind]
    return CorpusFile(source, data, (f"unreadable_{kind}",))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--reports", type=click.IntRange(min=1), default=DEFAULT_REPORTS, show_default=True)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True)
def main(folder: Path, reports: int, seed: int) -> None:
    """Write a corpus of made-up reports into FOLDER and say what it holds."""
    summary = write_corpus(folder, reports, seed)
    click.echo(f"{summary.files} files, {summary.size_bytes / 1e6:.1f} MB")
    for trait, count in sorted(summary.traits.items()):
        click.echo(f"  {trait}: {count}")


if __name__ == "__main__":
    main()
