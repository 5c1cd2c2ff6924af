"""Another township's name where this place's own must stand: text that was copied and not cleaned.

Belongs here: telling a neighbour named rightly (与白石镇联合执法) from one left behind (白石镇党委坚持…). Does not
belong here: which place reports (`self_place.py`), joining places over a corpus (`pipelines/corpus/places.py`).
"""

from __future__ import annotations

import re

from pipelines.identity.parents import split_parents
from pipelines.identity.placenames import level_of, short_ethnic_name
from pipelines.identity.self_place import NOT_A_NAME
from pipelines.records import Finding, Normalized

# What only the reporter's own name stands before: its organs, its work, its people.
ORGAN = (
    "党委|党工委|政府|人民政府|办事处|委员会|人大|纪委|司法所|综合行政执法|执法|综治|平安|便民服务|行政服务|政务服务|党群服务|"
    "机关|全体|各村|各社区|辖区|下辖|现辖|户籍|常住|人口|干部|人民调解|调委会|派出所|综合治理|群众|经济社会|社会治理|营商环境|"
    "实际(?=，|。|、|开展|制定)|[安应综平党经社农][\u4e00-\u9fff]{1,4}办(?![事理法公])|安委办|应急办|党政办|"
    "法治|依法(?:治|行政)|公共法律服务|“?[七八九]五”?普法|普法|各项|网格|扫黑|信访|突发事件|应急"
)
SUBJECT = (
    "始终|坚持|认真|高度重视|全面(?:贯彻|推进|落实)|深入(?:学习|贯彻|推进|开展)|积极|扎实|严格|切实|持续|以习近平|紧紧围绕|"
    "聚焦|将|要|继续|共(?:开展|组织|调解|受理|办理)"
)
NAMED = re.compile(rf"(?:镇|乡|街道|苏木)(?:(?={ORGAN})|(?=(?P<subject>{SUBJECT})))")
# How far back a name may begin: 5 characters and the suffix, more only for an ethnic township (族).
NAME = re.compile(r"(?P<name>[一-鿿]{2,5}(?:镇|乡|街道|苏木)|[一-鿿]{1,10}族(?:镇|乡))$")
MARKS = re.compile(r"[，。；：！？、\n（）“”《》 ]")
NAME_REACH = 16  # characters: an ethnic township's name with its verb
# Words that end before a name begins. A clause boundary does too.
BEFORE_NAME = re.compile(
    r"在|由|经|以|为|对|把|将|是|向|的|了|提升|推进|推动|促进|提高|加强|全面|我们|通过|根据|按照|结合|围绕|立足|年|月|日|以来|县|市|区|州|省|旗|报|经过|确保|实现|作为|中共|参照|依照|"
    r"其中|及时|调整|充实|完善|健全|组建|召开|主持|开展|加快|学习|贯彻|修订|发布|召集|推进|"
    r"请|让|使|并|而|等|令|得到|落实|深化|优化|规范|巩固|维护|服务|展现|彰显|打造|建设|依托|利用|成立|印发|制定|出台|《"
)
# A sentence with one of these speaks of another place on purpose.
ON_PURPOSE = re.compile(
    r"学习(?!宣传|贯彻|习近平|领会|党|宪法|民法典|法律|法治|培训|教育|会|计划|内容|制度|型|了|《|“|\d)|借鉴|考察|交流|联合|协作|协同|共建|毗邻|交界|相邻|邻近|周边|兄弟|跨(?:区|县|镇|乡|界)|对口|划入|划归|原(?:属)?|撤并|合并|并入|移交|移送|来我|赴|前往|接壤|签订.{0,8}协议|联动|结对|"
    r"友邻|经验|协查|涉及.{0,6}方|双方|两地|两镇|两乡|区域|片区|之间|外地|户籍(?!人口|\d)|(?<!户)籍|转入|转出|迁|案例|典型|观摩|一道|共同"
)
BESIDE = re.compile(r"(?:与|和|同|跟|赴|到|往|从|、|及|邀请|联系|邻|比|距)$")
# Township names are made of waters, hills, plants, metals, beasts. Unicode orders its characters by radical, so that
# the name of 芦漪镇 is told from the verb of 依托镇综治中心 by its last character before the suffix: one of these …
NATURE_RADICALS: tuple[tuple[str, str, str], ...] = (
    ("土", "土", "壪"),
    ("山", "山", "巚"),
    ("木", "木", "欟"),
    ("水", "水", "灪"),
    ("火", "火", "爨"),
    ("玉", "玉", "瓘"),
    ("田", "田", "畽"),
    ("石", "石", "礸"),
    ("禾", "禾", "穱"),
    ("竹", "竹", "籲"),
    ("艹", "艸", "虄"),
    ("虫", "虫", "蠿"),
    ("邑", "邑", "酈"),
    ("金", "金", "镶"),
    ("阜", "阜", "隵"),
    ("马", "马", "骧"),
    ("鱼", "鱼", "鳤"),
    ("鸟", "鸟", "鹴"),
)
# … or one of these, the other common endings of such names …
NAME_ENDINGS = frozenset(
    "口关营堡寨集铺店庄桥家子头尾台塔寺庙城村井泉阳安平兴和宁丰龙凤甸屯冲窝湾垭场坊市门里亭楼宅园岩岭川州东西南北中原野泰康庆华昌隆顶巷弄圈围盘站卡角脚嘴咀墩岔"
)
# … but none of these, which share the radicals and end verbs and common words, and nowhere a word of grammar.
NOT_AT_END = frozenset(
    "主动立好前有治法府工作落实活注满清流派消深渐测演激通浓求汇滥营获范荐若英苦著蓄董药莫节艺权构标样检树机材析档案条某极模核根染棚楚增均境墙填型"
    "埋址坏坚确研破砌碍种积称程移税秩科私秘策管等符简算答筹筛签笔部都那郑际除险随陪障院阶防附隐限照点然烈热焦煤现理班环球玩界留备略番监督务企业单"
    "位"
)
NEVER_IN_NAMES = frozenset(
    "的了在由为对以从向与和把将被使让受接办结审查组织建依托用充整今目没未请各全我本该每列席收拢差评既政委员推进领导会其及时调"
)


def _is_toponymic(stem: str, stem_is_chinese: bool = True) -> bool:
    """Whether a stem looks like the name of a township: it ends like one and holds nothing that names do not hold.

    The name of a 苏木 is Mongolian, written by its sound: it may end in any character.
    """
    last = stem[-1]
    if not stem_is_chinese:
        return not NEVER_IN_NAMES.intersection(stem)
    natural = last in NAME_ENDINGS or any(a <= last <= b for _, a, b in NATURE_RADICALS)
    return natural and last not in NOT_AT_END and not NEVER_IN_NAMES.intersection(stem)


NOT_TOWNSHIP_LEVELS = frozenset("县 区 市 旗 部门".split())


def foreign_places(
    normalized: Normalized, own_name: str | None, aliases: tuple[str, ...], level: str | None
) -> list[Finding]:
    """One finding for each other township that stands where the reporter must; none for a county: they are its own."""
    if own_name is None or level in NOT_TOWNSHIP_LEVELS:
        return []
    text = normalized.text
    own = {own_name, *aliases, short_ethnic_name(own_name)}
    found: dict[str, Finding] = {}
    for m in NAMED.finditer(text):
        named = _name_before(text, m.end())
        if named is None:
            continue
        start, name = named
        if name in found or _is_own(name, own) or not _is_name(name, text) or not _stands_alone(text, start, m):
            continue
        span = normalized.offsets.raw_span(start, m.end())
        message = f"文中出现“{name}”，而本报告是{own_name}的，疑为照抄其他乡镇的文字时未改，请核对原文。"
        found[name] = Finding("foreign_place", "warning", message, own_name, name, *span)
    return list(found.values())


def _name_before(text: str, end: int) -> tuple[int, str] | None:
    """The township name that ends at `end`, with its start; None where the words are no name."""
    words = MARKS.split(text[max(0, end - NAME_REACH) : end])[-1]
    cut = 0
    for m in BEFORE_NAME.finditer(words[:-2]):
        cut = m.end()
    m = NAME.search(words[cut:])
    if m is None or m.start() > 0:
        return None
    _, name = split_parents(m["name"])
    if (
        NOT_A_NAME.search(name)
        or level_of(name) is None
        or re.match(r"[我本该各全每两某此]|[一二三四五六七八九十]+个", name)
    ):
        return None
    return end - len(name), name


SUFFIX = re.compile(r"镇|乡|街道|苏木")


def _is_name(name: str, text: str) -> bool:
    """Whether the words before the suffix are a name: they look like one, and stand nowhere without it."""
    stem = SUFFIX.sub("", name)
    is_word = any(not SUFFIX.match(text, m.end()) for m in re.finditer(re.escape(stem), text))
    return len(stem) >= 2 and _is_toponymic(stem, not name.endswith("苏木")) and not is_word


def _is_own(name: str, own: set[str]) -> bool:
    return any(name.endswith(o) or o.endswith(name) for o in own)


def _stands_alone(text: str, start: int, named: re.Match[str]) -> bool:
    """Whether the name is the subject or bears the organ, in a sentence that speaks of no other place on purpose."""
    low = max(text.rfind(c, 0, start) for c in "。；！？\n") + 1
    ends = [i for i in (text.find(c, start) for c in "。；！？\n") if i >= 0]
    sentence = text[low : min(ends, default=len(text))]
    if ON_PURPOSE.search(sentence) or BESIDE.search(text[low:start]):
        return False
    return named["subject"] is None or text[start - 1 : start] in ("", "，", "。", "；", "\n", "：")
