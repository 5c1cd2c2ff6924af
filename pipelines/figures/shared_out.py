"""Names and times that are shared out to several numbers, each to its own: A、B分别为12件、8件.

Belongs here: which number of a run gets which name of a list. Does not belong here: names that share one number
(`context.py`), measure words that numbers share (`numerals.py`), changes that are shared out (`changes.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.figures.context import Clauses, Quantity

LIST_MARK = re.compile(r"(?:、|和|与|及|以及|，|；)")
# 参与, 和解, 及时 hold a conjunction that joins nothing.
SPLIT_NAMES = re.compile(r"、|以及|(?<!参)与|和(?!解|谐)|及(?!时|格|其)")
_TIME = r"(?:20\d\d年度?|上半年|下半年|第?[一二三四]季度|今年|本年度?|去年|上年度?|前年)"
# Times to which the numbers of a run are shared out: 2021年、2022年和2023年分别调解矛盾纠纷30件、25件、41件.
OF_TIMES = re.compile(
    rf"(?P<times>{_TIME}(?:(?:、|和|与|及|以及){_TIME})+)，?(?:分别|依次|各)(?P<what>[^，。；]{{0,20}})$"
)
DISTRIBUTED_MARK = re.compile(
    r"(?:的)?(?:分别|依次|各自?)(?:为|是|达到?|有|完成|共|计|开展|办理|受理|办了?|举办|召开|组织|约|占|各)?$"
)


def distribute(text: str, group: list[Quantity], clauses: Clauses) -> None:
    """A、B分别为12件、8件: gives each number of the run its own name, by position."""
    last_names: list[str] = []
    for k, first in enumerate(group):
        lead = text[first.clause_start : first.token.start]
        if m := OF_TIMES.search(lead):
            _distribute_times(text, group[k:], lead, m)
            continue
        if not DISTRIBUTED_MARK.search(lead):
            continue
        names_text = DISTRIBUTED_MARK.sub("", lead)
        if not LIST_MARK.search(names_text):
            earlier_start = clauses.start(first.sentence_start, max(first.sentence_start, first.clause_start - 1))
            names_text = text[earlier_start : first.clause_start].rstrip("，：") + names_text
        run = _run(text, group[k:])
        names = [n for n in SPLIT_NAMES.split(names_text) if n]
        if len(run) == len(last_names) and len(names) == 1:
            names = [name + names[0] for name in last_names]  # 甲、乙分别为86件、32件，办结率分别为100%、96.9%
        if len(run) < 2 or len(names) < len(run):
            continue
        if text[run[-1].token.start - 1] in "，；" and len(names) < 2:
            continue
        names = names[-len(run) :] if len(names) > len(run) else names
        last_names = names
        tail = re.search(r"(?:案件|纠纷|培训|活动|宣传|人员|率|数|次数)+$", names[-1])
        for quantity, name in zip(run, names, strict=True):
            quantity.left = name if not tail or name.endswith(tail.group()) else name + tail.group()
            quantity.left_gap = 0


def _run(text: str, group: list[Quantity]) -> list[Quantity]:
    """The first of some numbers and those that follow it in one list."""
    run = group[:1]
    for following in group[1:]:
        if not LIST_MARK.fullmatch(text[run[-1].token.end : following.token.start]):
            break
        run.append(following)
    return run


def _distribute_times(text: str, group: list[Quantity], lead: str, told: re.Match[str]) -> None:
    """2022年、2023年分别调解纠纷25件、41件: gives each number of the run its own time, and what all have in common."""
    run, times = _run(text, group), SPLIT_NAMES.split(told["times"])
    if len(run) == len(times):
        for quantity, time in zip(run, times, strict=True):
            quantity.left = lead[: told.start()] + time + told["what"]
            quantity.left_gap = 0
