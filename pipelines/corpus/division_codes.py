"""National administrative division codes (行政区划代码): their form, and what their parts say.

Belongs here: which strings are codes, for which level, of which province; one spelling for each. Does not belong here:
which place has which code (that is said by manifest and roster only), reading a file.

The code is built from the left (GB/T 2260, GB/T 10114): province 2 digits, prefecture 4, county 6, township 9; the
statistical bureau adds three for the village, 000 for the township itself. So a part of the left is the code above.
"""

from __future__ import annotations

import re

from pipelines.identity.placenames import full_province

PROVINCE_CODES: dict[str, str] = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
"""The first two digits; the province is that of GB/T 2260."""

TOWNSHIP_LEVELS = frozenset({"镇", "乡", "民族乡", "街道", "苏木"})
COUNTY_LEVELS = frozenset({"县", "区", "市", "部门"})

COUNTY_DIGITS = 6
TOWNSHIP_DIGITS = 9
STATISTICAL_DIGITS = 12
OF_THE_TOWNSHIP_ITSELF = "000"

_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[Ee]\+?\d+$")
"""What a spreadsheet makes of twelve digits in a column that is not text."""


class BadCode(ValueError):
    """A string that is no division code, or not one of that level or province; the message is for a clerk."""


def division_code(cell: str, level: str | None = None, province: str | None = None) -> str:
    """The code as it is kept: 6 digits for a county, 9 for a township (a statistical 000 at its end is left out).

    `level`, `province`: what is known of the place beside its code, held against it. Raises BadCode.

    >>> division_code("520181103000", "镇", "贵州省"), division_code("520181")
    ('520181103', '520181')
    """
    if _SCIENTIFIC.match(cell):
        raise BadCode(f"“{cell}”是表格软件改成的科学计数法，末几位已经丢失：请把该列设为“文本”后重新填写")
    if not (cell.isascii() and cell.isdigit()):
        raise BadCode(f"“{cell}”不是数字：应为6位（县级）、9位或12位（乡级）数字")
    if len(cell) not in (COUNTY_DIGITS, TOWNSHIP_DIGITS, STATISTICAL_DIGITS):
        raise BadCode(f"“{cell}”有{len(cell)}位：应为6位（县级）、9位或12位（乡级）")
    if cell[:2] not in PROVINCE_CODES:
        raise BadCode(f"“{cell}”开头的 {cell[:2]} 不是任何省份的代码")
    _held_against_province(cell, province)
    _held_against_level(cell, level)
    return cell[:TOWNSHIP_DIGITS]


def _held_against_province(code: str, province: str | None) -> None:
    """A province that is none of the thirty-four (an invented one) can't be held against anything."""
    known = full_province(province) if province else None
    told = PROVINCE_CODES[code[:2]]
    if known and known != told:
        raise BadCode(f"“{code}”开头的 {code[:2]} 是{told}，与所写的省份“{province}”不符")


def _held_against_level(code: str, level: str | None) -> None:
    if len(code) == STATISTICAL_DIGITS and not code.endswith(OF_THE_TOWNSHIP_ITSELF):
        raise BadCode(f"“{code}”的末三位不是000，是村（社区）的代码：请写所属乡镇、街道的代码")
    is_township = len(code) > COUNTY_DIGITS
    if is_township and code[COUNTY_DIGITS:TOWNSHIP_DIGITS] == "000":
        raise BadCode(f"“{code}”的第7至9位是000，是县级的代码：县级请只写前6位，乡级请写全9位")
    if level in TOWNSHIP_LEVELS and not is_township:
        raise BadCode(f"“{code}”只有6位，是县级的代码，而该地是“{level}”：请写9位或12位")
    if level in COUNTY_LEVELS and is_township:
        raise BadCode(f"“{code}”有{len(code)}位，是乡级的代码，而该地是“{level}”：请写6位")
