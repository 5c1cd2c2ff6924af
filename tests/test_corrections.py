"""Which figures a corrected edition changed: found where the same words stand around them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.corrections import corrected_figures, correction_sentence

CORRECTED: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "one figure": ("调解纠纷38件，办结率100%。", "调解纠纷36件，办结率100%。", [("38", "36")]),
    "another title": ("清河镇报告\n调解纠纷38件。", "报告\n调解纠纷36件。", [("38", "36")]),
    "two figures": ("排查58处，整改51处。", "排查55处，整改50处。", [("58", "55"), ("51", "50")]),
    "a slipped point": ("罚没款3.86万元。", "罚没款38.6万元。", [("3.86", "38.6")]),
    "a lost digit": ("发放资料12,500份。", "发放资料2500份。", [("12,500", "2500")]),
    "Chinese numerals": ("出动执法人员二十三人次。", "出动执法人员三十二人次。", [("二十三", "三十二")]),
    "beside a sentence that was added": (
        "开展宣传。另有新事。调解纠纷38件。",
        "开展宣传。调解纠纷36件。",
        [("38", "36")],
    ),
}
NOT_CORRECTED: dict[str, tuple[str, str]] = {
    "the same": ("调解纠纷36件。", "调解纠纷36件。"),
    "thousands commas": ("发放资料12,500份。", "发放资料12500份。"),
    "another date of signature": ("调解纠纷36件。2024年1月5日", "调解纠纷36件。2024年3月1日"),
    "another sentence": ("调解纠纷36件。", "走访企业58家。"),
    "another measure word": ("化解信访问题36件。", "化解信访问题58批。"),
    "a sentence dropped": ("排查58处，整改51处。调解36件。", "排查58处，整改51处。"),
    "leftovers of a page": ("浏览次数1283 调解纠纷36件。", "调解纠纷36件。"),
}


@pytest.mark.parametrize("case", CORRECTED)
def test_corrected(case: str) -> None:
    text, other, expected = CORRECTED[case]
    found = corrected_figures(text, other)
    assert [(c.number, c.other_number) for c in found] == expected
    assert [(text[c.text_start : c.text_end], other[c.other_start : c.other_end]) for c in found] == expected


@pytest.mark.parametrize("case", NOT_CORRECTED)
def test_not_corrected(case: str) -> None:
    assert corrected_figures(*NOT_CORRECTED[case]) == ()


SIGNS = st.text(alphabet="调解纠纷件，。0123456789,.十二年", max_size=60)


@given(SIGNS, SIGNS)
def test_each_side_finds_what_the_other_finds(text: str, other: str) -> None:
    for correction in corrected_figures(text, other):
        assert text[correction.text_start : correction.text_end] == correction.number
        assert other[correction.other_start : correction.other_end] == correction.other_number
        assert correction.number != correction.other_number
    assert corrected_figures(text, text) == ()


def test_a_clerk_is_told_both_figures_and_what_is_left_open() -> None:
    (correction,) = corrected_figures("全年调解纠纷38件。", "全年调解纠纷36件。")
    said = correction_sentence(correction, "2023/a.txt", is_later=True)
    assert said == "本报告是更正后的版本：“全年调解纠纷”之后的数由36改为38，原版本（2023/a.txt）不再计入"
    doubt = correction_sentence(correction, "2023/a.txt", is_later=False)
    assert "本版本为38" in doubt and "（2023/a.txt）为36" in doubt and "请核对" in doubt
