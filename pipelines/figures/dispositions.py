"""What a numeral is when it counts nothing: named patterns, in order, as data.

Belongs here: patterns of names, ordinals, rules, addresses … each with why it is no quantity and an example.
Does not belong here: dates and periods (`dates.py`), the decision whether a remaining number counts something
(`ledger.py`).

Patterns run on normalised text (simplified, full-width punctuation but for digits). The first rule that claims a
character keeps it. Most patterns are tried only where a numeral begins (`at`): searching the whole text for each of
them took half of the extraction's time (3.6 ms of 7.3 a report), trying them at the 200 numerals of a report 0.3 ms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

N = "[0-9一二两三四五六七八九十百]"
CN = "[一二两三四五六七八九十]"
# Where a sentence, an item or a line may begin: after nothing, or after one of these.
OPENS = r"(?<![^\n。；：;！”》，、 ])"


@dataclass(frozen=True, slots=True)
class Disposition:
    """One named reason why numerals in a span are no quantities.

    `at`: where the pattern is tried: `digit` at each run of Arabic digits, `chinese` at each Chinese numeral, `both`,
    or `anywhere` (searched, if `guard` is found at all). `whole`: the span is one ledger row; otherwise each numeral
    inside gets a row of its own.
    """

    name: str
    disposition: str
    pattern: re.Pattern[str]
    why: str
    example: str
    at: str
    whole: bool
    guard: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None = None  # the rule does not hold after these words, in the same clause


def _rule(
    name: str,
    disposition: str,
    at: str,
    pattern: str,
    why: str,
    example: str,
    whole: bool = True,
    guard: str = "",
    unless_before: str = "",
) -> Disposition:
    return Disposition(
        name,
        disposition,
        re.compile(pattern),
        why,
        example,
        at,
        whole,
        re.compile(guard) if guard else None,
        re.compile(unless_before) if unless_before else None,
    )


# How often: 每 with a stretch of time, then what is done, then a small number, or any number after 不少于.
EVERY = r"每(?:半年度?|年度?|个?季度?|个?月|周|旬|日|天|两个?月|双月|学期|星期)"
DONE = (
    r"(?:的|内|都|均|至少|不少于|不低于|开展|召开|组织|举办|进行|集中|学习|定期|专题|研究|听取|固定|完成|安排|原则上|要|应|必须|"
    r"例会|会议|[^，。；！？\n0-9的]{1,8}?)"
)
NORM = (
    rf"{EVERY}{DONE}{{0,4}}?(?:(?:不少于|至少|不低于|不得少于){N}{{1,3}}|(?<![0-9十百千])[1-4一二两三四](?![0-9十百]))(?:余|多)?"
    r"(?:次|场次|场|期|件|个|名|人|课时|学时|天|篇|条|小时|项|轮|堂|部|家|户)(?:以上|左右)?"
)
# 承诺每年案卷评查不少于2次: what the place itself promises for a year is a target of its own.
PROMISED = r"(?:承诺|约定|明确|责任书|目标|计划|保证|要求)[^，。；！？\n]{0,20}每年$"
HOTLINES = (
    "12345|12348|12315|12309|12388|12337|12371|12328|12355|12318|12358|12378|96110|12389|12320|12385|12339|96345|"
    "12333|96111|96119|95598"
)
SLOGANS = (
    r"两个(?:确立|维护|结合|务必|大局|毫不动摇|责任)|[四三五]个(?:意识|自信|全面|转变|不|必须|方面|到位|更加|坚持|一批|一律|环节)|"
    r"[一二三四五六七八九十]个(?:明确|坚持|一律|一(?!批))|"
    r"[三两四五](?:项制度|项机制|项清单|张清单|级书记|级联动|级网络|级网格|级体系|级平台|级帮教|级公共|级调解|级人民|级便民|"
    r"所一庭|治融合|长联动|治结合|位一体|方联动|调联动|支队伍|官一律|户联)|十户联|"
    r"(?<=跑)一次|(?<=并成)一次|(?<=并为)一次|(?<=整合为)一次|(?<=只进)一次|(?<=只跑)一次|(?<=只进)一[扇道]?门|一次(?:办|性|办结|办好|告知|办成|申请)|一件事(?:一次办)?|一事一议|"
    r"一把手|一站式|一体化|一网通办|一窗(?:受理|通办)|一中心|一张[网图表]|一条龙|一支队伍管执法|一对一|一村一|一企一|一案一|"
    r"一户一|一人一|一类一|一式[两三四]份|一刀切|一盘棋|一揽子|一本账|一条线|一家[人亲]|一老一小|(?<=第)一(?:责任人|议题|书记|时间|线|道|要务|课|手|位)|"
    r"[五六七八九十]进|百姓|千家万户|万家|百日|千方百计|[四两]大班子|四套班子|[三两]委(?:成员|干部|会)?|两代表一委员"
)

DISPOSITIONS: tuple[Disposition, ...] = (
    _rule(
        "title",
        "title",
        "anywhere",
        r"《[^》\n]{1,90}》",
        "numbers in a document's title name it",
        "《实施纲要（2021-2025年）》",
        False,
        "《",
    ),
    _rule(
        "web_address",
        "address",
        "anywhere",
        r"https?[:：]//[^\s，。；）\u4e00-\u9fff]+|www\.[\w./?=&-]+|[A-Za-z0-9_.]+@[\w.]+",
        "an address",
        "www.example.gov.cn/2023",
        True,
        "http|www|@",
    ),
    _rule(
        "document_number",
        "document_number",
        "anywhere",
        r"[〔\[（【]\s?(?:19|20)\d\d\s?[〕\]）】]\s?第?\s?\d{1,4}\s?号|第\d{1,5}号(?:令|文|公告|通告)?",
        "the number of a document",
        "〔2021〕5号",
        True,
        r"\d\s?号",
    ),
    _rule(
        "order_number", "document_number", "digit", r"\d{1,4}号(?:文件?|令|公告)", "the number of a document", "5号文件"
    ),
    _rule(
        "telephone",
        "address",
        "anywhere",
        r"(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?:电话|邮编|传真)[:：]\s?[\d-]{5,}",
        "a telephone or post number",
        "0851-1234567",
        True,
        r"\d{6}",
    ),
    _rule(
        "formula",
        "name",
        "digit",
        r"\d+ ?(?:[+＋×xX] ?(?:\d+|[A-Za-zＮN]+|[\u4e00-\u9fff]{1,6}))+",
        "a model of work is named by its formula",
        "“1+4+N”",
    ),
    _rule(
        "quoted_name",
        "name",
        "anywhere",
        r"“[^”“\n。]{1,26}”",
        "slogans, programmes and platforms stand in quotation marks",
        "“1310”工程",
        False,
        "“",
    ),
    _rule(
        "hotline",
        "name",
        "digit",
        rf"(?<![\d.])(?:{HOTLINES})(?![\d.])(?!余?(?:件|次|起|条|人|份|元|个|余))",
        "a hotline is called by its number",
        "12345热线",
    ),
    _rule(
        "emergency_number",
        "name",
        "digit",
        r"(?<![\d.])(?:110|119|120|122|114)(?=[”、]|报警|指挥|急救|火警|警情|接警|联动|电话|热线|宣传日|主题)",
        "an emergency number, or a day named after it",
        "119宣传日",
    ),
    _rule(
        "day_name",
        "name",
        "digit",
        r"(?<![\d.])(?:1[0-2]|[1-9])[.·](?:[12]\d|3[01]|[1-9])(?![\d.%])(?=[”]|国家|全国|全民|国际|世界|宪法|禁毒|民族|安全|防灾|"
        r"消防|法制|法治|宣传|普法|扫黄|消费|反|司法|工|特|案|专项|综合|主题|行动|知识产权|"
        r"(?:[、和]\d{1,2}\.\d{1,2}){0,4}等(?:重|时|节|宣|法|主))"
        # a raised dot parts month and day whatever follows; a decimal point is never printed so
        r"|(?<![\d.·])(?:1[0-2]|[1-9])·(?:[12]\d|3[01]|[1-9])(?![\d.%·])",
        "a commemorative day or a case is called by its date",
        "12.4国家宪法日",
    ),
    _rule(
        "congress",
        "name",
        "chinese",
        r"(?:二十|十[六七八九])大(?=$|[^\u4e00-\u9fff]|[以精报确提召会的和及历])|(?:二十|十[八九])届[一二三四五六七]中(?:全会)?|"
        r"[一二三四五六七]中全会",
        "a party congress",
        "二十届三中全会",
    ),
    _rule(
        "plan_name",
        "name",
        "chinese",
        r"(?:[一二三四五六七八九]五|十[一二三四五]五)(?=[”普规期时收法]|以来)",
        "a five-year programme",
        "八五普法",
    ),
    _rule("numbered_slogan", "name", "chinese", SLOGANS, "a fixed phrase with a numeral in it", "两个确立"),
    _rule(
        "level",
        "name",
        "chinese",
        r"[一二两三四五]级(?!响应|以上)",
        "levels of government or of a network",
        "镇、村两级",
    ),
    _rule("grade", "name", "digit", r"(?<![\d.])\d+[A-Za-z]+(?![A-Za-z0-9])", "a grade", "5G网络"),
    _rule(
        "version",
        "name",
        "anywhere",
        r"[A-Za-z]+-?\d+(?:\.\d+)?(?!\d|,\d{3}|[万余多%件个人名户次份条台])",
        "a version or a road",
        "V2.0",
        True,
        r"[A-Za-z]-?\d",
    ),
    _rule(
        "round_the_clock", "name", "digit", r"7\s?[×xX*]\s?24小时|24小时(?!内)|365天", "round the clock", "24小时值班"
    ),
    _rule(
        "ordinal",
        "ordinal",
        "anywhere",
        rf"第{N}{{1,4}}(?:[、至和到-]第?{N}{{1,3}})?(?:批次|季度|阶段|时段|次会议|轮次|[次届批期个条款项轮号位名章节场季]|议题|"
        r"责任人|要务|书记|道防线|时间)?|[头首]批|首[次个]",
        "a place in an order",
        "第四次",
        True,
        "第",
    ),
    _rule(
        "house_number",
        "address",
        "digit",
        r"\d+号(?:院|楼|线|门|公路|附|大街|路|桥|地块|码头)?|\d+(?:楼|层|室|单元|幢|弄|国道|省道|县道|乡道)(?!楼)",
        "an address",
        "3号楼2层",
    ),
    _rule(
        "age",
        "rule",
        "both",
        r"(?:\d+|[一二三四五六七八九十]+)(?:周)?岁(?:以[上下])?",
        "an age is no count",
        "60周岁以上",
    ),
    _rule(
        "together",
        "idiom",
        "chinese",
        r"一起(?=部署|督查|研究|推进|抓|谋划|考核|学习?|参与|干|走|做|上|来|去|落实|检查|动手|行动|努力|商|想|算|评|过|看|听|说|讲|管|把)"
        r"|[两三]家(?=轮|合|相|联|共|一起|都|分)",
        "together, not one case; both, not two enterprises",
        "一起部署、一起督查",
    ),
    _rule(
        "things_to_do",
        "idiom",
        "both",
        rf"{N}{{1,2}}件事(?![项件故务])",
        "a way of announcing a list",
        "重点抓好三件事",
    ),
    _rule(
        "two_officers",
        "rule",
        "both",
        r"[2二两](?:名|人|位)(?:（含）)?及?以上|(?:(?<=不少于)|(?<=不得少于)|(?<=至少)|(?<=至少有)|(?<=不少于有)|(?<=应有)|(?<=须有))[2二两](?:名|人|位)",
        "the law demands at least two officers",
        "2人以上执法",
    ),
    _rule(
        "norm",
        "rule",
        "anywhere",
        NORM,
        "how often a thing must be done is a rule, not a count",
        "每季度不少于1次",
        True,
        "每",
        PROMISED,
    ),
    _rule(
        "rate_per",
        "rule",
        "both",
        rf"{N}{{1,2}}(?:次|场|期|天)[/／每](?:年|月|周|季度|季|日|天)|"
        rf"{N}(?:月|周|季|年|日|天){N}(?:次|例会|调度|报告|研判|排查|会商|通报|主题|学|课|检查|总结|督查|巡|碰头|分析|报)",
        "how often",
        "1次/月",
    ),
    _rule(
        "denied_one",
        "idiom",
        "chinese",
        r"(?:(?<=无)|(?<=没有)|(?<=未发生)|(?<=未出现)|(?<=未收到)|(?<=未有))一(?:人|起|例|件|宗|名|次|户|桩)",
        "a zero told in words, not a one",
        "无一人重新犯罪",
    ),
    _rule(
        "vehicle",
        "idiom",
        "chinese",
        r"[两二三四]轮(?=电动|摩托|车|机动)|(?<=电动)[两二三四]轮|(?<=摩托)三轮",
        "a kind of vehicle, no rounds",
        "电动三轮车",
    ),
    _rule(
        "old_ways", "idiom", "chinese", r"(?<=老)一套|(?<=[另有])一套(?=[。，；、])", "a manner, no count", "还是老一套"
    ),
    _rule(
        "only_one",
        "idiom",
        "chinese",
        r"(?<=[唯统单同任某另专划如合归逐])一|(?<=之)(?<!分之)一|(?<=万)一(?![千百])|(?<![十百千])一(?=[些批定律致直同旦贯般切样并流度举线系时再向带面味])",
        "no count",
        "唯一途径",
    ),
    _rule("ratio", "rule", "digit", r"(?<!\d)\d{1,2}[:：]\d{1,2}(?!\d)", "a time of day or a ratio", "9:00"),
    _rule(
        "enumerator",
        "enumerator",
        "digit",
        rf"{OPENS}\d{{1,2}}(?:[.．、](?!\d)|）)|(?<=[（(])\d{{1,2}}(?=[）)])",
        "numbers an item",
        "（1）",
    ),
    _rule(
        "chinese_enumerator",
        "enumerator",
        "chinese",
        rf"{OPENS}{CN}{{1,3}}(?:是|要|、|，、)|(?<=（){CN}{{1,3}}(?=）)|(?<=其)[一二三四五]",
        "numbers an item",
        "一是",
    ),
)
