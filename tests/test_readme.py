"""The READMEs show what the sample corpus really answers, and what they link to exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import PROJECT
from click.testing import CliRunner

from assets.commands.cli import main

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")


@pytest.mark.parametrize("readme", READMES)
def test_the_answer_in_the_readme_is_the_answer_of_the_warehouse(sample: Path, readme: str) -> None:
    text = (PROJECT / readme).read_text("utf-8")
    found = re.search(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", text, re.S)
    assert found is not None
    query, shown = found.groups()
    answer = CliRunner().invoke(main, ["sql", query, "--format", "md", "--warehouse", str(sample)])
    assert answer.output == shown


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_exists(document: str) -> None:
    text = (PROJECT / document).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    paths = re.findall(r"`((?:pipelines|warehouse|assets|seeds|docs|tests)/[\w./]*)`", text)
    assert [path for path in (*links, *paths) if not (PROJECT / path).exists()] == []
