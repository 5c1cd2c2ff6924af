"""What kind of document a text is: a report on law-based government, or one of the kinds that look like it.

Belongs here: the scoring, and the sentence that tells a clerk why a file was not loaded. Does not belong here: the cues
of each kind (`genre_cues`), who reports and on which year (`identity`), unreadable bytes (`intake`).

Title and body both count, since titles get lost or carry spam, and a notice may carry a whole report. Only the cues
decide; each names what it was seen in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.identity.genre_cues import CUES, LAW
from pipelines.identity.stub_pages import LONGEST_ERROR_PAGE_CHARACTERS, stub_kind

SHORTEST_REPORT_CHARACTERS = 150
"""The shortest of the five real reports has 2,400; a page with fewer than this is a stub (`stub_pages.py`)."""

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

_COMPILED = tuple((cue, re.compile(cue.pattern, re.MULTILINE)) for cue in CUES)

_BLANK = r"(?=[XxＸ×✕*＊〇○_＿某])(?<![A-Za-z])(?:[XxＸ×✕*＊]+|[〇○]{2,}|_{2,}|＿{2,}|某某)"
_COUNT_BLANK = re.compile(_BLANK + r"(?=(?:余|多|万)*(?:件|次|场|份|名|起|条|户|期|部|项|%|元|年|月|日|人次|个))")
_PLACE_BLANK = re.compile(_BLANK + r"(?=[镇乡县市]|街道)")
_SUBJECT = re.compile(LAW)
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
    "personal_report": "个人述职述法报告",
    "error_page": "出错或被拦截的网页",
    "attachment_only": "只有附件、没有正文的网页",
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
    "personal_report": "讲述者是个人（本人、述职人），不是政府或部门",
    "error_page": "写的是页面未找到、已删除或访问被拒绝一类的话",
    "attachment_only": "除标题外只有附件的名称或下载链接",
    "other_report": "标题和正文不以法治政府建设、依法行政为主题",
    "too_short": f"正文不足 {SHORTEST_REPORT_CHARACTERS} 字",
}

_WAYS_OUT: dict[str, str] = {
    "link_list": "请打开其中的链接，把报告本身放入。",
    "error_page": "请重新打开原网页，保存正文后再放入。",
    "attachment_only": "请下载附件，把附件本身放入。",
}


def explain(genre: str) -> str:
    """Why a document of this kind was not loaded, and the way out: a sentence for a clerk, in Chinese.

    Raises KeyError for a kind that is loaded or unknown.

    >>> explain("news").split("：")[0]
    '这是新闻、工作动态，不是法治政府建设年度报告，未入库'
    """
    return (
        f"这是{GENRE_NAMES[genre]}，不是法治政府建设年度报告，未入库：{_SEEN[genre]}。{_WAYS_OUT.get(genre, '')}"
        "如判断有误，请在 manifest.csv 中写明该文件的 place 和 year。"
    )


def classify(title: str | None, text: str, links: Sequence[str] = ()) -> str:
    """The kind of a normalised text, one of `GENRE_NAMES`. `title` may be None or spam: the body is judged too.

    `links`: lines of its page that were set aside as links; they only tell what a page without a text is.

    >>> classify("关于开展宪法宣传周活动的通知", "各村（社区）：\\n" + "现将有关事项通知如下：请认真贯彻执行。" * 12)
    'notice'
    """
    if is_template(text):
        return "template"
    if is_link_list(text):
        return "link_list"
    is_short_one = is_short_report(title, text)
    if len(text) < LONGEST_ERROR_PAGE_CHARACTERS and not is_short_one and (stub := stub_kind(title, text, links)):
        return stub
    scores = score(title, text)
    best = max(scores, key=lambda genre: (scores[genre], genre == "report"))
    if len(text) < SHORTEST_REPORT_CHARACTERS and not is_short_one:
        # the kind of a notice of three lines says more than its length
        return best if best != "report" and scores[best] >= LEAST_SCORE else "too_short"
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
