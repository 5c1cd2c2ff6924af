"""`quality.yaml` of a corpus: its owner's own bounds, laid over those of the project.

Belongs here: reading that one file, with errors that name it. Does not belong here: what it may say
(`warehouse/expectations.py`), what is made of it (`warehouse/quality.py`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from assets.errors import CorpusError
from warehouse.expectations import BadExpectations, Expectations, default_expectations, default_path, parse_expectations


@dataclass(frozen=True, slots=True)
class Quality:
    """What a corpus is held to, and a hash of the files that say it, the project's own included."""

    held_to: Expectations
    digest: str


def read_quality(path: Path | None) -> Quality:
    """The project's bounds with those of a corpus over them; raises CorpusError naming the line that can't be read."""
    project_bytes = default_path().read_bytes()
    if path is None:
        return Quality(default_expectations(), _digest(project_bytes))
    try:
        own_bytes = path.read_bytes()
        held_to = parse_expectations(own_bytes.decode("utf-8-sig"), default_expectations())
    except OSError as error:
        raise CorpusError(f"无法打开 {path}（{error.strerror}）：请检查权限") from error
    except UnicodeDecodeError:
        raise CorpusError(f"{path} 不是 UTF-8 编码：请另存为 UTF-8") from None
    except BadExpectations as error:
        raise CorpusError(f"{path} {error}") from None
    return Quality(held_to, _digest(project_bytes, own_bytes))


def _digest(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()
