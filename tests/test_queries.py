"""The questions of `docs/queries.md` are answered by the sample corpus as the document prints them."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from building import PROJECT
from shown_answers import Shown, answer_of, shown_in, with_answers

TEXT = (PROJECT / "docs" / "queries.md").read_text("utf-8")
SHOWN = shown_in(TEXT)
QUESTIONS = re.split(r"^## ", TEXT, flags=re.M)[1:]


@pytest.fixture(scope="module")
def answers(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Each query's answer, asked in the order of the document, in a folder for what they export."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("exports"))
        return [answer_of(shown.query, sample) for shown in SHOWN]


@pytest.mark.parametrize("position", range(len(SHOWN)))
def test_the_answer_printed_is_that_of_the_sample(answers: list[str], position: int) -> None:
    shown = SHOWN[position]
    assert shown.answer == answers[position], shown.query
    assert len(shown.answer.splitlines()) > 2, f"shows nothing: {shown.query}"


def test_no_query_is_without_an_answer() -> None:
    assert len(SHOWN) == TEXT.count("```sql") >= len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.split(".")[0])
def test_a_question_is_asked_in_both_languages_answered_and_explained(question: str) -> None:
    heading, chinese = question.splitlines()[0], question.splitlines()[2]
    assert heading.endswith(("?", "."))
    assert re.match(r"[\u4e00-\u9fff].*[？。]$", chinese)
    assert "```sql" in question
    assert re.search(r"^\*How to read it\.\* ", question, re.M)


def test_the_export_for_excel_begins_with_a_byte_order_mark(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (query,) = [shown.query for shown in SHOWN if "chr(65279)" in shown.query]
    answer_of(query, sample)
    (file,) = tmp_path.iterdir()
    first, second, *_ = file.read_bytes().split(b"\n")
    assert first == codecs.BOM_UTF8 + "单位,年度,调处件数".encode()
    assert re.fullmatch(r"[^,]+,\d{4},\d*\.?0?", second.decode())


def test_a_changed_answer_is_noticed_and_rewritten(sample: Path) -> None:
    text = "```sql\nselect 1 as one, null as nothing\n```\n\n| one |\n| --- |\n| 2 |\n\nMore.\n"
    (before,) = shown_in(text)
    assert before.answer != answer_of(before.query, sample)
    (after,) = shown_in(with_answers(text, sample))
    assert after == Shown(before.query, "| one | nothing |\n| --- | --- |\n| 1 |  |\n")
    assert with_answers(text, sample).endswith("\n\nMore.\n")


def test_what_the_document_links_to_exists_and_who_reads_it_finds_it() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (PROJECT / "docs" / link).exists()] == []
    for readme in ("README.md", "README.zh-CN.md"):
        assert "(docs/queries.md)" in (PROJECT / readme).read_text("utf-8")
    for document in ("use-of-the-figures.md", "use-of-the-figures.zh-CN.md"):
        assert "(queries.md)" in (PROJECT / "docs" / document).read_text("utf-8")
