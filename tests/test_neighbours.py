"""Another township's name left in copied text, told from neighbours that are named on purpose."""

from __future__ import annotations

import pytest
from small_reports import read

# The report is 石桥镇's. sentence, the name that stands where its own must
LEFT_BEHIND = [
    ("芦漪街道党工委高度重视法治建设。", "芦漪街道"),
    ("清河镇认真落实各项任务。", "清河镇"),
    ("在杨木顶镇党委、政府的领导下，各项工作有序推进。", "杨木顶镇"),
    ("通过几年的努力，石碾巷街道“八五”普法各项任务有序推进。", "石碾巷街道"),
    ("及时调整充实龙潭镇法治政府建设工作领导小组。", "龙潭镇"),
    ("镇长主持召开东坪镇政府办公会。", "东坪镇"),
    ("永丰镇人民调解委员会调处纠纷133件。", "永丰镇"),
    ("下一步，柳河镇将继续深化综合执法改革。", "柳河镇"),
]
NAMED_ON_PURPOSE = [
    "与白石镇联合开展执法检查6次。",
    "赴青河镇学习人民调解经验。",
    "同毗邻的云山镇党委签订联防协议。",
    "协助柳河镇司法所调解跨界纠纷2件。",
    "石桥镇党委高度重视法治建设。",
    "我镇党委政府高度重视。",
    "依托镇综治中心化解纠纷36件。",
    "主动向镇人大主席团报告工作。",
    "分散业务收拢到镇便民服务中心。",
    "各乡镇政府、街道办事处要加强领导。",
    "以镇政府名义印发的文件均经审核。",
]


def _names(sentence: str) -> list[str | None]:
    return [f.found for f in read(sentence).identity.findings if f.kind == "foreign_place"]


@pytest.mark.parametrize(("sentence", "name"), LEFT_BEHIND)
def test_a_name_that_was_left_behind_is_told(sentence: str, name: str) -> None:
    assert _names(sentence) == [name]


@pytest.mark.parametrize("sentence", NAMED_ON_PURPOSE)
def test_a_neighbour_named_on_purpose_is_none(sentence: str) -> None:
    assert _names(sentence) == []


def test_a_name_is_told_once_however_often_it_stands() -> None:
    assert _names("清河镇党委重视法治。清河镇政府落实责任。") == ["清河镇"]
