"""Chinese words for the codes that clerks meet.

Belongs here: one word a code. Does not belong here: sentences that the file itself holds (`caution_codes`,
`finding_kinds`).
"""

from __future__ import annotations

STATUS_NAMES = {"compared": "可比", "new": "新增", "dropped": "未再表述", "not comparable": "口径不同"}
STATUS_MEANINGS = {
    "compared": "本年和上一份报告都有，口径一致，可以相减",
    "new": "本年报告有，上一份报告没有（或没有更早的报告）",
    "dropped": "以前的报告有，本年报告没有写；不等于零",
    "not comparable": "两年都有，但计量单位或所计对象不同，相减会得出假的变化",
}
SEVERITY_NAMES = {"error": "矛盾", "warning": "存疑", "info": "提示"}
ROLE_NAMES = {"actual": "实际", "target": "目标", "previous": "往年值"}
PERIOD_NAMES = {"year": "当年", "stock": "时点"}
QUALIFIER_NAMES = {"exact": "精确", "over": "以上", "under": "不足", "about": "约数"}
