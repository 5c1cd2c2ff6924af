"""The corpus of republications: the same for the same seed, of every kind, and told apart by the project."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.republication import Results, main, measure
from benchmarks.republished import ALL_KNOWN, COPIES, MadeReport, make_reports
from pipelines.corpus.shingles import similarity

SEED = 7
REPORTS = 1500


@pytest.fixture(scope="module")
def made() -> list[MadeReport]:
    """The corpus."""
    return list(make_reports(REPORTS, SEED))


@pytest.fixture(scope="module")
def results() -> Results:
    """What the project finds in it."""
    return measure(REPORTS, SEED)


def test_smaller_corpus_is_the_beginning_of_a_larger_one(made: list[MadeReport]) -> None:
    assert list(make_reports(40, SEED)) == made[:40]
    assert [report.text for report in make_reports(40, SEED + 1)] != [report.text for report in made[:40]]


def test_every_kind_of_copy_and_of_doubt_is_there(made: list[MadeReport]) -> None:
    kinds = Counter(report.kind for report in made)
    assert kinds.keys() == {"annual", "half-year", *COPIES}
    assert {report.known for report in made if report.kind in COPIES} > {ALL_KNOWN, "both unknown", "place unsettled"}


def test_copies_differ_from_their_report_and_are_near_it(made: list[MadeReport]) -> None:
    first = {report.family: report.text for report in made if report.kind not in COPIES}
    shares = {r.number: similarity(r.text, first[r.family]) for r in made if r.kind in COPIES}
    # converted to traditional script and back, most are the same to the letter
    unchanged = [number for number, share in shares.items() if share == 1.0 and made[number].kind != "other script"]
    assert len(unchanged) < len(shares) / 20
    assert min(shares.values()) > 0.75


def test_neighbours_and_years_are_made_to_look_alike(made: list[MadeReport]) -> None:
    annual = [report for report in made if report.kind == "annual"]
    alike = [
        similarity(one.text, other.text)
        for one, other in zip(annual, annual[4:], strict=False)
        if (one.year, one.town + 1) == (other.year, other.town)
    ]
    assert max(alike) > 0.7


def test_the_project_tells_them_apart(results: Results) -> None:
    assert results.precision == 1.0
    assert results.found[ALL_KNOWN] == results.made[ALL_KNOWN]
    # what is missed has so few figures, or lost so many, that nothing vouches for it without place or year
    assert results.recall > 0.97
    assert results.corrections_told == results.corrections_made > 0


def test_the_command_prints_the_figures_and_writes_them(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--reports", "60", "--json", str(tmp_path / "figures.json")])
    assert done.exit_code == 0, done.output
    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert (
        sum(written["negatives"].values()) + sum(written["made"][kind] for kind in COPIES if kind in written["made"])
        == 60
    )
    assert f"{written['precision']:.4f}" in done.output
