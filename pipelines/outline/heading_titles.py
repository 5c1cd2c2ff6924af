"""Where the title of a heading ends and its body begins, and which lines look like a title at all.

Belongs here: the wording of titles (how they open and end, what a body opens with) as data, and the cuts made by it.
Does not belong here: marks (`markers`), depth (`outline`), what a title is about (`themes`).

A title on a line of its own is taken whole. An inline title ends at its first full stop; where the writer put none
within reach, at the clause that begins to tell: its subject (我镇, the place's own name), a time, a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

LONGEST_TITLE_SENTENCE = 48
"""Characters. The longest inline title of the five real reports has 27, of a line of its own 36."""

LONGEST_LEAD_PHRASE = 40
"""Characters of an unmarked lead phrase."""

PARALLEL_CLAUSES = 4
"""Characters by which the clauses of a lead phrase may differ in length: they come in pairs and triples."""

LONGEST_AFTER_COLON = 25
"""Characters after a colon up to which both sides of it are title (党建引领：强化保障。)."""

LONGEST_LINE_TITLE = 70
"""Characters. A line without a stop that is longer is body whose stop was lost."""

LONGEST_CLAUSE_PAIR = 30
"""Characters of 一是甲，乙。 up to which both clauses are the title, if a body follows."""


LONGEST_LEAD_SENTENCE = 22
"""Characters of a first sentence that titles its unmarked paragraph; plain prose seldom stops so early."""

SHORTEST_TITLE = 4
SHORTEST_BODY = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that tells title from body: `pattern` with why it tells, and an example."""

    name: str
    pattern: str
    why: str
    example: str


BODY_OPENINGS: tuple[Wording, ...] = (
    Wording(
        "self",
        r"(?:我|本)(?:镇|乡|街道|街|县|区|市|局|苏木|单位)|全(?:镇|乡|街道|街|县)(?:共|各|上下|\d)",
        "the body names its subject",
        "我镇成立领导小组",
    ),
    Wording(
        "organ",
        r"(?:镇|乡|街道|县|区|局)(?:党委|党工委|党政|政府|党组|领导班子|办事处|司法所|主要领导|综治|综合)",
        "the body names its subject",
        "镇党委高度重视",
    ),
    Wording(
        "office",
        r"(?:司法所|党工委|综治中心|办事处)(?:共|组织|联合|开展|积极|充分|依托|坚持|把|将)",
        "the body names its subject",
        "司法所联合综治中心",
    ),
    Wording(
        "time",
        r"(?:20\d\d年|今年|一年来|近年来|年初|年内|全年|截[至止]|目前|至目前|到目前|上半年|近期|去年|本年度|当前)",
        "the body tells when",
        "今年以来开展",
    ),
    Wording("count", r"(?:共|共计|累计|先后|已|均|其中)(?=[一-鿿]{0,6}\d)", "the body counts", "累计发放资料"),
    Wording(
        "found",
        r"(?:成立|召开|制定|印发|邀请|聘请|设立)(?:了|以|由)",
        "the body tells what was done",
        "成立了以镇长为组长",
    ),
    Wording(
        "concede",
        r"(?:虽然|尽管|但是|由于|经过|对照|主要表现|主要是|具体)",
        "the body begins to argue",
        "虽然取得了一定成绩",
    ),
    Wording(
        "means",
        r"(?:通过|按照|根据|结合|针对|围绕|依托|为了|为进一步|由)",
        "the body tells by what means; never ends a title",
        "通过悬挂横幅",
    ),
)

HEADING_OPENERS = (
    "加强 强化 推进 推动 深化 完善 健全 落实 坚持 提升 提高 严格 规范 优化 创新 抓好 抓实 抓牢 做好 做实 "
    "加大 开展 依法 "
    "全面 切实 积极 持续 着力 不断 扎实 进一步 深入 建立 组织 构建 营造 突出 聚焦 注重 压实 夯实 筑牢 打造 "
    "发挥 充分 充实 "
    "狠抓 认真 大力 自觉 主动 增强 弘扬 践行 树牢 牢固 统筹 保障 维护 化解 促进 加快 拓宽 拓展 丰富 贯彻 "
    "学习 宣传 普法 "
    "法治 法律 政务 行政 矛盾 党政 履行 高度 重视 紧扣 紧盯 立足 多措并举 多形式 以 把 有效 稳步 精准 巩固 "
    "凝聚 培育 存在 下"
).split()
"""Words that titles begin with."""

TITLE_ENDINGS = (
    "情况 问题 不足 短板 困难 原因 打算 计划 安排 思路 重点 方向 措施 举措 做法 成效 成绩 亮点 能力 水平 "
    "建设 工作 机制 "
    "制度 体系 领导 责任 职责 意识 执法 宣传 教育 普法 环境 服务 监督 基础 保障 行为 决策 纠纷 公开 氛围 "
    "作用 效能 质量 队伍 "
    "改革 治理 稳定 落实 程序 培训 学习 管理 权力 化解 预防 处置 应对 审查 复议 应诉 矫正 帮教 关 风险 透明 "
    "有序 高效 有力 正义 和谐 形象"
).split()
"""Words that titles end with: only after one of them may a title stop without punctuation."""

BODY_VERBS = (
    "认真 配合 坚持 成立 组织 召开 制定 开展 通过 严格执行 严格落实 积极 始终 充分利用 实行 采取 印发 邀请 做到 "
    "设立 建立"
).split()
"""Words that begin a body glued to a title whose stop was lost; those that join two halves of a title (推动, 提升,
维护) are left out. Used only in sentences too long for a title."""

GENERIC_TITLES: tuple[Wording, ...] = (
    Wording(
        "problems",
        r"(?:\d{4}年(?:度)?)?(?:工作|目前|当前|推进法治[一-鿿]{2,6}|法治政府建设)?(?:工作中|中)?(?:还)?存在的?(?:主要)?"
        r"(?:困难|问题|不足|短板|差距|薄弱环节)(?:(?:和|与|及|、|以及)(?:主要)?(?:困难|问题|不足|短板|差距"
        r"|原因|薄弱环节))*",
        "the second part of the form that the state prescribes",
        "存在的问题和不足",
    ),
    Wording(
        "plans",
        r"努力方向|(?:\d{4}年(?:度)?|下一步|下步|今后|下一?年度?|来年|明年|下阶段"
        r"|下一阶段)(?:推进法治[一-鿿]{2,6})?的?(?:主要|重点)?(?:工作)?的?(?:主要)?"
        r"(?:打算|计划|安排|思路|重点|方向|措施|举措|目标|努力方向)(?:(?:和|与|及|、)(?:打算|计划|安排|思路"
        r"|重点|方向|措施|举措))*",
        "the third part of the form",
        "下一步工作打算",
    ),
    Wording(
        "done",
        r"(?:\d{4}年(?:度)?)?(?:推进)?(?:法治[一-鿿]{2,6})?(?:的)?(?:主要|重点)?(?:工作|举措|做法|成效"
        r"|措施)(?:工作)?(?:开展|完成|落实|推进)?"
        r"(?:情况)?(?:(?:和|及|与|、)(?:主要)?(?:成效|成绩|做法|经验|举措))*",
        "the first part of the form",
        "主要工作情况",
    ),
)

_BODY_OPENING = re.compile("|".join(w.pattern for w in BODY_OPENINGS))
_STRONG_OPENING = re.compile("|".join(w.pattern for w in BODY_OPENINGS if w.name != "means"))
_FORM_PARTS = tuple((w.name, re.compile(w.pattern)) for w in GENERIC_TITLES)
_FIGURE = re.compile(
    r"\d(?:[\d.,]*)(?:余|多)?(?:万|亿)?(?:元|件|次|场|份|人|个|名|起|宗|户|家|项|条|期|%|处|支|套|轮|批|幅|块|册)"
)
_QUOTE = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,80}》")
_STOP = re.compile(r"[。；？！：;?!]|:(?!\d)")
_CLAUSE_STOP = re.compile(r"[，,。；：;？！?!]|\n")
_TIME_CLAUSE = re.compile(r"^(?:20\d\d年|今年|一年|近年|年内|全年)[一-鿿]{0,5}$")
_DOCUMENT_TITLE = re.compile(r"(?:报告|总结|汇报|通知|方案|意见|要点|公告|说明|自查)(?:（[^（）]*）)?$")
_SIGNATURE = re.compile(
    r"(?:人民政府|办事处|党委|委员会|党工委|司法局|司法所|办公室|局|管委会)$"
    r"|^[\d二〇○零一二三四五六七八九十]{2,4}年|^(?:附件|来源|日期)|^\d+$"
)
_TABLE_ROW = re.compile(r"[|｜\t]|\d+ +\d+|(?:\S{2,4} ){2,}\S{2,4}$")
_SELF_NAME = re.compile(r"(?:^|(?<=[\n。，；：]))([一-鿿]{1,8}?(?:镇|乡|街道|苏木))(?=[一-鿿])")
_TRAILING = " 　，,、。；：;:.．"
_VERB = re.compile("|".join(BODY_VERBS))
_OPENER = tuple(sorted(HEADING_OPENERS, key=len, reverse=True))
_ENDING = tuple(TITLE_ENDINGS)


def mask_quotes(text: str) -> str:
    """The text with what stands in quotation marks or 《》 blanked out, length kept: stops inside end no title."""
    return _QUOTE.sub(lambda m: "■" * len(m.group()), text) if "“" in text or "《" in text else text


def self_names(text: str) -> tuple[str, ...]:
    """Names of townships that open clauses of the text at least twice: the report's own, as subject of its bodies."""
    counted = Counter(m[1] for m in _SELF_NAME.finditer(text))
    return tuple(name for name, count in counted.most_common(3) if count > 1 and len(name) > 2)


def title_end(text: str, start: int, bound: int, names: tuple[str, ...] = ()) -> int:
    """Where the title that begins at `start` ends, before its final punctuation; `bound` is the next heading.

    >>> text = "强化学习，提升能力。我镇开展学法3次。"
    >>> text[:title_end(text, 0, len(text))]
    '强化学习，提升能力'
    """
    line_end = text.find("\n", start, bound)
    line_end = bound if line_end < 0 else line_end
    line = mask_quotes(text[start:line_end].rstrip())
    stop = _first_stop(line)
    if stop is None and len(line) <= LONGEST_LINE_TITLE:
        length = _glued_body(line, text[start:line_end], names) if _FIGURE.search(line) or len(line) > 20 else len(line)
    else:
        length = _lead_phrase(line[: stop if stop is not None else len(line)], text[start:line_end], names)
    return start + len(text[start : start + length].rstrip(_TRAILING))


def _first_stop(line: str) -> int | None:
    """Where the first sentence of a line ends; a colon between two short halves of a title is no stop."""
    stop = _STOP.search(line)
    if stop and stop.group() in "：:" and not is_generic_title(line[: stop.start()]):
        following = _STOP.search(line, stop.end())
        rest = line[stop.end() : following.start() if following else len(line)].strip()
        is_title = following is not None and 0 < len(rest) <= LONGEST_AFTER_COLON and following.group() == "。"
        if is_title and not _FIGURE.search(rest) and not _BODY_OPENING.match(rest) and "，" not in rest:
            return following.start() if following else None
    return stop.start() if stop else None


def _lead_phrase(sentence: str, raw: str, names: tuple[str, ...]) -> int:
    """Length of the clauses of a sentence that are still title: all of them in a short one that counts nothing."""
    is_short = len(sentence) <= LONGEST_TITLE_SENTENCE and not _FIGURE.search(sentence)
    opening = _STRONG_OPENING if is_short else _BODY_OPENING
    end, first = 0, ""
    for clause in re.finditer(r"[^，,]+", sentence):
        if end and (opening.match(clause.group()) or clause.group().startswith(names)):
            break
        cut = _glued_body(sentence[: clause.end()], raw, names)
        cut = cut if is_short else min(cut, _glued_verb(sentence[: clause.end()]))
        if clause.start() < cut < clause.end():
            return cut
        if end and (not (is_short or _is_parallel(first, clause.group())) or _FIGURE.search(clause.group())):
            break
        first = first or clause.group()
        end = clause.end()
    return end


def _is_parallel(first: str, clause: str) -> bool:
    """A further clause of a lead phrase: worded like a title and about as long as the first (强化领导，压实责任)."""
    return clause.startswith(_OPENER) and abs(len(clause) - len(first)) <= PARALLEL_CLAUSES


def _glued_body(line: str, raw: str, names: tuple[str, ...]) -> int:
    """Length of the title before a subject that follows it without punctuation, else of the whole line."""
    starts = [m.start() for m in _STRONG_OPENING.finditer(line)]
    starts += [m.start() for name in names for m in re.finditer(re.escape(name), line)]
    starts += [m.start() for m in re.finditer(r" +", line)]
    for start in sorted(starts):
        head = line[:start].rstrip(_TRAILING)
        rest = line[start:].strip()
        if (
            start >= SHORTEST_TITLE
            and head.endswith(_ENDING)
            and len(rest) > SHORTEST_BODY
            and (line[start] != " " or _BODY_OPENING.match(rest))
        ):
            return len(raw[:start].rstrip(_TRAILING))
    return len(line)


def _glued_verb(line: str) -> int:
    """Length of the title before a verb of the body that follows a title's last word at once, else of the line."""
    for match in _VERB.finditer(line):
        if match.start() >= SHORTEST_TITLE and line[: match.start()].endswith(_ENDING):
            return match.start()
    return len(line)


def clause_title_end(text: str, start: int, bound: int) -> int:
    """Where the title of an item 一是… ends: its first clause, or a short pair of clauses that a body follows.

    >>> text = "创新社会治理，优化公共服务。我乡持续推进。"
    >>> text[:clause_title_end(text, 0, len(text))]
    '创新社会治理，优化公共服务'
    """
    item = mask_quotes(text[start:bound])
    stops = [(m.start(), m.group()) for m in _CLAUSE_STOP.finditer(item)][:3]
    if not stops:
        return start + len(text[start:bound].rstrip(_TRAILING))
    end = stops[0][0]
    if len(stops) > 1 and stops[0][1] in "，,":
        has_body = len(item[stops[1][0] + 1 :].strip()) > 4
        is_pair = stops[1][1] in "。" and stops[1][0] <= LONGEST_CLAUSE_PAIR and has_body
        says_what = not _BODY_OPENING.match(item[end + 1 :]) and not _FIGURE.search(item[end : stops[1][0]])
        if (is_pair and says_what) or _TIME_CLAUSE.match(item[:end]):
            end = stops[1][0]
    return start + len(text[start : start + end].rstrip(_TRAILING))


def form_part(line: str) -> str | None:
    """The part of the prescribed form that a title names: `done`, `problems` or `plans`; None for any other title.

    >>> form_part("存在的问题和不足"), form_part("下一步工作打算"), form_part("加强学习")
    ('problems', 'plans', None)
    """
    words = line.strip(_TRAILING)
    return next((name for name, pattern in _FORM_PARTS if pattern.fullmatch(words)), None)


def is_generic_title(line: str) -> bool:
    """The line names a part of the prescribed form: what was done, what is wrong, what is planned."""
    return form_part(line) is not None


def looks_like_title_line(line: str) -> bool:
    """A whole line that reads as a title: short, without a stop, worded like one; no salutation, signature or table.

    >>> looks_like_title_line("深化法治宣传"), looks_like_title_line("县委、县政府：")
    (True, False)
    """
    line = line.strip()
    if line.endswith(("：", ":")) and is_generic_title(line):
        return True
    if not 4 <= len(line) <= 45 or line[-1] in "。；！？…，、：:;,." or "。" in line:
        return False
    if _DOCUMENT_TITLE.search(line) or _SIGNATURE.search(line) or _TABLE_ROW.search(line) or _FIGURE.search(line):
        return False
    return is_generic_title(line) or line.startswith(_OPENER) or (line.endswith(_ENDING) and "，" not in line)


def lead_sentence_length(paragraph: str) -> int:
    """Length of the short sentence that titles a paragraph (加强组织领导。镇党委…); 0 where it has none.

    >>> lead_sentence_length("加强组织领导。镇党委召开会议4次。"), lead_sentence_length("加强培训，组织考试4次。")
    (6, 0)
    """
    stop = paragraph.find("。")
    title = paragraph[: max(stop, 0)]
    has_body = len(paragraph) - stop > SHORTEST_BODY
    if not SHORTEST_TITLE <= stop <= LONGEST_LEAD_SENTENCE or not has_body or _FIGURE.search(title):
        return 0
    worded = title.startswith(_OPENER) and not _STRONG_OPENING.search(title)
    return stop if worded and (title.endswith(_ENDING) or "，" not in title) else 0


def lead_title_length(paragraph: str, names: tuple[str, ...]) -> int:
    """Length of the title that an unmarked paragraph begins with; 0 where it begins as plain prose.

    >>> lead_title_length("强化责任落实，健全工作机制我镇成立了以镇长为组长的领导小组。", ())
    13
    """
    if not paragraph.startswith(_OPENER):
        return 0
    end = title_end(paragraph, 0, len(paragraph), names)
    line = paragraph[:end]
    if not 4 <= end <= LONGEST_LEAD_PHRASE or _FIGURE.search(line) or len(paragraph) - end < 6:
        return 0
    return end if line.endswith(_ENDING) or paragraph[end : end + 1] in "。" else 0
