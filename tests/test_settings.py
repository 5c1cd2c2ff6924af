"""The limits stand once, in one file: resource and READMEs show them as they are."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from building import PROJECT, workshop
from pydantic import ValidationError

from pipelines.settings import DEFAULTS, Settings

LIMITS = [limit.name for limit in fields(Settings)]


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_has_a_default_a_meaning_and_a_reason(name: str) -> None:
    (limit,) = [limit for limit in fields(Settings) if limit.name == name]
    assert getattr(DEFAULTS, name) > 0
    assert len(limit.metadata["means"]) > 10
    assert len(limit.metadata["because"]) > 10


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_a_setting_of_the_resource(tmp_path: Path, name: str) -> None:
    assert getattr(workshop(tmp_path, tmp_path / "w").reading, name) == getattr(DEFAULTS, name)
    assert getattr(workshop(tmp_path, tmp_path / "w", **{name: 7}).reading, name) == 7
    with pytest.raises(ValidationError):
        workshop(tmp_path, tmp_path / "w", **{name: 0})


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_list_every_limit_with_its_default(readme: str) -> None:
    shown = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", (PROJECT / readme).read_text("utf-8"), re.M))
    assert shown == {name: f"{getattr(DEFAULTS, name):,.0f}" for name in LIMITS}


def test_libreoffice_is_ended_by_its_own_limit_first() -> None:
    assert DEFAULTS.conversion_limit_seconds < DEFAULTS.reader_limit_seconds
