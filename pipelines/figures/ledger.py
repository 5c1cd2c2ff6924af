"""The numeral ledger: every numeral of a report in exactly one row that says what it is.

Belongs here: finding numerals in the normalised text, claiming those that count nothing (by `dispositions.py`, dates
and headings), deciding whether a Chinese numeral counts, and laying rows over the raw text without gap or overlap.
Does not belong here: which metric a quantity has (`cues.py`); what is a date (`dates.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.figures.dispositions import DISPOSITIONS, Disposition
from pipelines.figures.numerals import SOME, Number, find_numbers
from pipelines.records import Heading, Normalized, Numeral
from pipelines.text.dates import find_dates

# Measure words after which a Chinese numeral from two up counts something wherever it stands (两名, 四十余场). The
# others (个, 项, 种 …) count only after a verb of counting: 两个维护 and 三项制度 are names, 建成两个 is a count.
PLAIN_MEASURES = frozenset(
    (
        "名 人 人次 件 起 宗 例 次 场 场次 期 份 册 家 处 支 所 座 台 套 户 部 篇 幅 块 面 轮 堂 元 万元 亿元 亩 "
        "平方米 辆 艘 架 把 株 棵 % 百分之 个百分点 间 台（套） 批次 家次 名次 户次"
    ).split()
)
GENERIC_MEASURES = frozenset("个 项 条 种 类 组 本 张 卷 批 节 课时 款 门 只 只次 回 讲 单 届 套 副".split())
COUNT_VERB = re.compile(
    r"(?:共|共计|总计|累计|合计|建成|建立|组建|建|设立|设|增设|成立|配备|配有|配齐|聘请|聘任|聘用|聘|创建|打造|培育|培养|评选|召开|开展|举办|组织|举行|进行|发生|办理|受理|办结|"
    r"查处|调解|化解|调处|处理|审查|审核|制定|出台|修订|收到|收集|解决|完成|新增|达到?|现有|有|了|过|仅|近|约|逾|超过|分别|发放|悬挂|张贴|播放|推送|发布|排查|整改|拆除|立案|开设|"
    r"下发|编制|接待|解答|获得|获|参加|拥有|出庭|听取|辖|招录|录用|选派|指派|邀请|明确|派驻|抽调|安装|购置|购买|设置|答复|回复|撤销|罚款|追回|挽回|涉及|各|新聘|续聘|选聘|签约|建有|设有|组成|"
    r"移交|移送|报送|提出|增加|减少|添置|更换|新添|增设|为)$"
)
# 一 counts only where little else is possible: after a verb of setting up, holding or having, or standing last.
ONE_VERB = re.compile(
    r"(?:共|共计|累计|合计|建成|建立|组建|建|设立|设|增设|成立|配备|配有|聘请|聘任|聘用|聘|新增|有|现有|仅|发生|办理|受理|查处|召开|举办|开展|组织|收到|办结|立案|设有|建有|配置|购置|了|选派|指派|签约|续聘|选聘|确定|明确|出庭|制定|出台|新建|调解|审查|打造|创建|建造|培育|设置|开辟|开设|添置|更换|新添|唯一|车|船)$"
)
ONE_MEASURES = frozenset(
    "名 支 所 座 台 套 家 处 件 起 场 次 期 个 间 份 部 辆 例 宗 户 场次 人 轮 块 面 堂 节 批次".split()
)
# 一 after the thing it counts, at the end of its clause: 签约法律顾问一名.
LAST_MEASURES = frozenset("支 所 座 件 家 处 人 套 台 例 宗 次 场 期 个 轮 场次".split())
TWO_MEASURES = frozenset("人 名 件 起 宗 例 户".split())
NOT_BEFORE_ONE = tuple("每 同 统 在 任何 逐 无 第 之 一 再 又 跑 每年 每月 每季度".split())
# 一半 is the size of a change after a verb of change, and a manner of speaking elsewhere.
HALVED = re.compile(r"(?:增长|增加|上升|下降|减少|降低|压缩|缩短|回落|压减|降|减|少|多|多出|少了|增)了?(?:近|约|超)?$")
# 翻一番, 增加一倍, 去年的两倍; 一番努力, 百倍信心 count nothing.
MULTIPLIED = re.compile(r"(?:翻|增长|增加|上升|提高|提升|扩大|增|是|达|达到|[年期]的)了?(?:近|约|超)?$")
NOT_A_COUNT_AFTER = re.compile(
    r"(?:性|体|直|定|致|切|旦|般|些|步|律|线|流|级|把|边|方面|度|同|个(?:重要|有力|整体|良好|新|主要|关键|方面)|名副|人一|户一|件一|村一|次一)"
)
STOP_AFTER = re.compile(r"$|[，。；、：！？）\n”]")
VILLAGE_AFTER = re.compile(
    r"(?:个)?(?:行政村|村|社区|乡镇|镇|乡|街道|嘎查|居委会|党支部|部门|单位|站所|小组|网格|窗口)"
)
RATE_BEFORE = re.compile(
    r"(?:率|满意度|知晓度)(?:均)?(?:为|达到?|是|约|保持|保持在|：)*$"
)  # 满意度97.06: the sign % was lost
DENIED_BEFORE = re.compile(
    r"(?:未|没有|无|从未|未曾)(?:再)?(?:有|发生|出现|收到|接到|受理|产生|制定|出台|印发|发布|办理|实施|作出|引发|提起)?过?$"
)
LEFT_OF_BARE = re.compile(r"[\u4e00-\u9fff）”]$")


Thing = tuple[str | None, str | None]  # what a quantity counts, and the id of the metric that comes nearest
NO_THING: Thing = (None, None)


@dataclass(slots=True)
class Token:
    """A numeral in the normalised text. `disposition` starts as a guess by form and is settled by the extraction.

    `number` is None for rows that span more than a numeral (a whole date). `kind`: counted (has a measure word or
    counts by its form), bare (an Arabic numeral without measure word), maybe (a Chinese numeral that counts only if a
    metric says so), claimed (something else).
    """

    start: int
    end: int
    disposition: str
    kind: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    start: int
    end: int
    disposition: str
    whole: bool


DIGIT_RUN = re.compile(r"[0-9]+")
CHINESE_NUMERAL = re.compile(r"[一二两三四五六七八九十百千]")
BEFORE_DATES = ("title", "document_number", "web_address", "telephone")  # a year inside a title names the title


class _Claims:
    """Spans whose numerals count nothing; the first rule to claim a character keeps it."""

    def __init__(self, text: str):
        self.text = text
        self.taken = bytearray(len(text) + 1)
        self.kept: list[_Claim] = []
        self.starts = {
            "digit": [m.start() for m in DIGIT_RUN.finditer(text)],
            "chinese": [m.start() for m in CHINESE_NUMERAL.finditer(text)],
        }
        self.starts["both"] = self.starts["digit"] + self.starts["chinese"]

    def keep(self, start: int, end: int, disposition: str, whole: bool) -> None:
        """Claims a span unless part of it is claimed; runs of digits are never cut."""
        text = self.text
        if whole:
            while start and text[start].isdigit() and text[start - 1].isdigit():
                start -= 1
            while end < len(text) and text[end - 1].isdigit() and text[end].isdigit():
                end += 1
        if end > start and not any(self.taken[start:end]):
            self.taken[start:end] = b"\x01" * (end - start)
            self.kept.append(_Claim(start, end, disposition, whole))

    def apply(self, rule: Disposition) -> None:
        """Claims every span of one rule."""
        if rule.at == "anywhere":
            if rule.guard is None or rule.guard.search(self.text):
                for m in rule.pattern.finditer(self.text):
                    before = self.text[max(0, m.start() - 24) : m.start() + 2]
                    if rule.unless_before is None or not rule.unless_before.search(before):
                        self.keep(*m.span(), rule.disposition, rule.whole)
            return
        match = rule.pattern.match
        for start in self.starts[rule.at]:
            if not self.taken[start] and (m := match(self.text, start)):
                self.keep(*m.span(), rule.disposition, rule.whole)


def _claims(text: str, headings: Iterable[Heading]) -> list[_Claim]:
    """Non-overlapping spans whose numerals count nothing, in text order."""
    claims = _Claims(text)
    for rule in DISPOSITIONS:
        if rule.name in BEFORE_DATES:
            claims.apply(rule)
    for d in find_dates(text):
        claims.keep(d.start, d.end, d.category, True)
    for heading in headings:
        if heading.marker:
            claims.keep(heading.text_start, heading.text_start + len(heading.marker), "enumerator", True)
    for rule in DISPOSITIONS:
        if rule.name not in BEFORE_DATES:
            claims.apply(rule)
    return sorted(claims.kept, key=lambda c: c.start)


def counts_something(text: str, n: Number) -> bool:
    """Whether a Chinese numeral with its measure word counts something, by the words around it.

    >>> t = "签约法律顾问一名，落实三项制度，建成两个广场"
    >>> [counts_something(t, n) for n in find_numbers(t)]
    [True, False, True]
    """
    if n.value is None or n.measure_word is None:
        return False
    if text[n.start : n.end - len(n.measure_word)] == "二" and n.measure_word != "成":
        # two of a thing are 两: 二次审核, 二级; but some write 在册矫正对象二人, with nothing after it
        return (
            n.measure_word in TWO_MEASURES and bool(STOP_AFTER.match(text, n.end)) and text[n.start - 1] not in "第十"
        )
    before, after = text[max(0, n.start - 4) : n.start], text[n.end : n.end + 4]
    if n.measure_word == "一半":
        return bool(HALVED.search(before))
    if n.measure_word in ("番", "倍"):
        return bool(MULTIPLIED.search(before))
    if n.family in ("percent", "pct_point"):
        return True
    if n.end - n.start == 2 and n.value == 1.0:
        if n.measure_word not in ONE_MEASURES or NOT_A_COUNT_AFTER.match(after):
            return False
        if ONE_VERB.search(before):
            return True
        if n.measure_word == "名":  # 一名 counts wherever it stands, but in 每一名 or 任何一名
            return not before.endswith(("每", "任何", "第", "无", "任"))
        stands_last = STOP_AFTER.match(after) and LEFT_OF_BARE.search(before) and n.measure_word in LAST_MEASURES
        if n.measure_word == "处" and before.endswith(("到", "在", "于", "往")):
            return False  # 收拢到一处
        return bool(stands_last) and not before.endswith(NOT_BEFORE_ONE)
    if n.measure_word in PLAIN_MEASURES or (n.qualifier != "exact" and n.measure_word not in ("类", "种")):
        return not before.endswith(("第", "每", "各类", "这"))
    if n.measure_word == "个" and VILLAGE_AFTER.match(text, n.end):
        return not before.endswith(("第", "每", "各", "这"))  # 九个村全部配齐
    if n.value > 10:
        return not before.endswith("第")
    if n.measure_word not in GENERIC_MEASURES:
        return n.family is not None and bool(COUNT_VERB.search(before))
    return bool(COUNT_VERB.search(before)) or bool(
        STOP_AFTER.match(after) and LEFT_OF_BARE.search(before) and n.measure_word in ("个", "项", "条")
    )


def may_count(text: str, n: Number) -> bool:
    """Whether a Chinese numeral might count something that only a metric tells: 开放四个综合窗口, but 三项制度 too."""
    if n.value is None or n.value < 2 or n.measure_word not in GENERIC_MEASURES or text[n.start] == "二":
        return False
    return not text[max(0, n.start - 2) : n.start].endswith(("第", "每", "各类", "这", "“"))


def _token(text: str, n: Number, claims: list[_Claim], starts: list[int]) -> Token | None:
    """The token of one number: claimed by a span it lies in, counted, bare, or nothing worth a row."""
    i = bisect_right(starts, n.start) - 1
    if i >= 0 and claims[i].end > n.start:
        return None if claims[i].whole else Token(n.start, n.end, claims[i].disposition, "claimed", n)
    if i + 1 < len(claims) and claims[i + 1].start < n.end:
        if claims[i + 1].whole:
            return None
        return Token(n.start, n.end, claims[i + 1].disposition, "claimed", n)
    if n.value == 1.0 and DENIED_BEFORE.search(text[max(0, n.start - 8) : n.start]):
        return Token(n.start, n.end, "idiom", "claimed", n)  # 未发生1起行政复议案件: a zero told in words
    if n.is_chinese and n.value is None and n.measure_word and text[n.start] in SOME:
        return Token(n.start, n.end, "quantity", "counted", n)
    if n.is_chinese:
        if counts_something(text, n):
            return Token(n.start, n.end, "quantity", "counted", n)
        return Token(n.start, n.end, "idiom", "maybe", n) if may_count(text, n) else None
    if n.measure_word:
        return Token(n.start, n.end, "quantity", "counted", n)
    if VILLAGE_AFTER.match(text, n.end):
        return Token(
            n.start,
            n.end,
            "quantity",
            "counted",
            Number(n.start, n.end, n.end, n.value, None, "item", n.qualifier, False),
        )
    if RATE_BEFORE.search(text[max(0, n.start - 9) : n.start]) and n.value is not None and n.value <= 100:
        return Token(
            n.start,
            n.end,
            "unread",
            "bare",
            Number(n.start, n.end, n.end, n.value, None, "percent", n.qualifier, False),
        )
    return Token(n.start, n.end, "unread", "bare", n)


def find_tokens(text: str, headings: Iterable[Heading]) -> list[Token]:
    """Every numeral of a normalised text that the ledger lists, in reading order, without overlaps."""
    claims = _claims(text, headings)
    starts = [c.start for c in claims]
    tokens = [
        Token(c.start, c.end, c.disposition, "claimed")
        for c in claims
        if c.whole and re.search(r"\d", text[c.start : c.end])
    ]
    tokens += [t for n in find_numbers(text, only_counted=True) if (t := _token(text, n, claims, starts))]
    tokens.sort(key=lambda t: (t.start, -t.end))
    out: list[Token] = []
    for token in tokens:
        if not out or token.start >= out[-1].end:
            out.append(token)
    return out


def _uncovered(
    spans: list[tuple[int, int, Token | None, str, int]], normalized: Normalized, raw_text: str
) -> list[tuple[int, int, str]]:
    """Runs of digits of the raw text that no span holds, each with its disposition."""
    covered = sorted((s[0], s[1]) for s in spans)
    furniture = [(f.raw_start, f.raw_end) for f in normalized.furniture]
    out = []
    for m in re.finditer(r"[0-9０-９]+", raw_text):
        i = bisect_right(covered, (m.start(), len(raw_text) + 1)) - 1
        if i >= 0 and covered[i][1] >= m.end():
            continue
        inside = any(a <= m.start() < b for a, b in furniture)
        start = max(m.start(), covered[i][1]) if i >= 0 else m.start()
        out.append((start, m.end(), "furniture" if inside else "unread"))
    return out


def lay_rows(
    tokens: list[Token], normalized: Normalized, raw_text: str, things: Mapping[int, Thing]
) -> tuple[tuple[Numeral, ...], dict[int, int]]:
    """Ledger rows over the raw text, and the row ordinal of each token by its index. `things`: of quantities without
    a metric, by token index.

    Digits that no token holds (page furniture, digits a repair took) get rows of their own, so that every run of
    Arabic digits of `raw_text` lies in exactly one row.
    """
    spans: list[tuple[int, int, Token | None, str, int]] = []
    for index, token in enumerate(tokens):
        if token.kind == "maybe" and token.disposition == "idiom":
            continue  # no metric spoke for it: a manner of speaking
        start, end = normalized.offsets.raw_span(token.start, token.end)
        spans.append((start, end, token, token.disposition, index))
    spans += [(start, end, None, kind, -1) for start, end, kind in _uncovered(spans, normalized, raw_text)]
    spans.sort(key=lambda s: (s[0], s[1]))
    rows, ordinal_of = [], {}
    for ordinal, (start, end, token, disposition, index) in enumerate(spans, 1):
        n = token.number if token and token.kind != "claimed" else None
        counted = n is not None and disposition in ("fact", "quantity", "change")
        rows.append(
            Numeral(
                ordinal,
                raw_text[start:end],
                start,
                end,
                disposition,
                n.value if n else None,
                n.family if counted else None,
                n.qualifier if counted else None,
                *things.get(index, NO_THING),
            )
        )
        if index >= 0:
            ordinal_of[index] = ordinal
    return tuple(rows), ordinal_of
