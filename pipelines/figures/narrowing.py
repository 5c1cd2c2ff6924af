"""What narrows a figure beyond its metric and category: a part's name, a body, a channel, a group, a kind, a stage.

Belongs here: the words that narrow and those that only seem to, each with an example, and the detail made of them.
Does not belong here: the closed lists (`drafts.category_of` and the registry), which figure is a part (`context.py`).
"""

from __future__ import annotations

import re

from pipelines.figures.context import Quantity, strip_filler
from pipelines.figures.cues import Match
from pipelines.figures.drafts import Draft
from pipelines.figures.registry import Metric, Registry

# A bureau tells of itself beside what it adds up for its county: 本局作为被告、被申请人的案件为0件.
OWN_ALONE = re.compile(r"本(?:局|机关|单位)|我局")
PART_MARKS = re.compile(r"^[，、：（）]*(?:其中)?[，、：（）]*")
# In these themes the township's justice office does what the township does; elsewhere it does a part of it.
JUSTICE_OFFICE_THEMES = frozenset({"legal_services", "rehabilitation"})
DETAIL_CHARACTERS_MIN = 2

# Words that do not narrow a figure: time, place of the report itself, verbs of doing and having, words of degree. What
# is left of a clause without them and without the head is the detail.
# First: who is everybody, and where is everywhere: 群众和企业办件, 两级调委会, 干部职工线上线下参学, 涉及本镇的复议.
UNNARROWING = re.compile(
    r"涉及?(?:我|本|全)?(?:镇|乡|街道|县|区)的?|(?:围绕)?(?:法治|依法行政|法律)(?:为)?主题|办事群众|"
    r"(?:群众|居民|村民)(?:[和与、及]|以及)企业|企业(?:[和与、及]|以及)(?:群众|居民|村民)|"
    r"(?:镇|乡|街道|苏木|街)[、和与及]?(?:村|社区|居|村居|村社|嘎查|村（社区）)(?:两级|上下)|行政机关|机关干部|干部职工|线[上下][、和与及]?线[上下]|"
    r"的(?:干部|人员|同志|工作人员)$|"
    r"全年度?|今年以?来|今年|年内|本年度?|目前|截至[^，]{0,8}|(?:1|一)月?(?:—|-|~|至|到)[\d九十一]{1,2}月份?|前[\d九十一]{1,2}个月|一年来|先后|累计|共计|总计|合计|总共|共有|共|已经|已|现有|拥有|设有|建有|配有|有|"
    r"我镇|我乡|我街道|本镇|本乡|全镇|全乡|全街道|全县|全区|辖区内?|镇村两级|乡村两级|镇、村两级|镇村|乡村|各村（社区）|各村|镇政府|乡政府|街道办事处|镇党委政府|镇党委|乡党委|党委政府|镇级|"
    r"组织|开展|举办|举行|召开|进行|完成|办理|受理|办结|发放|派发|印发|制作|张贴|悬挂|调处|化解|排查|调解|摸排|处置|处理|解决|接收|收到|接到|接待|解答|答复|提供|"
    r"承接|转办|转来|交办|承办|受办|审查|审核|出具|提出|配备|聘请|聘用|聘|签约|建立|成立|组建|设立|建成|建|从[^，。；]{1,14}中(?:择优|公开)?(?:选聘|选任|聘任|选拔|遴选|聘请|培养|培育|发展|推选|产生)|"
    r"培养|培育|依托|依法|发生|出现|参加|参与|召集|查处|立案|作出|实施|"
    r"集中|深入|积极|扎实|有效|及时|成功|切实|充分|大力|持续|广泛|主动|严格|认真|各类|各种|各项|相关|有关|其中|通过|利用|结合|围绕|以及|同时|并|了|的|等|为|由|从|在|对|向|"
    r"[、，：；（）“”\s]|一是|二是|三是|四是|五是|六是|20\d\d年度?(?:以来)?|活动|工作|情况|案件|人员|人数|次数|件数"
)
# Bodies that every place has one of: what they did, the place did.
OWN_BODIES = re.compile(
    r"(?:镇|乡|街道|苏木|村)?公共法律服务(?:工作)?(?:站|室|中心)|(?:镇|乡|街道)?(?:政务|便民|行政|党群|为民|综合)?服务(?:中心|大厅|站)|办事大厅|各级?调委会|各级?调解组织|该队|全队|队内|"
    r"(?:镇|乡|街道)?(?:综合)?(?:行政)?执法(?:大|中)?队"
)
# What is left narrows a figure only if it names a body, a channel, a group, a kind or a campaign; a stray verb does
# not. Two years' figures with different details get a caution, so a false detail costs more than a missed one.
NARROWING = re.compile(
    r"本局|本机关|本单位|[站所队室校网厅级类]$|(?<=[执安信综])办$|办公室|办事处|办公会?$|[站所队室校类](?=[\u4e00-\u9fff])|[省市县区]级(?:及?以上)?|中心|委员会|调委会|机关|平台|系统|社区|学校|学生|校园|企业|领域|专项|主题|行业|部门|单位|合同|决策|规范性文件|"
    r"青少年|妇女|老年|党员|农民工|职工|干部|班子|线上|线下|网上|现场|上级|重大|疑难|重复|越级|初次|历史遗留|信访|诉前|跨界|宪法|民法典|反诈|诈骗|禁毒|消防|安全|防汛|防火|火灾|灭火|山洪|地质|地震|避险|逃生|疏散|交通|食品|"
    r"婚姻|家庭|邻里|土地|山林|劳动|医疗|物业|债务|涉|因.{2,}|第[一二三四]|半年|季度|[一二三四五六七八九十\d]+月|大篷车|集市|夜校|讲堂"
)
# 平台全年接收诉求326件: a body that only the sentence before names, or that everybody has, says nothing by itself.
NAMELESS_BODIES = frozenset({"平台", "系统", "机关", "部门", "单位", "企业", "班子", "干部", "现场", "安全"})
# 镇长办公会会前学法, 镇长办公会前学法: the last 会 belongs to the meeting or to what is held before it.
OFFICE_MEETING = re.compile(r"(?<=办公)会?会?前?$")
# 地界、婚姻、欠薪等纠纷126起, 重大事项、规范性文件等21件: kinds named as examples narrow nothing. “安全生产月”等活动.
EXAMPLES = re.compile(
    r"”等(?!级)|、[^，。；、]{1,10}等(?:共|共计|累计|合计|各类|一批)?$|"
    r"(?:[、和]\w{1,8}|[\u4e00-\u9fff]{2,6}(?<![平同高中初]))等(?:各类|多类|几类|方面|一批)?(?:的)?"
    r"(?:矛盾|纠纷|案件|问题|事项|隐患|领域|活动|主题|普法|法治|宣传|应急|演练|检查|培训)"
)
# 通过网站、公开栏和大喇叭公开286条, 走进圩场、校园、厂区宣讲38场: all channels, places or occasions narrow nothing.
CHANNELS = re.compile(
    r"(?:通过|利用|依托|借助|采取|运用|结合|抓住|走进|走入)[^，。；]{1,16}[、和及与][^，。；]+$"
    r"|在[^，。；]{1,14}[日节月周][、和及与][^，。；]{1,14}[日节月周]"
)


def names_many(words: str) -> re.Match[str] | None:
    """Where the words before a number list kinds as examples, or all the channels, places and occasions.

    >>> [bool(names_many(w)) for w in ("审核重大事项、规范性文件等", "结合宪法日、赶集日开展宣传", "调解邻里纠纷")]
    [True, True, False]
    """
    return EXAMPLES.search(words) or CHANNELS.search(words)


def narrowed_by(quantity: Quantity, match: Match, category: str, is_part: bool) -> str | None:
    """What narrows the figure, in the text's own words: the clause before the number without words that narrow nothing.

    None where nothing is left: two figures without detail claim the same thing, so that a difference is a conflict.
    `is_part`: it stands in a breakdown of its own metric; a part always says which part it is.
    """
    metric = match.metric
    words = OWN_BODIES.sub("", strip_filler(quantity.left))
    if metric.theme in JUSTICE_OFFICE_THEMES:
        words = words.replace("司法所", "")
    for head in _own_words(metric, words):
        words = words.replace(head, "")
    if match.side == "right" and words.endswith(("和", "与", "及", "、", "以及")):
        return None  # 镇村干部和58名法律明白人: the words name somebody else
    if is_part:
        part = _without_part_mark(words) or _without_part_mark(strip_filler(quantity.left))
        return _beyond(category, metric, part) or None if category else part or None
    if names_many(quantity.left):
        return None
    return _beyond(category, metric, OFFICE_MEETING.sub("会", UNNARROWING.sub("", words)))


def tell_stages_apart(drafts: list[Draft], registry: Registry) -> None:
    """Give figures of one thing their stages as details, where a sentence tells these apart: 申请12件，办结8件.

    A stage told alone narrows nothing: what one year calls 受理 the next calls 办理.
    """
    told = [(draft, stage) for draft in drafts if (stage := _stage_of(draft, registry))]
    for draft, stage in told:
        alike = (other for other, its_stage in told if its_stage != stage and _is_told_with(draft, other))
        if not draft.category and next(alike, None):
            draft.detail = stage


def _stage_of(draft: Draft, registry: Registry) -> str:
    """The stage that a figure's category or the words before it name, '' for none."""
    if draft.quantity is None or draft.category or draft.detail:
        return draft.category if draft.category in registry.stages else ""
    words = strip_filler(draft.quantity.left)
    for head in _own_words(draft.metric, words):
        words = words.replace(head, "")
    found = (name for name, told in registry.stages.items() if words.endswith(told))
    return next(found, "")


def _is_told_with(one: Draft, other: Draft) -> bool:
    if one.quantity is None or other.quantity is None or one.metric is not other.metric:
        return False
    return one.quantity.sentence_start == other.quantity.sentence_start and one.role == other.role


def _beyond(category: str, metric: Metric, words: str) -> str | None:
    """The words beyond those of the category, where they narrow the figure further; 村级 of 村级应急物资点 does not."""
    said = metric.categories[category].words if category in metric.categories else ()
    for word in sorted(filter(None, (category, *said)), key=len, reverse=True):
        words = words.replace(word, "")
    positive = metric.means.partition("；")[0]
    if len(words) < DETAIL_CHARACTERS_MIN or words in NAMELESS_BODIES or words in metric.name or words in positive:
        return None  # 行政处罚 of 行政处罚案件 says no more than the metric does
    return words if NARROWING.search(words) else None


def _own_words(metric: Metric, words: str) -> list[str]:
    """The words of a metric's own cues that stand in a clause, longest first: they name it and narrow nothing.

    A needed word names it only where the metric's own name or meaning has it: 信访 in 信访及时受理率, not 反诈 of 宣传.
    """
    named = metric.name + metric.means
    own = {head for cue in metric.cues for head in cue.head if head in words}
    own |= {word for cue in metric.cues for word in cue.need if word in words and word in named}
    return sorted(
        own, key=lambda word: (-len(word), words.find(word))
    )  # of 法律援助, 援助申请 the one that comes first


def _without_part_mark(words: str) -> str:
    """A part's name: 其中邻里纠纷 without the mark, 其他 with its first character."""
    return PART_MARKS.sub("", words).strip("，、：（）")
