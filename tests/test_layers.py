"""The arrows between the layers, and what every module of them owes its readers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LAYERS = ("pipelines", "warehouse", "assets")
MAX_MODULE_LINES = 400

# What a layer may not import, and why it would be missed there.
FORBIDDEN: dict[str, frozenset[str]] = {
    # knows the language only: runs in any process, with or without tables
    "pipelines": frozenset({"warehouse", "assets", "dagster", "duckdb", "polars", "pandera"}),
    # knows tables only: can be driven by something else than Dagster
    "warehouse": frozenset({"assets", "dagster"}),
    # asks the layers below instead of writing SQL itself
    "assets": frozenset({"duckdb", "pandera"}),
}
MODULES = sorted(file for layer in LAYERS for file in (PROJECT / layer).rglob("*.py"))


def imported_packages(source: str) -> set[str]:
    """The top-level packages that a source imports anywhere, relative imports aside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def name_of(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_go_one_way(file: Path) -> None:
    layer = file.relative_to(PROJECT).parts[0]
    assert imported_packages(file.read_text("utf-8")) & FORBIDDEN[layer] == set()


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_says_what_does_not_belong_in_it_and_stays_small(file: Path) -> None:
    source = file.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(source)) or ""
    assert "Belongs here" in docstring
    assert "Does not belong here" in " ".join(docstring.split())
    assert len(source.splitlines()) <= MAX_MODULE_LINES


def test_the_arrows_would_be_seen() -> None:
    source = "def f():\n    from dagster import asset\n    import duckdb.typing"
    assert imported_packages(source) == {"dagster", "duckdb"}


@pytest.mark.parametrize("module", ["warehouse.frames", "assets.stages.workers", "assets.commands.cli"])
def test_what_a_worker_or_a_query_loads_does_not_wait_for_dagster(module: str) -> None:
    code = f"import sys, {module}; print('dagster' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
