"""A page saved in one file is read like the page, with the address it was saved from."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.formats.mht import is_mht
from pipelines.formats.read import read_layer
from pipelines.records import Unreadable
from pipelines.settings import Settings

PROSE = "2024年，青石镇全年调解矛盾纠纷36件，办结率达100%，开展普法宣传活动12场，发放资料2600份。"
PAGE = f"<html><head><title>青石镇报告</title></head><body><nav>首页 12</nav><p>{PROSE}</p></body></html>"
ADDRESS = "http://www.lushan.example/a/1.html"


def part(body: bytes, kind: str = "text/html", charset: str = "", encoding: str = "base64", address: str = "") -> bytes:
    head = f"Content-Type: {kind}" + (f'; charset="{charset}"' if charset else "")
    head += f"\nContent-Transfer-Encoding: {encoding}" + (f"\nContent-Location: {address}" if address else "")
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[encoding](body)
    return head.encode() + b"\n\n" + coded


def saved(*parts: bytes, boundary: str = "----=_Next.0", head: str = "") -> bytes:
    start = f'From: <Saved>\nMIME-Version: 1.0\n{head}Content-Type: multipart/related;\n\tboundary="{boundary}"\n\n'
    mark = b"\n--" + boundary.encode()
    return start.encode() + b"".join(mark + b"\n" + piece for piece in parts) + mark + b"--\n"


READABLE = [
    saved(part(PAGE.encode(), charset="utf-8", encoding="quoted-printable", address=ADDRESS)),
    saved(part(PAGE.encode("gb18030"), charset="gb2312", address=ADDRESS)),
    saved(part(PAGE.encode("gb18030"), charset="utf-8", address=ADDRESS)),
    saved(part(PAGE.encode(), encoding="8bit"), head=f"Snapshot-Content-Location: {ADDRESS}\n"),
    saved(part(b"p{}", "text/css"), part(b"\x89PNG", "image/png"), part(PAGE.encode(), address=ADDRESS)),
    saved(part(b"<html><body>12</body></html>"), part(PAGE.encode(), address=ADDRESS)),
    saved(saved(part(PAGE.encode()), boundary="inner"), head=f"Content-Location: {ADDRESS}\n"),
    b"MIME-Version: 1.0\n" + part(PAGE.encode("utf-16"), encoding="base64", address=ADDRESS),
]


@pytest.mark.parametrize("data", READABLE)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_page_of_a_saved_file_is_read(data: bytes, line_end: bytes) -> None:
    assert is_mht(data)
    layer = read_layer(data.replace(b"\n", line_end), "a.mht")
    assert layer.format == "mht"
    assert layer.text.splitlines() == ["首页 12", PROSE]
    assert [item.kind for item in layer.set_aside] == ["menu"]
    assert dict(layer.stated) == {"page_title": "青石镇报告", "url": ADDRESS}


REFUSED = [
    (saved(part(b"\x89PNG", "image/png")), "empty"),
    (saved(), "empty"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "empty"),
    (saved(part(b"<html></html>")), "empty"),
    (saved(part(PAGE.encode()[:-40] + b"\xff\xfe\xff", encoding="base64")), "undecodable"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_a_saved_file_without_a_readable_page_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_layer(data, "a.mht")
    assert refusal.value.reason == reason
    assert "请" in refusal.value.message


def test_the_limit_of_a_file_holds() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_layer(READABLE[0], "a.mht", Settings(file_limit_bytes=100))
    assert refusal.value.reason == "too_large"


def test_a_hundred_thousand_parts_are_not_all_read() -> None:
    data = saved(part(PAGE.encode()), *[b"Content-Type: image/png\n\nx"] * 100_000)
    assert PROSE in read_layer(data, "a.mht").text


@pytest.mark.parametrize("text", ["标题：青石镇\n\n正文", "Subject: 36\n\n36", "From: a\nTo: b\n\n青石镇"])
def test_texts_with_headers_are_no_saved_pages(text: str) -> None:
    assert not is_mht(text.encode())


@given(st.integers(0, len(READABLE) - 1), st.integers(0, 2_000), st.binary(max_size=6))
def test_a_damaged_file_gives_a_layer_or_a_reason(which: int, place: int, noise: bytes) -> None:
    data = READABLE[which]
    place %= len(data)
    try:
        layer = read_layer(data[:place] + noise + data[place + len(noise) :], "a.mht")
    except Unreadable as refusal:
        assert refusal.message
    else:
        assert all(item.raw_end <= len(layer.text) for item in layer.set_aside)
