"""Damage to files, drawn from a generator with a seed: flipped bits, cuts, swaps, splices, words that formats know.

Belongs here: what is done to bytes. Does not belong here: which files are damaged and what is made of them
(`mutate.py`), the damage that texts bring along (`damage.py`).
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from zlib import error as ZlibError

Mutation = Callable[[random.Random, bytes, bytes], bytes]

#: Pieces that send a reader down another path: structure, extreme numbers, half characters, the longest of names.
TOKENS: tuple[bytes, ...] = (
    *(b"\x00", b"\xff" * 8, b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"\xf0\x9f", b"\x80" * 16),
    *(b"-1", b"0", b"2147483647", b"-2147483648", b"4294967296", b"18446744073709551616", b"1e308", b"NaN"),
    *(b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#x110000;", b"&amp;amp;", b"&" * 9),
    *(b"<table>", b"<td colspan=99999 rowspan=99999>", b"</tr>", b"<script>", b"<svg>", b"<template>", b"<plaintext>"),
    *(b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:gridSpan w:val='65535'/>", b"<w:ilvl w:val='-7'/>", b"<text:list>"),
    *(b"{", b"}", b"{" * 200, b"\\bin99 ", b"\\u-1 ", b"\\u65536?", b"\\'8", b"\\cell\\row", b"\\trowd", b"\\ansicpg0"),
    *(b"obj", b"endobj", b"stream\n", b"endstream", b"1 0 R", b"<<", b">>", b"/Kids", b"/Length 999999999", b"xref"),
    *(b"--b", b"\r\n\r\n", b"Content-Type: ", b"charset=utf-7", b"charset=", b"base64", b"=?gbk?B?", b"=\r\n", b"=F"),
    *(b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"),
    "〇一二三四五六七八九十百千万亿".encode(),
    "２０２３年".encode("gb18030"),
)
MAX_FLIPS = 16
MAX_REPEATS = 400


def flip_bits(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A few bits turned over."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, MAX_FLIPS)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def truncate(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Cut off, as a download that broke."""
    return data[: rng.randrange(len(data))]


def drop(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A piece lost in the middle."""
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def repeat(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A short piece many times over."""
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randint(1, 64)]
    return data[:start] + piece * rng.randint(2, MAX_REPEATS) + data[start:]


def swap(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Two neighbouring pieces in each other's place."""
    start, end = _span(rng, data)
    middle = rng.randint(start, end)
    return data[:start] + data[middle:end] + data[start:middle] + data[end:]


def insert_tokens(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Words that some format knows, anywhere."""
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(TOKENS) + data[at:]
    return data


def splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """The head of one file and the tail of another."""
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


MUTATIONS: tuple[Mutation, ...] = (flip_bits, truncate, drop, repeat, swap, insert_tokens, splice)


def mutated(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """One or two mutations of a file. In every second package (DOCX, ODT) it is a part that changes, and the package is
    packed anew: else its checksums would hide the part from its reader."""
    is_package = data.startswith(b"PK\x03\x04")
    if is_package and rng.random() < 0.5:
        return _repacked(rng, data, other)
    for _ in range(rng.randint(1, 2)):
        data = rng.choice(MUTATIONS)(rng, data, other) or b"\x00"
    return data


def _repacked(rng: random.Random, data: bytes, other: bytes) -> bytes:
    parts = _parts(data)
    # The text is where the reader does most: it changes twice as often as any other part.
    chosen = rng.choice([*parts, *(name for name in parts if name.endswith(("document.xml", "content.xml")))])
    spliced = _parts(other).get(chosen) or parts[chosen] if other.startswith(b"PK") else other
    parts[chosen] = rng.choice(MUTATIONS)(rng, parts[chosen] or b"\x00", spliced or b"\x00")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, ZlibError):
        return {}


def _span(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data))
    return start, min(len(data), start + rng.randint(1, max(1, len(data) // 4)))
