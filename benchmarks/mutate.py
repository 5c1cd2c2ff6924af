"""Damaged files through every reader: none may crash, take more than 5 s, or more memory than its limit.

    python -m benchmarks.mutate --inputs 20000 [--seed 2026] [--keep FOLDER]

Belongs here: which files are damaged, reading them, counting. Does not belong here: the damage (`mutations.py`), files
made to do harm (`hostile.py`).

Seeds are small files of every format, made here, and those of the corpus of formats in `tests/formats/files`. Each
reader gets the same number of inputs. The same seed gives the same inputs. Exit status 1 where anything went wrong.
"""

from __future__ import annotations

import io
import random
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from assets.layout import PROJECT_FOLDER
from benchmarks import hostile_files as made
from benchmarks.mutations import mutated
from pipelines.formats import archives, guarded, read
from pipelines.records import Unreadable
from pipelines.settings import Settings

LIMITS = Settings(reader_limit_seconds=5)
CONVERSION_LIMITS = Settings()
CORPUS_OF_FORMATS = PROJECT_FOLDER / "tests" / "formats" / "files"
# A seed that takes a millisecond; the larger ones of the corpus would only slow the run down.
MAX_SEED_BYTES = 200_000
TEXT = "青石镇2023年度法治政府建设工作报告\n一、主要做法\n全年共调解矛盾纠纷36件，开展普法宣传28场次。\n"
ARCHIVE, PLAIN = "zip", "txt"
# LibreOffice reads these, at 2 to 4 s a file: left out unless they are asked for, and held to the limit of conversion.
BY_ANOTHER_PROGRAM = frozenset({"doc"})
WENT_WRONG = ("crash", "hang", "memory")
OF_REASON = {
    guarded.READER_CRASHED: "crash",
    guarded.TOO_SLOW: "hang",
    guarded.TOO_MUCH_MEMORY: "memory",
}

Seeds = Mapping[str, Sequence[bytes]]


@dataclass
class Tally:
    """What became of the inputs of one reader; `slowest_seconds` of one of them."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    seconds: float = 0.0


def made_seeds() -> dict[str, bytes]:
    """Small sound files, by a name with their ending."""
    told = "".join(made.paragraph(line) for line in TEXT.splitlines())
    told += "<w:tbl><w:tr><w:tc>" + made.paragraph("36") + "</w:tc></w:tr></w:tbl>"
    page = f"<html><head><meta charset=utf-8></head><body><p>{TEXT}</p><table><tr><td>1<td>2</table></body></html>"
    opened = "".join(f"<text:p>{line}</text:p>" for line in TEXT.splitlines())
    escaped = "".join(f"\\'{byte:02x}" for byte in TEXT.encode("gbk"))
    return {
        "a.txt": TEXT.encode("gb18030"),
        "b.txt": TEXT.encode(),
        "c.txt": TEXT.encode("utf-16"),
        "a.html": page.encode(),
        "a.mht": made.mht(2),
        "a.docx": made.docx(made.word(told)),
        "a.odt": made.odt(made.open_text(opened)),
        "a.rtf": made.rtf(escaped + "\\par\\trowd 36\\cell 28\\cell\\row"),
        "a.pdf": made.pdf_pages(b"BT /F1 12 Tf 72 720 Td (Disputes mediated: 36) Tj ET"),
        "a.zip": made.zipped({"2023/a.txt": TEXT.encode("gbk"), "b.txt": TEXT.encode()}),
    }


def seeds_by_reader() -> dict[str, list[bytes]]:
    """Sound files by the reader that takes them; what no reader takes yet goes with plain text."""
    files = dict(made_seeds())
    for path in sorted(CORPUS_OF_FORMATS.rglob("*")) if CORPUS_OF_FORMATS.is_dir() else ():
        if path.is_file() and 0 < path.stat().st_size <= MAX_SEED_BYTES:
            files[path.relative_to(CORPUS_OF_FORMATS).as_posix()] = path.read_bytes()
    seeds: dict[str, list[bytes]] = defaultdict(list)
    for name, data in files.items():
        seeds[ARCHIVE if name.endswith(".zip") else _reader_of(data)].append(data)
    return dict(seeds)


def _reader_of(data: bytes) -> str:
    return next((known.name for known in read.FORMATS if known.is_it(data)), PLAIN)


def inputs(seeds: Seeds, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files in turn for each reader; every one has a generator of its own, so any can be made again."""
    readers = sorted(seeds)
    everything = [data for reader in readers for data in seeds[reader]]
    for number in range(count):
        reader, rng = readers[number % len(readers)], random.Random(f"{seed}-{number}")
        yield reader, mutated(rng, rng.choice(seeds[reader]), rng.choice(everything))


def become(reader: str, data: bytes) -> tuple[str, str]:
    """What a damaged file comes to: `read`, `refused` or one of WENT_WRONG, with what is known of the latter."""
    read_it: Callable[[bytes], None] = _read_archive if reader == ARCHIVE else _read_document
    try:
        read_it(data)
    except Unreadable as refusal:
        return OF_REASON.get(refusal.reason, "refused"), refusal.message
    except Exception:  # of any kind: that is what is looked for
        return "crash", traceback.format_exc()
    return "read", ""


def _read_document(data: bytes) -> None:
    guarded.read_layer(data, "damaged", _limits_of(_reader_of(data)))


def _limits_of(reader: str) -> Settings:
    return CONVERSION_LIMITS if reader in BY_ANOTHER_PROGRAM else LIMITS


def _read_archive(data: bytes) -> None:
    with archives.opened(io.BytesIO(data), LIMITS) as archive:
        for member in archive.members():
            if member.refusal is None:
                archive.read(member.position)


def run(seeds: Seeds, count: int, seed: int, keep: Path | None, told: Callable[[str], None]) -> dict[str, Tally]:
    """Read as many damaged files and count; each that went wrong is told, and kept in a folder if there is one."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, (reader, data) in enumerate(inputs(seeds, count, seed)):
        begun = time.perf_counter()
        became, known = become(reader, data)
        seconds = time.perf_counter() - begun
        if seconds > _limits_of(reader).reader_limit_seconds and became not in WENT_WRONG:
            became, known = "hang", f"{seconds:.1f} s in this process"
        tally = tallies[reader]
        tally.counts[became] += 1
        tally.seconds += seconds
        tally.slowest_seconds = max(tally.slowest_seconds, seconds)
        if became in WENT_WRONG:
            told(f"input {number} ({reader}): {became}: {known}")
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}-{number}-{became}.{reader}").write_bytes(data)
    return tallies


def _table(tallies: Mapping[str, Tally]) -> Table:
    columns = ("inputs", "read", "refused", *WENT_WRONG, "inputs/s", "slowest s")
    table = Table("reader", *(Column(name, justify="right") for name in columns), box=None)
    for reader, tally in sorted(tallies.items()):
        counts = [tally.counts[name] for name in columns[1:6]]
        rate = tally.counts.total() / max(tally.seconds, 1e-9)
        table.add_row(
            reader, str(tally.counts.total()), *map(str, counts), f"{rate:,.0f}", f"{tally.slowest_seconds:.2f}"
        )
    return table


@click.command()
@click.option("--inputs", "count", type=click.IntRange(min=1), default=20_000, show_default=True)
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option("--reader", "readers", multiple=True, help="Only this reader, repeatable; default: all but doc")
@click.option("--keep", type=click.Path(path_type=Path), help="Write inputs that went wrong into this folder")
def main(count: int, seed: int, readers: tuple[str, ...], keep: Path | None) -> None:
    """Damage sound files and read them; print what became of them by reader."""
    console = Console(highlight=False, width=120)
    found = seeds_by_reader()
    if unknown := set(readers) - found.keys():
        raise click.UsageError(f"no reader {', '.join(sorted(unknown))}; there are {', '.join(sorted(found))}")
    seeds = {name: found[name] for name in readers or sorted(found.keys() - BY_ANOTHER_PROGRAM)}
    tallies = run(seeds, count, seed, keep, lambda line: console.print(line, markup=False))
    console.print(_table(tallies))
    sys.exit(1 if any(tally.counts[name] for tally in tallies.values() for name in WENT_WRONG) else 0)


if __name__ == "__main__":
    main()
