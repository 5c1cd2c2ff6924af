"""Which files of a folder are reports, what its manifest says, and which of its files changed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.corpus.fingerprints import FILES_SCHEMA, SETTLED_AFTER_NS, as_read, corpus_hash, file_states
from assets.corpus.listing import list_corpus
from assets.corpus.manifest import read_manifest
from assets.corpus.walking import MAX_DEPTH
from assets.errors import CorpusError


def put(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")


def test_reports_batches_and_files_that_are_none(tmp_path: Path) -> None:
    put(tmp_path, "2023/east/a.txt", "2023/b.TXT", "c.txt", "manifest.csv", "roster.csv", ".git/d.txt", "notes/e.jpg")
    put(tmp_path, "notes/f.PDF", "notes/石桥镇2023.12", "notes/~$f.docx", "notes/Thumbs.db", "notes/附表.xls")
    listing = list_corpus(tmp_path)
    assert [(file.source, file.batch) for file in listing.files] == [
        ("2023/b.TXT", "2023"),
        ("2023/east/a.txt", "2023"),
        ("c.txt", "."),
        ("notes/f.PDF", "notes"),
        ("notes/石桥镇2023.12", "notes"),
    ]
    assert [(reject.source, reject.reason) for reject in listing.rejects] == [
        ("notes/e.jpg", "unsupported_format"),
        ("notes/附表.xls", "unsupported_format"),
    ]
    assert ["图片" in listing.rejects[0].message, "电子表格" in listing.rejects[1].message] == [True, True]
    assert listing.batches == (".", "2023", "notes")
    assert listing.manifest == tmp_path / "manifest.csv"
    assert listing.roster == tmp_path / "roster.csv"


def test_a_manifest_below_the_top_is_no_companion(tmp_path: Path) -> None:
    put(tmp_path, "2023/manifest.csv")
    assert [reject.reason for reject in list_corpus(tmp_path).rejects] == ["unsupported_format"]


def test_links_are_followed_inside_the_corpus_once_and_nowhere_else(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.txt")
    corpus = tmp_path / "corpus"
    put(corpus, "2023/b.txt", ".kept/c.txt", ".kept/d.txt")
    links = {
        "out": tmp_path / "elsewhere",
        "2023/out.txt": tmp_path / "elsewhere" / "a.txt",
        "2023/up.txt": Path("../../elsewhere/a.txt"),
        "loop": corpus,
        "2023/again.txt": corpus / "2023" / "b.txt",
        "hidden": corpus / ".kept",
        "hidden2": corpus / ".kept",
        "e.txt": corpus / ".kept" / "d.txt",
        "gone.txt": corpus / "nowhere.txt",
        "self.txt": corpus / "self.txt",
    }
    for name, target in links.items():
        (corpus / name).symlink_to(target)
    listing = list_corpus(corpus)
    assert [(file.source, file.path) for file in listing.files] == [
        ("2023/b.txt", corpus / "2023" / "b.txt"),
        ("e.txt", corpus / ".kept" / "d.txt"),
        ("hidden/c.txt", corpus / ".kept" / "c.txt"),
        ("hidden/d.txt", corpus / ".kept" / "d.txt"),
    ]
    assert {reject.source: reject.reason for reject in listing.rejects} == {
        "out": "links_out",
        "2023/out.txt": "links_out",
        "2023/up.txt": "links_out",
        "loop": "same_file",
        "2023/again.txt": "same_file",
        "hidden2": "same_file",
        "gone.txt": "dangling_link",
        "self.txt": "dangling_link",
    }


def test_a_corpus_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "2023/a.txt")
    (tmp_path / "corpus").symlink_to(tmp_path / "elsewhere")
    assert [file.source for file in list_corpus(tmp_path / "corpus").files] == ["2023/a.txt"]


def test_folders_in_folders_without_end_are_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * (MAX_DEPTH + 3))
    put(deep, "a.txt")
    put(deep.parents[3], "b.txt")
    listing = list_corpus(tmp_path)
    assert [file.path.name for file in listing.files] == ["b.txt"]
    assert [reject.reason for reject in listing.rejects] == ["too_deep"]


NAMES = [
    # name on the disk, source in the tables, whether it is read
    ('报告"引号",逗号.txt', '报告"引号",逗号.txt', True),
    ("'=1+1'.txt", "'=1+1'.txt", True),
    ("a\\b.txt", "a\\b.txt", True),
    ("..txt", "..txt", False),  # hidden: it begins with a dot
    ("a..b...c.txt", "a..b...c.txt", True),
    ("行\n二.txt", "行\\n二.txt", False),
    ("\x1b[31m红.txt", "\\x1b[31m红.txt", False),
    ("报告\u202etxt.exe", "报告\\u202etxt.exe", False),
    ("行\u2028二.txt", "行\\u2028二.txt", False),
    ("标题\u200b.txt", "标题\u200b.txt", True),
]


@pytest.mark.parametrize(("name", "source", "is_read"), NAMES)
def test_names_that_would_break_a_table_are_refused_and_others_read(
    tmp_path: Path, name: str, source: str, is_read: bool
) -> None:
    put(tmp_path, name)
    listing = list_corpus(tmp_path)
    assert [file.source for file in listing.files] == ([source] if is_read else [])
    assert [(reject.source, reject.reason) for reject in listing.rejects] == (
        [] if is_read or name.startswith(".") else [(source, "bad_name")]
    )


def test_a_folder_may_be_called_anything_that_a_partition_may(tmp_path: Path) -> None:
    put(tmp_path, "关于...的报告/a.txt", "行\n二/b.txt")
    listing = list_corpus(tmp_path)
    assert [(file.source, file.batch) for file in listing.files] == [("关于...的报告/a.txt", "关于…的报告")]
    assert [(reject.batch, reject.reason) for reject in listing.rejects] == [("行\\n二", "bad_name")]
    assert dg.StaticPartitionsDefinition(list(listing.batches)).get_partition_keys() == list(listing.batches)


def test_what_is_larger_than_a_report_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(1_000_000_000)
    assert [reject.reason for reject in list_corpus(tmp_path).rejects] == ["too_large"]


def test_a_warehouse_among_its_reports_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "w.duckdb", "w.duckdb.wal", "w.duckdb.work/lock", "w.duckdb2.txt", "2023/w.duckdb")
    listing = list_corpus(tmp_path, tmp_path / "w.duckdb")
    assert [file.source for file in listing.files] == ["a.txt", "w.duckdb2.txt"]
    assert [reject.source for reject in listing.rejects] == ["2023/w.duckdb"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [reject.reason for reject in list_corpus(tmp_path).rejects] == ["unsupported_format"]


def test_a_name_that_is_no_text_is_rejected(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd5\xf2.txt"))).touch()
    assert [(reject.source, reject.reason) for reject in list_corpus(tmp_path).rejects] == [
        ("\\xd5\\xf2.txt", "bad_name")
    ]


@pytest.mark.parametrize("change", ["new", "changed", "gone", "manifest", "roster"])
def test_the_digest_sees_every_change(tmp_path: Path, change: str) -> None:
    put(tmp_path, "a.txt", "b.txt")
    before = list_corpus(tmp_path).digest()
    assert list_corpus(tmp_path).digest() == before
    if change == "gone":
        (tmp_path / "b.txt").unlink()
    elif change == "changed":
        (tmp_path / "b.txt").write_text("other", encoding="utf-8")
    else:
        put(tmp_path, "c.txt" if change == "new" else f"{change}.csv")
    assert list_corpus(tmp_path).digest() != before


MANIFEST_ERRORS = [
    ("place,year\n青石镇,2023\n", "缺少 source（文件）列"),
    ("source,year\na.txt,23年\n", "第2行：year “23年”"),
    ("source,year\na.txt,2023\na.txt,2024\n", "第3行：a.txt 重复出现（见第2行）"),
    ("source,published_on\na.txt,2024-13-01\n", "第2行：published_on “2024-13-01”"),
    ("source,place\n,青石镇\n", "第2行：source 为空"),
    ("source,plcae\na.txt,青石镇\n", "第1行：不认识“plcae”这一列，是不是 place？"),
    ("source,place,地方\na.txt,青石镇,青石镇\n", "第1行：“地方”一列重复"),
    ("source,level\na.txt,乡镇\n", "第2行：level “乡镇” 不是可用的级别，请用 民族乡、乡、镇"),
    ("source,year\na.txt,1023\n", "第2行：year 1023 不在 1980 至 2100 年之间"),
    ("source,division_code\na.txt,5.2E+08\n", "第2行：行政区划代码“5.2E+08”是表格软件改成的科学计数法"),
    ("source,place,division_code\na.txt,青石镇,520181\n", "第2行：行政区划代码"),
    ("文件,年度\nb.txt,2023\n", "第2行：语料文件夹里没有 b.txt，是不是 a.txt？"),
    ("文件,年度\n别处/青石.txt,2023\n", "第2行：语料文件夹里没有 别处/青石.txt，请检查"),
    ("source,as_read\na.txt,{\n", "第2行：“读取所得（请勿改动）”一格已损坏"),
]


@pytest.mark.parametrize(("text", "message"), MANIFEST_ERRORS)
def test_errors_of_a_manifest_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "manifest.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        read_manifest(file, {"a.txt", "2023/c.txt"})
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_all_faults_of_a_manifest_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "manifest.csv"
    lines = ["source,year,level,nmae,published_on", "a.txt,23,乡镇,,", "a.txt,2023,,,2023-2-30", "x.txt,,,,"]
    file.write_text("\r\n".join(lines), encoding="gb18030")
    with pytest.raises(CorpusError) as error:
        read_manifest(file, {"a.txt"})
    told = str(error.value)
    assert "有 6 处错误" in told
    assert [f"第{line}行" in told for line in (1, 2, 3, 4)] == [True] * 4
    file.write_text("source,year\n" + "a.txt,1\n" * 30, encoding="utf-8")
    with pytest.raises(CorpusError, match="有 59 处错误.*其余 39 处从略"):
        read_manifest(file, {"a.txt"})


def test_a_name_that_a_spreadsheet_would_run_comes_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "manifest.csv"
    file.write_text("source,place\n'=1+1.txt,青石镇\n'@b.txt,'-白河乡\n", encoding="utf-8")
    rows = read_manifest(file, {"=1+1.txt", "@b.txt"}).rows
    assert {source: row.place for source, row in rows.items()} == {"=1+1.txt": "青石镇", "@b.txt": "-白河乡"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_manifest_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "manifest.csv"
    text = 'source,place,year,published_on,备注\n.\\2023\\a.txt,青石镇,2023年,2024/1/20,"多行\n备注"\n,,,,\n'
    file.write_text(text, encoding=encoding)
    row = read_manifest(file).rows["2023/a.txt"]
    assert (row.place, row.year, row.published_on) == ("青石镇", 2023, date(2024, 1, 20))
    assert row.county is None
    assert row.extra == {}


def test_a_manifest_in_no_known_encoding(tmp_path: Path) -> None:
    file = tmp_path / "manifest.csv"
    file.write_bytes("source,place\n".encode("utf-16"))
    with pytest.raises(CorpusError, match="编码无法识别|缺少 source"):
        read_manifest(file)


def settled(frame: pl.DataFrame) -> pl.DataFrame:
    """The states as if the files had been old when they were hashed."""
    return frame.with_columns(hashed_at_ns=pl.max_horizontal("mtime_ns", "ctime_ns") + SETTLED_AFTER_NS + 1)


def test_a_settled_file_is_not_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    files = list_corpus(tmp_path).files
    known = settled(file_states(files, (), None))
    monkeypatch.setattr("assets.corpus.fingerprints.sha256_of", lambda path: pytest.fail(f"{path} was read"))
    assert file_states(files, (), known).equals(known)


def test_a_file_that_was_fresh_when_hashed_is_hashed_again(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    files = list_corpus(tmp_path).files
    known = file_states(files, (), None).with_columns(sha256=pl.lit("0" * 64))
    assert file_states(files, (), known)["sha256"][0] != "0" * 64


def test_a_file_that_changed_after_it_was_hashed_is_not_trusted(tmp_path: Path) -> None:
    states = pl.DataFrame(
        [("a.txt", 1, 1, 1, 9, "aa", None, None), ("b.txt", 1, 1, 1, 9, "bb", None, None)],
        schema=FILES_SCHEMA,
        orient="row",
    )
    raw = pl.DataFrame({"source": ["a.txt"], "sha256": ["a2"]})
    rejects = pl.DataFrame({"source": ["b.txt"], "reason": ["unreadable_file"]})
    corrected = as_read(states, raw, rejects).select("source", "hashed_at_ns", "sha256", "reason").rows()
    assert corrected == [("a.txt", None, "a2", None), ("b.txt", None, None, "unreadable_file")]


def test_the_hash_of_a_corpus_depends_on_contents_and_not_on_batches(tmp_path: Path) -> None:
    put(tmp_path, "2022/a.txt", "2023/b.txt")
    states = file_states(list_corpus(tmp_path).files, (), None)
    assert corpus_hash([states], "") == corpus_hash([states[1:], states[:1]], "")
    assert corpus_hash([states], "") != corpus_hash([states[:1]], "")
    assert len({corpus_hash([states], *beside) for beside in (("", ""), ("a", ""), ("", "a"), ("a", "a"))}) == 4
