"""What a page without a report's text is: an error page, a page that only hands out an attachment, a list of links.

Belongs here: the wordings of such pages, as named data, and telling the three apart. Does not belong here: documents
that have a text (`triage.py`), which lines of a page are links (`pipelines/formats/html_aside.py`).

Each calls for something else from a clerk: fetch the page again, download the attachment, open the links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_ERROR_PAGE_CHARACTERS = 400
"""What a firewall or a content system says of itself takes a few lines (`tests/test_lookalikes.py`); a longer text is
judged by what it says."""

LONGEST_SURE_ERROR_CHARACTERS = 150
"""Up to here one wording decides; up to the length above two must meet: a short report may tell of a broken page."""

LONGEST_REST_CHARACTERS = 60
"""What an attachment page says beside its title and attachment: signature and day, a telephone number."""

LONGEST_POINTING_CHARACTERS = 120
"""A covering sentence (根据…规定，现将…予以公布，详见附件。) takes 40 to 100; a longer line tells something itself."""

LEAST_LISTED_TITLES = 3
"""Links to reports on a page that has no text of its own."""

LIST_LINE_CHARACTERS = 60

_FILE_NAME = r"\.(?:pdf|docx?|wps|ofd|et|xlsx?|pptx?|zip|rar|7z|ceb)(?![a-z])"


@dataclass(frozen=True, slots=True)
class StubCue:
    """A wording of a page that holds no report: `pattern` within one line, why it tells, an example."""

    kind: str
    pattern: str
    why: str
    example: str


CUES: tuple[StubCue, ...] = (
    StubCue(
        "error_page",
        r"(?:页面?|网页|网址|文章|内容|信息|资源|地址|链接|栏目|稿件|文件)[^。\n]{0,40}"
        r"(?:不存在|未找到|找不到|没有找到|未能找到|已被?(?:删除|移除|撤销|下线)|已(?:失效|过期)|无法(?:访问|显示|打开)|走丢|丢失)",
        "what was asked for is not there",
        "您访问的页面不存在或已被删除",
    ),
    StubCue(
        "error_page",
        r"(?:^|\D)(?:40[0-9]|50[0-4])"
        r"(?:\s*[-—:：]?\s*(?:not found|forbidden|error|bad gateway|internal|service|gateway|错误|未找到|页面)|\s*$)"
        r"|not found|access denied|HTTP\s*(?:status|错误|error)",
        "the server's own words and numbers",
        "404 Not Found",
    ),
    StubCue(
        "error_page",
        r"\d+\s*秒(?:钟)?(?:后|之后)[^。\n]{0,6}(?:返回|跳转|转到)|(?:自动|点击[^。\n]{0,6})(?:返回|跳转)[^。\n]{0,4}首页|返回上一页",
        "the page sends its reader away",
        "5秒后自动返回首页",
    ),
    StubCue(
        "error_page",
        r"(?:请求|访问|操作)[^。\n]{0,12}(?:拦截|拒绝|禁止|阻断|过于频繁|异常|不合法|疑似攻击)|(?:没有|无)权限?(?:访问|查看)|请(?:先)?登录",
        "a firewall or a login stands before the page",
        "您的访问请求被拦截",
    ),
    StubCue(
        "error_page",
        r"(?:完成|进行|输入)[^。\n]{0,8}(?:安全验证|人机验证|验证码|滑动验证)|请(?:启用|开启|打开)[^。\n]{0,8}(?:javascript|cookie|脚本)"
        r"|浏览器(?:版本过低|不支持(?!.{0,4}pdf))",
        "the page wants a person or a browser",
        "请完成安全验证后继续访问",
    ),
    StubCue(
        "error_page",
        r"(?:服务器|系统|网站|数据库|程序|服务)(?:内部)?(?:错误|出错|异常|繁忙|不可用|(?:正在|升级|停机|临时)维护|维护中)",
        "the server is out of order",
        "服务器内部错误",
    ),
    StubCue("attachment_only", _FILE_NAME, "the name of a file", "某镇2021年法治政府建设情况报告.pdf"),
    StubCue(
        "attachment_only",
        r"附\s*件\s*(?:[\d一二三四五（(]{0,2}\s*[:：、.．]|下载|列表|$)|[见看阅]附件|附件中?(?:查看|下载)",
        "it points to an attachment",
        "详见附件",
    ),
    StubCue(
        "attachment_only",
        r"(?:点击|请|立即)?(?:下载|查看|打开|预览|浏览)(?:附件|全文|正文|原文|原件|报告全文|pdf|文件|文档)|pdf[^。\n]{0,12}(?:下载|查看|预览|打开|阅读)",
        "it offers a file instead of a text",
        "点击下载PDF",
    ),
)
_COMPILED = tuple((cue.kind, re.compile(cue.pattern, re.IGNORECASE)) for cue in CUES)
_SENTENCE_END = "。；"
_LISTED_TITLE = re.compile(r"报告|总结|汇报|年报|通知|要点|方案|计划|解读|20\d\d年")


def stub_kind(title: str | None, text: str, links: Sequence[str] = ()) -> str | None:
    """`error_page`, `attachment_only` or `link_list` where a normalised text is nothing but that; None for others.

    `links`: lines of the page that were set aside as links, those of related reading left out.

    >>> stub_kind("清河镇2023年法治政府建设情况报告", "清河镇2023年法治政府建设情况报告", ["附件：报告全文.pdf"])
    'attachment_only'
    >>> stub_kind(None, "404\\n抱歉，您访问的页面未找到"), stub_kind(None, "全镇调解纠纷36件。")
    ('error_page', None)
    """
    body = [line.strip() for line in text.replace(title or "", "", 1).split("\n") if line.strip()]
    if _is_attachment_page(body, links):
        return "attachment_only"
    if _is_error_page(text):
        return "error_page"
    return "link_list" if _is_list_of_links(body, links) else None


def _hits(kind: str, line: str) -> int:
    return sum(1 for of_kind, pattern in _COMPILED if of_kind == kind and pattern.search(line))


def _is_attachment_page(body: Sequence[str], links: Sequence[str]) -> bool:
    short = [line for line in (*body, *links) if len(line) <= LONGEST_POINTING_CHARACTERS]
    pointing = [line for line in short if _hits("attachment_only", line)]
    rest = sum(len(line) for line in body if line not in pointing)
    return bool(pointing) and rest <= LONGEST_REST_CHARACTERS


def _is_error_page(text: str) -> bool:
    if len(text) > LONGEST_ERROR_PAGE_CHARACTERS:
        return False
    told = sum(1 for kind, pattern in _COMPILED if kind == "error_page" and _finds(pattern, text))
    return told >= (1 if len(text) <= LONGEST_SURE_ERROR_CHARACTERS else 2)


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    return any(pattern.search(line) for line in text.split("\n"))


def _is_list_of_links(body: Sequence[str], links: Sequence[str]) -> bool:
    """No sentence of its own, and links that read like titles."""
    if any(mark in line for line in body for mark in _SENTENCE_END):
        return False
    lines = [line.strip() for line in (*body, *links)]
    titles = {line for line in lines if len(line) <= LIST_LINE_CHARACTERS and _LISTED_TITLE.search(line)}
    return len(titles) >= LEAST_LISTED_TITLES
