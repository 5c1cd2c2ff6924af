"""The evidence of one figure on a terminal: its sentence before and after repair, the figure marked in both.

Belongs here: cutting a sentence out of a text and marking a span in it. Does not belong here: finding the fact
(`warehouse/answers.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from assets.commands.console import say
from warehouse.answers import Evidence

SENTENCE_ENDS = "。；;！!？?\n"
# The longest sentence of the five real reports has 340 characters; more around a figure hides it.
MAX_CONTEXT = 120
MARK_STYLE = "bold reverse"
# For output without colours, and for eyes that don't tell them: the same marks in characters.
MARKS = ("【", "】")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence around [start, end), at most MAX_CONTEXT characters to either side.

    >>> sentence_around("甲。调解36件。乙", 2, 7)
    (2, 8)
    """
    earliest, latest = max(0, start - MAX_CONTEXT), min(len(text), end + MAX_CONTEXT)
    first = max((text.rfind(mark, earliest, start) + 1 for mark in SENTENCE_ENDS), default=0)
    lasts = [found + 1 for mark in SENTENCE_ENDS if (found := text.find(mark, end, latest)) >= 0]
    return max(first, earliest), min(lasts, default=latest)


def marked(text: str, start: int, end: int, figure: tuple[int, int]) -> Text:
    """The sentence around [start, end) with `figure` marked."""
    first, last = sentence_around(text, start, end)
    figure_start, figure_end = figure
    shown = Text(text[first:figure_start].lstrip())
    shown.append(MARKS[0] + text[figure_start:figure_end] + MARKS[1], style=MARK_STYLE)
    shown.append(text[figure_end:last].rstrip())
    return shown


def show_evidence(console: Console, evidence: Evidence) -> None:
    """What the fact says, where it stands, and its sentence in the raw and in the repaired text."""
    fact = evidence.fact
    category = f"（{fact['category']}）" if fact["category"] else ""
    say(console, Text(f"{fact['metric']}{category}：{_value_of(fact)}", style="bold"))
    say(console, Text(f"指标　{fact['metric_id']}（{fact['period']}，{fact['role']}）　编号 {fact['fact_id']}"))
    say(console, Text(f"报告　{fact['place'] or '地方不明'} {fact['year'] or '年度不明'}　{fact['source']}"))
    if evidence.section_path:
        say(console, Text("章节　" + " › ".join(evidence.section_path)))
    say(console, Text("原文　") + marked(fact["raw_text"], fact["raw_start"], fact["raw_end"], _raw_figure(fact)))
    say(console, Text("修复　") + marked(fact["text"], fact["text_start"], fact["text_end"], _text_figure(fact)))
    say(console, Text(f"位置　raw_text 第 {fact['raw_start']} 至 {fact['raw_end']} 字"))


def _value_of(fact: Mapping[str, Any]) -> str:
    if fact["value"] is None:
        return "无法读出"
    value = f"{fact['value']:g}" if abs(fact["value"]) < 1e6 else f"{fact['value']:.0f}"
    printed = f"，原文写作“{fact['number_text']}”" if fact["number_text"] else "，原文以文字表述为零"
    return f"{value} {fact['unit']}{printed}"


def _raw_figure(fact: Mapping[str, Any]) -> tuple[int, int]:
    """The numeral's own span; the whole evidence for a zero told in words."""
    if fact["number_raw_start"] is None:
        return fact["raw_start"], fact["raw_end"]
    return fact["number_raw_start"], fact["number_raw_end"]


def _text_figure(fact: Mapping[str, Any]) -> tuple[int, int]:
    """Where the number as printed stands in the repaired evidence; the whole of it where it can't be found again."""
    start, end = fact["text_start"], fact["text_end"]
    found = fact["text"].find(fact["number_text"], start, end) if fact["number_text"] else -1
    return (found, found + len(fact["number_text"])) if found >= 0 else (start, end)
