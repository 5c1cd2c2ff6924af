"""The words of a change: verbs of more and less, comparisons with another time, sizes told without a numeral.

Belongs here: such words as named entries, each with why it stands here and an example. Does not belong here: reading a
figure with them (`changes.py`), which figure a change speaks of (`claims.py`), the words of time (`periods.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """Words that say more (`sign` +1) or less (-1). `needs_comparison`: no change unless a time is compared with."""

    name: str
    sign: int
    words: str
    why: str
    example: str
    needs_comparison: bool = False


VERBS: tuple[Verb, ...] = (
    Verb(
        "rise",
        +1,
        "增长|增加|增多|上升|提高|提升|上涨|攀升|提速|扩大|增幅|涨幅|升幅|回升|上扬|上浮|走高|攀高|递增|扩充|扩增|扩展|抬升|跃升|增进|冲高",
        "plain words for more",
        "同比增长15%",
    ),
    Verb("net rise", +1, "净增加?|多增", "a net rise is a comparison by itself", "净增3件"),
    Verb(
        "more",
        +1,
        "新增|多出|多开|多办|多|增|升|涨|高出|高|添|↑",
        "also said of things that are merely new",
        "比上年多3件",
        True,
    ),
    Verb("doubling", +1, "翻", "翻一番 is twice, 翻两番 four times as much", "比上年翻了一番"),
    Verb(
        "fall",
        -1,
        "下降|减少|降低|回落|下滑|缩减|压减|压缩|缩短|下跌|降幅|减幅|跌幅|压降|锐减|减低|缩水|下浮|走低|下探|下行|收窄|"
        "回调|递减|骤降|骤减|萎缩|压低|缩小",
        "plain words for less",
        "同比下降12%",
    ),
    Verb("net fall", -1, "净减少?|净降|少增", "a net fall is a comparison by itself", "净减3件"),
    Verb("less", -1, "降|减|少|跌|低|↓", "short words that also stand inside others", "比去年少5起"),
    Verb("plus sign", +1, r"\+", "a sign in place of a verb", "同比+28篇", True),
    Verb("minus sign", -1, "-|−", "a sign in place of a verb", "同比-15条", True),
)
UP = "|".join(v.words for v in VERBS if v.sign > 0)
DOWN = "|".join(v.words for v in VERBS if v.sign < 0)
# 减少 before 减, 增加 before 增: the longest word must be tried first.
UP = "|".join(sorted(UP.split("|"), key=len, reverse=True))
DOWN = "|".join(sorted(DOWN.split("|"), key=len, reverse=True))
NEEDS_COMPARISON = frozenset(word.replace("\\", "") for v in VERBS if v.needs_comparison for word in v.words.split("|"))

# What may stand between the verb and the size: 增长了近15%, 增幅约为15%, 提高到 is no size.
BETWEEN = "(?:出|出来|幅度?|比例|率|数|量|了|约|近|达到?|为|是|将近|超过|逾|超|不足|不到|出|：|将|整整|整|至少|：)*"
# 调解成功率达98.2%，高出上年1.7个百分点: the time compared with may stand between verb and size.
_LAST_TIME = r"(?:出|于)?(?:上年度?|去年|上一年度?|20\d\d年)(?:同期|全年|水平)?"
# The number right after these words is the size of a change. 增至 and 降到 are followed by a value instead.
SIZE_BEFORE = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:{_LAST_TIME})?{BETWEEN}$")
# 比上年多排查23件: what became more stands between 多 and the number. 多部门, 多次 compare nothing.
THING_BETWEEN = re.compile(
    r"(?:比|较|同比|相比)[^，。；]{0,9}?(?:(?P<up>多|增加|增|新增|净增)|(?P<down>少|减少|减|净减))(?P<thing>[^，。；、\d至到为]{1,12}?)(?:了|约|近)*$"
)
NOT_MORE = re.compile(
    r"多(?:部门|方|元|层|次|年|种|个|家|名|人|样|渠道|措施|形式|途径|位|项|点|维|角度|发|数)|少(?:数|年|儿|先队)|减(?:负|免|刑|税|费|灾)|增(?:强|进|设|派|配|补|效|收)"
)
# Times with which a report compares. A change in percent needs none; one in cases does, or 新增3件 would be one.
COMPARED = re.compile(
    r"同比|环比|较上|较去|较20|较二[〇○零]|较前|较同期|比上|比去|比20|比二[〇○零]|比前|相比|相较|较之|上年|去年|前年|同期|往年|上一年|净|对比"
)
# A comparison that opens a sentence governs all of it: 与上年相比，信访件减少12件，纠纷增加3件.
GOVERNING = re.compile(
    r"(?:与|同|和|较|比|跟)[^，。；]{1,10}(?:相比较?|比较|相较|对比|比)，|^(?:较|比)(?:上年|去年|20\d\d年)[^，。；]{0,4}，"
)
# Comparisons with a time that is no year before: their claim is not held against the report of the year before.
OTHER_TIME = re.compile(
    r"环比|较?上半年|上季度|上月|年初|最初|原来|原先|(?:启动|实施|改造|改革|整治|开展|成立)(?:之)?前|疫情前|[三五两四]年[前间来]|近[三五两四]年|累计(?:增长|下降)"
)
BASE_YEAR = re.compile(r"(?:较|比|与|同|和|由|从|相比)(?:于)?(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年")
BEFORE_LAST_YEAR = re.compile(r"(?:较|比|与|同|和)前年")

# Between two numbers of a list: 12.3%和15.8%, 3件、5件.
LIST_JOIN = re.compile(r"[、，]|和|与|及|以及")
# Between two changes told in one breath, the second with its verb or without: 分别增加3件、减少2件.
CHANGE_VERB = re.compile(r"增长|增加|上升|提高|提升|下降|减少|降低|增|减|升|降|多|少")
CHANGE_JOIN = re.compile(rf"(?:[、，]|和|与|及|以及)(?:{CHANGE_VERB.pattern})?了?(?:约|近)?")
# Comparing words and adverbs that name no thing: without them, what is left of a clause is what changed.
NAMELESS = re.compile(
    r"(?:与|和|同|跟|比|较|相较于?|对比|由)?(?:20\d\d年度?|二[〇○零][〇○零一二三四五六七八九]{2}年|上一?年度?|去年|前年|往年|本年|今年|全年|年内)(?:的?(?:同期|全年|同比|同一时期))?(?:相比较?|比较|相较|对比|算起|比)?|"
    r"(?:与|和|同|较|比)?同期(?:相比)?|同比|环比|相比|较之?|分别|依次|各自?|均|也|则|再|又|还|进一步|实现|有所|大幅|明显|显著|平均|继续|持续|连续|稳步|逐步|累计|首次|"
    r"总体|整体|总量|总数|数量|件数|人数|次数|期数|场数|起数|虽然?|尽管|(?<=[\u4e00-\u9fff]{2})(?:家次|户次|件次|批次)|这一数[字据]|该项?数[字据]?|这一指标|[，：；（）\s的了约近其中并且而]|幅度?|比例|同时|整整|正好|恰好|足足|几乎|基本|将近|只|仅|却|反倒|倒是|而"
)


@dataclass(frozen=True, slots=True)
class WordChange:
    """A change whose size is a word: `percent` is signed."""

    name: str
    pattern: re.Pattern[str]
    percent: float
    why: str
    example: str


_COMPARES = r"(?:同比|较|比|相比|实现|基本|几乎|已|近)[^，。；]{0,12}?"
WORD_CHANGES: tuple[WordChange, ...] = (
    WordChange(
        "doubled",
        re.compile(_COMPARES + r"(?P<size>翻番|翻倍|成倍增长|倍增)"),
        100.0,
        "翻番 without 一: twice as much",
        "较上年翻番",
    ),
    WordChange(
        "halved", re.compile(_COMPARES + r"(?P<size>减半|腰斩|折半|对半下降)"), -50.0, "half as much", "同比减半"
    ),
)
