"""Zeros told in words: 未发生行政诉讼案件, 无一人重新犯罪, 行政复议、行政诉讼均为零.

Belongs here: finding denials and the metric that is denied. Does not belong here: a printed 0件, which is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.figures.registry import Cue, Metric, Registry
from pipelines.records import Heading

# Each denial governs what follows it up to the end of its clause. Longest first: 没有发生 before 没有.
DENIAL = re.compile(
    r"(?:从未|尚未|暂未|均未|未曾|并未|没有|未)(?:再次?|以[^，。；]{1,8}?名义|因[^，。；]{1,12}?)?(?:有)?(?:发生|发现|出现|收到|接到|受理|产生|制定|出台|印发|发布|制发|办理|实施|作出|引发|接收|存在|新增|新制定|新出台|新发|申请|向法院申请|涉及|公布|形成|开展过?|提起|被提起|导致|动用|启用|运用|使用|采取|发现|查处|新增|引起)过?"
    r"|(?:尚无|暂无|并无|均无|无(?!需|论|缝|偿|关|形|法|纸|障碍|人机|害|违|证|主|线|效|处|力|故)|没有(?!规矩|任何)|未有|不存在|均未(?=被|再|败)|未(?=被|再次|再|败))"
)
AFFIRMED_ZERO = re.compile(
    r"(?:为|是|保持|实现|达到)(?:“?零”?|0)(?:发生|增长|记录|案件|起|件|人)?(?=$|[，。、；！）\n])"
    r"|(?:全年|一年来|仍|均|都|保持|依然)?(?:空白|挂零|零记录)(?=$|[，。、；！）\n])"
    r"|一[件份起例次名人宗个](?:也|都)?(?:未|没有?|无)(?:有|发|发生|出|出现|收到|接到|制定|出台|作出)?(?=$|[，。、；！）\n])"
    r"|零(?!售|距离|星|容忍|工|跑|散|门槛|时差|接触|件|碎|点|报告|死角|盲区|障碍|延误|差错)[\u4e00-\u9fff]{2}"
)
# Where either can begin. Tried at these characters alone, they cost a third of a search through the text.
DENIAL_BEGINS = re.compile("[从尚暂均未并没无不]")
AFFIRMED_BEGINS = re.compile("[为是保实达全一仍均都依空挂零]")
# 未发生3件: a number is denied, not a thing; 未发生1起 and 没有一件 deny the thing.
MEASURED = re.compile(r"(?!1[起件例宗名人次户](?!\d))[^、和或与]{0,12}\d")
# 对无行政诉讼案件的单位加分 tells of somebody else.
OF_OTHERS = re.compile(r"的(?:村|社区|单位|部门|站所|乡镇|同志|企业|对象)|经验")
# Words before a denial that turn it into a wish, a rule or a condition.
NOT_TOLD = re.compile(
    r"(?:确保|力争|努力|防止|避免|杜绝|争取|如|若|凡|对于|做到|坚决|严禁|不得|要求|只要|一旦|目标)[^，。；]{0,12}$"
)
# 因执法不当引发的行政诉讼: what is denied is the suit, and the words before narrow it.
NARROWED = re.compile(
    r"(?P<why>(?:因|由|由于|经)[^，。；]{1,20}?(?:引发|导致|引起|造成|产生|而起|提起|被)[^，。；]{0,4}?的?)(?P<what>[^，。；]+)$"
)
BECAUSE = re.compile(r"(?:因|由于)[^，。；]{1,12}?(?:引发|导致|引起|造成|产生)")
# 行政复议、行政诉讼均无案件发生: words that name nothing stand where the thing should.
NAMES_NOTHING = re.compile(r"(?:案件|情况|情形|现象|事项|申请)?(?:发生|出现|产生)?")
# 今年降为, 均: a clause this short before a denial may name nothing by itself.
SUBJECT_CHARACTERS_MIN = 7
CLAUSE = re.compile(r"[，。；！？\n]")


@dataclass(frozen=True, slots=True)
class Zero:
    """A metric denied in words, at [start, end) of the normalised text."""

    metric: Metric
    start: int
    end: int
    category: str
    detail: str | None
    rule: str


def _found(pattern: re.Pattern[str], begins: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, one after the other, tried where it can begin."""
    position = 0
    for first in begins.finditer(text):
        if first.start() >= position and (m := pattern.match(text, first.start())):
            position = m.end()
            yield m


def _clause_end(text: str, position: int) -> int:
    m = CLAUSE.search(text, position)
    return m.start() if m else len(text)


def _clause_start(text: str, position: int) -> int:
    found = [text.rfind(c, 0, position) for c in "，。；！？\n："]
    return max(found) + 1


def _subjects(text: str, position: int) -> list[tuple[int, str]]:
    """The clause before `position`, and the one before it where that is too short to name anything."""
    start = _clause_start(text, position)
    out = [(start, text[start:position])]
    if position - start <= SUBJECT_CHARACTERS_MIN and start:
        earlier = _clause_start(text, start - 1)
        out.append((earlier, text[earlier:position]))
    return out


def _denied(what: str, around: str, sentence: str, registry: Registry) -> list[tuple[Metric, Cue, int]]:
    """Metrics whose zero words stand in `what`, with the cue that has them and the end of the word.

    `around`: the words in which a needed one must stand; for a cue of scope `sentence`, the sentence up to there.
    """
    found = []
    for metric in registry.metrics.values():
        for cue in metric.zero:
            word = max((w for w in cue.head if w in what), key=len, default=None)
            near = sentence + around if cue.scope == "sentence" else around
            if (
                word is None
                or any(w in what for w in cue.forbidden)
                or any(w in sentence for w in cue.unless)
                or (cue.need and not any(w in near for w in cue.need))
            ):
                continue
            found.append((metric, cue, what.rfind(word) + len(word)))
            break
    return found


def _sentence_before(text: str, position: int) -> str:
    """The sentence that a denial at `position` belongs to, up to it."""
    return text[max(text.rfind(c, 0, position) for c in "。；！？\n") + 1 : position]


def _told(text: str, start: int, headings: tuple[Heading, ...]) -> bool:
    """Whether a denial at `start` reports something: no wish, no rule, not among the plans."""
    if NOT_TOLD.search(text[max(0, start - 16) : start]):
        return False
    return not any(h.theme == "plans" and h.text_start <= start < h.text_end for h in headings)


def _of_subject(
    text: str, m: re.Match[str], own: str, headings: tuple[Heading, ...], registry: Registry, rule: str
) -> list[Zero]:
    """Zeros whose thing stands before the denial: 行政诉讼未发生, 行政复议、行政诉讼均为零."""
    for start, before in _subjects(text, m.start()):
        sentence = _sentence_before(text, m.start())
        found = _denied(before + own, before + own, sentence, registry) if _told(text, m.start(), headings) else []
        if found:
            narrowed = NARROWED.search(before)
            why = narrowed["why"].rstrip("的") if narrowed else None
            return [Zero(metric, start, m.end(), cue.category, why or cue.detail, rule) for metric, cue, _ in found]
    return []


def find_zeros(text: str, headings: tuple[Heading, ...], registry: Registry) -> list[Zero]:
    """Every zero told in words that a metric of the registry covers, in reading order."""
    out: list[Zero] = []
    for m in _found(DENIAL, DENIAL_BEGINS, text):
        end = _clause_end(text, m.end())
        what = text[m.end() : end].partition("（")[0]  # 没有发生行政复议案件（上年1件）
        end = m.end() + len(what)
        names_nothing = len(what) <= 2 or NAMES_NOTHING.fullmatch(what)
        if names_nothing and not _denied(what, what, "", registry):  # the thing denied stands before: 行政诉讼未发生
            out += _of_subject(text, m, "", headings, registry, "zero.subject")
            continue
        if (
            not what
            or len(what) > 60
            or MEASURED.match(what)
            or OF_OTHERS.search(what)
            or not _told(text, m.start(), headings)
        ):
            continue
        narrowed = NARROWED.search(what)
        target = narrowed["what"] if narrowed else what
        because = BECAUSE.search(m.group())  # 没有因执法不公引起的行政诉讼: the denial itself holds why
        sentence = _sentence_before(text, m.start())
        for metric, cue, at in _denied(target, m.group() + what, sentence, registry):
            stop = m.end() + (narrowed.start("what") if narrowed else 0) + at
            tail = re.match(r"(?:案件|申请|事项|案|情况|情形|的?情形|人员|现象)*", text[stop:end])
            detail = narrowed["why"].rstrip("的") if narrowed else because[0] if because else cue.detail
            out.append(Zero(metric, m.start(), stop + (tail.end() if tail else 0), cue.category, detail, "zero.denied"))
    for m in _found(AFFIRMED_ZERO, AFFIRMED_BEGINS, text):
        if not text[m.start() - 1 : m.start()].isdigit():
            out += _of_subject(text, m, m.group() if "零" in m.group() else "", headings, registry, "zero.affirmed")
    return _distinct(sorted(out, key=lambda z: (z.start, z.end)))


def _distinct(zeros: list[Zero]) -> list[Zero]:
    seen: list[Zero] = []
    for zero in zeros:
        if not any(z.metric.id == zero.metric.id and z.start < zero.end and zero.start < z.end for z in seen):
            seen.append(zero)
    return seen
