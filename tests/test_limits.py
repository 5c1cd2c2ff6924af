"""What no figure can exceed: stages, qualities, parts of a whole, a hundred percent; and what only looks like it."""

from __future__ import annotations

import pytest
from small_reports import read

# sentence, kind, what the message must show
BROKEN = [
    ("受理信访事项20件，办结23件。", "count_above_total", "办结23件"),
    ("全年排查安全隐患88处，整改到位93处。", "count_above_total", "整改到位93处"),
    ("回访群众100人，满意120人。", "count_above_total", "满意120人"),
    ("86人参加执法资格考试，合格91人。", "count_above_total", "合格91人"),
    ("提出修改意见165条，被主办单位采纳171条。", "count_above_total", "采纳171条"),
    ("行政诉讼案件开庭6次，其中负责人出庭7次。", "count_above_total", "7次"),
    ("全镇18个行政村中，有19个建成民主法治示范村。", "count_above_total", "19个"),
    ("抽取案卷24卷开展评查，评定为优秀的有27卷。", "count_above_total", "27卷"),
    ("群众满意率达到103%。", "impossible_rate", "103%"),
    ("按期办结率由上年的96%提高到104%。", "impossible_rate", "104%"),
    ("调解成功率为百分之一百零二。", "impossible_rate", "百分之一百零二"),
]
SOUND = [
    "受理信访事项20件，办结23件（含上年结转3件）。",
    "受理信访事项20件，化解矛盾纠纷150件。",
    "排查隐患88处，开展宣传93场。",
    "参加学法考试45人，参考率98%，合格率100%。",
    "受理20余件，办结23件。",
    "普法活动完成率达120%。",
    "热线工单同比增长120%。",
    "力争满意率达到100%。",
]


def _findings(sentence: str) -> list[tuple[str, str]]:
    found = read(sentence, "disputes").extraction.findings
    return [(f.kind, f.message) for f in found if f.kind in ("count_above_total", "impossible_rate")]


@pytest.mark.parametrize(("sentence", "kind", "words"), BROKEN)
def test_a_figure_above_what_it_can_be_is_told(sentence: str, kind: str, words: str) -> None:
    ((found, message),) = _findings(sentence)
    assert found == kind
    assert words in message


@pytest.mark.parametrize("sentence", SOUND)
def test_what_only_looks_impossible_is_left_alone(sentence: str) -> None:
    assert _findings(sentence) == []


def test_both_spans_lie_on_the_figures() -> None:
    report = read("受理信访事项20件，办结23件。", "disputes")
    (finding,) = report.extraction.findings
    raw = report.layer.text
    assert finding.raw_start is not None and finding.other_start is not None
    assert "23件" in raw[finding.raw_start : finding.raw_end]
    assert "20件" in raw[finding.other_start : finding.other_end]
