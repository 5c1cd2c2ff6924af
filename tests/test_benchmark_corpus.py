"""The corpus of the benchmark: the same for the same seed, damaged as announced, and readable by the project."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.damage import CHARSETS, DAMAGES
from benchmarks.generate import UNREADABLE_RATE, YEARS, CorpusFile, make_files, write_corpus
from benchmarks.places import make_places
from benchmarks.writing import Figures, Writer, fragments
from pipelines.figures.registry import load_registry
from pipelines.records import ReadReport, Reject
from pipelines.report import read_report

SEED = 7


@pytest.fixture(scope="module")
def twenty() -> list[CorpusFile]:
    """The first twenty files."""
    return list(make_files(20, SEED))


@pytest.fixture(scope="module")
def clean_reports() -> list[str]:
    """Thirty reports before any damage."""
    return [Writer(SEED, place, 2023).report() for place in islice(make_places(SEED), 30)]


def test_same_seed_same_bytes(twenty: list[CorpusFile]) -> None:
    assert list(make_files(20, SEED)) == twenty


def test_bytes_are_those_of_every_machine(twenty: list[CorpusFile]) -> None:
    digest = hashlib.sha256(b"".join(file.data for file in twenty)).hexdigest()
    assert digest[:16] == "6635bd6ace1dde5f", "the corpus has changed: earlier figures no longer compare; pin it anew"


def test_other_seed_other_bytes(twenty: list[CorpusFile]) -> None:
    other = list(make_files(20, SEED + 1))
    assert not {file.data for file in other if file.data} & {file.data for file in twenty}


def test_smaller_corpus_is_the_beginning_of_a_larger_one(twenty: list[CorpusFile]) -> None:
    assert list(make_files(12, SEED)) == twenty[:12]


def test_written_corpus_is_what_was_made(tmp_path: Path, twenty: list[CorpusFile]) -> None:
    summary = write_corpus(tmp_path / "corpus", 20, SEED)
    written = {path.relative_to(tmp_path / "corpus").as_posix(): path for path in (tmp_path / "corpus").rglob("*.*")}
    assert {source: path.read_bytes() for source, path in written.items()} == {f.source: f.data for f in twenty}
    assert summary.files == 20
    assert summary.size_bytes == sum(len(file.data) for file in twenty)


def test_corpus_is_not_mixed_with_older_files(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_corpus(tmp_path, 20, SEED)


def test_places_end_with_a_word_and_not_in_a_loop() -> None:
    with pytest.raises(ValueError, match="ask for fewer"):
        list(make_places(SEED))


def test_township_names_repeat_across_counties_only() -> None:
    places = list(islice(make_places(SEED), 300))
    assert len({(place.county, place.name) for place in places}) == len(places)
    assert len({place.name for place in places}) < len(places)


def test_clean_reports_have_the_announced_size(clean_reports: list[str]) -> None:
    sizes = [len(report) for report in clean_reports]
    assert 2000 < min(sizes)
    assert max(sizes) < 4500
    assert 9_000 < sum(len(report.encode()) for report in clean_reports) / len(sizes) < 10_500


def test_every_slot_and_choice_is_filled(clean_reports: list[str]) -> None:
    assert [found for report in clean_reports for found in re.findall(r"\{[^}]*\}|\[|\]|\|", report)] == []


def test_every_sentence_of_the_fragments_can_be_said() -> None:
    writer = Writer(SEED, next(make_places(SEED)), 2022)
    said = [
        writer.say(sentence)
        for theme in fragments()["themes"]
        for item in theme["items"]
        for sentence in item["sentences"]
    ]
    assert [sentence for sentence in said if not sentence.endswith("。") or re.search(r"[{}\[\]|]", sentence)] == []


def test_figures_do_not_depend_on_when_they_are_asked_for() -> None:
    place = next(make_places(SEED))
    forwards = [Figures(SEED, place).value("disputes", year) for year in YEARS]
    backwards = [Figures(SEED, place).value("disputes", year) for year in reversed(YEARS)]
    assert forwards == backwards[::-1]
    assert len(set(forwards)) > 1, "a figure that never changes leaves nothing to compare"


def test_parts_mostly_add_up_and_sometimes_do_not() -> None:
    differences = [
        sum(figures.parts("disputes", year)) - figures.value("disputes", year)
        for place in islice(make_places(SEED), 60)
        for figures in [Figures(SEED, place)]
        for year in YEARS
    ]
    wrong = sum(difference != 0 for difference in differences)
    assert 0 < wrong < len(differences) / 10


@pytest.mark.parametrize("kind", DAMAGES, ids=lambda kind: kind.name)
def test_each_damage_changes_a_report(kind, clean_reports: list[str]) -> None:
    rng = random.Random(SEED)
    changed = sum(kind.apply(report, rng) != report for report in clean_reports)
    assert changed >= len(clean_reports) / 2


def test_damage_comes_at_its_rate() -> None:
    files = list(make_files(800, SEED))
    counts = Counter(trait for file in files for trait in file.traits)
    for name, rate in {**{kind.name: kind.rate for kind in DAMAGES}, **CHARSETS}.items():
        # 800 draws: five standard deviations, so only a wrong rate fails; the seed is fixed anyway.
        spread = 5 * (len(files) * rate * (1 - rate)) ** 0.5
        assert abs(counts[name] - rate * len(files)) < spread, name
    unreadable = sum(count for name, count in counts.items() if name.startswith("unreadable"))
    assert 0 < unreadable < 5 * UNREADABLE_RATE * len(files)


def test_project_reads_the_corpus() -> None:
    registry = load_registry()
    fact_counts = []
    for file in make_files(40, SEED):
        year = file.source.split("/")[0]
        read = read_report(file.data, file.source, year, registry)
        if {"other_document"} & set(file.traits) or any(trait.startswith("unreadable") for trait in file.traits):
            assert isinstance(read, Reject), file
        else:
            assert isinstance(read, ReadReport), (file.source, file.traits, read)
            assert read.identity.year == int(year), (file.source, file.traits)
            fact_counts.append(len(read.extraction.facts))
    # The density of figures is that of real reports (28 on average); far from it, speeds would not carry over.
    assert 18 < sum(fact_counts) / len(fact_counts) < 40
