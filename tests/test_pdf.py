"""PDF files: reading order, paragraphs, tables, page furniture, and what has no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import box, pdf, words

from pipelines.formats.read import read_layer
from pipelines.records import TextLayer, Unreadable
from pipelines.settings import Settings

LEFT, TOP, SIZE, PITCH = 72.0, 700.0, 16.0, 28.0
WIDTH = 28  # characters of 16 points in a line of 448


def read(data: bytes) -> TextLayer:
    return read_layer(data, "report.pdf")


def text(*lines: str, left: float = LEFT, top: float = TOP, size: float = SIZE, pitch: float = PITCH) -> str:
    """Lines one below the other; an ideographic space at the start is an indent of two characters."""
    shown = ""
    for i, line in enumerate(lines):
        indent = 2 * size if line.startswith("\u3000") else 0
        shown += words(left + indent, top - i * pitch, line.strip("\u3000"), size)
    return shown


def filled(words_: str, width: int = WIDTH) -> list[str]:
    """A paragraph set in lines of `width`, its first one indented."""
    lines = ["\u3000" + words_[: width - 2]]
    lines += [words_[at : at + width] for at in range(width - 2, len(words_), width)]
    return lines


def centred(line: str, y: float, size: float) -> str:
    return words((595 - len(line) * size) / 2, y, line, size)


LONG = (
    "镇综治中心坚持抓早抓小排查各类矛盾纠纷并逐一登记造册落实包案领导限期化解全年共受理矛盾纠纷一百三十六件"
    "成功调解一百三十五件调解成功率达到百分之九十九。"
)
NEXT = "组织开展集中宣传活动覆盖全镇所有行政村发放各类法治宣传资料若干份群众法治意识得到明显提升矛盾不上交。"


def test_a_break_in_mid_sentence_is_no_break_and_a_heading_stays_a_line() -> None:
    page = text("一、总体情况", *filled(LONG), *filled(NEXT), "二、存在问题")
    assert read(pdf([page])).text.splitlines() == ["一、总体情况", LONG, NEXT, "二、存在问题"]


@given(st.integers(WIDTH - 6, WIDTH + 6))
def test_a_number_broken_by_the_line_is_whole(before: int) -> None:
    sentence = ("全" * before + "共受理件数为136件并全部办结").ljust(4 * WIDTH, "余") + "。"
    wide = sentence.translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    assert read(pdf([text(*filled(LONG), *filled(wide))])).text.splitlines() == [LONG, wide]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_do_not_part_it() -> None:
    lines = filled(LONG + LONG)
    pages = [
        words(LEFT, 790, "文件汇编2018", 9) + text(*filled(NEXT), *lines[:3]) + words(290, 50, "- 1 -", 12),
        words(LEFT, 790, "文件汇编2018", 9) + text(*lines[3:]) + words(290, 50, "- 2 -", 12),
    ]
    layer = read(pdf(pages))
    aside = [(span.kind, layer.text[span.raw_start : span.raw_end].strip()) for span in layer.set_aside]
    assert sorted(aside) == [
        ("page_number", "- 1 -"),
        ("page_number", "- 2 -"),
        ("running_header", "文件汇编2018"),
        ("running_header", "文件汇编2018"),
    ]
    assert LONG + LONG + "\n" in layer.text


@pytest.mark.parametrize("form", ["1", "—1—", "第1页", "第 1 页 共 3 页", "1/3", "·1·", "第一页"])
def test_a_page_number_is_known_by_its_form(form: str) -> None:
    layer = read(pdf([text(*filled(LONG)) + words(280, 40, form, 12)]))
    assert [span.kind for span in layer.set_aside] == ["page_number"]


@pytest.mark.parametrize("line", ["2024年1月12日", "黑井镇人民政府", "136件", "（此件公开发布）"])
def test_the_last_line_of_a_page_is_not_taken_for_its_number(line: str) -> None:
    layer = read(pdf([text(*filled(LONG)) + words(280, 60, line)]))
    assert layer.set_aside == ()
    assert layer.text.endswith(line + "\n")


def test_columns_are_read_one_after_the_other() -> None:
    narrow = 13
    first, second = LONG[:71] + "。", NEXT[:40] + "。"
    left, right = filled(first, narrow), filled(second, narrow)
    page = centred("黑井镇年度法治政府建设情况报告", 760, 20)
    for i in range(max(len(left), len(right))):  # painted row by row, across both columns
        for lines, x in ((left, LEFT), (right, LEFT + 245)):
            page += text(*lines[i : i + 1], left=x, top=TOP - i * PITCH)
    assert read(pdf([page])).text.splitlines() == ["黑井镇年度法治政府建设情况报告", first, second]


def test_a_title_of_two_lines_is_one_and_a_signature_stays_two() -> None:
    page = (
        centred("黑井镇人民政府关于二〇二三年度法治政府", 780, 22)
        + centred("建设情况的报告", 744, 22)
        + text(*filled(LONG), *filled(NEXT))
        + words(392, 420, "黑井镇人民政府")
        + words(392, 392, "２０２４年１月")
    )
    assert read(pdf([page])).text.splitlines() == [
        "黑井镇人民政府关于二〇二三年度法治政府建设情况的报告",
        LONG,
        NEXT,
        "黑井镇人民政府",
        "２０２４年１月",
    ]


def grid(rows: list[list[str]], top: float = 600, width: float = 100, height: float = 30) -> str:
    shown = ""
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            x, y = LEFT + j * width, top - (i + 1) * height
            shown += box(x, y, width, height) + words(x + 4, y + 10, cell, 12)
    return shown


def test_a_table_with_rules_is_rows_between_its_paragraphs() -> None:
    page = (
        text(*filled(NEXT)) + grid([["类别", "受理", "办结"], ["纠纷", "３６", "３５"]]) + text(*filled(LONG), top=480)
    )
    assert read(pdf([page])).text.splitlines() == [NEXT, "| 类别 | 受理 | 办结 |", "| 纠纷 | ３６ | ３５ |", LONG]


def test_merged_headers_stand_over_each_column() -> None:
    page = text(*filled(NEXT)) + box(72, 570, 100, 30) + box(172, 570, 200, 30)
    page += words(76, 580, "类别", 12) + words(176, 580, "情况", 12)
    page += grid([["纠纷", "３６", "３５"]], top=570)
    assert read(pdf([page])).text.splitlines() == [NEXT, "| 类别 | 情况 | 情况 |", "| 纠纷 | ３６ | ３５ |"]


def test_a_frame_around_text_is_no_table() -> None:
    assert "|" not in read(pdf([box(60, 500, 480, 300) + text(*filled(LONG))])).text


def test_bold_print_made_by_painting_twice_is_read_once() -> None:
    page = text(*filled(NEXT)) + words(LEFT, 500, "一、总体情况") + words(LEFT + 0.4, 500, "一、总体情况")
    assert read(pdf([page])).text.splitlines() == [NEXT, "一、总体情况"]


def test_notes_are_parted_from_the_text_and_their_marks_from_both() -> None:
    page = text(*filled(NEXT)) + words(LEFT, 560, "调解矛盾纠纷若干件") + words(LEFT + 9 * SIZE, 568, "1", 8)
    page += words(LEFT, 200, "1", 8) + words(LEFT + 8, 200, "数据截至年底", 10)
    layer = read(pdf([page]))
    marks = [layer.text[span.raw_start : span.raw_end] for span in layer.set_aside if span.kind == "note_mark"]
    assert marks == ["1\n", "1\n"]
    assert "调解矛盾纠纷若干件\n" in layer.text
    assert layer.text.endswith("数据截至年底\n")


def test_text_set_beyond_any_page_costs_no_time_and_is_on_no_page() -> None:
    far = "".join(words(10.0**power, 600, "远") for power in range(5, 12))
    assert read(pdf([text(*filled(LONG)) + far])).text == LONG + "\n"


def test_the_title_is_stated() -> None:
    assert read(pdf([text(LONG[:20])])).stated == (("title", "Report 2023"),)


SCAN = "q 595 0 0 842 0 0 cm /Im Do Q "
SCRIPT = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
REFUSED = [
    pytest.param(pdf([SCAN, SCAN]), "needs_ocr", id="scanned"),
    pytest.param(pdf([SCAN + text("由某某软件扫描")]), "needs_ocr", id="scanned, with the app's line"),
    pytest.param(pdf(["", ""]), "empty", id="empty pages"),
    pytest.param(pdf([]), "damaged", id="no page"),
    pytest.param(pdf([text(*filled(LONG))], mapped=False), "no_text_map", id="no character map"),
    pytest.param(pdf([text("36")], encrypted=True), "encrypted", id="password"),
    pytest.param(b"%PDF-1.7\n", "damaged", id="mark only"),
    pytest.param(pdf([text(*filled(LONG))])[:-60], "damaged", id="cut off, though its pages are there"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.reason == reason
    assert "请" in refusal.value.message, "a refusal names the way out"


def test_more_pages_than_the_limit_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_layer(pdf([text("甲")] * 3), "x", Settings(pdf_pages_limit=2))
    assert refusal.value.reason == "too_large"


def test_a_script_is_not_run_and_the_text_is_read() -> None:
    assert read(pdf([text(LONG[:20])], catalog=SCRIPT)).text == LONG[:20] + "\n"


def test_text_set_across_the_page_is_a_watermark() -> None:
    mark = f"BT /F1 40 Tf 0 1 -1 0 300 100 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET "
    layer = read(pdf([text(*filled(LONG)) + mark]))
    assert [(span.kind, layer.text[span.raw_start : span.raw_end]) for span in layer.set_aside] == [
        ("watermark", "内部资料\n")
    ]
    assert LONG in layer.text


def test_a_page_stored_on_its_side_reads_the_same() -> None:
    line = LONG[:20]
    turned = f"BT /F1 16 Tf 0 1 -1 0 200 100 Tm <{line.encode('utf-16-be').hex()}> Tj ET "
    assert read(pdf([turned], page="/Rotate 90")).text == line + "\n"
