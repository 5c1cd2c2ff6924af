"""What kind of document a text is: a report on law-based government, or one of the kinds that look like it.

Belongs here: the cues of each kind as named data, the scoring, and the sentence that tells a clerk why a file was not
loaded. Does not belong here: who reports and on which year (`identity`), unreadable bytes (`intake`).

Title and body both count, since titles get lost or carry spam, and a notice may carry a whole report. Only the cues
below decide; each names what it was seen in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST_REPORT_CHARACTERS = 150
"""The shortest of the five real reports has 2,400; a page with fewer than this is a stub or a list of links."""

LEAST_TOLD_FIGURES = 2
"""A stub (详见附件) tells none."""

_REPORT_TITLE = re.compile(r"(?:法治政府|依法行政|法治建设)[^\n]{0,14}(?:报告|总结|汇报)")
_TOLD_FIGURE = re.compile(r"\d(?:余|多)?(?:件|起|宗|次|场|人|名|份|条|项|个|%|万)")

_QUOTED_TITLE = re.compile(r"《[^《》]*》(?=[^\s》]{2})")
"""Somebody else's title within a title: 关于《…的报告》的审议意见 is an answer, not the report. Not where it is all."""

LEAST_SCORE = 4.0
"""A kind needs this much evidence; a lone cue of the body (at most 3) does not decide."""

LEAST_COUNT_BLANKS = 3
LEAST_BLANKS = 4
"""Blanks to be filled in: figures, or the place and others. Reports that mask names of people (王**) or of villages in
an example have neither."""

LINK_LINE_CHARACTERS = 60
LEAST_LINKS = 6
LINK_SHARE = 0.8
"""A list of links: most lines are short and end without a stop."""

_LAW = (
    r"(?:法治政府|依法行政|法治建设|法制建设|依法治(?:[镇乡街县市区村]|理|国)|普法依法治理|法治工作|普法工作|述法|"
    r"法治[镇乡县街]|第一责任人职责|法治宣传)"
)
_FORM = r"(?:报告|总结|汇报|述职|情况|自查|自评|小结|述法)"


@dataclass(frozen=True, slots=True)
class GenreCue:
    """Evidence for a kind of document. `where`: title, head (first 600 characters), tail (last 300) or body.

    `most` caps how often the cue counts.
    """

    genre: str
    where: str
    weight: float
    pattern: str
    why: str
    example: str
    most: int = 1


CUES: tuple[GenreCue, ...] = (
    GenreCue(
        "report",
        "title",
        5,
        rf"{_LAW}.{{0,40}}{_FORM}|{_FORM}.{{0,12}}{_LAW}",
        "subject and form in the title",
        "2023年度法治政府建设情况报告",
    ),
    GenreCue("report", "title", 3, rf"{_LAW}", "the subject alone: the form may be lost", "某镇2023年法治政府建设"),
    GenreCue(
        "report",
        "head",
        3,
        r"现(?:将|就|把)[^。\n]{0,60}(?:报告|汇报|总结|报送|说明|公布|公开|述法|通报)[^。\n]{0,8}如下",
        "the formula that opens a report",
        "现将有关情况报告如下",
    ),
    GenreCue("report", "body", 0.5, _LAW, "the subject keeps coming back", "法治政府建设", 6),
    GenreCue(
        "report",
        "body",
        0.75,
        r"(?:我|本)(?:镇|乡|街道|街|县|区|市|局|苏木)|全(?:镇|乡|街道)",
        "the place speaks of itself",
        "我镇",
        3,
    ),
    GenreCue(
        "report",
        "body",
        1.5,
        r"(?:存在|面临)[^。\n]{0,12}(?:问题|不足|困难|短板)|还?有待(?:进一步)?(?:提高|加强)",
        "a report admits",
        "存在的问题和不足",
    ),
    GenreCue(
        "report",
        "body",
        0.25,
        r"\d(?:余|多)?(?:件|次|场次|场|人次|份|起|名)(?![\d])",
        "a report counts what was done",
        "调解纠纷36件",
        8,
    ),
    GenreCue("report", "head", 1.5, r"(?:20\d\d年|今年)(?:以来|来|度)?，", "a report tells of a year", "2023年，"),
    GenreCue(
        "notice",
        "head",
        5,
        r"(?m)^关于[^\n《》]{4,60}的(?:通知|通告|公告|函)$",
        "a line of its own names the form, though the title line above it is the sender's",
        "关于做好年度报告编制工作的通知",
    ),
    GenreCue(
        "notice", "title", 7, r"(?:通知|通告|公告|函)(?:（[^）]*）)?$", "the form", "关于开展宪法宣传周活动的通知"
    ),
    GenreCue(
        "notice",
        "head",
        4,
        r"现(?:将|就)[^。\n]{0,60}(?:通知|要求|安排)如下",
        "the formula that opens a notice",
        "现将有关事项通知如下",
    ),
    GenreCue(
        "notice",
        "body",
        3,
        r"请(?:认真)?(?:贯彻执行|遵照执行|抓好落实|结合实际[^。]{0,12}(?:落实|执行)|于\d+月\d+日前|各[^。，"
        r"]{1,12}于)|特此通知",
        "a notice asks",
        "请认真贯彻执行",
    ),
    GenreCue(
        "notice",
        "head",
        1.5,
        r"^(?:各[^\n：]{1,40}：|.{0,60}\n各[^\n：]{1,40}：)",
        "a notice is addressed downwards",
        "各村（社区）：",
    ),
    GenreCue(
        "plan",
        "title",
        7,
        r"(?:要点|方案|规划|计划|清单|意见|办法|细则|预案|安排|目录|台账)(?:（[^）]*）)?$",
        "the form",
        "2024年法治政府建设工作要点",
    ),
    GenreCue(
        "plan",
        "head",
        4,
        r"(?:特)?制定本(?:方案|计划|要点|规划|清单|意见|办法)|(?:要点|总体要求|指导思想)如下|工作的总体要求是",
        "the formula that opens a plan",
        "特制定本方案",
    ),
    GenreCue(
        "plan",
        "body",
        2,
        r"(?:指导思想|总体要求|工作目标|目标任务|主要任务|实施步骤|组织保障|保障措施|工作要求|责任单位："
        r"|牵头单位：|完成时限)",
        "the parts of a plan",
        "责任单位：司法所",
        3,
    ),
    GenreCue(
        "disclosure_report",
        "title",
        8,
        r"(?:信息|政务)公开.{0,10}(?:报告|年报|总结)",
        "the other yearly report",
        "2023年政府信息公开工作年度报告",
    ),
    GenreCue(
        "disclosure_report",
        "body",
        4,
        r"收到和处理政府信息公开申请|主动公开政府信息情况|本年新收政府信息公开申请|政府信息管理情况"
        r"|收取信息处理费|其他需要报告的事项",
        "the headings that its law prescribes",
        "主动公开政府信息情况",
        3,
    ),
    GenreCue(
        "disclosure_report",
        "head",
        3,
        r"政府信息公开条例》",
        "the law it reports under",
        "根据《中华人民共和国政府信息公开条例》",
    ),
    GenreCue(
        "news",
        "title",
        4,
        r"(?:召开|举行|开展|举办|走进|组织|启动|检查|调研|赴|荣获|获评|获得|入选|被评为|点赞|亮相)(?!.{0,20}(?:报告|总结|汇报|情况$|通知|方案))",
        "an event in the title",
        "双龙镇召开法治政府建设推进会",
    ),
    GenreCue(
        "news",
        "head",
        4,
        r"本报讯|本网讯|记者|通讯员|(?:近日|日前|连日来)，|\d{1,2}月\d{1,2}日(?:上午|下午|晚)?，",
        "news has a day",
        "3月5日上午，",
    ),
    GenreCue(
        "news",
        "tail",
        3,
        r"（(?:通讯员|记者|供稿|来源|图/|文/|撰稿)[^）]*）|责编|编辑[：:]|供稿[：:]",
        "news is signed by a writer",
        "（通讯员 王某）",
    ),
    GenreCue(
        "news",
        "body",
        1.5,
        r"会议(?:指出|强调|要求|传达|听取)|(?:书记|镇长|乡长|主任)[^。，]{0,10}(?:主持|出席|强调)|(?:他|她)(?:说|表示)",
        "news quotes",
        "会议强调",
        3,
    ),
    GenreCue("interpretation", "title", 8, r"解读|一图读懂|图解|问答|答记者问", "the form", "政策解读"),
    GenreCue(
        "interpretation",
        "body",
        2,
        r"(?:起草|制定|出台)(?:的)?(?:背景|依据|过程)|政策依据|解读机关|解读人",
        "the parts of an interpretation",
        "出台背景",
        3,
    ),
    GenreCue(
        "other_report",
        "title",
        6,
        rf"^(?!.*{_LAW}).*?(?:政府工作报告|(?:行政执法|行政复议|安全生产|党建|环保|生态环境|综治|平安建设|信访|应急|消防|农业|扶贫"
        rf"|乡村振兴|财政|预算|决算|河长制|意识形态|党风廉政|绩效|统计|防汛|食品安全|环境保护|耕地|人居环境"
        rf"|残疾|民政|教育).{{0,20}}(?:报告|总结|汇报|情况))",
        "a report on something else",
        "2023年政府工作报告",
    ),
    GenreCue(
        "other_report",
        "title",
        4,
        r"(?:书记|镇长|乡长|主任|局长|所长|个人|同志|本人).{0,16}述职|述职述[廉法]",
        "an account that a person gives of himself",
        "镇党委书记2023年度述职述法报告",
    ),
    GenreCue(
        "other_report",
        "head",
        20,
        r"(?:^|[，。：\n])(?:我|本人)(?:自|于|从)?20\d\d年|(?:^|[，。：\n])(?:我|本人)(?:现任|担任|任职|分管|作为[^，。]{0,10}(?:书记|镇长|乡长|主任|局长))",
        "a person speaks, not a government",
        "我自2021年8月到本镇工作，担任镇党委书记",
    ),
    GenreCue(
        "other_report",
        "title",
        10,
        r"(?:审议意见|评议意见|督察意见|反馈意见|建议案|决议|决定|批复|复函)(?:（[^）]*）)?$",
        "somebody's answer to a report, which names the report in its title",
        "县人大常委会关于《2023年度法治政府建设情况的报告》的审议意见",
    ),
    GenreCue(
        "other_report",
        "title",
        4,
        rf"^(?!.*(?:{_LAW}|法)).{{2,}}(?:报告|总结|汇报)$",
        "a report whose title has no law in it",
        "2023年工作总结",
    ),
)
_COMPILED = tuple((cue, re.compile(cue.pattern, re.MULTILINE)) for cue in CUES)

_BLANK = r"(?=[XxＸ×✕*＊〇○_＿某])(?<![A-Za-z])(?:[XxＸ×✕*＊]+|[〇○]{2,}|_{2,}|＿{2,}|某某)"
_COUNT_BLANK = re.compile(_BLANK + r"(?=(?:余|多|万)*(?:件|次|场|份|名|起|条|户|期|部|项|%|元|年|月|日|人次|个))")
_PLACE_BLANK = re.compile(_BLANK + r"(?=[镇乡县市]|街道)")
_SUBJECT = re.compile(_LAW)
LEAST_SUBJECT_MENTIONS = 2
LEAST_MENTIONS_PER_CHARACTER = 2 / 1000
HEAD_CHARACTERS = 300
"""A report on something else mentions the subject in passing. The five real reports and 23 made-up ones name it 3 to 12
times within these first characters; the real ones 6 times in 1,000 characters and more, throughout."""

GENRE_NAMES: dict[str, str] = {
    "report": "法治政府建设报告",
    "notice": "通知、公告",
    "plan": "工作要点、方案或计划",
    "disclosure_report": "政府信息公开工作年度报告",
    "news": "新闻、工作动态",
    "interpretation": "政策解读",
    "template": "待填写的范文或模板",
    "link_list": "文章列表页",
    "other_report": "其他文件或其他工作的报告",
    "too_short": "内容过短的文件",
}

_SEEN: dict[str, str] = {
    "notice": "标题或开头是布置工作的通知用语",
    "plan": "写的是将要做的工作（指导思想、责任单位等），不是已经做的",
    "disclosure_report": "章节是信息公开条例规定的格式",
    "news": "写的是某一天的活动或会议",
    "interpretation": "写的是政策的背景和依据",
    "template": "地名或数字的位置是 XX、× 或 * 一类的空格",
    "link_list": "大多数行是链接标题，没有正文",
    "other_report": "标题和正文不以法治政府建设、依法行政为主题",
    "too_short": f"正文不足 {SHORTEST_REPORT_CHARACTERS} 字",
}


def explain(genre: str) -> str:
    """Why a document of this kind was not loaded, and the way out: a sentence for a clerk, in Chinese.

    Raises KeyError for a kind that is loaded or unknown.

    >>> explain("news").split("：")[0]
    '这是新闻、工作动态，不是法治政府建设年度报告，未入库'
    """
    return (
        f"这是{GENRE_NAMES[genre]}，不是法治政府建设年度报告，未入库：{_SEEN[genre]}。"
        "如判断有误，请在 manifest.csv 中写明该文件的 place 和 year。"
    )


def classify(title: str | None, text: str) -> str:
    """The kind of a normalised text, one of `GENRE_NAMES`. `title` may be None or spam: the body is judged too.

    >>> classify("关于开展宪法宣传周活动的通知", "各村（社区）：\\n" + "现将有关事项通知如下：请认真贯彻执行。" * 12)
    'notice'
    """
    if is_template(text):
        return "template"
    if is_link_list(text):
        return "link_list"
    if len(text) < SHORTEST_REPORT_CHARACTERS and not is_short_report(title, text):
        return "too_short"
    scores = score(title, text)
    best = max(scores, key=lambda genre: (scores[genre], genre == "report"))
    if best == "report" and not has_subject(title, text):
        return "other_report"
    return best if scores[best] >= LEAST_SCORE else "other_report"


def is_short_report(title: str | None, text: str) -> bool:
    """A text under the usual length that is a report all the same: its title says so, and its sentences tell figures.

    >>> is_short_report("清河镇2023年度法治政府建设情况报告", "全年调解矛盾纠纷36件，开展普法宣传12场。")
    True
    """
    body = text.replace(title or "", "", 1)
    return bool(title and _REPORT_TITLE.search(title) and len(_TOLD_FIGURE.findall(body)) >= LEAST_TOLD_FIGURES)


def score(title: str | None, text: str) -> dict[str, float]:
    """How much each kind has in its favour: the sum of the weights of its cues."""
    own_title = _QUOTED_TITLE.sub("", title or "")
    places = {"title": own_title, "head": text[:600], "tail": text[-300:], "body": text}
    scores: dict[str, float] = {}
    for cue, pattern in _COMPILED:
        hits = 0
        for _ in pattern.finditer(places[cue.where]):
            hits += 1
            if hits == cue.most:
                break
        scores[cue.genre] = scores.get(cue.genre, 0.0) + hits * cue.weight
    return scores


def has_subject(title: str | None, text: str) -> bool:
    """The document is about law-based government: it says so at its head, or again and again."""
    mentions = len(_SUBJECT.findall(text)) + len(_SUBJECT.findall(title or ""))
    at_head = _SUBJECT.search(f"{title or ''}\n{text[:HEAD_CHARACTERS]}") is not None
    return mentions >= LEAST_SUBJECT_MENTIONS and (at_head or mentions >= LEAST_MENTIONS_PER_CHARACTER * len(text))


def is_template(text: str) -> bool:
    """Figures, or the place and more, are left blank.

    >>> is_template("XX镇召开会议XX次，调解XX件，宣传XX场"), is_template("镇长王**、副镇长李**、张**、赵**")
    (True, False)
    """
    counts, places = len(_COUNT_BLANK.findall(text)), len(_PLACE_BLANK.findall(text))
    return counts >= LEAST_COUNT_BLANKS or (places > 0 and counts + places >= LEAST_BLANKS)


def is_link_list(text: str) -> bool:
    """Most lines are short and end without a stop, and hardly any is a sentence.

    >>> is_link_list("某镇2023年法治政府建设情况报告 2024-01-05\\n" * 9)
    True
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < LEAST_LINKS:
        return False
    links = [
        line for line in lines if len(line) <= LINK_LINE_CHARACTERS and "。" not in line and line[-1] not in "；："
    ]
    titles = [line for line in links if re.search(r"报告|通知|总结|方案|20\d\d", line)]
    return len(links) / len(lines) >= LINK_SHARE and len(titles) / len(lines) >= 0.5
