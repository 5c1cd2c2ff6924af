"""What each reading stage costs by itself: one report after another, in one fresh process a stage.

Belongs here: running a function of `pipelines` over a corpus under a clock. Does not belong here: Dagster, frames and
the warehouse (`builds.py`), printing (`run.py`).

A stage reads its input from the records that the stage before has left in a file, one report at a time, and leaves its
own in another. The clock runs only inside the stage's function, and memory holds one report, so the peak is that of the
code and its dictionaries. The first report is read once before the clock starts: dictionaries and patterns are loaded
then, once a process, and at 2,000 reports should not pass for the cost of a report.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_memory_bytes
from pipelines.figures import extract
from pipelines.figures.registry import load_registry
from pipelines.formats.read import read_layer
from pipelines.identity import identify as identity
from pipelines.outline import headings as outline
from pipelines.records import Heading, Identity, Normalized, TextLayer, Unreadable
from pipelines.report import report_id_of
from pipelines.text import normalize


@dataclass(frozen=True, slots=True)
class Reading:
    """A report on its way: what the stages so far have made of it. `size_bytes` is that of its file."""

    source: str
    size_bytes: int
    data: bytes = b""
    layer: TextLayer | None = None
    normalized: Normalized | None = None
    identity: Identity | None = None
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class StageCost:
    """What a stage took for a corpus: `seconds` within its function, `peak_bytes` of its process."""

    stage: str
    reports: int
    size_bytes: int
    seconds: float
    peak_bytes: int | None

    @property
    def reports_per_second(self) -> float:
        """Reports of the corpus that reached this stage, by the seconds it took."""
        return self.reports / self.seconds if self.seconds else 0.0

    @property
    def megabytes_per_second(self) -> float:
        """Megabytes of their files (not of what the stage before made of them), by the seconds it took."""
        return self.size_bytes / 1e6 / self.seconds if self.seconds else 0.0


# A step gives the report as the next stage needs it, or None where the report ends here (unreadable, another genre).
Step = Callable[[Reading], Reading | None]


def _decode(reading: Reading) -> Reading | None:
    try:
        return replace(reading, data=b"", layer=read_layer(reading.data, reading.source))
    except Unreadable:
        return None


def _normalize(reading: Reading) -> Reading:
    return replace(reading, normalized=normalize.normalize(reading.layer.text, reading.layer.set_aside))


def _identify(reading: Reading) -> Reading | None:
    layer = reading.layer
    known = identity.identify(layer.text, reading.normalized, reading.source, None, layer.stated)
    return replace(reading, identity=known) if known.is_report else None


def _outline(reading: Reading) -> Reading:
    return replace(reading, headings=outline.outline(reading.normalized.text))


def _extract(reading: Reading) -> Reading:
    # The id only names the records; any of the right length costs the same as the file's own.
    report_id = report_id_of("0" * 64)
    # An unchanged registry comes from a cache that looks at the file's times only, as it does in a build.
    registry = load_registry()
    extract.extract(reading.normalized, reading.layer.text, reading.headings, reading.identity, registry, report_id)
    return reading


STEPS: dict[str, Step] = {
    "decode": _decode,
    "normalize": _normalize,
    "identify": _identify,
    "outline": _outline,
    "extract": _extract,
}


def measure_stages(corpus: Path, scratch: Path) -> Iterator[StageCost]:
    """The cost of each stage over the files of `corpus`, in the order of the stages; `scratch` takes the records.

    Raises subprocess.CalledProcessError where a stage fails; its message has gone to standard error by then.
    """
    before = scratch / "files.pickle"
    _write_readings(before, _files_of(corpus))
    for stage in STEPS:
        after = scratch / f"{stage}.pickle"
        command = [sys.executable, "-m", "benchmarks.stages", stage, str(before), str(after)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        before.unlink()
        before = after
        yield StageCost(**json.loads(told))
    before.unlink()


def run_stage(stage: str, before: Path, after: Path) -> StageCost:
    """Run one stage in this process over the readings in the file `before`, and leave what it makes in `after`."""
    step = STEPS[stage]
    first = next(_read_readings(before), None)
    if first is not None:
        step(first)
    reports = size_bytes = 0
    seconds = 0.0
    with after.open("wb") as out:
        for reading in _read_readings(before):
            started = time.perf_counter()
            made = step(reading)
            seconds += time.perf_counter() - started
            reports += 1
            size_bytes += reading.size_bytes
            if made is not None:
                pickle.dump(made, out, pickle.HIGHEST_PROTOCOL)
    return StageCost(stage, reports, size_bytes, seconds, peak_memory_bytes())


def _files_of(corpus: Path) -> Iterator[Reading]:
    for path in sorted(corpus.rglob("*.txt")):
        data = path.read_bytes()
        yield Reading(path.relative_to(corpus).as_posix(), len(data), data)


def _write_readings(path: Path, readings: Iterator[Reading]) -> None:
    with path.open("wb") as out:
        for reading in readings:
            pickle.dump(reading, out, pickle.HIGHEST_PROTOCOL)


def _read_readings(path: Path) -> Iterator[Reading]:
    with path.open("rb") as source:
        while source.peek(1):
            yield pickle.load(source)


def _told(cost: StageCost) -> dict[str, Any]:
    return {name: getattr(cost, name) for name in StageCost.__slots__}


if __name__ == "__main__":
    # Records are pickled by the name of their module: run under its own name, not as __main__.
    from benchmarks import stages

    print(json.dumps(stages._told(stages.run_stage(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))))
