"""Archives: names in the charsets that Chinese systems write, members one by one, limits that believe nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from building import build, mediated, report_text, reports_read, rows
from hypothesis import given
from hypothesis import strategies as st

from assets.corpus.fingerprints import SETTLED_AFTER_NS, file_states
from assets.corpus.listing import list_corpus
from benchmarks.hostile import outcomes
from benchmarks.hostile_files import named, zeros_zipped, zipped
from pipelines.formats import archives
from pipelines.records import Unreadable
from pipelines.settings import DEFAULTS, Settings
from warehouse import source_bytes
from warehouse.source_bytes import SourceBytes, SourceFile

TEXT = report_text("东岗镇", 2023, 36).encode()

NAMES = [
    # bytes of the name as a program wrote them, without a word on their charset
    ("2023年/东岗镇法治政府建设报告.txt".encode("gbk"), "2023年/东岗镇法治政府建设报告.txt"),
    ("东岗镇.txt".encode("gbk"), "东岗镇.txt"),
    ("2023\\东岗镇.txt".encode("gbk"), "2023/东岗镇.txt"),
    ("東崗鎮法治政府建設年度報告.txt".encode("big5"), "東崗鎮法治政府建設年度報告.txt"),
    ("东岗镇法治政府建设报告.txt".encode(), "东岗镇法治政府建设报告.txt"),
    (b"report-2023.txt", "report-2023.txt"),
    ("鎔基村㐂.txt".encode("gb18030"), "鎔基村㐂.txt"),
]


@pytest.mark.parametrize(("raw_name", "name"), NAMES)
def test_a_name_without_a_charset_is_what_reads_as_chinese(tmp_path: Path, raw_name: bytes, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(named(raw_name, TEXT))
    listing = list_corpus(tmp_path)
    assert [(file.source, file.batch) for file in listing.files] == [(f"a.zip/{name}", ".")]
    with SourceBytes(DEFAULTS) as opened:
        (file,) = listing.files
        assert opened.read(SourceFile(file.source, ".", path=file.path, member=file.member)) == TEXT


def test_members_are_told_apart_like_files_and_litter_is_passed_over(tmp_path: Path) -> None:
    members = {
        "报告/东岗镇.txt": TEXT,
        "报告/附图.png": b"\x89PNG",
        "报告/": b"",
        "__MACOSX/报告/._东岗镇.txt": b"\x00",
        "报告/.DS_Store": b"\x00",
        "Thumbs.db": b"\x00",
        "~$东岗镇.docx": b"\x00",
        "内层.zip": zipped({"a.txt": TEXT}),
        "无后缀": TEXT,
    }
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "全县.ZIP").write_bytes(zipped(members))
    listing = list_corpus(tmp_path)
    assert [(file.source, file.batch) for file in listing.files] == [
        ("2023/全县.ZIP/报告/东岗镇.txt", "2023"),
        ("2023/全县.ZIP/无后缀", "2023"),
    ]
    assert [(reject.source, reject.reason) for reject in listing.rejects] == [
        ("2023/全县.ZIP/内层.zip", "nested_archive"),
        ("2023/全县.ZIP/报告/附图.png", "unsupported_format"),
    ]


def test_a_document_under_the_ending_of_archives_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "报告.zip").write_bytes(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}))
    assert [(file.source, file.member) for file in list_corpus(tmp_path).files] == [("报告.zip", None)]


def test_two_members_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        (tmp_path / "a.zip").write_bytes(zipped([("b.txt", TEXT), ("b.txt", b"2"), ("b.txt", b"3")]))
    assert outcomes(tmp_path) == {
        "a.zip/b.txt": "read",
        "a.zip/b.txt#2": "duplicate_name",
        "a.zip/b.txt#3": "duplicate_name",
    }


LIMITS = [
    ({"a.txt": TEXT, "b.txt": TEXT}, Settings(archive_member_limit=1), {"z.zip": "archive_too_many"}),
    ({"a.txt": TEXT}, Settings(archive_limit_bytes=100), {"z.zip": "too_large"}),
    (
        {"a.txt": TEXT, "b.txt": b"36"},
        Settings(file_limit_bytes=100),
        {"z.zip/a.txt": "too_large", "z.zip/b.txt": "read"},
    ),
    (
        {"a.txt": TEXT, "b.txt": TEXT + b"2", "c.txt": b"36"},
        Settings(archive_total_limit_bytes=len(TEXT) + 10),
        {"z.zip/a.txt": "read", "z.zip/b.txt": "archive_too_large", "z.zip/c.txt": "archive_too_large"},
    ),
]


@pytest.mark.parametrize(("members", "limits", "expected"), LIMITS)
def test_each_limit_is_a_reject_and_a_setting(
    tmp_path: Path, members: dict[str, bytes], limits: Settings, expected: dict[str, str]
) -> None:
    (tmp_path / "z.zip").write_bytes(zipped(members))
    assert outcomes(tmp_path, limits) == expected


def test_the_ratio_is_that_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    bomb = zeros_zipped("a.txt", 3_000_000)
    (tmp_path / "z.zip").write_bytes(bomb)
    assert outcomes(tmp_path) == {"z.zip/a.txt": "archive_bomb"}
    assert outcomes(tmp_path, Settings(archive_ratio_limit=2_000)) == {"z.zip/a.txt": "empty"}


def test_a_directory_is_read_once_for_all_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "z.zip").write_bytes(zipped({f"{number}.txt": TEXT for number in range(20)}))
    files = list_corpus(tmp_path).files
    opened: list[Path] = []
    regular = source_bytes.open_regular
    monkeypatch.setattr(source_bytes, "open_regular", lambda path: opened.append(path) or regular(path))
    with SourceBytes(DEFAULTS) as reading:
        for file in files:
            assert reading.read(SourceFile(file.source, ".", path=file.path, member=file.member)) == TEXT
    assert len(opened) == 1


def test_an_unchanged_archive_is_not_unpacked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "z.zip").write_bytes(zipped({"a.txt": TEXT, "b.txt": b"36"}))
    files = list_corpus(tmp_path).files
    known = file_states(files, (), None)
    settled = known.with_columns(hashed_at_ns=known["mtime_ns"] + known["ctime_ns"] + SETTLED_AFTER_NS)
    monkeypatch.setattr("assets.corpus.fingerprints.member_hashes", lambda *_: pytest.fail("it was unpacked"))
    assert file_states(files, (), settled).equals(settled)


def test_a_build_reads_members_and_reads_only_the_changed_one_again(tmp_path: Path) -> None:
    corpus, warehouse = tmp_path / "corpus", tmp_path / "w.duckdb"
    (corpus / "2023").mkdir(parents=True)
    texts = {f"{place}.txt": report_text(place, 2023, 10).encode("gbk") for place in ("东岗镇", "青石镇")}
    (corpus / "2023" / "报告.zip").write_bytes(zipped({**texts, "图.jpg": b"\xff\xd8\xff"}))
    assert build(corpus, warehouse).is_published
    assert mediated(warehouse) == {("东岗镇", 2023): 10, ("青石镇", 2023): 10}
    query = "select source, batch from reports union all select source, reason from rejects order by source"
    assert rows(warehouse, query) == [
        ("2023/报告.zip/东岗镇.txt", "2023"),
        ("2023/报告.zip/图.jpg", "unsupported_format"),
        ("2023/报告.zip/青石镇.txt", "2023"),
    ]
    texts["青石镇.txt"] = report_text("青石镇", 2023, 11).encode("gbk")
    (corpus / "2023" / "报告.zip").write_bytes(zipped({**texts, "图.jpg": b"\xff\xd8\xff"}))
    assert set(reports_read(build(corpus, warehouse)).values()) == {1}
    assert mediated(warehouse) == {("东岗镇", 2023): 10, ("青石镇", 2023): 11}


ARCHIVE = zipped({"2023/东岗镇.txt": TEXT, "b.txt": b"36" * 400})


@given(st.integers(0, len(ARCHIVE) - 1), st.integers(1, 255), st.booleans())
def test_a_damaged_archive_gives_members_as_they_were_or_refusals(at: int, flip: int, is_cut: bool) -> None:
    damaged = ARCHIVE[:at] if is_cut else ARCHIVE[:at] + bytes([ARCHIVE[at] ^ flip]) + ARCHIVE[at + 1 :]
    try:
        with archives.opened(io.BytesIO(damaged), DEFAULTS) as archive:
            for member in archive.members():
                if member.refusal is None:
                    assert archive.read(member.position) in (TEXT, b"36" * 400, b"")
    except Unreadable as refusal:
        assert refusal.reason in ("bad_archive", "archive_too_large", "archive_bomb", "too_large")
        assert "请" in refusal.message


NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(st.dictionaries(NAME, st.binary(max_size=50), max_size=5))
def test_whatever_its_members_are_called_each_is_listed_once(members: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with archives.opened(buffer, DEFAULTS) as opened:
        listed = opened.members()
    assert len({member.position for member in listed}) == len(listed) <= len(members)
