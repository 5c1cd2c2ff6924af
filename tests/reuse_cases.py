"""Six planted pairs of reports, written before the threshold was set: which sentence comes from last year's report.

Belongs here: sentences of two years and, for each of this year's, where it comes from. Does not belong here: a test.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of this year's report; `of` is the sentence of last year's that it was made of, None for new ones."""

    now: str
    of: str | None = None
    kind: str | None = None
    only_figures: bool = False


@dataclass(frozen=True, slots=True)
class PlantedPair:
    """This year's sentences in order, and what last year's report has besides those that they were made of."""

    name: str
    lines: tuple[Line, ...]
    only_before: tuple[str, ...] = ()
    reverse_before: bool = False

    def now(self) -> str:
        """This year's report."""
        return "\n".join(line.now for line in self.lines)

    def before(self) -> str:
        """Last year's report."""
        sentences = [line.of for line in self.lines if line.of] + list(self.only_before)
        return "\n".join(reversed(sentences) if self.reverse_before else sentences)


def exact(sentence: str) -> Line:
    """Carried over as it stood."""
    return Line(sentence, sentence, "exact")


def figures(now: str, before: str) -> Line:
    """Carried over with other figures."""
    return Line(now, before, "near", only_figures=True)


def edited(now: str, before: str) -> Line:
    """Carried over with a few other words."""
    return Line(now, before, "near")


OPENING = (
    "{year}年，石桥镇坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，"
    "在县委、县政府的坚强领导下，扎实推进法治政府建设。"
)

PAIRS: tuple[PlantedPair, ...] = (
    PlantedPair(
        "last year's report with this year's figures",
        (
            figures(
                "2024年，镇党委会专题研究法治建设工作6次，把法治建设成效纳入村级年终考核，与绩效奖励直接挂钩。",
                "2023年，镇党委会专题研究法治建设工作4次，把法治建设成效纳入村级年终考核，与绩效奖励直接挂钩。",
            ),
            exact("对新录用的年轻干部，由司法所所长结对辅导，帮助他们尽快补上法律知识的短板。"),
            figures(
                "便民服务大厅窗口增至12个，可办政务服务事项101项，全年办结群众和企业办件3,902件。",
                "便民服务大厅窗口增至10个，可办政务服务事项93项，全年办结群众和企业办件3486件。",
            ),
            figures("聘任镇级法律顾问两名，出具法律意见三十余份。", "聘任镇级法律顾问一名，出具法律意见二十六份。"),
            exact("凡属“三重一大”范围的事项，严格走完“五步”程序，未经审查的事项一律不上会。"),
            Line("新建小微权力监督平台，群众扫码即可查看村级工程的合同与付款凭证。"),
        ),
        ("对留守妇女和在校学生，分别编写通俗读本和情景短剧。",),
    ),
    PlantedPair(
        "the same year's work told in other words",
        (
            Line("全镇人民调解委员会17个、调解员64名，全年调解矛盾纠纷131件，调解成功129件，涉及金额近70万元。"),
            Line("解答法律咨询173人次，培育法律明白人64名，全镇16个村（社区）均配有法律顾问。"),
            Line("推行“综合查一次”，减少对企业的重复打扰，开展执法检查158次，查处行政执法案件47件。"),
            Line("少数村干部程序意识淡薄，重结果、轻过程。"),
            Line("行政应诉案件1件，镇长出庭，负责人出庭应诉率100%，未出现败诉案件。"),
        ),
        (
            "17个人民调解委员会规范运行，61名人民调解员扎根村组，全年调处矛盾纠纷127件，比上年增加11件，成功化解124件。",
            "依托“12348”平台打造一刻钟法律服务圈，提供法律咨询158人次，法律明白人扩充到52名。",
            "推行“双随机、一公开”监管，开展日常巡查和专项检查146次，办理行政执法案件38件。",
            "部分干部运用法治思维解决问题的能力还不强，习惯于凭经验办事。",
            "全年无行政诉讼案件，行政行为被纠错为零。",
        ),
    ),
    PlantedPair(
        "small edits beside rewritten halves",
        (
            edited(
                "石桥镇紧盯烟花爆竹售卖点和地质灾害易发路段，逐点落实包保责任人，汛期每日两查。",
                "石桥乡紧盯烟花爆竹售卖点和地质灾害易发路段，逐点落实包保责任人，汛期每日一查。",
            ),
            edited(
                "对不满意的工单由分管领导带队上门回访，直到群众认可为止。",
                "对不满意的件由分管领导带队回访，直到群众认可为止。",
            ),
            edited(
                "推动解决执法场地、人员经费、车辆装备等实际困难，年终述职时同步述法。",
                "推动解决执法场地、人员经费等实际困难，年终述职时同步述法。",
            ),
            edited(
                "受理12345热线工单168，办结率99.4%，满意率95.2%。", "受理12345热线工单134件，办结率99.1%，满意率94%。"
            ),
            Line("对田界、宅基地等易发纠纷，镇里请来退休法官坐堂问诊，当事人多半当场签字。"),
            Line("定期邀请人大代表列席法治工作会议，围绕群众反映的噪声油烟问题现场票决整改方案。"),
        ),
        (
            "对田界、宅基地、彩礼返还等易发纠纷，提前介入、情理法并用，事后回访也未出现反悔。",
            "定期邀请人大代表和企业负责人评议执法工作，对文书制作粗糙、告知不充分等毛病当场反馈、限期整改。",
        ),
    ),
    PlantedPair(
        "nearly the same words that say the opposite",
        (
            Line("全年发生行政诉讼案件3件，行政复议纠错案件1件。"),
            Line("受理政府信息公开申请5件，均按期答复。"),
            exact("公开栏按月更新，村民随时可以查看。"),
            Line("重大行政决策合法性审查尚未实现全覆盖。"),
        ),
        (
            "全年未发生行政诉讼案件，无行政复议被纠错情况。",
            "没有收到政府信息公开申请，主动公开更加及时。",
            "实现重大行政决策合法性审查全覆盖。",
        ),
    ),
    PlantedPair(
        "parallel items in another order",
        (
            figures(
                "组织法律明白人进校园开展防欺凌宣讲15场，发放漫画手册800册。",
                "组织法律明白人进校园开展防欺凌宣讲12场，发放漫画手册650册。",
            ),
            figures(
                "组织法律明白人进企业开展欠薪维权宣讲9场，发放维权指南400册。",
                "组织法律明白人进企业开展欠薪维权宣讲7场，发放维权指南300册。",
            ),
            figures(
                "组织法律明白人进集市开展反诈防骗宣讲31场，发放提示卡片2600张。",
                "组织法律明白人进集市开展反诈防骗宣讲20场，发放提示卡片1800张。",
            ),
            Line("组织法律明白人进军营开展婚姻家事咨询2场。"),
            exact("村规民约里与法律抵触的罚款条款全部剔除。"),
        ),
        reverse_before=True,
    ),
    PlantedPair(
        "nothing in common but what every report has",
        (
            Line("县委全面依法治县委员会办公室："),
            Line(OPENING.format(year=2024)),
            Line("现将2024年度法治政府建设工作情况报告如下："),
            Line("一年来，法治政府建设虽然取得了一定成效，但仍存在一些问题和不足。"),
            Line("在旧粮站改建的调解院里，两张方桌一壶茶，全年说和了四十七家的事。"),
            Line("特此报告。"),
            Line("石桥镇人民政府"),
            Line("2024年12月30日"),
        ),
        (
            "县委全面依法治县委员会办公室：",
            OPENING.format(year=2023),
            "现将2023年度法治政府建设工作情况报告如下：",
            "一年来，法治政府建设虽然取得了一定成效，但仍存在一些问题和不足。",
            "司法所的年轻人骑着摩托进山送传票，也把政策一路讲到火塘边。",
            "特此报告。",
            "石桥镇人民政府",
            "2023年12月28日",
        ),
    ),
)
