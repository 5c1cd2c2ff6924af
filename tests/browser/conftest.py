"""The browser and the pages that it opens, for the tests of this folder; skipped where there is no Chromium."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pages import Pages
    from screen import Screen

# `--doctest-modules` imports what it collects: without selenium the helper can't be. Neither file holds an example.
collect_ignore = ["conftest.py", "screen.py"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def found(names: tuple[str, ...], package: str) -> Path:
    """The first of some programs that is installed; skips the test where there is none."""
    for name in names:
        if path := shutil.which(name):
            return Path(path)
    pytest.skip(f"no {names[0]} on this machine: install {package}")


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go: the folder that FAZHI_SCREENSHOTS names, else one that pytest keeps for three runs."""
    named = os.environ.get("FAZHI_SCREENSHOTS")
    folder = Path(named).absolute() if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """`fazhi ui` over an empty corpus of its own."""
    from pages import served

    with served(tmp_path_factory.mktemp("pages")) as pages:
        yield pages


@pytest.fixture(scope="module")
def screen(pages: Pages, screenshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A browser with nothing in its profile, at these pages."""
    chromium = found(CHROMIUM_NAMES, "chromium")
    driver = found(("chromedriver",), "chromium-driver")
    if importlib.util.find_spec("selenium") is None:
        pytest.skip("selenium is not installed: `make browser-test` installs it")
    from screen import opened_screen

    profile = tmp_path_factory.mktemp("profile")
    with opened_screen(chromium, driver, profile, pages.url, screenshots) as screen:
        yield screen
    print(f"\nscreenshots: {screenshots}")
