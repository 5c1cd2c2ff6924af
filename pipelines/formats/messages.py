"""What goes between a process and its reading process, as JSON: a text layer, a refusal or a failure.

Belongs here: both directions, so that they stay in step. Does not belong here: sending (`guarded.py`,
`reading_process.py`).

JSON and not pickle: the other process has hostile bytes in its libraries, and unpickling its answer would run its code.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pipelines.records import Furniture, TextLayer, Unreadable
from pipelines.settings import Settings


def request_of(name: str, settings: Settings) -> bytes:
    """A file's name and the limits it is read under; its bytes follow by themselves."""
    return json.dumps({"name": name, "settings": asdict(settings)}).encode()


def requested(message: bytes) -> tuple[str, Settings]:
    """The name and the limits of a request.

    >>> requested(request_of("报告.docx", Settings(file_limit_bytes=10)))[1].file_limit_bytes
    10
    """
    told = json.loads(message)
    return told["name"], Settings(**told["settings"])


def told_layer(layer: TextLayer) -> bytes:
    """A text layer as an answer."""
    return _encoded({"layer": asdict(layer)})


def told_refusal(refusal: Unreadable) -> bytes:
    """A refusal as an answer."""
    return _encoded({"refusal": {"reason": refusal.reason, "message": refusal.message}})


def told_failure(traceback: str) -> bytes:
    """A bug of ours as an answer."""
    return _encoded({"failure": traceback})


def answer_of(told: dict[str, Any]) -> TextLayer | Unreadable:
    """The layer or refusal of an answer.

    >>> layer = TextLayer("调解36件", "utf-8", "html", (Furniture("footer", 0, 2),), (("title", "报告"),))
    >>> answer_of(json.loads(told_layer(layer))) == layer
    True
    """
    if "refusal" in told:
        return Unreadable(told["refusal"]["reason"], told["refusal"]["message"])
    layer = told["layer"]
    return TextLayer(
        layer["text"],
        layer["encoding"],
        layer["format"],
        tuple(Furniture(**span) for span in layer["set_aside"]),
        tuple((name, value) for name, value in layer["stated"]),
    )


def _encoded(told: dict[str, Any]) -> bytes:
    # A lone surrogate in a text is a reader's bug; it is found where the text is checked, not here.
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
