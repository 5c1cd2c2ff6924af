"""Headings of reports: made-up outlines in many habits, and the five real reports against gold."""

from __future__ import annotations

import re

import pytest

from pipelines.outline import outline
from tests.outline_cases import OUTLINES


def squeeze(title: str) -> str:
    return re.sub(r"[\s\W_]+", "", title)


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in OUTLINES], ids=[case[0] for case in OUTLINES])
def test_headings_of_made_up_reports(text: str, expected: list[tuple[int, str]]) -> None:
    found = [(h.level, squeeze(h.title)) for h in outline(text) if h.level <= 2]
    assert found == [(level, squeeze(title)) for level, title in expected]
