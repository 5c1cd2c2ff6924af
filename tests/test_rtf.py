"""RTF files: characters in every way that programs write them, tables, and what is no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.read import read_layer
from pipelines.records import TextLayer, Unreadable


def read(data: bytes) -> TextLayer:
    return read_layer(data, "report.rtf")


def rtf(
    body: str, head: str = r"\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Times;}}"
) -> bytes:
    return ("{\\rtf1" + head + body + "}").encode("latin-1")


def hexed(text: str, codec: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


def escaped(text: str, fallback: str = "?") -> str:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
    return "".join(f"\\u{code}{fallback}" for code in codes)


CHARACTERS = [
    pytest.param("调解36件", rtf(hexed("调解") + "36" + hexed("件")), id="bytes of GBK"),
    pytest.param("调解36件", rtf(r"\f1 " + hexed("调解") + "36" + hexed("件")), id="bytes of GBK under a Western font"),
    pytest.param("调解36件", rtf(escaped("调解") + "36" + escaped("件")), id="escapes"),
    pytest.param(
        "调解36件", rtf(r"\uc2 " + escaped("调解", "\\'b5\\'f7") + "36" + escaped("件", "\\'bc\\'fe")), id="both"
    ),
    pytest.param("调解36件", rtf(r"\uc0 " + escaped("调解", " ") + "36" + escaped("件", " ")), id="no fallback"),
    pytest.param("𬒈石", rtf(escaped("𬒈石")), id="beyond the first plane"),
    pytest.param(
        "調解36件",
        rtf(r"\f2 " + hexed("調解", "big5") + "36" + hexed("件", "big5"), r"\ansi{\fonttbl{\f2\fcharset136 M;}}"),
        id="Big5",
    ),
    pytest.param(
        "调解", rtf(hexed("调解"), r"\ansi\deff0{\fonttbl{\f0\fcharset134 SimSun;}}"), id="charset of the font only"
    ),
    pytest.param("3月—5月“好”", rtf(r"3\u26376?\emdash 5\u26376?\ldblquote\u22909?\rdblquote"), id="named signs"),
    pytest.param("36件", rtf("3\r\n6" + hexed("件")), id="a line of the file is no line"),
    pytest.param("36件", rtf("{\\b 3}{\\i 6}" + hexed("件")), id="digits split by groups"),
    pytest.param("{36}\\", rtf(r"\{36\}\\"), id="escaped signs"),
    pytest.param("甲\n乙", rtf(escaped("甲") + r"\line " + escaped("乙")), id="line break"),
    pytest.param("36件", rtf(r"36{\deleted 28}{\v 9}" + hexed("件")), id="deleted and hidden"),
    pytest.param(
        "36件", rtf(r"{\pict\pngblip 89504e47}36{\*\unknown 7}" + hexed("件")), id="pictures and unknown groups"
    ),
    pytest.param("36件", rtf(r"{\pict\bin5 }}}}}}36" + hexed("件")), id="binary data with braces"),
    pytest.param("一、情况", rtf(r"{\listtext\u19968?\u12289?\tab}" + escaped("情况")), id="label of a list"),
    pytest.param("网站", rtf(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt " + escaped("网站") + "}}"), id="link"),
    pytest.param(
        "框", rtf(r"{\shp{\*\shpinst{\shptxt " + escaped("框") + r"\par}}{\shprslt " + escaped("框") + "}}"), id="box"
    ),
    pytest.param("36件", rtf(r"{\info{\author 9}{\doccomm 8}{\creatim\yr2013}}36" + hexed("件")), id="properties"),
    pytest.param("甲", rtf(r"{\upr{x}{\*\ud{" + escaped("甲") + "}}}"), id="the Unicode one of two"),
]


@pytest.mark.parametrize(("text", "data"), CHARACTERS)
def test_characters_are_read_however_they_are_written(text: str, data: bytes) -> None:
    assert read(data).text == text + "\n"


ROW = r"\trowd\cellx2000\cellx4000\cellx6000 "
WIDE = r"\trowd\cellx2000\cellx6000 "
TOP = r"\trowd\clvmgf\cellx2000\cellx4000\cellx6000 "
UNDER = r"\trowd\clvmrg\cellx2001\cellx4000\cellx6000 "
TABLES = [
    pytest.param(
        ["| a | b | c |", "| x | 1 | 2 |"],
        ROW + r"\intbl a\cell b\cell c\cell\row\intbl x\cell 1\cell 2\cell\row",
        id="rows",
    ),
    pytest.param(
        ["| h | wide | wide |", "| x | 1 | 2 |"],
        WIDE + r"\intbl h\cell wide\cell\row" + ROW + r"\intbl x\cell 1\cell 2\cell\row\pard",
        id="a wide cell stands over two columns",
    ),
    pytest.param(
        ["| h | b | c |", "| h | 1 | 2 |"],
        TOP + r"\intbl h\cell b\cell c\cell\row" + UNDER + r"\intbl \cell 1\cell 2\cell\row",
        id="a merged header stands in both rows",
    ),
    pytest.param(
        ["before", "| a | b |", "after"],
        r"before\par\trowd\cellx1\cellx2000\intbl a\cell b\cell\row\pard after",
        id="around",
    ),
    pytest.param(
        ["out", "| in | 7 |"],
        r"\trowd\cellx2000\cellx4000\intbl out\cell\pard\intbl\itap2 in\nestcell 7\nestcell"
        r"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}\pard\intbl\itap1\cell\row",
        id="nested",
    ),
]


@pytest.mark.parametrize(("lines", "body"), TABLES)
def test_tables_are_rows_with_their_headers(lines: list[str], body: str) -> None:
    assert read(rtf(body)).text.splitlines() == lines


def test_headers_footers_page_numbers_and_contents_are_set_aside() -> None:
    page = r"{\field{\*\fldinst PAGE }{\fldrslt 3}}"
    toc = r"{\field{\*\fldinst TOC \\o}{\fldrslt one 1\par two 2}}\par"
    layer = read(
        rtf(
            r"{\header head 2018\par}{\footer - " + page + r" -\par}" + toc + f" text {page}" + r"\par{\info{\title T}}"
        )
    )
    assert [(span.kind, layer.text[span.raw_start : span.raw_end]) for span in layer.set_aside] == [
        ("running_header", "head 2018\n"),
        ("contents", "one 1\n"),
        ("contents", "two 2\n"),
        ("page_number", "3\n"),
        ("running_footer", "- 3 -\n"),
    ]
    assert layer.text.count("text") == 1
    assert layer.stated == (("title", "T"),)


def test_a_note_follows_its_paragraph() -> None:
    assert read(rtf(r"3{\super\chftn}{\footnote note}6 cases\par next")).text == "36 cases\nnote\nnext\n"


REFUSED = [
    pytest.param(rtf(""), "empty", id="no text"),
    pytest.param(rtf(r"{\pict 8950}"), "needs_ocr", id="pictures only"),
    pytest.param(rtf("36")[:-1], "damaged", id="cut off"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.reason == reason
    assert "请" in refusal.value.message, "a refusal names the way out"


def test_depth_costs_no_stack_and_has_a_limit() -> None:
    assert read(rtf("{" * 5_000 + "36" + "}" * 5_000)).text == "36\n"
    with pytest.raises(Unreadable) as refusal:
        read(rtf("{" * 100_000 + "36" + "}" * 100_000))
    assert refusal.value.reason == "damaged"


@given(
    st.lists(
        st.tuples(st.text("调解矛盾纠纷件，。09 𬒈", min_size=1, max_size=6), st.booleans()), min_size=1, max_size=6
    )
)
def test_any_mixture_of_bytes_and_escapes_gives_the_same_text(pieces: list[tuple[str, bool]]) -> None:
    text = "一" + "".join(piece for piece, _ in pieces)
    body = "".join(hexed(piece, "gb18030") if in_bytes else escaped(piece) for piece, in_bytes in pieces)
    assert read(rtf(escaped("一") + body)).text == text + "\n"
