"""The words around a figure that are not its thing: what links it, goes on about it, makes it a total.

Belongs here: named patterns of such words, each with what it is for and an example. Does not belong here: what a metric
is called (the registry), words of change and of time (`changes.py`, `periods.py`), deciding anything (`facts.py`).
"""

from __future__ import annotations

import re

TOTAL_WORDS = re.compile(r"共(?!同|享|识|建)|合计|总计|累计|总数|总共|各类|全年")
# Nothing but this stands between a figure and the one that goes with it.
BARE_JOIN = re.compile(r"[、，共计约近]{0,3}")
BARE_STOP = re.compile(r"$|[，。；、：！？）\n]|[一二三四五六七八九十]{1,2}是|（[一二三四五六七八九十]")
# A number with nothing but these before it goes on about the thing just told: 较上年的43.5万元, 降至124件, 今年为26件.
CONTINUED = re.compile(
    r"^(?:比|较|与|同|由|从|上年度?|去年|前年|上一年度?|今年|本年度?|20\d\d年度?|同期|上年同期|的|为|是|降|增|减少?|升|上升|下降|增加|提高|提升|减|至|到|了|达|达到|约|近|共|变为|批次|这一?数[字据]|该项?数[字据]|件数|人数|数量|总量|总数|次数|压减|压缩|扩充|归并|精简|缩减|回升|发展|扩大|其余|仅|有|相比|相较|，|、|（|：|扩|缩)*$"
)
# A sentence that goes on to divide what the sentence before it counted.
KIND_LIST = re.compile(
    r"(?:按|从)[^，。；]{0,6}(?:类别|类型|种类|性质)[^，。；]{0,4}，|其中|分类看|具体来看|(?:前述|上述|以上|这些)[^，。；]{0,10}[中里，]|(?:这|这其)(?:里头|当中|中)"
)
COMPARES = re.compile(r"[降增减升由从较比与]|上年|去年|前年|今年|同期|20\d\d|压缩|扩充|归并|精简|缩减|回升|发展到")
# A clause that says no more than a stage: the thing is the one told just before.
STAGE = re.compile(
    r"^[，、；（]?(?:其中|已|均|全部|按期|按时|依法|及时|如期|当年|年内|年底前|当年内|共|现已|均已|已全部|目前已)*(?:(?:受理|答复|办理|审查|接收|处理|调解)(?:并|、|且))?(?P<stage>受理|办结|审结|结案|已结|立案|转办|答复|办理|处理|处置|接收|登记|驳回|撤回|终止|申请|维持|调解|和解|移送|移交|不予受理)(?:的|了|有|共|计|为|约|近)*$"
)
# Numbers that are derived, left over or per head have no metric of their own: 平均每村3名, 剩余3处.
DERIVED = re.compile(
    r"(?:平均|人均|户均|村均|每村|日均|月均|剩余|余下|尚余|尚有|未办结|播放量|阅读量|浏览量|点击量|点击率|关注量|粉丝|编制(?!人员|了?各?类?[^，]{0,3}(?:预案|方案|清单|目录|规划|手册))|核定编制|编制数|应到|缺)[^，。；]{0,6}$"
)
# What is still to be done is no kind of what was done: 已整改139处，剩余3处.
LEFT_TO_DO = re.compile(r"[；，、]?(?:剩余|尚余|尚有)")
# A percent that says which rate it is takes no other from the clauses before: 按期办结率100%，群众满意率98.5%.
OWN_RATE = re.compile(
    r"[\u4e00-\u9fff]{2}[率度](?:分别|均|也|已|高|保持|稳定|提升|提高|上升|达到?|至|到|在|为|约|近|的)*$"
)
# What is left of a list of kinds, after its semicolon: 邻里纠纷41起，占41.8%；其他25起.
REMAINDER = re.compile(r"[；，、]?(?:其他|其它|其余|剩下|余下|剩余|另外?|余者)的?")
