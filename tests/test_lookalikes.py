"""Documents in the vocabulary of the reports, in habits of other provinces, and what each is: a table.

Written before the rules met any of it; what they then got wrong stands at the end, in BUGS_CAUGHT. Places and people
are invented. Belongs here: whole short documents and their kind. Does not belong here: single cues (`test_triage.py`).
"""

from __future__ import annotations

import pytest

from pipelines.identity.identify import identify
from pipelines.text.normalize import normalize

FIGURES = (
    "一、主要工作\n（一）规范执法。全年办理行政处罚案件34件，开展联合执法25次，执法人员持证率达到100%。\n"
    "（二）化解矛盾。全年调解矛盾纠纷316件，成功309件，办理信访件19件。\n"
    "（三）开展普法。举办法治讲座12场，发放资料3000余份，培养法律明白人45名。\n"
    "二、存在的问题\n执法力量有待加强，普法形式较为单一。\n三、下一步打算\n继续推进依法行政，提高法治政府建设水平。\n"
)

#: name -> kind, text
LOOKALIKES: dict[str, tuple[str, str]] = {
    # a person speaks
    "a county chief's account, Guizhou": (
        "personal_report",
        "关于履行推进法治建设第一责任人职责的述法报告\n（2022年12月28日）\n云岭县人民政府县长 赵某\n"
        "按照省、州统一安排，现就我2022年履行推进法治建设第一责任人职责情况报告如下：\n一、带头学法\n"
        "我坚持把学法作为必修课，主持政府常务会议学法12次，上法治课2次。\n二、依法决策\n我严格执行重大行政决策程序，审定规范性文件4件。\n"
        "三、不足\n本人学习的系统性不够。\n述法人：赵某\n",
    ),
    "a deputy's account, Shandong": (
        "personal_report",
        "个人述职述廉述法报告\n临河镇党委委员、副镇长 孙某某\n"
        "2021年以来，本人在镇党委、政府的领导下，分管司法所、综合行政执法工作，现述职如下：\n"
        "一、履职情况\n牵头调解矛盾纠纷42件，组织普法宣传18场，督办行政执法案件27件。本人带头遵守宪法法律，依法办事。\n"
        "二、存在问题\n理论学习不深入。\n三、努力方向\n本人将继续加强学习，为法治政府建设作出贡献。\n",
    ),
    "a bureau head's account, Jiangsu": (
        "personal_report",
        "2023年度述法报告\n2023年，作为县城管局局长，我认真贯彻习近平法治思想，切实履行法治建设第一责任人职责。\n"
        "一、强化学习。我带头参加局党组中心组学法9次，年度法治考试95分。\n二、规范执法。我亲自审核重大执法决定案件11件，督促办理行政处罚案件620件。\n"
        "三、不足。我对新法新规学习不够及时。\n",
    ),
    "an account that speaks of our town too, Hunan": (
        "personal_report",
        "石桥镇党委书记2022年度述法报告\n各位领导、同志们：\n我自2021年3月担任石桥镇党委书记以来，始终把法治建设摆在全局工作的突出位置。现将一年来述法情况报告如下：\n"
        + FIGURES.replace("全年", "我镇"),
    ),
    # the town speaks, though a person's words come near
    "the town's account of its chief's duties, Yunnan": (
        "report",
        "清河镇2022年党政主要负责人履行推进法治建设第一责任人职责情况报告\n2022年，清河镇党政主要负责人认真履行推进法治建设第一责任人职责，现将有关情况报告如下：\n"
        + FIGURES,
    ),
    "a slogan in the first person, Zhejiang": (
        "report",
        "双溪街道2021年法治政府建设工作总结\n2021年，双溪街道结合“我为群众办实事”实践活动，弘扬“我将无我，不负人民”精神，推进法治政府建设。\n"
        + FIGURES.replace("二、存在", "（四）服务群众。开展“我执法我普法”活动6次，我街道为群众办实事58件。\n二、存在"),
    ),
    "a form that the applicant signs himself, Hubei": (
        "report",
        "柳林镇2023年法治政府建设年度报告\n2023年，柳林镇推行告知承诺，申请材料经申请人本人签字即可办理，本人到场的由窗口帮办代办。\n"
        + FIGURES,
    ),
    "a report that a person signs off, Sichuan": (
        "report",
        "双河乡2020年依法行政工作情况汇报\n县政府办：\n2020年，我乡坚持依法行政，现将工作情况汇报如下：\n"
        + FIGURES
        + "汇报人：双河乡司法所\n2020年12月20日\n",
    ),
    # pages without a text
    "not found, with the way home": (
        "error_page",
        "提示信息\n您要查看的信息不存在或者还未通过审批！\n3秒钟后自动跳转到首页\n",
    ),
    "a firewall's page": (
        "error_page",
        "当前访问疑似攻击行为，您的请求已被网站防火墙拦截\n如果您是网站管理员，请登录知道创宇云防御控制台查看详情\n"
        "如果您是普通访客，请联系网站管理员，并提供事件编号\n事件编号：8a1f-20240312-77\n",
    ),
    "an English server error": ("error_page", "502 Bad Gateway\nnginx/1.18.0\n"),
    "a wall against robots": (
        "error_page",
        "安全验证\n为保护您的访问安全，请完成安全验证后继续访问法治政府建设年度报告\n",
    ),
    "a browser that is too old": ("error_page", "您的浏览器版本过低，请升级浏览器后访问本网站，建议使用谷歌浏览器\n"),
    "a report taken off line": ("error_page", "清河镇2022年法治政府建设年度报告\n该文章已被删除或已下线\n"),
    "attachment with a covering sentence, Guangdong": (
        "attachment_only",
        "龙口镇2023年法治政府建设年度报告\n根据有关规定，现将《龙口镇2023年法治政府建设年度报告》予以公布，详见附件。\n"
        "附件：1.龙口镇2023年法治政府建设年度报告.docx\n龙口镇人民政府\n2024年1月20日\n",
    ),
    "a viewer that shows no PDF, Chongqing": (
        "attachment_only",
        "清溪街道2022年法治政府建设情况报告\n如无法预览，请点击下载PDF\n",
    ),
    "a scan in a download box, Anhui": (
        "attachment_only",
        "山口乡2021年依法行政工作总结\n附件下载\n扫描件20220118.pdf\n",
    ),
    "a list of three": (
        "link_list",
        "法治政府建设年度报告\n青石乡2023年法治政府建设年度报告 [2024-01-19]\n"
        "红岩乡2023年法治政府建设年度报告 [2024-01-18]\n白水镇2023年法治政府建设年度报告 [2024-01-17]\n",
    ),
    # a short report is one all the same
    "a short report that tells of its web site, Gansu": (
        "report",
        "三岔乡2021年法治政府建设情况报告\n全乡调解纠纷36件，开展普法宣传12场。乡政府网站部分栏目内容无法显示的问题已整改2个。\n",
    ),
    "a short report with an attachment, Hebei": (
        "report",
        "东庄镇2022年法治政府建设情况报告\n全镇调解纠纷58件，办理行政处罚案件7件，开展普法宣传20场。\n附件：统计表.xlsx\n",
    ),
    # other kinds
    "a notice to hand in personal accounts, Shaanxi": (
        "notice",
        "关于做好2023年度述法工作的通知\n各镇人民政府，县级各部门：\n为做好年度述法工作，现就有关事项通知如下：\n"
        "一、述法对象\n各镇党政主要负责人。\n二、述法内容\n本人履行推进法治建设第一责任人职责情况，字数不超过2000字。\n"
        "三、有关要求\n请各镇于12月20日前将述法报告报送县委依法治县办。\n县委依法治县办\n2023年12月1日\n",
    ),
    "news of a hearing of accounts, Fujian": (
        "news",
        "东山镇召开2023年度述法评议会\n1月12日上午，东山镇召开述法评议会，镇党委书记主持会议并讲话，5名负责人作现场述法。\n"
        "会议指出，法治政府建设取得新成效。会议强调，要带头尊法学法守法用法。\n（通讯员 林某）\n",
    ),
    "a plan for next year's propaganda, Jilin": (
        "plan",
        "春阳镇2024年普法依法治理工作要点\n2024年，全镇普法工作的总体要求是：深入学习贯彻习近平法治思想。\n一、主要任务\n"
        "开展法治宣传不少于20场，新建法治广场1处。责任单位：司法所。\n二、工作要求\n各村要高度重视，落实责任。\n",
    ),
    "the answer to a deputy, Henan": (
        "other_report",
        "关于对县人大三次会议第18号建议的复函\n李代表：\n您提出的关于加强基层法治建设的建议收悉，现答复如下：\n"
        "一、我镇依法行政情况\n我镇聘请法律顾问2名，开展普法宣传12场。\n二、下一步打算\n加强执法队伍建设。感谢您对法治建设工作的关心。\n",
    ),
}

#: What the rules got wrong at first sight, each with another wording beside it. Of the table above, the four shorter
#: than 150 characters came as `too_short`: refused like the others, but without their kind.
BUGS_CAUGHT: dict[str, tuple[str, str]] = {
    "a notice of three lines": (
        "notice",
        "关于召开法治政府建设工作会议的通知\n各村、社区：\n定于3月5日上午召开会议，请准时参加。\n清河镇人民政府\n2024年3月1日\n",
    ),
    "a line of its own that points to a table": (
        "report",
        "清河镇坚持依法行政，推进法治政府建设。2023年，我镇召开法治建设专题会议3次，办理行政处罚案件34件，调解矛盾纠纷316件，"
        "成功309件，开展普法宣传12场，发放资料3000余份，培养法律明白人45名，办理信访件19件，审查合同28份（具体见附件）。"
        "存在的问题是执法力量有待加强，普法形式较为单一，下一步将继续推进依法行政，提高法治政府建设水平，压实各方责任。\n",
    ),
    "a short interpretation": (
        "interpretation",
        "《法治政府建设督察办法》政策解读\n一、制定背景\n为压实责任，制定本办法。\n二、主要内容\n共5章32条。\n",
    ),
}


def _kind(text: str) -> str:
    return identify(text, normalize(text), "x.txt", None).genre


@pytest.mark.parametrize("name", [*LOOKALIKES, *BUGS_CAUGHT])
def test_a_lookalike_is_told_by_its_kind(name: str) -> None:
    kind, text = {**LOOKALIKES, **BUGS_CAUGHT}[name]
    assert _kind(text) == kind
