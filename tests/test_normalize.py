"""Repairs mend what they name and nothing else, over one offset map that loses no digit."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.records import Normalized
from pipelines.text.intake import decode
from pipelines.text.normalize import Draft, normalize
from pipelines.text.repairs import REPAIRS, REPAIRS_BY_NAME, Repair, mend
from pipelines.text.script import to_simplified_where_traditional

BUGS_CAUGHT = [
    # pinyin
    ("阜沙鎮(zhèn)堅持高質(zhì)量發(fā)展", "阜沙镇坚持高质量发展"),
    ("關（guān）刀鎮(zhèn )法治建設( shè)", "关刀镇法治建设"),
    ("我們(men)的(de)調(diào)解，做了(le)工作，執(zhí)法", "我们的调解，做了工作，执法"),
    ("推進（jìn）農（nóng）村", "推进农村"),
    ("建設(she\u0300)與管理(lɑ̌)", "建设与管理"),
    ("旅(lǚ)游、绿(lǜ)化、学(xué)习(xi)", "旅游、绿化、学习"),
    # commas that a script put beside other marks, also into markers
    ("一,、深入學習,,落實,。統一登記,、統一編號,", "一、深入学习，落实。统一登记、统一编号，"),
    ("（一,）加强领导，；二是，、落实", "（一）加强领导；二是、落实"),
    ("2023年,,全镇", "2023年，全镇"),
    # spaces
    ("2 0 2 4 年度", "2024年度"),
    ("20 24 年，共调解 3 6 件", "2024年，共调解36件"),
    ("发放宣传资料1 200余份", "发放宣传资料1200余份"),
    ("涉及金额86. 27万元", "涉及金额86.27万元"),
    ("“枫桥经验 ”和 十联户 ”", "“枫桥经验”和十联户”"),
    ("矛 盾 纠 纷 178 起 , 办结率 100 % ，", "矛盾纠纷178起，办结率100%，"),
    ("办结 36 件 、 满意率 9 8 . 5 % ，合格率 98 . 5%", "办结36件、满意率98.5%，合格率98.5%"),
    ("1 . 加强领导", "1.加强领导"),
    ("一 ． 加强领导", "一.加强领导"),
    ("安装APP 六是充分运用", "安装APP六是充分运用"),
    # width
    ("２０２４年办结９８．５％", "2024年办结98.5%"),
    ("(一)完成(二)继续(2021-2025年)", "（一）完成（二）继续（2021-2025年）"),
    ("办结12,345件,满意率100%,其中:上级3件;下级2件", "办结12,345件，满意率100%，其中：上级3件；下级2件"),
    ("国家反诈中心APP,3000余人", "国家反诈中心APP，3000余人"),
    ("（３）坚持", "（3）坚持"),
    ("工作扎实.\n二.加强领导.", "工作扎实。\n二.加强领导。"),
    ('严格执行"三重一大"制度', "严格执行“三重一大”制度"),
    ("「一網通辦」", "“一网通办”"),
    # characters
    ("⼈⺠调解⼯作", "人民调解工作"),
    ("法\u200b治3\u00ad6件\ufeff", "法治36件"),
    ("办结4\u206f2件，普法1\U000e00412场，\u2800资料\u034f8份", "办结42件，普法12场，资料8份"),
    ("调解𝟑𝟔件，办结٣٥件，普法१२场，满意率９８％", "调解36件，办结35件，普法12场，满意率98%"),
    # lines
    ("\u3000\u3000甲。\r\n\r\n\u3000\u3000乙。\r\n", "甲。\n乙。"),
    ("甲。\n \t\n\n乙。\n\n", "甲。\n乙。"),
    ("甲\u2028乙\r丙\x0b丁", "甲\n乙\n丙\n丁"),
    # a text cut at a number of characters
    (
        "　　2024年，我镇坚持以习近平法治思想为指导，全面\n落实上级关于法治政府建设的决策部署，全年共调解3\n"
        "6件，办结35件，开展普法宣传活动28场次，发放1\n2600余份，接受法律咨询320余人次，受到群众普遍\n"
        "好评，人民群众对法治建设的满意程度逐年提高，全年\n没有发生一起群体性事件，也没有一件行政诉讼败诉的\n"
        "情形。\n　　一、加强领导",
        "2024年，我镇坚持以习近平法治思想为指导，全面落实上级关于法治政府建设的决策部署，全年共调解36件，"
        "办结35件，开展普法宣传活动28场次，发放12600余份，接受法律咨询320余人次，受到群众普遍好评，"
        "人民群众对法治建设的满意程度逐年提高，全年没有发生一起群体性事件，也没有一件行政诉讼败诉的情形。\n一、加强领导",
    ),
    # markup that was saved as text
    ("普法12场&amp;nbsp;，调解&amp;#51;6件&nbsp", "普法12场，调解36件"),
    (
        "<p>调解<span style='font-size:12px'>3</span>6件</p><p>办结&nbsp;36件&#65292;满意</p>",
        "调解36件\n办结36件，满意",
    ),
    ("<script>var a=36;</script>甲<br/>乙<!-- 12 -->", "甲\n乙"),
    # place names in traditional text
    ("乾縣2023年度報告：糾紛調處", "乾县2023年度报告：纠纷调处"),
]

#: Damage that these look like, and are not.
MUST_STAY = [
    "下载国家反诈中心（APP）",
    "采用（PPP）模式和（ok）标记（a）项（café）",
    "（一）（二）（三）",
    "乾县2023年度报告：纠纷调处，徵信，后里镇",
    "36 12 5",
    "黑井司法所 36 12 5",
    "司法所\t36\t12\t5",
    "| 司法所 | 36 | 12 | 5 |",
    "12,345件，比例3:1，时间12:30，3.5万元",
    "详见https://www.example.gov.cn/a,b;c:80/1.html",
    "1. 2024年完成",
    "人均3，600元",
    "Law on Rules, 2024 edition",
    "“三重一大”“八五”普法、《宪法》《民法典》，《若干规定》、《条例》",
    "要求！！落实？！效果……很好——好",
    "A<B，而C>D；R&D；AT&T",
    "青石镇人民政府\n2025年2月5日",
    "县委、县政府：\n2024年，报告如下：",
]

TABLE = "单位 排查数 化解数 成功率\n司法所 36 12 100%\n派出所 5 5 100%\n全年共调解 41 件，化解 17 件。"

#: Known failures, strict: when one passes, move it up.
NOT_YET = [
    pytest.param("发(fa1)展", "发展", id="pinyin with tone numbers: its digit would be lost"),
    pytest.param("共计12, 345人次", "共计12,345人次", id="space after a thousands comma: may be two numbers"),
    pytest.param("调解矛盾\n纠纷36件。", "调解矛盾纠纷36件。", id="one line broken, the text not wrapped"),
]


@pytest.mark.parametrize(("raw", "expected"), BUGS_CAUGHT)
def test_damage_is_mended(raw: str, expected: str) -> None:
    assert normalize(raw).text == expected


@pytest.mark.parametrize("text", MUST_STAY)
def test_what_is_no_damage_stays(text: str) -> None:
    assert normalize(text).text == text


@pytest.mark.xfail(strict=True, reason="known limits of the repairs")
@pytest.mark.parametrize(("raw", "expected"), NOT_YET)
def test_not_yet(raw: str, expected: str) -> None:
    assert normalize(raw).text == expected


@pytest.mark.parametrize("repair", REPAIRS, ids=lambda repair: repair.name)
def test_every_repair_mends_its_example_and_says_why(repair: Repair) -> None:
    before, after = repair.example
    mended, changes = mend(repair, before)
    assert repair.why
    assert mended == after
    assert changes > 0
    assert mend(repair, after)[0] == after, "a repair has nothing to do on what it mended"


def test_cells_of_a_flattened_table_stay_apart() -> None:
    assert normalize(TABLE).text == TABLE.replace("全年共调解 41 件，化解 17 件。", "全年共调解41件，化解17件。")


@pytest.mark.parametrize(
    "row", ["3 6 12", "司法所 3 6 5", "1 200 300", "36 1 200", "排查 1 200 化解 3 400", "36 1 2 件"]
)
def test_two_numbers_of_a_row_are_never_one(row: str) -> None:
    assert re.findall(r"\d+", normalize(row).text) == re.findall(r"\d+", row)


def test_wrapped_text_is_joined_and_headings_stay_apart() -> None:
    before, after = REPAIRS_BY_NAME["wrapped_lines"].example
    normalized = normalize(before)
    assert normalized.text == after.strip().replace("\n    ", "\n")
    assert dict(normalized.repairs)["wrapped_lines"] == 5


def test_short_lines_of_one_width_are_not_joined() -> None:
    lines = [f"（{n}）加强组织领导，压实工作责任" for n in "一二三四五六七八"]
    assert normalize("\n".join(lines)).text == "\n".join(lines)


def test_repairs_are_counted_by_name() -> None:
    counts = dict(normalize("首页 >> 公开\n一,、鎮(zhèn)調(diào)解糾紛,,好。\n").repairs)
    assert counts["pinyin"] == 2
    assert counts["page_furniture"] == 1
    assert counts["traditional_script"] == 4
    assert counts["doubled_punctuation"] == 2


def test_an_undamaged_text_is_not_touched() -> None:
    text = "青石镇2024年度法治政府建设情况报告\n2024年，全镇调解矛盾纠纷36件，办结率达100%。"
    assert normalize(text) == Normalized(text, Draft(text).offsets(), "simplified")


def test_empty_and_blank_texts_have_an_empty_body() -> None:
    for raw in ("", " \r\n\u3000\ufeff"):
        normalized = normalize(raw)
        assert (normalized.text, normalized.offsets.text_length) == ("", 0)
        assert normalized.offsets.raw_span(0, 0) == (0, 0)


def test_pinyin_belongs_to_its_character_and_other_cuts_to_nobody() -> None:
    raw = "鎮(zhèn),,調(diào)解"
    normalized = normalize(raw)
    assert normalized.text == "镇，调解"
    spans = [normalized.offsets.raw_span(i, i + 1) for i in range(4)]
    assert [raw[a:b] for a, b in spans] == ["鎮(zhèn)", ",", "調(diào)", "解"]
    assert raw[slice(*normalized.offsets.raw_span(0, 4))] == raw


def test_a_draft_refuses_a_replacement_of_another_length() -> None:
    with pytest.raises(ValueError, match="keep the length"):
        Draft("调解").replace("调")


# --- properties ------------------------------------------------------------------------------------------------------

_PIECES = [
    "鎮(zhèn)", "法治政府", "36", "１２", "件", ",,", "，", "。", ",", "、", " ", "  ", "\u3000", "\n", "\r\n", "\t",
    "|", "2 0 2 4 年", "1 200余份", "3.5", "12,345", "(一)", "（2）", "一、", "首页 >> 公开", "点击:12 ",
    " 日期:2024-01-05 ", "上一条:2023年报告", "— 3 —", "\u200b", "\x07", "<b>", "</p>", "&#8220;", "&nbsp;",
    "調(tiáo)解", "糾紛", "(de)",
    "《纲要(2021-2025年)》", "100%", "APP", "关闭", "相关链接：", "ICP备05000001号", "①", "²", "附件：1.清单", "2.清单",
    "了解到的情况是这样的，并且很好地落实了各项工作任务。", "长" * 240,
]  # fmt: skip
_DAMAGED = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=400)
@given(_DAMAGED)
def test_every_digit_is_in_the_text_or_in_furniture(raw: str) -> None:
    normalized = normalize(raw)
    kept = _raw_positions(normalized)
    spans = [(item.raw_start, item.raw_end) for item in normalized.furniture]
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False)), "furniture is sorted and disjoint"
    in_furniture = {i for item in normalized.furniture for i in range(item.raw_start, item.raw_end)}
    for i, character in enumerate(raw):
        if character.isdigit():
            assert (i in kept) != (i in in_furniture), (raw, i)
    for text_position, i in enumerate(sorted(kept)):
        if raw[i].isdecimal() and raw[i].isascii():
            assert normalized.text[text_position] == raw[i]


@settings(max_examples=200)
@given(_DAMAGED)
def test_the_offset_map_is_sound(raw: str) -> None:
    normalized = normalize(raw)
    offsets = normalized.offsets
    assert offsets.text_length == len(normalized.text)
    assert list(offsets.text_starts) == sorted(set(offsets.text_starts))
    ends = 0
    for start, end in zip(offsets.raw_starts, offsets.raw_ends, strict=True):
        assert ends <= start < end <= len(raw)
        ends = end
    for i in range(len(normalized.text)):
        start, end = offsets.raw_span(i, i + 1)
        assert start < end


@settings(max_examples=200)
@given(_DAMAGED)
def test_normalizing_twice_changes_no_digit_and_no_furniture_is_left(raw: str) -> None:
    once = normalize(raw).text
    again = normalize(once)
    assert once == once.strip()
    assert "\n\n" not in once
    digits_again = [c for c in again.text if c.isdecimal()]
    furniture_again = sum(c.isdecimal() for item in again.furniture for c in once[item.raw_start : item.raw_end])
    assert len(digits_again) + furniture_again == sum(c.isdecimal() for c in once)


@settings(max_examples=200)
@given(st.text(alphabet="一二三四五甲,，. 1", max_size=40), st.data())
def test_a_draft_keeps_what_was_not_cut(raw: str, data: st.DataObject) -> None:
    draft = Draft(raw)
    for _ in range(3):
        points = sorted(data.draw(st.sets(st.integers(0, len(draft.text)), max_size=6)))
        cuts = list(zip(points[::2], points[1::2], strict=False))
        expected = "".join(c for i, c in enumerate(draft.text) if not any(a <= i < b for a, b in cuts))
        draft.cut(cuts, owned=data.draw(st.booleans()))
        assert draft.text == expected
    offsets = draft.offsets()
    assert "".join(raw[offsets.raw_span(i, i + 1)[0]] for i in range(len(draft.text))) == draft.text


def _raw_positions(normalized: Normalized) -> set[int]:
    offsets = normalized.offsets
    bounds = [*offsets.text_starts, offsets.text_length]
    return {
        raw_start + i
        for raw_start, start, end in zip(offsets.raw_starts, bounds, bounds[1:], strict=False)
        for i in range(end - start)
    }


# --- real reports ----------------------------------------------------------------------------------------------------

REAL = os.environ.get("FAZHI_REAL_REPORTS")
#: file: script, lines of the body, kinds of furniture
REAL_BODIES = {
    "000": ("simplified", 12, 7),
    "001": ("simplified", 35, 0),
    "002": ("simplified", 18, 0),
    "003": ("traditional", 35, 0),
    "004": ("traditional", 17, 0),
}


@pytest.mark.skipif(not REAL, reason="FAZHI_REAL_REPORTS is unset: no folder of real reports")
@pytest.mark.parametrize("name", REAL_BODIES)
def test_real_reports_are_whole_after_repair(name: str) -> None:
    raw = decode(next(Path(REAL or "").glob(f"{name}*")).read_bytes()).text
    normalized = normalize(raw)
    script, lines, furniture = REAL_BODIES[name]
    assert normalized.script == script
    assert len(normalized.text.split("\n")) == lines
    assert len(normalized.furniture) == furniture
    assert not re.search(r"[,;:()]|[，、。]{2}|[a-zāáǎàēéěèīíǐìōóǒòūúǔù]{2}| ", normalized.text)
    dice = random.Random(name)
    for _ in range(200):
        start = dice.randrange(len(normalized.text))
        end = min(len(normalized.text), start + dice.randrange(1, 12))
        a, b = normalized.offsets.raw_span(start, end)
        assert _words(to_simplified_where_traditional(raw[a:b])) == _words(normalized.text[start:end])


def _words(text: str) -> str:
    """A text without what repairs cut or change by context: pinyin in brackets, white space, marks, 著."""
    return re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǚǜ]+\)|\W", "", text).replace("著", "着")
