"""What a document's properties call it, as `TextLayer.stated` takes it.

Belongs here: titles that a program wrote and no person. Does not belong here: titles in the text
(`pipelines/identity/titles.py`).
"""

from __future__ import annotations

import re

#: Word, WPS and printing programs put their own name, the file's, or a placeholder where nobody gave a title.
_OF_A_PROGRAM = re.compile(
    r"(?:Microsoft Word|WPS|PowerPoint)\b.*|.*\.(?:docx?|wps|rtf|html?|xlsx?|tmp)"
    r"|untitled|无标题|(?:文档|附件|Document) ?\d*",
    re.IGNORECASE,
)


def stated_title(words: str | None) -> list[tuple[str, str]]:
    """The title as a statement of the document, nothing for one that no person gave.

    >>> stated_title(" 黑井镇报告 "), stated_title("文档1"), stated_title("Microsoft Word - 1.doc")
    ([('title', '黑井镇报告')], [], [])
    """
    title = " ".join((words or "").split())
    return [("title", title)] if title and not _OF_A_PROGRAM.fullmatch(title) else []
