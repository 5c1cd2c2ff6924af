"""What the documents for users of the figures show is what the sample corpus answers; the citation file is one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from building import PROJECT, rows
from click.testing import CliRunner

from assets.commands.cli import main

ENGLISH, CHINESE = DOCUMENTS = ("docs/use-of-the-figures.md", "docs/use-of-the-figures.zh-CN.md")
SHOWN = re.compile(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", re.S)


def text_of(document: str) -> str:
    return (PROJECT / document).read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_answer_shown_is_that_of_the_sample(sample: Path, document: str) -> None:
    text = text_of(document)
    shown = SHOWN.findall(text)
    assert len(shown) == text.count("```sql") >= 10
    for query, table in shown:
        answer = CliRunner().invoke(main, ["sql", query, "--format", "md", "--warehouse", str(sample)])
        assert answer.output == table, query
        assert len(table.splitlines()) > 2, f"shows nothing: {query}"


def test_both_languages_show_the_same_values() -> None:
    values = []
    for document in DOCUMENTS:
        values.append([table.split("\n", 2)[2] for _, table in SHOWN.findall(text_of(document))])
    assert values[0] == values[1]


def test_the_sentence_on_what_was_found_holds_for_the_sample(sample: Path) -> None:
    ((due, found, stating),) = rows(
        sample,
        "select count(*), count(*) filter (c.status = 'report'),"
        " count(*) filter (m.status in ('stated', 'zero', 'zero_of_part'))"
        " from coverage as c join metric_coverage as m using (place_id, year)"
        " where c.expected and m.metric_id = 'review.litigation_cases'",
    )
    sentence = f"Of {due} reports that were due, {found} were found; {stating} of these state the number of lawsuits."
    assert sentence in text_of(ENGLISH)
    assert f"应有报告{due}份，找到{found}份，其中{stating}份写明了行政诉讼件数。" in text_of(CHINESE)


def test_what_the_documents_link_to_exists() -> None:
    for document in DOCUMENTS:
        links = re.findall(r"\]\(([^)#]+)\)", text_of(document))
        assert links
        assert [link for link in links if not (PROJECT / "docs" / link).exists()] == []
        assert document in text_of("README.md") + text_of("README.zh-CN.md")


def test_the_citation_file_names_the_project_and_its_version() -> None:
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert cited["version"] == project["version"]
    # the font of the charts has a licence of its own, beside it
    assert project["license"].split(" AND ")[0] == cited["license"]
    assert cited["title"] and cited["message"]
    assert cited["authors"] == [{"name": "Fazhi"}]
    assert f"version {project['version']};" in text_of(ENGLISH)
    assert f"{project['version']}版" in text_of(CHINESE)
