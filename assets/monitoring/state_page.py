"""The page that tells whether today's warehouse can be trusted: what came in, what was refused, what changed.

Belongs here: the order and words of that page. Does not belong here: what it tells (`warehouse/state.py`), the form of
tables and bars (`markdown.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assets.commands.given import Given
from assets.monitoring.markdown import INLINE_CHARACTERS, bar, cell, records_table, table
from assets.monitoring.svg import bars, line, picture
from warehouse.export.words import SEVERITY_NAMES
from warehouse.state import CorpusState

# The longest lists: what a person reads through, and what the message of a page holds (a batch has one line).
BATCHES_SHOWN = 60
METRICS_SHOWN = 30
REASONS_SHOWN = 30
WORDS = 60
MESSAGE = 120
VERDICTS = {"kept": "达到", "missed": "**未达到**", "unbounded": "未设界限", "unmeasured": "无可度量"}
COUNTED = {
    "reports": "报告",
    "rejects": "未载入的文件",
    "places": "单位",
    "facts": "指标数据",
    "numerals": "登记的数字",
    "yearly_values": "年度值",
    "year_over_year": "逐年比较",
    "findings": "疑点",
}


def state_page(state: CorpusState, given: Given) -> str:
    """The whole page in Markdown; `given` makes the commands on it ready to be run."""
    parts = (
        "# 数据库现状",
        _of_build(state),
        "## 质量与界限",
        _quality(state),
        "## 各年度",
        _years(state),
        "## 各批次",
        _batches(state),
        "## 未载入的文件，按原因",
        _refusals(state, given),
        "## 各指标的覆盖面",
        _coverage(state, given),
        "## 疑点",
        _findings(state, given),
    )
    return "\n\n".join(parts)


def summary(state: CorpusState) -> str:
    """What changed since the build before and what misses its bound, short enough to be shown at once."""
    missed = [f"{row['name_zh']} {cell(row['value'])}" for row in state.quality if row["verdict"] == "missed"]
    missed += [f"{row['batch']}：{row['name_zh']} {cell(row['value'])}" for row in state.missed]
    told = "未达到界限：" + "；".join(missed[:5]) if missed else "各项质量均在界限之内。"
    return f"{told}\n\n{_counts(state)}"[:INLINE_CHARACTERS]


def _of_build(state: CorpusState) -> str:
    build = state.builds[0]
    lines = f"构建 `{build['build_id']}`，{cell(build['built_at'])}（世界时）。{_what_changed(state)}"
    return f"{lines}\n\n{_counts(state)}"


def _what_changed(state: CorpusState) -> str:
    if len(state.builds) < 2:
        return "这是第一次构建。"
    now, before = state.builds
    kinds = {"corpus_hash": "语料", "code_version": "程序", "registry_version": "指标登记表"}
    changed = [word for name, word in kinds.items() if now[name] != before[name]]
    return f"与上一次（`{before['build_id']}`）相比，变化的是：{'、'.join(changed) or '无'}。"


def _counts(state: CorpusState) -> str:
    now, before = state.counts()
    rows = [
        [word, f"{now.get(name, 0):,}", f"{now.get(name, 0) - before[name]:+,}" if name in before else ""]
        for name, word in COUNTED.items()
    ]
    return table(["", "本次", "比上次"], rows, right=(1, 2))


def _quality(state: CorpusState) -> str:
    rows = [
        [row["name_zh"], cell(row["value"]), cell(row["floor"]), cell(row["ceiling"]), VERDICTS[row["verdict"]]]
        + [picture(line(row["history"], row["floor"], row["ceiling"]), "历次走势")]
        for row in state.quality
    ]
    whole = table(["度量", "本次", "下限", "上限", "", "历次（旧→新，虚线为界限）"], rows, right=(1, 2, 3))
    if not state.missed:
        return whole
    headings = {
        "batch": "批次",
        "name_zh": "度量",
        "value": "本次",
        "floor": "下限",
        "ceiling": "上限",
        "basis": "依据个数",
    }
    return f"{whole}\n\n未达到界限的批次：\n\n{records_table(state.missed[:BATCHES_SHOWN], headings)}"


def _years(state: CorpusState) -> str:
    labels = [cell(row["year"]) or "不明" for row in state.years]
    counted = [row["reports"] - row["republished"] for row in state.years]
    chart = picture(bars(labels, counted, [row["republished"] for row in state.years]), "各年度报告份数")
    rows = [
        [label, *(cell(row[name]) for name in ("reports", "republished", "places", "facts"))]
        for label, row in zip(labels, state.years, strict=True)
    ]
    shown = table(["年度", "报告", "其中重复发布（橙）", "单位", "指标数据"], rows, right=(1, 2, 3, 4))
    return f"{chart}\n\n{shown}" if rows else "没有报告。"


def _batches(state: CorpusState) -> str:
    rows = [
        [cell(row["batch"], WORDS), cell(row["reports"]), cell(row["refused"]), _span(row)]
        + [bar(row["refused"], row["reports"] + row["refused"])]
        for row in state.batches[:BATCHES_SHOWN]
    ]
    shown = table(["批次", "报告", "未载入", "年度", "未载入占比"], rows, right=(1, 2))
    return shown + _left_out(len(state.batches), BATCHES_SHOWN, "个批次")


def _span(row: Mapping[str, Any]) -> str:
    first, last = row["first_year"], row["last_year"]
    return "" if first is None else str(first) if first == last else f"{first}–{last}"


def _refusals(state: CorpusState, given: Given) -> str:
    if not state.refusals:
        return "没有。"
    most = state.refusals[0]["files"]
    rows = [
        [cell(row["reason"]), cell(row["files"]), bar(row["files"], most, 10), cell(row["source"], WORDS)]
        + [cell(row["message"], MESSAGE)]
        for row in state.refusals[:REASONS_SHOWN]
    ]
    command = given.ask("sql", "select source, reason, message from rejects")
    return f"{table(['原因', '文件', '', '例', '怎么办'], rows, right=(1,))}\n\n全部文件：`{command}`"


def _coverage(state: CorpusState, given: Given) -> str:
    reported = state.coverage[0]["reported"] if state.coverage else 0
    rows = [
        [cell(row["metric"]), f"`{row['metric_id']}`", cell(row["place_years"]), bar(row["place_years"], reported)]
        for row in state.coverage[:METRICS_SHOWN]
        if row["place_years"]
    ]
    silent = sum(not row["place_years"] for row in state.coverage)
    shown = table(["指标", "编号", "有数的地年", f"占全部 {reported} 个地年"], rows, right=(2,))
    left_out = _left_out(len(state.coverage), METRICS_SHOWN, "个指标")
    return f"{shown}{left_out}\n\n没有任何报告写到的指标：{silent} 个。全部：`{given.ask('metrics')}`"


def _findings(state: CorpusState, given: Given) -> str:
    if not state.findings:
        return "没有。"
    kinds = [
        [
            cell(row["kind"]),
            SEVERITY_NAMES[row["severity"]],
            cell(row["findings"]),
            bar(row["findings"], _most(state), 10),
        ]
        for row in state.finding_kinds
    ]
    worst = [_finding(row, given) for row in state.findings]
    by_kind = table(["种类", "程度", "处", ""], kinds, right=(2,))
    return f"{by_kind}\n\n### 最严重的\n\n" + "\n".join(worst)


def _most(state: CorpusState) -> int:
    return max(row["findings"] for row in state.finding_kinds)


def _finding(row: Mapping[str, Any], given: Given) -> str:
    """One finding with its words and the way to its evidence: the page of the report, the command for the figure."""
    who = f"{cell(row['place']) or '地方不明'} {row['year'] or '年度不明'}"
    lines = [f"- **{cell(row['kind'])}**（{SEVERITY_NAMES[row['severity']]}）{who}：{cell(row['message'], MESSAGE)}"]
    if row["passage"] is not None:
        other = f" ／ “{cell(row['other_passage'], WORDS)}”" if row["other_passage"] is not None else ""
        where = f"（第 {row['raw_start']} 至 {row['raw_end']} 字）"
        lines.append(f"  - 原文{where}：“{cell(row['passage'], WORDS)}”{other}")
    lines.append(f"  - 报告：{_source(row)}；出处：`{_command(row, given)}`")
    return "\n".join(lines)


def _source(row: Mapping[str, Any]) -> str:
    name = cell(row["source"], WORDS)
    url = str(row["url"] or "")
    is_link = url.startswith(("http://", "https://")) and not any(sign in url for sign in " <>()\n")
    return f"[{name}]({url})" if is_link else name


def _command(row: Mapping[str, Any], given: Given) -> str:
    if row["fact_id"]:
        return given.ask("evidence", row["fact_id"])
    return given.ask("sql", f"from finding_passages where finding_id = '{row['finding_id']}'")


def _left_out(count: int, shown: int, what: str) -> str:
    return f"\n\n只列前 {shown} {what}，共 {count} {what}。" if count > shown else ""
