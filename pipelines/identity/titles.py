"""The title of a report: which lines of the head are it, and what is spam or letterhead around it.

Belongs here: letterheads, document numbers, site suffixes, spam words, titles over two lines. Does not belong here:
place and year in the title (`identity`), page chrome (`page`), headings (`outline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEAD_LINES = 8
"""Lines in which a title may stand: letterhead, document number, issuer, two title lines and what separates them."""

LONGEST_TITLE_LINE = 60
LONGEST_TITLE_END = 20


@dataclass(frozen=True, slots=True)
class Trimming:
    """Something glued to titles that is none of it: `pattern` is cut away."""

    name: str
    pattern: str
    why: str
    example: str


TRIMMINGS: tuple[Trimming, ...] = (
    Trimming("label", r"^(?:标题|名称|主题|文件名称|信息名称)[：:] *", "metadata blocks label it", "标题：某镇…报告"),
    Trimming(
        "site",
        r" *[-_—|–]{1,2} *[^-_—|–]{2,20}(?:网|网站|政府|门户|公众号|文库|频道|栏目|镇|乡|街道|县|市|区)$",
        "pages append the site's name",
        "…报告_某县人民政府",
    ),
    Trimming(
        "spam",
        r"(?:最新版?|精选|精品|热门|推荐|范文|模板下载|免费下载|在线阅读|全文阅读|点击查看|附下载|word版"
        r"|完整版|(?:精选)?\d+篇|通用版?)+(?=[（(]|$|[-_ ])",
        "content farms append bait",
        "…报告（最新版）",
    ),
    Trimming(
        "spam_brackets",
        r"[（(【\[](?:20\d\d年?)?(?:最新|精选|推荐|热门|范文|置顶|通用|合集|必备|优选|图文|原创|转载|免费"
        r"|荐)[^（()）】\]]{0,8}[）)】\]]",
        "content farms append bait",
        "（精选3篇）",
    ),
    Trimming(
        "bait",
        r"^(?:最新|精选|推荐|热门|置顶|转载|【[^】]{1,8}】|原创)+[：:]?",
        "content farms prepend bait",
        "【推荐】某镇…报告",
    ),
)
_TRIMMINGS = tuple(re.compile(t.pattern) for t in TRIMMINGS)
_FORM = (
    r"(?:报告|总结|汇报|述法|述职|自查|自评|小结|情况|通知|要点|方案|规划|计划|公告|通告|解读|意见|清单|年报|函|办法)"
)
_TITLE_LINE = re.compile(rf"{_FORM}(?:[（(][^（()）]*[）)])?$")
_SUBJECT = re.compile(r"法治|依法|普法|法制|述法|信息公开|政务公开|安全生产|工作")
_LETTERHEAD = re.compile(
    r"^[一-鿿（）]{2,30}(?:文件|办公室|委员会|人民政府|办事处)$|[〔\[（(]20\d\d[〕\]）)] *第? *\d+ *号"
    r"|^签发人|^\d{4}年\d+月\d+日$|^第\d+号"
)
_OPEN_END = re.compile(r"(?:关于|年度?|工作|法治政府|建设|的|和|情况|政府|街道|镇|乡|县|办事处|人民政府)$")


def find_title(text: str) -> str | None:
    """The title of a normalised text, without what is glued to it; None where the head has none.

    >>> find_title("清政发〔2024〕5号\\n清河镇人民政府\\n关于2023年度法治政府建设情况的报告\\n县政府：\\n今年")
    '清河镇人民政府关于2023年度法治政府建设情况的报告'
    """
    lines = [line.strip() for line in text[:1200].split("\n")]
    head = [line for line in lines if line][:HEAD_LINES]
    for index, line in enumerate(head):
        if not _may_be_title(line):
            if "。" in line or line.endswith(("：", ":")):
                break
            continue
        cleaned = trim_title(line)
        if _TITLE_LINE.search(cleaned):
            before = head[index - 1] if index else ""
            after = head[index + 1] if index + 1 < len(head) else ""
            if (
                after.startswith(("的", "报告", "总结"))
                and len(after) < LONGEST_TITLE_END
                and _TITLE_LINE.search(after)
            ):
                cleaned += trim_title(after)
            return before + cleaned if _continues(before, cleaned) else cleaned
    return _formless_title(head)


def trim_title(line: str) -> str:
    """A title line without site names, labels and bait.

    >>> trim_title("【推荐】双龙镇2023年法治政府建设工作总结（精选3篇）_某县人民政府网")
    '双龙镇2023年法治政府建设工作总结'
    """
    for pattern in _TRIMMINGS[::-1]:
        line = pattern.sub("", line)
    for pattern in _TRIMMINGS:
        line = pattern.sub("", line)
    return line.strip(" 　-_—|")


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE_LINE and "。" not in line and line[-1] not in "：:；，"


def _continues(before: str, line: str) -> bool:
    """The title began on the line before: that one is cut off, or this one cannot stand alone."""
    if not before or not _may_be_title(before) or re.search(r"[〔\[]20\d\d[〕\]]", before) or before.endswith("文件"):
        return False
    if _TITLE_LINE.search(before) and not before.endswith(("情况", "工作")):
        return False
    starts_open = line.startswith(("关于", "的", "建设", "工作", "法治政府", "20", "情况", "报告", "年度"))
    return starts_open and (_OPEN_END.search(before) is not None)


def _formless_title(head: list[str]) -> str | None:
    """A first line that names the subject but lost its form (某镇2023年法治政府建设)."""
    for line in head[:3]:
        if not line or not _may_be_title(line) or re.match(r"[一二三四五六七八九十]+ ?[、.]|（[一二三]）", line):
            return None
        if _LETTERHEAD.search(line):
            continue
        if _SUBJECT.search(line) and re.search(r"20\d\d年|[镇乡县市]", line):
            return trim_title(line)
    return None


_SPAM_YEAR = re.compile(r"[（(【\[](?:20\d\d年?)?(?:最新|更新|发布)?[^（()）】\]]{0,4}$")


def is_spam_year(title: str, position: int) -> bool:
    """The year at `position` belongs to bait or a site (（2025最新版）), not to the report.

    >>> is_spam_year("某镇2023年报告（2025最新版）", 10), is_spam_year("某镇2023年报告", 2)
    (True, False)
    """
    return bool(_SPAM_YEAR.search(title[:position])) and bool(
        re.match(r"20\d\d年?(?:最新|更新|版|修订)", title[position:])
    )
