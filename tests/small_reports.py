"""Small made-up reports for the tests of the language core: a title, one heading, a few sentences.

Belongs here: how a sentence becomes a report and a fact becomes a short, comparable line. Does not belong here: any
expectation about language, any file access beyond the project's own registry.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipelines.figures.registry import Registry, load_registry
from pipelines.records import Fact, Numeral, ReadReport
from pipelines.report import read_report

TITLE = "石桥镇2023年度法治政府建设情况报告"
HEADINGS = {
    "leadership": "加强组织领导，压实第一责任人职责",
    "study": "抓实干部学法，提升依法行政能力",
    "functions": "依法履行政府职能，优化政务服务",
    "rulemaking": "加强规范性文件监督管理",
    "decision": "健全行政决策机制，推进科学民主决策",
    "enforcement": "规范行政执法，推进严格公正文明执法",
    "emergency": "完善突发事件应对体系",
    "disputes": "依法化解矛盾纠纷，做好信访工作",
    "review": "加强行政复议和行政应诉工作",
    "oversight": "强化权力监督，推进政务公开",
    "publicity": "深入开展普法宣传教育",
    "legal_services": "完善公共法律服务体系",
    "rehabilitation": "做好社区矫正和安置帮教工作",
    "community": "推进基层依法治理",
    "digital": "加强数字法治建设和科技保障",
    "problems": "存在的问题和不足",
    "plans": "下一步工作打算",
}
# A file under 150 characters is no report: words without numerals make up the length, before the heading under test.
PREAMBLE = (
    "石桥镇坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，在县委、县政府的坚强领导下，在县司法局的"
    "有力指导下，扎实推进依法行政，为全镇经济社会高质量发展营造良好的法治环境。现将2023年度法治政府建设工作情况报告如下："
)


class Case(NamedTuple):
    """A sentence under a heading, what it should give, and what it gave once or gives today (`note`)."""

    theme: str
    sentence: str
    expected: list[str]
    note: str


def cases(block: str) -> list[Case]:
    """Cases written one below the other: `[theme] sentence`, then `= a line expected`, then `! a note`.

    >>> cases("[disputes] 调解纠纷36件。\\n  = disputes.mediated=36 case")
    [Case(theme='disputes', sentence='调解纠纷36件。', expected=['disputes.mediated=36 case'], note='')]
    """
    found: list[Case] = []
    for line in filter(None, map(str.strip, block.split("\n"))):
        kind, words = line[0], line[1:].strip()
        if kind == "[":
            theme, sentence = words.split("] ", 1)
            found.append(Case(theme, sentence, [], ""))
        elif kind == "=":
            found[-1].expected.append(words)
        elif kind == "!":
            found[-1] = found[-1]._replace(note=words)
        else:
            raise ValueError(f"a line of a case starts with [, = or !: {line}")
    assert found, "no case in the block"
    return found


@cache
def registry() -> Registry:
    """The project's own registry, read once for all tests."""
    return load_registry()


def small_report(body: str, theme: str = "disputes", title: str = TITLE) -> str:
    """The text of a report with one heading of `theme` (see `HEADINGS`) over `body`."""
    return f"{title}\n\n　　{PREAMBLE}\n　　一、{HEADINGS[theme]}\n　　{body}\n"


def read(body: str, theme: str = "disputes", title: str = TITLE) -> ReadReport:
    """A small report read whole, as the pipeline reads a file."""
    report = read_report(small_report(body, theme, title).encode(), "small.txt", ".", registry())
    assert isinstance(report, ReadReport), report
    return report


def span_of(report: ReadReport, words: str) -> tuple[int, int]:
    """Where `words` stand in the raw text (their first occurrence after the heading)."""
    start = report.layer.text.index(words, report.layer.text.index("一、"))
    return start, start + len(words)


def short(fact: Fact) -> str:
    """A fact in one line: metric=value unit, then only what is out of the ordinary.

    `disputes.mediated/受理=36 case over previous(2022年) unit?`
    """
    name = f"{fact.metric_id}/{fact.category}" if fact.category else fact.metric_id
    value = "null" if fact.value is None else f"{fact.value:g}" if abs(fact.value) < 1e6 else f"{fact.value:.0f}"
    words = [f"{name}={value} {fact.unit}"]
    if fact.qualifier != "exact":
        words.append(fact.qualifier)
    if fact.period not in ("year", "stock"):
        words.append(f"[{fact.period}]")
    if fact.role != "actual":
        words.append(fact.role)
    if fact.unit_inferred:
        words.append("unit?")
    return " ".join(words)


def facts(body: str, theme: str = "disputes") -> list[str]:
    """The facts of a sentence as short lines, in reading order."""
    return [short(f) for f in read(body, theme).extraction.facts]


def rows(body: str, theme: str = "disputes") -> list[Numeral]:
    """The ledger rows of a sentence, without those of the title, the preamble and the heading."""
    report = read(body, theme)
    first = report.layer.text.index(HEADINGS[theme]) + len(HEADINGS[theme])
    return [n for n in report.extraction.numerals if n.raw_start >= first]


def ledger(body: str, theme: str = "disputes") -> list[tuple[str, str]]:
    """The ledger of a sentence as (text, disposition)."""
    return [(n.text, n.disposition) for n in rows(body, theme)]
