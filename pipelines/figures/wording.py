"""The words around a figure that are not its thing: what links it, narrows it, makes it a total.

Belongs here: named patterns of such words, each with what it is for and an example. Does not belong here: what a metric
is called (the registry), words of change and of time (`changes.py`, `periods.py`), deciding anything (`facts.py`).
"""

from __future__ import annotations

import re

TOTAL_WORDS = re.compile(r"共(?!同|享|识|建)|合计|总计|累计|总数|总共|各类|全年")
# Words that do not narrow a figure: time, place of the report itself, verbs of doing and having, words of degree. What
# is left of a clause without them and without the head is the detail.
UNNARROWING = re.compile(
    r"全年度?|今年以?来|今年|年内|本年度?|目前|截至[^，]{0,8}|(?:1|一)月?(?:—|-|~|至|到)[\d九十一]{1,2}月份?|前[\d九十一]{1,2}个月|一年来|先后|累计|共计|总计|合计|总共|共有|共|已经|已|现有|拥有|设有|建有|配有|有|"
    r"我镇|我乡|我街道|本镇|本乡|全镇|全乡|全街道|全县|全区|辖区内?|镇村两级|乡村两级|镇、村两级|镇村|乡村|各村（社区）|各村|镇政府|乡政府|街道办事处|镇党委政府|镇党委|乡党委|党委政府|镇级|"
    r"组织|开展|举办|召开|进行|完成|办理|受理|办结|发放|派发|印发|制作|张贴|悬挂|调处|化解|排查|调解|摸排|处置|处理|解决|收到|接到|接待|解答|提供|"
    r"承接|转办|转来|交办|承办|受办|审查|审核|出具|提出|配备|聘请|聘用|聘|签约|建立|成立|组建|设立|建成|建|培养|培育|依托|依法|发生|出现|参加|参与|召集|查处|立案|作出|实施|"
    r"从[^，。；]{1,14}中(?:择优|公开)?(?:选聘|选任|聘任|选拔|遴选|聘请)|集中|深入|积极|扎实|有效|及时|成功|切实|充分|大力|持续|广泛|主动|严格|认真|各类|各种|各项|相关|有关|其中|通过|利用|结合|围绕|以及|同时|并|了|的|等|为|由|从|在|对|向|"
    r"[、，：；（）“”\s]|一是|二是|三是|四是|五是|六是|20\d\d年度?(?:以来)?|活动|工作|情况|案件|人员|人数|次数|件数"
)
# Bodies that every place has one of: what they did, the place did.
OWN_BODIES = re.compile(
    r"(?:镇|乡|街道|苏木|村)?公共法律服务(?:工作)?(?:站|室|中心)|(?:镇|乡|街道)?(?:政务|便民|行政|党群|为民|综合)?服务(?:中心|大厅|站)|办事大厅|各级?调委会|各级?调解组织|该队|全队|队内|"
    r"(?:镇|乡|街道)?(?:综合)?(?:行政)?执法(?:大|中)?队"
)
# Nothing but this stands between a figure and the one that goes with it.
BARE_JOIN = re.compile(r"[、，共计约近]{0,3}")
# What is left narrows a figure only if it names a body, a channel, a group, a kind or a campaign; a stray verb does
# not. Two years' figures with different details get a caution, so a false detail costs more than a missed one.
NARROWING = re.compile(
    r"本局|本机关|本单位|[站所队室校网厅级类]$|(?<=[执安信综])办$|办公室|办事处|[站所队室校类](?=[\u4e00-\u9fff])|中心|委员会|调委会|机关|平台|系统|社区|学校|学生|校园|企业|领域|专项|主题|行业|部门|单位|合同|决策|规范性文件|"
    r"青少年|妇女|老年|党员|村民|居民|牧民|农民工|职工|干部|班子|线上|线下|网上|现场|上级|重大|疑难|重复|越级|初次|历史遗留|信访|诉前|跨界|宪法|民法典|反诈|诈骗|禁毒|消防|安全|防汛|防火|交通|食品|"
    r"婚姻|家庭|邻里|土地|山林|劳动|医疗|物业|债务|涉|因.{2,}|第[一二三四]|半年|季度|[一二三四五六七八九十\d]+月|大篷车|集市|夜校|讲堂"
)
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
