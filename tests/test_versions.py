"""Code versions of the stages: they change with the sources a stage can reach, and with no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.versions import STAGES, digest_of, import_closure, imported_modules, module_file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three modules: `report` reaches `words` through a function of `lines`, and never `places`."""
    sources = {
        "report": "from pipelines import lines\n",
        "lines": "def cut():\n    from pipelines.words import SPLIT\n    return SPLIT\n",
        "words": "SPLIT = '，'\n",
        "places": "import pipelines.words\n",
    }
    for name, source in sources.items():
        file = tmp_path / "pipelines" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return tmp_path


def version(project: Path, entry: str) -> str:
    return digest_of(import_closure([entry], "pipelines", project), root=project)


def test_the_closure_follows_imports_inside_functions(project: Path) -> None:
    files = import_closure(["pipelines.report"], "pipelines", project)
    assert [file.stem for file in files] == ["lines", "report", "words"]


def test_a_change_counts_where_it_can_be_reached_and_only_there(project: Path) -> None:
    report, places = version(project, "pipelines.report"), version(project, "pipelines.corpus.places")
    (project / "pipelines" / "lines.py").write_text("from pipelines.words import SPLIT\n", encoding="utf-8")
    assert version(project, "pipelines.report") != report
    assert version(project, "pipelines.corpus.places") == places


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pipelines.text.dates as d", {"pipelines.text.dates"}),
        ("from pipelines import dates", {"pipelines", "pipelines.dates"}),
        ("from pipelines.text.dates import find_dates", {"pipelines.text.dates", "pipelines.text.dates.find_dates"}),
        ("import pipelines_of_others", set()),
        ("'import pipelines.text.dates'", set()),
    ],
)
def test_what_counts_as_an_import(source: str, found: set[str]) -> None:
    assert imported_modules(source, "pipelines") == found


@pytest.mark.parametrize("stage", STAGES)
def test_every_entry_of_a_stage_exists(stage: str) -> None:
    entries = (*STAGES[stage].pipelines, *STAGES[stage].warehouse)
    assert [name for name in entries if module_file(name) is None] == []


def test_a_change_of_extraction_leaves_the_stages_before_it_alone() -> None:
    extraction = module_file("pipelines.figures.extract")
    for stage in ("raw_reports", "normalized_reports", "report_sections"):
        assert extraction not in import_closure(STAGES[stage].pipelines, "pipelines")
    assert extraction in import_closure(STAGES["report_metrics"].pipelines, "pipelines")
