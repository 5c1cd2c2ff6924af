"""`fazhi chart`: what somebody means by a name, files whole or not at all, the same bytes, letters without fonts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from building import PROJECT
from chart_cases import NAMESAKE, PLACE, warehouse_of
from click.testing import CliRunner, Result
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from warehouse_cases import DISPUTES, EVENTS, RATE, empty_warehouse

import assets.commands.chart
from assets.commands.chart import picture_files
from assets.commands.cli import main
from assets.errors import TargetError
from warehouse.answers import Unanswered
from warehouse.charts.naming import metric_named, place_named
from warehouse.charts.outlines import FONT_FILE, PATH, missing_characters, outlined
from warehouse.charts.series import Metric, Place

NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
TITLE = "矛盾纠纷调处（件）"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A published warehouse in miniature: a township and its namesake in another county."""
    target = tmp_path_factory.mktemp("charts") / "w.duckdb"
    con = empty_warehouse()
    figures = {DISPUTES: {2021: 30, 2023: {"value": 1200.0, "qualifier": "over"}}, RATE: {2021: 96.5, 2023: 98}}
    warehouse_of(con, figures, silent=(2024,), peers={NAMESAKE: {DISPUTES: {2023: 5}}})
    con.execute(f"attach '{target}' as published")
    con.execute("copy from database memory to published")
    con.close()
    yield target


def chart(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["chart", *arguments, "--warehouse", str(file)])


def test_both_pictures_are_written_and_named_at_the_end(file: Path, tmp_path: Path) -> None:
    told = chart(file, PLACE, "矛盾纠纷调处", "--out", str(tmp_path))
    assert told.exit_code == 0, told.output
    stem = tmp_path / "清平县云溪镇-矛盾纠纷调处"
    svg, png = (stem.with_name(f"{stem.name}.{kind}") for kind in ("svg", "png"))
    assert sorted(tmp_path.iterdir()) == [png, svg]
    assert png.read_bytes().startswith(b"\x89PNG")
    assert f"已写入 {svg}" in told.output
    assert told.output.splitlines()[-1].startswith("接下来：")
    next_query = told.output.splitlines()[-1].partition("fazhi sql ")[2].partition('"')[2].partition('"')[0]
    answer = CliRunner().invoke(main, ["sql", next_query, "--format", "csv", "--warehouse", str(file)])
    assert [line.split(",")[0] for line in answer.output.splitlines()] == ["year", "2021", "2023"]


def test_without_a_metric_the_most_fully_stated_are_drawn_and_the_rule_is_said(file: Path, tmp_path: Path) -> None:
    told = chart(file, PLACE, "--out", str(tmp_path), "--format", "svg")
    assert told.exit_code == 0, told.output
    assert "表述年数最多" in told.output
    assert [path.name for path in tmp_path.iterdir()] == ["清平县云溪镇-矛盾纠纷调处等2项.svg"]


def test_letters_are_outlines_of_our_font_and_the_same_without_any_font_on_the_machine(
    file: Path, tmp_path: Path
) -> None:
    config = tmp_path / "none.conf"
    config.write_text(NO_FONTS)
    chart(file, PLACE, DISPUTES, "--out", str(tmp_path / "here"))
    command = ["chart", PLACE, DISPUTES, "--out", str(tmp_path / "bare"), "--warehouse", str(file)]
    bare = {**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONPATH": str(PROJECT)}
    code = f"from assets.commands.cli import main; main({command!r})"
    subprocess.run([sys.executable, "-c", code], env=bare, check=True, capture_output=True)
    here, elsewhere = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("here", "bare")
    )
    assert len(here) == 2
    assert here == elsewhere  # the same bytes, from another process and another machine as far as fonts go
    svg = next(data for name, data in here.items() if name.endswith(".svg")).decode()
    assert "<text" not in svg
    assert "font-family" not in svg
    (title,) = [path for path in ElementTree.fromstring(svg).iter(PATH) if path.get("aria-label") == TITLE]
    assert title.get("d", "").count("M") == contours(TITLE)


def contours(text: str) -> int:
    """Closed lines of the glyphs of a text, counted apart from the module under test."""
    font = TTFont(FONT_FILE, lazy=True)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pen = RecordingPen()
    for character in text:
        glyphs[names[ord(character)]].draw(pen)
    return sum(1 for step, _ in pen.value if step == "moveTo")


def test_a_letter_that_the_font_lacks_is_a_box_and_is_told() -> None:
    def drawn(letters: str) -> str:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text font-size="10px">{letters}</text></svg>'
        return ElementTree.fromstring(outlined(svg))[0].get("d", "")

    assert missing_characters("𰻞𰻞镇") == "𰻞"
    assert drawn("𰻞") == drawn("\U000f0000")
    assert len({drawn(letter) for letter in "𰻞矛盾纠纷"}) == 5


@pytest.mark.parametrize("letters", ["垞埗堽喆堉塍", "云陽縣龍潭", "—…《》（）、，；：·≠－–"])
def test_the_font_has_what_names_of_places_and_reports_need(letters: str) -> None:
    assert missing_characters(letters) == ""


# what is asked; a part of the one line that answers
WRONG = [
    (["云溪镇"], f"对应 2 个单位，请改用编号：丰源县云溪镇（{NAMESAKE}）、清平县云溪镇（{PLACE}）"),
    (["无名镇"], "库中没有名称含“无名镇”的单位"),
    ([" "], "请写出地名"),
    ([PLACE, "矛盾"], "“矛盾”对应 2 个指标，请写全名或编号：矛盾纠纷调处（disputes.mediated）、"),
    ([PLACE, "没有的"], "没有名称或编号含“没有的”的指标"),
    ([PLACE, EVENTS], "云溪镇的报告没有表述“普法宣传活动”，没有画图"),
    ([PLACE, DISPUTES, EVENTS], "没有表述“普法宣传活动”"),
    ([PLACE, DISPUTES, "--category", "化解"], "没有表述“矛盾纠纷调处”的类别“化解”，没有画图；表述过的有：总数"),
    ([PLACE, "--category", "化解"], "--category 要和指标一起用"),
]


@pytest.mark.parametrize(("asked", "line"), WRONG)
def test_what_cannot_be_drawn_is_one_line_and_no_file(file: Path, tmp_path: Path, asked: list[str], line: str) -> None:
    told = chart(file, *asked, "--out", str(tmp_path / "out"))
    assert told.exit_code == 1
    assert told.stdout == ""
    assert len(told.stderr.splitlines()) == 1
    assert line in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_missing_warehouse_is_one_line(tmp_path: Path) -> None:
    told = chart(tmp_path / "none.duckdb", "云溪镇")
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert "找不到数据库" in told.stderr


PLACES = [
    Place(PLACE, "云溪镇", "镇", "清平县", "兰江市", "湖北省"),
    Place(NAMESAKE, "云溪镇", "镇", "丰源县", "兰江市", "湖北省"),
    Place("a", "龙潭苗族乡", "民族乡", "宁川县", None, None, ("龙潭乡",)),
    Place("b", "龙潭街道", "街道", "清平县", None, None),
    Place("c", "丰源县司法局", "部门", "丰源县", "景川市", None),
]


@pytest.mark.parametrize(
    ("words", "place_id"),
    [
        (PLACE, PLACE),
        ("清平县云溪镇", PLACE),
        ("兰江市丰源县云溪镇", NAMESAKE),
        (" 龙潭苗族乡 ", "a"),
        ("龙潭乡", "a"),
        ("龙潭街", "b"),
        ("司法局", "c"),
        ("景川市丰源县司法局", "c"),
    ],
)
def test_a_place_is_meant_by_id_name_alias_county_or_a_part(words: str, place_id: str) -> None:
    assert place_named(PLACES, words).place_id == place_id


@pytest.mark.parametrize("words", ["龙潭", "云溪镇", "镇", "", "湖北省"])
def test_a_place_that_is_not_one_is_asked_back(words: str) -> None:
    with pytest.raises(Unanswered):
        place_named(PLACES, words)


METRICS = {
    metric.id: metric
    for metric in (Metric("a.b", "信访件", "case", "flow"), Metric("a.bc", "信访件办结", "case", "flow"))
}


@pytest.mark.parametrize(("words", "metric_id"), [("a.b", "a.b"), ("信访件", "a.b"), ("办结", "a.bc"), ("bc", "a.bc")])
def test_a_metric_is_meant_by_id_name_or_a_part_and_a_whole_name_wins(words: str, metric_id: str) -> None:
    assert metric_named(METRICS, words).id == metric_id


# --out, --format, the endings of the files; None where it is refused
TARGETS = [
    ("charts", None, {"charts/x.svg", "charts/x.png"}),
    ("charts", "png", {"charts/x.png"}),
    ("图.2024", None, {"图.2024/x.svg", "图.2024/x.png"}),
    ("a.svg", None, {"a.svg"}),
    ("a.PNG", None, {"a.PNG"}),
    ("a.svg", "both", {"a.svg", "a.png"}),
    ("a.svg", "png", None),
    ("a.pdf", None, None),
]


@pytest.mark.parametrize(("out", "picture_format", "files"), TARGETS)
def test_out_is_a_folder_or_a_file_whose_ending_says_its_format(
    out: str, picture_format: str | None, files: set[str] | None
) -> None:
    if files is None:
        with pytest.raises(TargetError):
            picture_files(Path(out), picture_format, "x")
    else:
        assert {str(path) for path in picture_files(Path(out), picture_format, "x")} == files


def test_an_interrupted_chart_leaves_the_earlier_one(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = {tmp_path / "x.svg": b"old svg", tmp_path / "x.png": b"old png"}
    for path, content in earlier.items():
        path.write_bytes(content)

    def full(file: Path, content: bytes) -> Path:
        if file.suffix == ".png":
            raise OSError(28, "No space left on device", str(file))
        return beside(file, content)

    beside = assets.commands.chart._written_beside
    monkeypatch.setattr(assets.commands.chart, "_written_beside", full)
    told = chart(file, PLACE, DISPUTES, "--out", str(tmp_path / "x.svg"), "--format", "both")
    assert told.exit_code == 1
    assert "无法写入" in told.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == earlier


def test_the_other_commands_do_not_wait_for_the_charts() -> None:
    code = "import sys, assets.commands.cli; sys.exit(bool({'vl_convert', 'fontTools', 'polars'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)
