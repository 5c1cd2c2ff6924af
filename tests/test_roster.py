"""roster.csv: what a clerk can write into it, and what its errors say."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.corpus.manifest import read_manifest
from assets.corpus.roster import read_roster
from assets.errors import CorpusError
from pipelines.corpus.roster import RosterEntry


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "roster.csv"
    file.write_text(text, encoding=encoding)
    return file


SPELLINGS = {
    "our names": "place,level,county,city,province,division_code,first_year,last_year\n"
    "青石镇,镇,甲县,乙市,甘肃省,620102101,2022,2024\n",
    "in Chinese": "地方,级别,县,市,省,行政区划代码,起始年度,终止年度\n"
    "青石镇,镇,甲县,乙市,甘肃省,620102101000,2022年,2024年度\n",
    "in another order, with a note and empty columns": "备注,名称,终止年度,起始年度,代码,省份,地级市,县（市、区）,,\n"
    "新设,青石镇,2024,2022,620102101,甘肃省,乙市,甲县,,\n,,,,,,,,,\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_roster_as_a_clerk_saves_it(tmp_path: Path, spelling: str, encoding: str) -> None:
    roster = read_roster(write(tmp_path, SPELLINGS[spelling], encoding))
    assert roster.entries == (RosterEntry(2, "青石镇", "镇", "甲县", "乙市", "甘肃省", "620102101", 2022, 2024),)
    assert roster.digest


# what is written below the header -> (line, first year, last year)
YEARS = {
    "place\n青石镇\n": [(2, None, None)],
    "地方,年度\n青石镇,2022\n青石镇,2023年\n": [(2, 2022, 2022), (3, 2023, 2023)],
    "地方,起始年度\n青石镇,2022\n白河乡,\n": [(2, 2022, None), (3, None, None)],
    "地方,终止年度\n青石镇,2022\n": [(2, None, 2022)],
    "地方,起始年度,终止年度\n青石镇,2020,2021\n青石镇,2023,\n": [(2, 2020, 2021), (3, 2023, None)],
}


@pytest.mark.parametrize("text", YEARS)
def test_years_of_a_roster(tmp_path: Path, text: str) -> None:
    entries = read_roster(write(tmp_path, text)).entries
    assert [(entry.line, entry.first_year, entry.last_year) for entry in entries] == YEARS[text]


def test_no_roster_is_an_empty_one() -> None:
    assert read_roster(None).entries == ()
    assert read_roster(None).digest == ""


HEAD = "地方,县,省,行政区划代码,起始年度,终止年度\n"
ERRORS = {
    "an unknown column": ("地方,人口\n青石镇,300\n", "第1行：不认识“人口”这一列"),
    "a column twice": ("地方,名称\n青石镇,青石镇\n", "第1行：“名称”一列重复"),
    "no place column": ("县,年度\n甲县,2023\n", "第1行：缺少“地方”"),
    "an empty file": ("", "第1行：缺少“地方”"),
    "two ways to tell years": ("地方,年度,起始年度\n青石镇,2023,\n", "只能用一种"),
    "a line without a place": ("地方,县\n,甲县\n", "第2行：地方名称为空"),
    "a cell under no name": ("地方,\n青石镇,注意\n", "第2行：“注意”所在的列没有列名"),
    "a bad year": ("地方,年度\n青石镇,23\n", "第2行：年度 “23” 不是四位数的年份"),
    "a span of years in one cell": ("地方,年度\n青石镇,2021-2024\n", "第2行：年度 “2021-2024” 不是四位数的年份"),
    "a year that can't be": ("地方,年度\n青石镇,1923\n", "第2行：年度 1923 不在"),
    "a year left empty": ("地方,年度\n青石镇,\n", "第2行：年度为空"),
    "years in the wrong order": (HEAD + "青石镇,甲县,,,2024,2022\n", "第2行：起始年度 2024 晚于终止年度 2022"),
    "a line twice": ("地方,年度\n青石镇,2023\n白河乡,2023\n青石镇,2023\n", "第4行：青石镇与第2行重复"),
    "spans that overlap": (HEAD + "青石镇,甲县,,,2020,2022\n青石镇,甲县,,,2022,\n", "第3行：青石镇与第2行重复"),
    "a code that is none": (HEAD + "青石镇,甲县,,62010,,\n", "第2行：行政区划代码“62010”有5位"),
    "a county's code for a town": (HEAD + "青石镇,甲县,,620102,,\n", "第2行：行政区划代码“620102”只有6位"),
    "a code of another province": (
        HEAD + "青石镇,甲县,贵州省,620102101,,\n",
        "第2行：行政区划代码“620102101”开头的 62",
    ),
    "two codes for one place": (
        HEAD + "青石镇,甲县,,620102101,2020,2020\n青石镇,甲县,,620102102,2021,2021\n",
        "第3行：青石镇的代码 620102102 与第2行的 620102101 不同",
    ),
    "one code for two places": (
        HEAD + "青石镇,甲县,,620102101,,\n白河乡,甲县,,620102101,,\n",
        "第3行：代码 620102101 在第2行是青石镇，这里是白河乡",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors_of_a_roster_name_the_line_in_one_line(tmp_path: Path, case: str) -> None:
    text, message = ERRORS[case]
    file = write(tmp_path, text)
    with pytest.raises(CorpusError) as error:
        read_roster(file)
    assert message in str(error.value)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


SOUND = {
    "a town renamed with its code kept": HEAD + "青石乡,甲县,,620102201,,2021\n青石镇,甲县,,620102201,2022,\n",
    "the short and the full name of an ethnic township": HEAD
    + "铁石乡,甲县,,620102201,,2021\n铁石苗族乡,甲县,,620102201,2022,\n",
    "towns of one name in two counties": HEAD + "青石镇,甲县,,620102101,,\n青石镇,乙县,,620103101,,\n",
    "towns of one name told apart by their codes": HEAD + "青石镇,,,620102101,,\n青石镇,,,620103101,,\n",
}


@pytest.mark.parametrize("case", SOUND)
def test_what_looks_doubled_and_is_not(tmp_path: Path, case: str) -> None:
    assert len(read_roster(write(tmp_path, SOUND[case])).entries) == 2


def test_the_manifest_holds_its_codes_to_the_same_form(tmp_path: Path) -> None:
    file = tmp_path / "manifest.csv"
    file.write_text("source,place,division_code\na.txt,青石镇,620102101000\n", encoding="utf-8")
    assert read_manifest(file).rows["a.txt"].division_code == "620102101"
    file.write_text("source,place,division_code\na.txt,青石镇,620102101\nb.txt,青石镇,620102\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="第3行：行政区划代码“620102”只有6位"):
        read_manifest(file)
