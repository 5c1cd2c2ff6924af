"""Charsets are told apart, and what cannot be read without loss is refused with a reason and a way out."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.records import Unreadable
from pipelines.settings import DEFAULT_FILE_LIMIT_BYTES, Settings
from pipelines.text.intake import decode

SIMPLIFIED = (
    "青石镇2024年度法治政府建设情况报告\r\n2024年，青石镇认真贯彻落实县委、县政府的决策部署，扎实推进依法行政工作。"
    "全年共调解矛盾纠纷136件，开展普法宣传28场次，发放资料12,600余份，受众达3000余人次。\r\n一、加强组织领导\r\n"
)
TRADITIONAL = (
    "青石鎮2024年度法治政府建設情況報告\n2024年，青石鎮認真貫徹落實縣委、縣政府的決策部署，扎實推進依法行政工作。"
    "全年共調解矛盾糾紛136件，開展普法宣傳28場次，發放資料12,600餘份，受眾達3000餘人次。\n一、加強組織領導\n"
)
#: codec to write with, what is read, the encoding reported
READABLE = [
    ("utf-8", SIMPLIFIED, "utf-8"),
    ("utf-8-sig", SIMPLIFIED, "utf-8-sig"),
    ("gb18030", SIMPLIFIED, "gb18030"),
    ("gbk", TRADITIONAL, "gb18030"),
    ("utf-16", SIMPLIFIED, "utf-16-le"),
    ("utf-16-le", SIMPLIFIED, "utf-16-le"),
    ("utf-16-be", TRADITIONAL, "utf-16-be"),
    ("utf-32", SIMPLIFIED, "utf-32-le"),
    ("big5", TRADITIONAL, "big5"),
    ("cp950", TRADITIONAL + "，碁裏恒", "cp950"),
    ("big5hkscs", TRADITIONAL + "，㗎", "big5hkscs"),
    ("ascii", "Report 2024: 36 cases\n", "utf-8"),
    ("gb18030", "调解36件", "gb18030"),
    ("gb18030", "鎔基村㐂\U00020000", "gb18030"),
    ("utf-8", SIMPLIFIED + "\x07\x0c", "utf-8"),
]


@pytest.mark.parametrize(("codec", "text", "encoding"), READABLE)
def test_text_is_read_as_it_was_written(codec: str, text: str, encoding: str) -> None:
    layer = decode(text.encode(codec))
    assert (layer.text, layer.encoding, layer.format) == (text, encoding, "txt")


def test_big_endian_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be")).text == SIMPLIFIED


#: bytes of a few characters, what is declared, what is read
TIES = [
    ("联通".encode("gb18030"), None, "联通"),
    ("联通".encode("gb18030"), "utf-8", "联通"),
    ("Ünïcödé".encode(), None, "Ünïcödé"),
    ("联通".encode(), "gb2312", "联通"),
    ("瑤溪".encode("big5"), "big5", "瑤溪"),
    ("瑤溪".encode("big5"), None, "航匪"),
    ("航匪".encode("gb18030"), "GBK", "航匪"),
    (SIMPLIFIED.encode("gb18030"), "big5", SIMPLIFIED),
    (TRADITIONAL.encode("big5"), "gb2312", TRADITIONAL),
]


@pytest.mark.parametrize(("data", "declared", "text"), TIES)
def test_bytes_decide_and_a_declaration_breaks_ties(data: bytes, declared: str | None, text: str) -> None:
    assert decode(data, declared=declared).text == text


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("黑井镇.txt", "调解36件")
    return buffer.getvalue()


REFUSED = [
    pytest.param(b"", "empty", "空", id="no byte"),
    pytest.param(b" \r\n\t\n", "empty", "空", id="white space"),
    pytest.param(b"\xef\xbb\xbf", "empty", "空白", id="a mark alone"),
    pytest.param("\ufeff\u3000\n".encode("utf-16"), "empty", "空白", id="white space in UTF-16"),
    pytest.param(_zip(), "binary", "zip", id="zip"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(40), "binary", "PNG", id="png"),
    pytest.param(random.Random(1).randbytes(4096), "binary", "二进制", id="random bytes"),
    pytest.param("调解36件".encode() + b"\x00\x00" + "办结".encode(), "binary", "空字节", id="NULs in text"),
    pytest.param(b"\x01\x02\x03\x04abc", "binary", "控制字符", id="control characters"),
    pytest.param(SIMPLIFIED.rstrip().encode("gb18030")[:-1], "undecodable", "GB18030", id="half a GB18030 character"),
    pytest.param(SIMPLIFIED.rstrip().encode()[:-1], "undecodable", "UTF-8", id="a UTF-8 character less a byte"),
    pytest.param(SIMPLIFIED.rstrip().encode()[:-2], "undecodable", "UTF-8", id="a UTF-8 character less two bytes"),
    pytest.param(TRADITIONAL.rstrip().encode("big5")[:-1], "undecodable", "Big5", id="half a Big5 character"),
    pytest.param(SIMPLIFIED.encode("utf-16")[:-1], "undecodable", "UTF-16", id="half a UTF-16 unit"),
    pytest.param(SIMPLIFIED.encode("utf-16-le")[:-1], "undecodable", "UTF-16", id="half a unit, no mark"),
    pytest.param(("调解" * 20).encode() + b"\xff" + SIMPLIFIED.encode(), "undecodable", "第 121 字节", id="a bad byte"),
    pytest.param(("Ünïcödé ñandú çà et là, déjà vu; " * 9).encode("latin-1"), "undecodable", "读不通", id="latin-1"),
    pytest.param(
        "ドキュメントの内容はここにあります。カタカナトヒラガナ".encode("shift_jis") * 3,
        "undecodable",
        "",
        id="Shift-JIS",
    ),
]


@pytest.mark.parametrize(("data", "reason", "word"), REFUSED)
def test_what_cannot_be_read_whole_is_refused_in_words(data: bytes, reason: str, word: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert refusal.value.reason == reason
    assert word in refusal.value.message
    assert "请" in refusal.value.message, "a refusal names the way out"


def test_the_limit_is_a_setting() -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(b"x" * 11, limit_bytes=10)
    assert refusal.value.reason == "too_large"
    assert "11" in refusal.value.message
    assert decode(b"x" * 10, limit_bytes=10).text == "x" * 10
    assert Settings().file_limit_bytes == DEFAULT_FILE_LIMIT_BYTES == 20_000_000


@given(cut=st.integers(1, len(SIMPLIFIED.encode("gb18030")) - 1))
def test_a_truncated_gb18030_file_is_loaded_whole_characters_or_not_at_all(cut: int) -> None:
    data = SIMPLIFIED.encode("gb18030")[:cut]
    try:
        layer = decode(data)
    except Unreadable as refusal:
        assert refusal.reason == "undecodable"
    else:
        assert SIMPLIFIED.startswith(layer.text)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    try:
        layer = decode(data)
    except Unreadable as refusal:
        assert refusal.reason in {"empty", "binary", "undecodable"}
    else:
        # Not so for Big5, which has two codes for some characters, and not for files with a mark, which is cut.
        if layer.encoding in {"utf-8", "gb18030"}:
            assert layer.text.encode(layer.encoding) == data


@given(st.text(alphabet=sorted(set(SIMPLIFIED)), min_size=40, max_size=200), st.sampled_from(["utf-8", "gb18030"]))
def test_text_of_the_genre_survives_any_writing(text: str, codec: str) -> None:
    if text.strip():
        assert decode(text.encode(codec)).text == text


REAL = os.environ.get("FAZHI_REAL_REPORTS")


@pytest.mark.skipif(not REAL, reason="FAZHI_REAL_REPORTS is unset: no folder of real reports")
@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-16-be"])
def test_real_reports_are_read_the_same_in_every_charset(codec: str) -> None:
    files = sorted(Path(REAL or "").glob("*.txt"))
    assert files
    for file in files:
        text = file.read_bytes().decode("utf-8")
        assert decode(file.read_bytes()).text == text
        assert decode(text.encode(codec)).text == text
