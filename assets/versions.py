"""Code versions of the stages: a hash of the sources that can change what a stage says about a report.

Belongs here: finding those sources by following imports, and hashing them. Does not belong here: deciding what is done
again (`stages/staging.py`).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from assets.layout import PROJECT_FOLDER

DIGEST_LENGTH = 16

# Dictionaries and parsers that reading takes from a library, and the sketch of a text: another release may read the
# same report differently, or give signatures that do not compare with those that are kept.
LANGUAGE_LIBRARIES = ("opencc-python-reimplemented", "selectolax", "lxml", "pypdfium2", "rensa")

# The registry has a version of its own; inside a wheel it lies among the data files of pipelines.
REGISTRY_FILE = "metrics.yaml"


@dataclass(frozen=True, slots=True)
class StageCode:
    """The modules at which a stage enters the project's packages, one tuple a package."""

    pipelines: tuple[str, ...]
    warehouse: tuple[str, ...] = ("warehouse.frames",)


STAGES: dict[str, StageCode] = {
    "raw_reports": StageCode(
        # the reading process is started by its name, which no import shows
        ("pipelines.formats.guarded", "pipelines.formats.archives", "pipelines.formats.reading_process")
    ),
    "normalized_reports": StageCode(
        ("pipelines.text.normalize", "pipelines.corpus.signatures")
        + ("pipelines.identity.identify", "pipelines.identity.triage")
    ),
    "report_sections": StageCode(("pipelines.outline.headings",)),
    "report_metrics": StageCode(("pipelines.figures.extract",)),
}


def module_file(module: str, root: Path = PROJECT_FOLDER) -> Path | None:
    """The source file of a dotted module name below `root`, None where there is none."""
    stem = root.joinpath(*module.split("."))
    candidates = (stem.with_suffix(".py"), stem / "__init__.py")
    return next((file for file in candidates if file.exists()), None)


def imported_modules(source: str, package: str) -> set[str]:
    """Names below `package` that a module's source imports, at its top or inside functions.

    `from pipelines import dates` may name a module or an attribute: both readings are returned.

    >>> sorted(imported_modules("from pipelines import dates\\nimport re", "pipelines"))
    ['pipelines', 'pipelines.dates']
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in names if name == package or name.startswith(package + ".")}


def import_closure(entries: Iterable[str], package: str, root: Path = PROJECT_FOLDER) -> tuple[Path, ...]:
    """All source files of `package` that the entry modules reach by imports, themselves included, sorted."""
    seen: dict[str, Path] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        file = module_file(name, root)
        if name in seen or file is None:
            continue
        seen[name] = file
        waiting.extend(imported_modules(file.read_text("utf-8"), package))
    return tuple(sorted(set(seen.values())))


def data_files(package: str, root: Path = PROJECT_FOLDER) -> tuple[Path, ...]:
    """Files of `package` that are no sources: which module reads which can't be told, so all count for each stage."""
    files = (file for file in (root / package).rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return tuple(sorted(file for file in files if file.suffix not in {".py", ".pyc"} and file.name != REGISTRY_FILE))


def digest_of(files: Iterable[Path], extra: Iterable[str] = (), root: Path = PROJECT_FOLDER) -> str:
    """A hash of names and contents of `files`, and of the words in `extra`."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for word in extra:
        digest.update(word.encode())
    return digest.hexdigest()[:DIGEST_LENGTH]


@cache
def stage_code_version(stage: str) -> str:
    """The code version of a stage: it changes when a source that the stage can reach changes, and only then."""
    code = STAGES[stage]
    files = (
        *import_closure(code.pipelines, "pipelines"),
        *import_closure(code.warehouse, "warehouse"),
        *data_files("pipelines"),
    )
    return digest_of(files, (f"{name}=={installed_version(name)}" for name in LANGUAGE_LIBRARIES))


@cache
def project_code_version() -> str:
    """The code version of a whole build: every source, data and SQL file that decides what is published."""
    sources = sorted(
        file for package in ("pipelines", "warehouse") for file in (PROJECT_FOLDER / package).rglob("*.py")
    )
    files = (*sources, *data_files("pipelines"), *data_files("warehouse"))
    return digest_of(files, (f"{name}=={installed_version(name)}" for name in LANGUAGE_LIBRARIES))
