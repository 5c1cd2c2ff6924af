"""A registry that is no YAML: the line to mend and the likely cause, in the words of a clerk.

Each entry is typed as people type: into a registry that is sound, with one mistake.
"""

from __future__ import annotations

import pytest

from pipelines.figures.registry import RegistryError, parse_registry
from pipelines.figures.registry_yaml import (
    BRACKET_CAUSE,
    COLON_CAUSE,
    INDENT_CAUSE,
    INNER_COLON_CAUSE,
    QUOTE_CAUSE,
    SIGN_CAUSE,
    TAB_CAUSE,
)

SOUND = """\
themes:
  community: {name: 基层依法治理, outline: null}
metrics:
  community.patrol_teams:
    name: 义务巡查队
    unit: item
    kind: stock
    means: 村（社区）组建的巡查队伍支数
    cues:
      - head: 义务巡查队|巡逻队
        not: 应急|救援
    examples:
      match:
        - 组建义务巡查队3支 = 3
      not:
        - 组建应急救援队伍2支
"""

# what is mistyped, into what, the line to mend, the cause
MISTYPED: list[tuple[str, str, int, str]] = [
    ("    unit: item", "\tunit: item", 6, TAB_CAUSE),
    ("        not: 应急", "      \tnot: 应急", 11, TAB_CAUSE),
    ("name: 义务巡查队", "name：义务巡查队", 5, COLON_CAUSE),
    ("unit: item", "unit： item", 6, COLON_CAUSE),
    ("means: 村", "means：村", 8, COLON_CAUSE),
    ("unit: item", "unit:item", 6, COLON_CAUSE),
    ("kind: stock", "kind stock", 7, COLON_CAUSE),
    ("community.patrol_teams:", "community.patrol_teams：", 4, COLON_CAUSE),
    ("      match:", "      match：", 13, COLON_CAUSE),
    ("    cues:", "    cues：", 9, COLON_CAUSE),
    ("- head: 义务", "- head：义务", 10, COLON_CAUSE),
    ("    unit: item", "      unit: item", 6, INDENT_CAUSE),
    ("    unit: item", "   unit: item", 6, INDENT_CAUSE),
    ("        not: 应急", "       not: 应急", 11, INDENT_CAUSE),
    ("      not:\n", "     not:\n", 15, INDENT_CAUSE),
    ("name: 义务巡查队", 'name: "义务巡查队', 5, QUOTE_CAUSE),
    ("- 组建义务巡查队3支 = 3", "- '组建义务巡查队3支 = 3", 14, QUOTE_CAUSE),
    ("means: 村（社区）", "means: 口径: 村（社区）", 8, INNER_COLON_CAUSE),
    ("{name: 基层依法治理, outline: null}", "{name: 基层依法治理, outline: null", 2, BRACKET_CAUSE),
    ("kind: stock", "kind: stock\n    accepts: [case", 8, BRACKET_CAUSE),
    ("name: 义务巡查队", "name: @义务巡查队", 5, SIGN_CAUSE),
    ("- 组建应急", "- *组建应急", 16, SIGN_CAUSE),
]


def test_the_registry_is_sound_before_it_is_mistyped() -> None:
    assert set(parse_registry(SOUND).metrics) == {"community.patrol_teams"}


@pytest.mark.parametrize(("words", "mistyped", "line", "cause"), MISTYPED)
def test_a_mistyped_line_is_named_with_its_cause(words: str, mistyped: str, line: int, cause: str) -> None:
    assert SOUND.count(words) >= 1
    with pytest.raises(RegistryError) as told:
        parse_registry(SOUND.replace(words, mistyped, 1))
    assert str(told.value).startswith(f"第{line}行")
    assert cause in str(told.value)


def test_a_character_that_can_not_be_seen_is_named() -> None:
    with pytest.raises(RegistryError, match="^第5行：.*控制字符"):
        parse_registry(SOUND.replace("义务巡查队", "义务\x07巡查队", 1))


def test_brackets_without_end_are_told_and_do_no_harm() -> None:
    with pytest.raises(RegistryError, match="没有成对"):
        parse_registry("[" * 5000)
