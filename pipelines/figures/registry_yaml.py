"""The YAML of a registry as mappings and lists that know their lines, and what a clerk is told where it is none.

Belongs here: the form of the text, without knowledge of metrics. Does not belong here: which keys an entry may have
(`registry.py`, `registry_fields.py`).

PyYAML names the place where reading stopped, in the words of its grammar; a clerk needs the line to mend and the likely
cause. So the lines about that place are looked at for the mistakes that people make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

COLON_CAUSE = "冒号要用半角 : ，后面空一格"
INDENT_CAUSE = "缩进应与上一行一致"
QUOTE_CAUSE = "引号没有成对"
TAB_CAUSE = "不要用 Tab，缩进请用空格"
INNER_COLON_CAUSE = "文字里有半角冒号加空格：请改用全角 ：，或用引号括起整段文字"
BRACKET_CAUSE = "方括号 [ ] 或花括号 { } 没有成对"
SIGN_CAUSE = "文字以 * & ! % @ ` 之类的符号开头时，要用引号括起来"
UNKNOWN_CAUSE = "不合 YAML 写法，请看这一行和上一行的缩进、冒号和引号"

KEY = r"^\s*(?:-\s+)?[A-Za-z_][A-Za-z0-9_.]*\s*"
WRONG_COLON = re.compile(KEY + r"(?:：|:(?=[^\s/]))")
OPENED_QUOTE = re.compile(r"^[^\"'#]*?(?::\s+|-\s+|[\[{,]\s*)([\"'])")
LEADING_TAB = re.compile(r"^ *\t")
TWO_COLONS = re.compile(r":\s.*:\s")
# How far before the place where reading stopped the mistake may stand: a key without its colon swallows the next line.
LINES_BACK = 3

# Words of PyYAML's problems (3.x to 6.x), the cause, and whether the mistake stands where the construct began.
CAUSES: tuple[tuple[str, str, bool], ...] = (
    ("\\t", TAB_CAUSE, False),
    ("expected ',' or", BRACKET_CAUSE, True),
    ("could not find expected ':'", COLON_CAUSE, True),
    ("unexpected end of stream", QUOTE_CAUSE, True),
    ("document separator", QUOTE_CAUSE, True),
    ("escape", "双引号里的 \\ 有特殊含义，请改用单引号", False),
    ("mapping values are not allowed", INDENT_CAUSE, False),
    ("expected <block end>", INDENT_CAUSE, False),
    ("did not find expected", INDENT_CAUSE, False),
    ("that cannot start any token", SIGN_CAUSE, False),
    ("alias", SIGN_CAUSE, False),
    ("anchor", SIGN_CAUSE, False),
    ("tag", SIGN_CAUSE, False),
    ("recursive", SIGN_CAUSE, False),
    ("special characters", "文件里有看不见的控制字符，请删去", False),
)


class RegistryError(ValueError):
    """The registry says something it may not: the message names file, line and the way out, in one Chinese sentence."""


def fault(line: int, said: str, entry: str = "") -> RegistryError:
    """An error on a line, of an entry where it has one: `第5行 disputes.mediated：缺少 name`."""
    return RegistryError(f"第{line}行{' ' + entry if entry else ''}：{said}")


class Entries(dict[str, Any]):
    """A mapping with the line on which it begins and the line of each key."""

    def __init__(self, line: int):
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list with the line of each item."""

    def __init__(self, lines: list[int]):
        super().__init__()
        self.lines = lines


class _Loader(yaml.SafeLoader):
    """Mappings and lists with their lines; numbers and dates stay the words that were written."""


def _entries(loader: _Loader, node: yaml.MappingNode) -> Entries:
    made = Entries(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise fault(line, "冒号前面要写一个词")
        key = key_node.value
        if key in made:
            also = "；编号不能重复，请另取编号，或把内容并入已有的条目" if "." in key else "：只留一处"
            raise fault(line, f"{key} 写了两次（第{made.lines[key]}行和第{line}行）{also}")
        made.lines[key] = line
        made[key] = loader.construct_object(value_node, deep=True)
    return made


def _items(loader: _Loader, node: yaml.SequenceNode) -> Items:
    made = Items([item.start_mark.line + 1 for item in node.value])
    made.extend(loader.construct_object(item, deep=True) for item in node.value)
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _entries)
_Loader.add_constructor("tag:yaml.org,2002:seq", _items)
for _kind in ("int", "float", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", yaml.SafeLoader.construct_yaml_str)


def read_yaml(text: str) -> Any:
    """The text's mappings (`Entries`), lists (`Items`), words, booleans and None.

    Raises RegistryError with the line to mend and the likely cause.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader with line numbers
    except yaml.YAMLError as error:
        raise _told(error, text) from None
    except RecursionError:
        raise fault(1, BRACKET_CAUSE) from None


def _told(error: yaml.YAMLError, text: str) -> RegistryError:
    if isinstance(error, yaml.reader.ReaderError):
        return fault(text.count("\n", 0, error.position) + 1, f"写法有误：{_cause(error.reason)[0]}")
    problem = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    mark = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None) or mark
    if mark is None:
        return fault(1, UNKNOWN_CAUSE)
    cause, is_at_begin = _cause(problem)
    line = (began if is_at_begin else mark).line + 1
    lines = text.splitlines()
    if cause == TAB_CAUSE or is_at_begin and cause in (QUOTE_CAUSE, BRACKET_CAUSE):
        return fault(line, f"写法有误：{cause}")
    if seen := _seen(lines, began.line, mark.line):
        line, cause = seen
    elif cause == INDENT_CAUSE and mark.line < len(lines) and TWO_COLONS.search(lines[mark.line]):
        cause = INNER_COLON_CAUSE
    return fault(line, f"写法有误：{cause}")


def _cause(problem: str) -> tuple[str, bool]:
    return next(((cause, at_begin) for words, cause, at_begin in CAUSES if words in problem), (UNKNOWN_CAUSE, False))


def _seen(lines: list[str], began: int, stopped: int) -> tuple[int, str] | None:
    """A mistake that can be seen in the lines before reading stopped (counted from 0), the nearest line first."""
    for number in _nearest(lines, stopped):
        if LEADING_TAB.match(lines[number]):
            return number + 1, TAB_CAUSE
        if WRONG_COLON.match(lines[number]):
            return number + 1, COLON_CAUSE
    # A quote that is not closed swallows lines up to the next quote, however far that is.
    for number in range(min(began, stopped), min(stopped + 1, len(lines))):
        opened = OPENED_QUOTE.match(lines[number])
        if opened and lines[number].count(opened[1]) % 2:
            return number + 1, QUOTE_CAUSE
    return None


def _nearest(lines: list[str], stopped: int) -> Iterator[int]:
    """The line where reading stopped and the written lines before it, nearest first."""
    written = [n for n in range(min(stopped, len(lines) - 1), -1, -1) if lines[n].strip()]
    yield from written[:LINES_BACK]
