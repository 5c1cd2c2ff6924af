"""How well main-text extraction keeps reports and leaves furniture out: libraries against our own reader of pages.

    python -m benchmarks.main_text PAGES

PAGES holds web pages, and for each the same report as plain text: `texts/<name before the first ->.txt` or `texts.txt`.
Trafilatura, readability-lxml and resiliparse are no dependencies of the project: those that are installed are compared.

Belongs here: the comparison that `docs/formats.md` prints. Does not belong here: floors (`tests/`), the reader itself.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from pipelines.figures.registry import Registry, load_registry
from pipelines.formats.html import declared_charset, is_html, layer_of
from pipelines.records import ReadReport
from pipelines.report import read_report
from pipelines.text import intake
from pipelines.text.normalize import normalize

Extractor = Callable[[bytes], bytes]


@dataclass(slots=True)
class Tally:
    """Sums over all pages."""

    pages: int = 0
    refused: int = 0
    report_characters: int = 0
    kept_characters: int = 0
    furniture_characters: int = 0
    left_characters: int = 0
    facts: int = 0
    facts_found: int = 0
    facts_false: int = 0
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """A row of the table in `docs/formats.md`."""
        kept = self.kept_characters / max(1, self.report_characters)
        aside = max(0.0, 1 - self.left_characters / max(1, self.furniture_characters))
        facts_f = 2 * self.facts_found / max(1, self.facts + self.facts_found + self.facts_false)
        speed = 1000 * self.seconds / max(1, self.pages)
        return (
            f"| {name} | {kept:.3f} | {aside:.3f} | {self.facts_false} | {facts_f:.3f} | {self.refused} | {speed:.1f} |"
        )


def _source(data: bytes) -> str:
    return intake.decode(data, declared=declared_charset(data)).text


def _ours(data: bytes) -> bytes:
    """The page itself, since the reader of reports reads pages; read here too, so that the time is told."""
    layer_of(_source(data), "utf-8")
    return data


def extractors() -> Iterator[tuple[str, Extractor]]:
    """Ours, and each library that is installed; each makes a file of a page."""
    yield "this project", _ours
    yield "all visible text", lambda data: layer_of(_source(data), "utf-8").text.encode()
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        for mode in ("favor_precision", "favor_recall"):
            yield (
                f"trafilatura {trafilatura.__version__}, {mode}",
                lambda data, mode=mode: (
                    trafilatura.extract(_source(data), include_comments=False, include_tables=True, **{mode: True})
                    or ""
                ).encode(),
            )
    if importlib.util.find_spec("readability"):
        import readability

        yield (
            f"readability-lxml {readability.__version__}",
            lambda data: layer_of(readability.Document(_source(data)).summary(), "utf-8").text.encode(),
        )
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        yield (
            "resiliparse main_content",
            lambda data: extract_plain_text(_source(data), main_content=True, alt_texts=False).encode(),
        )


def _squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


def _facts(report: ReadReport) -> Counter[tuple[object, ...]]:
    return Counter((f.metric_id, f.category, f.value, f.role, f.period) for f in report.extraction.facts)


def measure(page: bytes, text: bytes, extract: Extractor, registry: Registry, tally: Tally) -> None:
    """Add one page to the tally: what `extract` made of it against the same report as plain text."""
    wanted = read_report(text, "report.txt", ".", registry)
    if not isinstance(wanted, ReadReport):
        raise ValueError(f"the plain text of a page is no report: {wanted.reason}")
    reference = _squeezed(wanted.normalized.text)
    visible = _squeezed(normalize(layer_of(_source(page), "utf-8").text).text)
    start = time.perf_counter()
    data = extract(page)
    tally.seconds += time.perf_counter() - start
    report = read_report(data, "page.html" if is_html(data) else "page.txt", ".", registry)
    tally.pages += 1
    tally.report_characters += len(reference)
    tally.furniture_characters += max(0, len(visible) - len(reference))
    expected = _facts(wanted)
    tally.facts += expected.total()
    if not isinstance(report, ReadReport):
        tally.refused += 1
        return
    body = _squeezed(report.normalized.text)
    kept = sum(block.size for block in SequenceMatcher(None, reference, body, autojunk=False).get_matching_blocks())
    tally.kept_characters += kept
    tally.left_characters += len(body) - kept
    found = _facts(report)
    tally.facts_found += (found & expected).total()
    tally.facts_false += (found - expected).total()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    folder: Path = parser.parse_args().pages
    pages = sorted(page for page in folder.glob("*.htm*"))
    print(
        "| reader | report kept | furniture out | false facts | facts_f | refused | ms a page |\n| --- |"
        + " ---: |" * 6
    )
    registry = load_registry()
    for name, extract in extractors():
        tally = Tally()
        for page in pages:
            text = folder / "texts" / f"{page.stem.rpartition('-')[0] or 'report'}.txt"
            if text.exists():
                measure(page.read_bytes(), text.read_bytes(), extract, registry, tally)
        print(tally.line(name), flush=True)


if __name__ == "__main__":
    main()
