"""Signatures: the same in every process, near to what they estimate, and about what two reports tell."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest
from edition_cases import BARE, A, B, misread
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.shingles import figure_pairs, figures_told, shared, similarity
from pipelines.corpus.signatures import bands, estimated_share, signature_of


def test_signatures_are_those_of_every_process_and_machine() -> None:
    digest = hashlib.sha256(signature_of(A)).hexdigest()[:16]
    assert digest == "a4968284a0a5d86b", (
        "kept signatures no longer compare: every frame of normalised reports must be made anew"
    )
    code = (
        "import sys; sys.path.insert(0, 'tests'); from edition_cases import A; from pipelines.corpus.signatures import"
    )
    code += " signature_of; print(signature_of(A).hex())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert runs == {signature_of(A).hex()}


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_the_estimate_is_near_the_share(share: float) -> None:
    other = misread(A, share)
    exact = shared(figure_pairs(figures_told(A)), figure_pairs(figures_told(other)))
    assert estimated_share(signature_of(A), signature_of(other)) == pytest.approx(exact, abs=0.25)


def test_the_same_template_with_other_figures_meets_in_no_band() -> None:
    assert similarity(A, B) > 0.6
    assert not set(bands(signature_of(A))) & set(bands(signature_of(B)))


@pytest.mark.parametrize("text", [A, BARE, BARE.format(1, 2)])
def test_the_same_letters_meet_whatever_the_punctuation(text: str) -> None:
    other = text.replace("，", ".").replace("。", "\n")
    assert set(bands(signature_of(text))) & set(bands(signature_of(other)))
    assert estimated_share(signature_of(text), signature_of(other)) == 1.0


@given(st.text(max_size=200))
def test_every_text_has_a_signature_of_one_length_or_none(text: str) -> None:
    assert len(signature_of(text)) == (len(signature_of(A)) if any(map(str.isalnum, text)) else 0)


FIGURES: dict[str, list[str]] = {
    "调解36件，办结率98.5%。": ["36", "98.5"],
    "2024年1月5日，12月，3号楼": [],
    "1.加强领导": [],
    "1,036件、12,500份": ["1036", "12500"],
    "十一、二十二、存在的问题": [],
    "出动二十一人次，百分之九十八": ["二十一", "九十八"],
    "二〇二四年十二月": [],
    "三次": [],
}


@pytest.mark.parametrize("text", FIGURES)
def test_figures_told(text: str) -> None:
    assert figures_told(text) == FIGURES[text]
