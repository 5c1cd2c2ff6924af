"""Measure words and the units they belong to.

Belongs here: which measure word counts what family, and how a printed amount is scaled to the canonical unit.
Does not belong here: which metric a figure has (`cues.py`), how number words are read (`numerals.py`).

The families are those at the head of the contract's registry; a metric's own unit wins over the family.
"""

from __future__ import annotations

import re

# family: measure words as printed, normalised. Source: the head of the registry; the words after the first line of a
# family were added from the genre (家次, 户次, 批次 …), each next to the family whose counting it shares.
FAMILIES: dict[str, str] = {
    "case": "件 起 宗 例 桩 批 单 件次 起次 宗次",
    "time": "次 车次 场 场次 场（次） 次（场） 轮 轮次 期 回 节 课时 堂 讲 批次 趟 届 场（期）",
    "person": "人 名 位",
    "person_time": "人次 人（次） 人·次 名次 位次",
    "copy": "份 册 本 张 卷 件（份） 份（册） 封 枚",
    "item": (
        "项 条 部 个 家 处 块 面 支 所 座 台 套 户 篇 幅 间 家次 户次 条次 项次 辆 期（块） 台（套） 块（幅） 款 则 "
        "类 种 组 门 副 栋 宗地 架 部（台）"
    ),
    "yuan": "元 块钱",
    "square_metre": "平方米 平米 ㎡ m2 m² 亩",
    "percent": "% 成 番 倍",
    "pct_point": "个百分点 百分点 个点",
    "other": (
        "公里 千米 米 吨 公斤 千克 斤 株 棵 桶 箱 盏 头 只次 小时 分钟 学时 分 根 艘 瓶 千瓦 字 立方米 公顷 平方公里 "
        "人家 天 字节 袋 具 把 顶 片 眼 车 首 只 群 匹 尾 羽 颗 幢"
    ),
}
# The unit of a measure word that counts a thing of its own: `other:公里`. Such words never convert into each other.
OTHER = "other:"
# A measure word that begins another word is none: 3次 but not 次要, 12起 but not 起诉, 2成 but not 成立.
# Each string lists the characters that, directly after, make the other word. Met in the genre's prose.
NOT_BEFORE: dict[str, str] = {
    "成": "立为员功果效都长本绩人年熟品交",
    "家": "庭长",
    "处": "理罚置级分长",
    "分": "别类析管工享配局",
    "组": "织长建成",
    "批": "评准复示",
    "期": "间限望",
    "名": "称单义",
    "回": "复应访看答头归",
    "节": "约日假点能",
    "条": "例款文",
    "面": "积对向临",
    "户": "籍主外",
    "本": "年镇乡级地区街",
    "讲": "座话解述",
    "款": "项",
    "座": "谈",
    "单": "位独",
    "例": "会行如外",
    "部": "署门",
    "场": "所合地",
    "起": "诉草",
    "架": "构",
    "次": "要日",
    "人": "民大员口",
    "个": "别性体",
    "倍": "增感加受",
    "根": "据本源",
    "天": "然津水候气平下地",
    "个点": "位子",
    "番": "茄薯",
    "门": "户",
    "所": "有谓以属在",
    "元": "旦素",
    "头": "脑",
    "米": "粮",
    "片": "区",
    "台": "账",
    "类": "似",
    "具": "体有备",
    "把": "握",
    "位": "置于",
    "卷": "宗",
    "支": "部持出付",
    "张": "贴",
    "套": "路",
    "届": "时",
    "堂": "食",
    "间": "接",
    "只": "要有是能会需为限得在不",
    "群": "众体团",
    "首": "先要次批届创发府付都违问",
    "眼": "前下光睛界看",
    "车": "辆次站道间位主祸载队库牌管",
    "副": "书镇乡主县局",
}
# How much of the canonical unit one measure word is. 亩: 10,000/15 square metres. 增加一倍 is 100 percent more.
SCALES = {"亩": 10000 / 15, "成": 10.0, "倍": 100.0}
FAMILY_OF: dict[str, str] = {word: family for family, words in FAMILIES.items() for word in words.split()}
MEASURE_WORDS: tuple[str, ...] = tuple(sorted(FAMILY_OF, key=len, reverse=True))
MEASURE_PATTERN = "|".join(
    re.escape(word) + (f"(?![{NOT_BEFORE[word]}])" if NOT_BEFORE.get(word) else "") for word in MEASURE_WORDS
)


def family_of(measure_word: str) -> str | None:
    """The family a measure word belongs to; `other:<word>` where it has none of its own, None for an unknown word.

    >>> family_of("宗"), family_of("人次"), family_of("公里"), family_of("呀")
    ('case', 'person_time', 'other:公里', None)
    """
    family = FAMILY_OF.get(measure_word)
    return OTHER + measure_word if family == "other" else family


def scale_of(measure_word: str) -> float:
    """How many canonical units one of `measure_word` is (1 unless an area in 亩 or a tenth 成)."""
    return SCALES.get(measure_word, 1.0)
