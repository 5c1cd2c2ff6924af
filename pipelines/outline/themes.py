"""What a heading is about: the lexicon from the words of titles to the themes of the registry.

Belongs here: words per theme with why they tell it, and the rules of inheritance. Does not belong here: theme ids'
names (the registry, `seeds/metrics.yaml`), the theme of a single figure (the metrics do that by context).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.outline.heading_titles import form_part

GOVERNING = ("problems", "plans")
"""Themes that rule over everything below their heading: 加强普法 among the plans is a plan."""


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """Words of titles that tell a theme. `weight` 3: decides alone; 2: the usual word; 1: a hint beside others."""

    theme: str
    weight: int
    words: tuple[str, ...]
    why: str
    example: str


def _words(theme: str, weight: int, words: str, why: str, example: str) -> ThemeWords:
    return ThemeWords(theme, weight, tuple(words.split()), why, example)


LEXICON: tuple[ThemeWords, ...] = (
    _words(
        "problems",
        9,
        "存在问题 存在的问题 存在困难 存在的困难 不足 存在的短板 主要问题 薄弱环节 问题和 困难和问题 差距",
        "the part that admits",
        "存在的困难和问题",
    ),
    _words(
        "plans",
        9,
        "下一步 下步 今后 下一年度 下阶段 下年度 来年 明年 新的一年 打算 工作计划 主要安排 工作安排 工作思路 努力方向",
        "the part that promises",
        "下一步工作打算",
    ),
    _words(
        "leadership",
        3,
        "第一责任人 组织领导 领导小组 主体责任 党的领导 领导作用 责任落实",
        "who answers for it",
        "加强组织领导",
    ),
    _words(
        "leadership",
        2,
        "领导 统筹 压实责任 责任 职责 任务落实 督察 述法 考核 依法履职 第一议题 党建引领",
        "who answers for it, less surely",
        "压实工作责任",
    ),
    _words(
        "study",
        3,
        "干部学法 领导干部学法 理论学习 中心组 学法用法 会前学法 关键少数 执政能力 依法行政能力 法治素养 "
        "法治学习 理论武装 领导干部带头",
        "officials learn",
        "抓实会前学法",
    ),
    _words(
        "study",
        2,
        "习近平法治思想 学法 培训 能力培养 能力建设 教育培训 学习 法治思维 提素质",
        "officials learn, less surely",
        "深入学习贯彻习近平法治思想",
    ),
    _words(
        "functions",
        3,
        "放管服 政务服务 营商环境 清单管理 权责清单 权力清单 政府职能 履行政府职能 行政审批 便民服务 "
        "简政放权 最多跑一次 服务效能 行政服务",
        "what the government does for people",
        "优化政务服务",
    ),
    _words("functions", 2, "职能 惠企 服务企业 窗口", "the same, less surely", "转变职能"),
    _words("rulemaking", 3, "规范性文件 制度体系 制度建设 备案审查 立法", "rules made", "加强规范性文件管理"),
    _words(
        "decision",
        3,
        "行政决策 合法性审查 依法审查 三重一大 法律顾问 重大决策 依法决策 科学决策 民主决策 决策机制 "
        "决策程序 公职律师 重大事项 会议研究",
        "decisions",
        "规范重大行政决策",
    ),
    _words("decision", 1, "决策 审查 依法行政水平", "decisions, less surely", "规范决策"),
    _words(
        "enforcement",
        3,
        "行政执法 综合执法 公正文明执法 文明执法 规范执法 严格执法 执法监管 执法队伍 执法改革 三项制度 "
        "执法能力 执法检查 执法程序 执法行为 柔性执法 行政处罚 行政行为",
        "enforcement",
        "严格规范公正文明执法",
    ),
    _words("enforcement", 1, "执法 监管", "enforcement, less surely", "狠抓执法"),
    _words("emergency", 3, "突发事件 应急 安全生产 防灾减灾 防汛 消防", "emergencies", "提升应急处置能力"),
    _words(
        "disputes",
        3,
        "矛盾纠纷 社会矛盾 枫桥经验 信访 人民调解 纠纷 矛盾 调解 维护稳定 平安建设 社会稳定 社会秩序 扫黑除恶",
        "disputes",
        "化解社会矛盾",
    ),
    _words(
        "review",
        4,
        "行政复议 行政应诉 复议 行政应诉 复议应诉 应诉工作 出庭应诉 行政诉讼 出庭",
        "review by courts and superiors",
        "做好行政复议应诉",
    ),
    _words(
        "oversight",
        3,
        "政务公开 信息公开 权力监督 制约监督 权力制约 权力运行 接受监督 内外监督 人大代表 人大监督 阳光政务 "
        "司法权威 村务公开 听取",
        "watching power",
        "强化行政权力制约监督",
    ),
    _words("oversight", 1, "监督 公开 制约", "watching power, less surely", "强化监督"),
    _words(
        "publicity",
        4,
        "谁执法谁普法 法治宣传 普法宣传 普法 法治教育 宣传教育 八五 法制宣传 法治文化 以案释法 法治大篷车 民法典",
        "the public learns",
        "深化法治宣传教育",
    ),
    _words(
        "publicity",
        2,
        "宣传 法治氛围 法治意识 青少年 宣讲 宪法 全民守法 应急广播",
        "the public learns, less surely",
        "营造法治氛围",
    ),
    _words(
        "legal_services",
        4,
        "公共法律服务 法律服务 法律援助 法律明白人 法律进 司法所 法治体检 公证 村法律顾问 村（社区）法律顾问",
        "legal help",
        "完善公共法律服务",
    ),
    _words("legal_services", 1, "法律咨询 优化公共服务", "legal help, less surely", "提供法律咨询"),
    _words("rehabilitation", 4, "社区矫正 安置帮教 刑释 解矫 刑满释放 帮教", "former prisoners", "做好安置帮教"),
    _words(
        "community",
        3,
        "基层治理 社会治理 网格 民主法治示范 依法治村 法治乡村 三治融合 乡村治理 村民自治 法治建设示范 依法治理",
        "villages",
        "推进基层依法治理",
    ),
    _words("digital", 3, "数字 信息化 科技保障 智慧 互联网+ 大数据", "technology", "数字法治政府建设"),
    _words("oversight", 5, "执法监督 行政执法监督", "who watches enforcement watches power", "加强行政执法监督"),
    _words(
        "study",
        5,
        "干部法治教育 干部法治培训 法宣在线 学法考试",
        "officials, not the public, are taught",
        "加强干部法治教育培训",
    ),
    _words("enforcement", 5, "执法能力建设 执法培训 执法人员培训", "enforcers are trained", "强化行政执法能力建设"),
    _words(
        "disputes", 3, "解纷 多元化解 和谐稳定 社会安宁 社会大局 源头防范", "disputes, in newer words", "坚持多元解纷"
    ),
    _words("emergency", 3, "安全风险 安全屏障 安全底线 风险防范 抓安全 公共安全 防灾", "dangers", "筑牢安全屏障"),
    _words(
        "functions",
        3,
        "便民 办事 群众诉求 响应诉求 抓服务 政务环境 政务改革 集成办理 一网通办",
        "service",
        "快速响应诉求",
    ),
    _words("rehabilitation", 4, "特殊人群 重点人群 矫正 安帮", "former prisoners, in newer words", "管好特殊人群"),
    _words("rulemaking", 3, "文件制定 文件质量 文件管理", "rules made, in newer words", "提高文件制定质量"),
    _words(
        "legal_services", 3, "服务力量 服务网络 民生法治 法律顾问全覆盖", "legal help, in newer words", "完善服务网络"
    ),
    _words("study", 3, "学用结合 干部素养 带头学 学思践悟 领学", "officials learn, in newer words", "领导带头学法"),
    _words(
        "leadership",
        3,
        "高位推动 组织保障 建设合力 党委领导 政治引领",
        "who answers for it, in newer words",
        "强化组织保障",
    ),
    _words("publicity", 3, "守法氛围 普治并举 法治社会 尊法学法", "the public learns, in newer words", "建设法治社会"),
)

_WEIGHT: dict[str, tuple[str, int]] = {w: (entry.theme, entry.weight) for entry in LEXICON for w in entry.words}
_WORD = re.compile("|".join(re.escape(w) for w in sorted(_WEIGHT, key=len, reverse=True)))


def theme_of(title: str) -> str | None:
    """The theme that a title tells: a part of the prescribed form, else its words; the first wins among equals.

    >>> theme_of("（一）加强法治宣传教育"), theme_of("强化措施狠抓落实"), theme_of("下一步工作打算")
    ('publicity', None, 'plans')
    """
    part = form_part(title)
    if part in GOVERNING:
        return part
    scores: dict[str, int] = {}
    for match in _WORD.finditer(title):
        theme, weight = _WEIGHT[match.group()]
        scores[theme] = scores.get(theme, 0) + weight
    return max(scores, key=scores.__getitem__) if scores else None


_YEAR = re.compile(r"20\d\d(?=年)")
HEAD_CHARACTERS = 200  # the title and the first sentence, where a report names its year


def year_told(text: str) -> int | None:
    """The year that the head of a report names first, if any: enough to tell next year's plans from its own work."""
    found = _YEAR.search(text, 0, HEAD_CHARACTERS)
    return int(found.group()) if found else None


def assign_themes(
    titles: Sequence[str], levels: Sequence[int], parents: Sequence[int | None], year: int | None = None
) -> list[str | None]:
    """The theme of each heading: what governs it, else its own words, else its parent's theme.

    A first-level heading that names the year after `year` (2026年重点工作) is about plans, whatever its words.
    """
    themes: list[str | None] = []
    for title, level, parent in zip(titles, levels, parents, strict=True):
        above = themes[parent] if parent is not None else None
        own = theme_of(title)
        if level == 1 and year and own is None and f"{year + 1}年" in title:
            own = "plans"
        if above in GOVERNING and form_part(title) in GOVERNING:
            themes.append(own)
        elif above in GOVERNING or (own in GOVERNING and level > 1 and above is not None):
            themes.append(above)
        else:
            themes.append(own or above)
    return themes
