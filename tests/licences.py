"""Lists the licence of every pinned package in `docs/licences.md`; run it after a change of `requirements.lock`.

Belongs here: reading the packages' own metadata, and which licences leave the users' own code free. Does not belong
here: a test (`test_licences.py`).
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements.lock"
DOCUMENT = PROJECT / "docs" / "licences.md"

# What a package may be under. Permissive, or binding for changes of its own files alone (MPL): none reaches the code of
# those who use it. The names are those of the packages' metadata, old classifiers and SPDX alike.
FREE = re.compile(
    r"MIT(?:-0)?(?: License)?|(?:[23]-Clause )?BSD(?: [23]-Clause)?(?: License)?|BSD-[23]-Clause|"
    r"ISC(?: License \(ISCL\))?|"
    r"Apache(?:-2\.0| Software License| License 2\.0)|PSF-2\.0|Python Software Foundation License|HPND|Zlib|Unlicense|"
    r"FTL|IJG|libpng-2\.0|libtiff|Unicode-3\.0|AGG-2\.3|BSL-1\.0|"
    r"MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|OFL-1\.1|CNRI-Python|0BSD"
)
# What stands for licences that lie in the package as texts; read there in November 2026, for the pinned release.
SPELLED_OUT = {
    # what PDFium is built from; GCC's runtime (with its exception) is in the wheels for musl alone
    ("pypdfium2", "5.15.2", "dependency licenses"): (
        "MIT AND BSD-2-Clause AND BSD-3-Clause AND Apache-2.0 AND FTL AND IJG AND Zlib AND libpng-2.0 AND libtiff AND "
        "Unicode-3.0 AND AGG-2.3 AND BSL-1.0"
    ),
}
EITHER = re.compile(r"\s+(?:OR|AND)\s+|;\s*|,\s*")
HEAD = """# Licences of all dependencies

Every package of `requirements.lock` with the licence that its own metadata states (`python tests/licences.py` writes
this page; a test fails when it is stale). All are permissive, or bind only changes of their own files (MPL): none binds
the code of those who use this project. 所有依赖的许可证均不约束使用者自己的代码。

| package | version | licence |
| --- | --- | --- |
"""


class Licence(NamedTuple):
    """A pinned package and what its metadata says of its licence."""

    package: str
    version: str
    words: str

    @property
    def is_free(self) -> bool:
        """Whether each licence named leaves the users' own code free."""
        return all(FREE.fullmatch(name) for name in EITHER.split(self.words))


def licences() -> list[Licence]:
    """The pinned packages in the order of the lock file; raises PackageNotFoundError where one is not installed."""
    pins = (line.split(";")[0].strip() for line in LOCK.read_text("utf-8").splitlines())
    names = [pin.split("==") for pin in pins if pin and not pin.startswith("#")]
    return [Licence(name, version, _spelled(name, version)) for name, version in names]


def page() -> str:
    """The page as it should stand in `docs`."""
    return HEAD + "".join(f"| {one.package} | {one.version} | {one.words} |\n" for one in licences())


def _spelled(name: str, version: str) -> str:
    words = _words(metadata.metadata(name))
    return ", ".join(SPELLED_OUT.get((name, version, part), part) for part in words.split(", "))


def _words(about: metadata.PackageMetadata) -> str:
    """SPDX expression, else classifiers, else the first line of the free text."""
    if expression := about.get("License-Expression"):
        return expression
    told = [line.rpartition("::")[2].strip() for line in about.get_all("Classifier", []) if line.startswith("License")]
    named = [words for words in told if words != "OSI Approved"]
    return "; ".join(named) or (about.get("License") or "not stated").splitlines()[0].strip()


if __name__ == "__main__":
    DOCUMENT.write_text(page(), encoding="utf-8")
    print(f"wrote {DOCUMENT.relative_to(PROJECT)}; next: make test")
