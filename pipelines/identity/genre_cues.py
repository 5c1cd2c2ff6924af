"""What each kind of document is known by, as named data: a pattern, where it is seen, what it weighs, why, an example.

Belongs here: the cues of the kinds. Does not belong here: weighing them, the names of the kinds and what a clerk is
told (`triage.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

# The subject of these reports in its wordings, and the forms that tell of it.
LAW = (
    r"(?:法治政府|依法行政|法治建设|法制建设|依法治(?:[镇乡街县市区村]|理|国)|普法依法治理|法治工作|普法工作|述法|"
    r"法治[镇乡县街]|第一责任人职责|法治宣传)"
)
FORM = r"(?:报告|总结|汇报|述职|情况|自查|自评|小结|述法)"

# Who gives an account of himself, by his office.
OFFICE = r"(?:书记|镇长|乡长|县长|市长|区长|主任|局长|所长|站长|队长)"
NO_FORMALITY = r"(?!签|盖|身份|申请|或|到场|授权|同意|书面|意愿|自愿|名下|提出|承诺书)"
# The first person as a subject. 我镇 and 我局 are a government, 我为群众办实事 and 我将无我 are slogans: so what may
# follow the pronoun is listed.
SPEAKER = (
    rf"本人{NO_FORMALITY}|我(?:坚持|始终|认真|带头|主持|牵头|严格|严守|督促|推动|组织|自觉|亲自|将(?!无我)|深知|深感|先后|充分"
    r"|积极|注重|高度重视|切实|深入|能够|主动|结合|定期|多次|没有|负责|分管|时刻|不断|全程|审签|审定|对照|虽然|还(?!款)|也)"
)


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
        rf"{LAW}.{{0,40}}{FORM}|{FORM}.{{0,12}}{LAW}",
        "subject and form in the title",
        "2023年度法治政府建设情况报告",
    ),
    GenreCue("report", "title", 3, rf"{LAW}", "the subject alone: the form may be lost", "某镇2023年法治政府建设"),
    GenreCue(
        "report",
        "head",
        3,
        r"现(?:将|就|把)[^。\n]{0,60}(?:报告|汇报|总结|报送|说明|公布|公开|述法|通报)[^。\n]{0,8}如下",
        "the formula that opens a report",
        "现将有关情况报告如下",
    ),
    GenreCue("report", "body", 0.5, LAW, "the subject keeps coming back", "法治政府建设", 6),
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
        rf"^(?!.*{LAW}).*?(?:政府工作报告|(?:行政执法|行政复议|安全生产|党建|环保|生态环境|综治|平安建设|信访|应急|消防|农业|扶贫"
        rf"|乡村振兴|财政|预算|决算|河长制|意识形态|党风廉政|绩效|统计|防汛|食品安全|环境保护|耕地|人居环境"
        rf"|残疾|民政|教育).{{0,20}}(?:报告|总结|汇报|情况))",
        "a report on something else",
        "2023年政府工作报告",
    ),
    GenreCue(
        "personal_report",
        "title",
        4,
        r"(?:书记|镇长|乡长|主任|局长|所长|个人|同志|本人).{0,16}述职|述职述[廉法]|述[法职](?:报告|材料)?[（(][^（()）]{2,8}[)）]$",
        "an account that a person gives of himself",
        "镇党委书记2023年度述职述法报告",
    ),
    GenreCue(
        "personal_report",
        "head",
        6,
        rf"^[（(]?[^\n，。：]{{0,24}}{OFFICE}[^\n，。：]{{0,8}}[)）]?$",
        "the office that a person holds, on a line of its own",
        "（青岘乡乡长）",
    ),
    GenreCue(
        "personal_report",
        "head",
        20,
        r"(?:^|[，。：\n])(?:我|本人)(?:自|于|从)?20\d\d年|(?:^|[，。：\n])(?:我|本人)(?:现任|担任|任职|分管|作为[^，。]{0,10}(?:书记|镇长|乡长|主任|局长))"
        rf"|作为[^，。\n]{{0,16}}(?:{OFFICE}|第一责任人)[^，。\n]{{0,4}}，(?:{SPEAKER})|现(?:将|就|把)(?:本人|我个人|我(?=20\d\d|一年|任职|履|在|的|担任|本年度))",
        "a person speaks, not a government",
        "我自2021年8月到本镇工作，担任镇党委书记",
    ),
    GenreCue(
        "personal_report",
        "head",
        8,
        rf"(?:^|[，。：\n])本人{NO_FORMALITY}",
        "a person speaks near the beginning; a government's report quotes rules on 本人签字 at most",
        "本人认真履行法治建设第一责任人职责",
    ),
    GenreCue("personal_report", "tail", 12, r"述[职法廉]人 ?[：:]", "a person signs", "述职人：王某某"),
    GenreCue(
        "personal_report",
        "body",
        2,
        rf"(?:^|[，。；：、\n])(?:{SPEAKER})",
        "a person is the subject again and again",
        "我督促办理行政处罚案件34件",
        6,
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
        rf"^(?!.*(?:{LAW}|法)).{{2,}}(?:报告|总结|汇报)$",
        "a report whose title has no law in it",
        "2023年工作总结",
    ),
)
