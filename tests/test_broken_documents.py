"""Truncated and altered documents: a text layer or a refusal, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import W, box, compound, docx, odt, paragraph, pdf, words

from pipelines.formats.read import FORMATS, read_layer
from pipelines.formats.rtf import read_rtf
from pipelines.records import Unreadable
from pipelines.settings import Settings

NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    "</w:numbering>"
)
CELLS = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("纠纷", "36"))
SEEDS = {
    "docx": docx(
        paragraph("情况", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + f"<w:tbl><w:tr>{CELLS}</w:tr></w:tbl>",
        {"numbering": ("numbering.xml", NUMBERING)},
    ),
    "odt": odt(
        "<text:p>调解36件</text:p><table:table><table:table-row><table:table-cell/></table:table-row></table:table>"
    ),
    "rtf": rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 S;}}\'b5\'f7\u35299?6{\header h}\trowd\cellx9\cell\row}",
    "pdf": pdf(
        [words(72, 700, "调解矛盾纠纷36件") + box(72, 500, 100, 30) + box(172, 500, 100, 30) + words(76, 510, "甲")] * 2
    ),
    "doc": compound({"WordDocument": bytes(20), "1Table": b""}),
    "xls": compound({"Workbook": b"x"}),
}
REASONS = {
    "empty", "binary", "undecodable", "damaged", "encrypted", "unsafe_xml", "needs_ocr", "no_text_map", "too_large",
    "unsupported_format", "needs_conversion",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is started a hundred times would take minutes, and is another's code."""
    monkeypatch.setenv("PATH", "")


def check(data: bytes) -> None:
    try:
        layer = read_layer(data, "report")
    except Unreadable as refusal:
        assert refusal.reason in REASONS
        assert refusal.message
    else:
        layer.text.encode("utf-8")  # no half of a character
        for span in layer.set_aside:
            assert 0 <= span.raw_start < span.raw_end <= len(layer.text)


def test_every_reader_has_a_seed() -> None:
    read = {known.name for known in FORMATS if not known.read.__qualname__.startswith("refusal")}
    assert read & {"docx", "odt", "rtf", "pdf", "doc"} <= set(SEEDS)


@settings(max_examples=150)
@given(st.sampled_from(sorted(SEEDS)), st.floats(0, 1))
def test_truncated_files_are_read_or_refused(seed: str, share: float) -> None:
    data = SEEDS[seed]
    check(data[: int(len(data) * share)])


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=9),
)
def test_altered_files_are_read_or_refused(seed: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(SEEDS[seed])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    check(bytes(data))


NAMES = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "tcPr",
    "gridSpan",
    "vMerge",
    "numPr",
    "numId",
    "ilvl",
    "fldChar",
    "footnoteReference",
]
VALUES = ["", "-1", "0", "1", "9" * 30, "x", "restart", "begin", "end"]
XML = st.recursive(
    st.sampled_from(["36", "件", ""]),
    lambda inner: st.builds(
        lambda name, value, parts: (
            f'<w:{name} w:val="{value}" w:id="{value}" w:fldCharType="{value}">{"".join(parts)}</w:{name}>'
        ),
        st.sampled_from([*NAMES, "pPr", "rPr", "del", "ins", "sdt", "sdtContent", "lvl", "trPr", "gridBefore"]),
        st.sampled_from(VALUES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(XML, max_size=4))
def test_elements_in_any_order_are_read_or_refused(parts: list[str]) -> None:
    check(docx("".join(parts), {"numbering": ("numbering.xml", f"<w:numbering {W}>{''.join(parts)}</w:numbering>")}))


WORDS = st.sampled_from(
    r"{ } {\* \par \cell \row \nestcell \nestrow \trowd \cellx1 \cellx-5 \clvmrg \clmrg \intbl \itap2 \pard \u-1? "
    r"\u55357? \uc9 \'b5 \'f 36 \f0 \f99 \plain {\header {\footer {\footnote {\field {\fldinst {\fldrslt PAGE TOC "
    r"{\upr {\ud {\nesttableprops "
    r"\bin9 \fcharset134 \ansicpg99999 {\fonttbl {\listtext \page \v \deleted \shpinst {\shptxt".split()
)


@given(st.lists(WORDS, max_size=40))
def test_control_words_in_any_order_are_read_or_refused(words_: list[str]) -> None:
    body = " ".join(words_)
    closing = "}" * max(0, body.count("{") - body.count("}"))
    try:
        read_rtf(("{\\rtf1 " + body + closing + "}").encode(), Settings())
    except Unreadable as refusal:
        assert refusal.reason in {"empty", "damaged", "needs_ocr"}
