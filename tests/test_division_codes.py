"""Division codes: what is one, for which level and province, and two codes for one place."""

from __future__ import annotations

import pytest

from pipelines.corpus.code_conflicts import code_conflicts
from pipelines.corpus.division_codes import PROVINCE_CODES, BadCode, division_code
from pipelines.corpus.places import Place
from pipelines.identity.placenames import PREFECTURES

# (cell, level, province, what is kept)
CODES = [
    ("522401", "县", "贵州省", "522401"),
    ("522401", "部门", None, "522401"),
    ("522401", None, None, "522401"),
    ("522401102", "镇", "贵州", "522401102"),
    ("522401102000", "镇", None, "522401102"),
    ("522401001000", "街道", None, "522401001"),
    ("150102400", "苏木", "内蒙古", "150102400"),
    ("522401102", "镇", "青山省", "522401102"),  # an invented province can't be held against the code
]

# (cell, level, province, what the message says)
BAD_CODES = [
    ("52240", "县", None, "有5位"),
    ("5224011", None, None, "有7位"),
    ("52240110200", "镇", None, "有11位"),
    ("52240A", None, None, "不是数字"),
    ("５２２４０１", None, None, "不是数字"),
    ("5.22401E+11", "镇", None, "科学计数法"),
    ("992401", "县", None, "99 不是任何省份的代码"),
    ("522401", "县", "甘肃省", "52 是贵州省"),
    ("522401", "镇", None, "只有6位，是县级的代码"),
    ("522401102", "县", None, "是乡级的代码"),
    ("522401102", "部门", None, "是乡级的代码"),
    ("522401000", "镇", None, "第7至9位是000"),
    ("522401000000", None, None, "第7至9位是000"),
    ("522401102203", "镇", None, "村（社区）的代码"),
]


@pytest.mark.parametrize(("cell", "level", "province", "kept"), CODES)
def test_a_code_is_kept_in_one_spelling(cell: str, level: str | None, province: str | None, kept: str) -> None:
    assert division_code(cell, level, province) == kept


@pytest.mark.parametrize(("cell", "level", "province", "message"), BAD_CODES)
def test_what_is_no_code_of_the_place_says_why(
    cell: str, level: str | None, province: str | None, message: str
) -> None:
    with pytest.raises(BadCode) as error:
        division_code(cell, level, province)
    assert message in str(error.value)


def test_every_province_has_one_code() -> None:
    assert sorted(PROVINCE_CODES.values()) == sorted(PREFECTURES)


def place(code: str | None, city: str | None = None, county: str = "甲县", name: str = "马营镇") -> Place:
    return Place(f"{city}/{county}/{name}@{code}", name, "镇", county, city, None, code, ())


# (two places, whether they are one place with two codes)
PAIRS = {
    "one county by the code": (place("620102101"), place("620102110"), True),
    "one county by city and name": (place("620102101", "乙市"), place("620103110", "乙市"), True),
    "two counties of one name": (place("320106001", county="鼓楼区"), place("410204001", county="鼓楼区"), False),
    "two cities": (place("620102101", "乙市"), place("620102110", "丙市"), False),
    "two towns": (place("620102101"), place("620102110", name="牛营镇"), False),
    "one without a code": (place("620102101"), place(None), False),
}


@pytest.mark.parametrize("case", PAIRS)
def test_two_codes_for_one_place_are_told(case: str) -> None:
    a, b, is_conflict = PAIRS[case]
    found = code_conflicts([a, b])
    assert set(found) == ({a.place_id, b.place_id} if is_conflict else set())
    assert all("改为同一个代码" in finding.message for finding in found.values())
