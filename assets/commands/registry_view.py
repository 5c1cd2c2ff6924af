"""A registry file on a terminal: whether its examples hold, a copy to work on, a word about one that a build was given.

Belongs here: sentences about the file. Does not belong here: its metrics (`metrics_view.py`), what is wrong with an
example (`pipelines/figures/examples.py`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assets.commands.console import say
from assets.commands.given import Given
from assets.errors import TargetError
from pipelines.figures.examples import example_faults
from pipelines.figures.registry import default_path, hints, load_registry

MAX_IDS_SHOWN = 5


def check_registry(console: Console, given: Given) -> int:
    """Reads a registry and its examples; says what does not hold, with its line. Returns the number of faults."""
    where = given.registry or default_path()
    registry = load_registry(where)
    faults = example_faults(registry)
    for fault in faults:
        say(console, Text(fault.told()))
    for hint in hints(registry):
        say(console, Text(f"提示：{hint}"))
    examples = sum(len(sentences) for m in registry.metrics.values() for sentences in m.examples.values())
    without = [m.id for m in registry.metrics.values() if not m.examples.get("match")]
    say(console, Text(f"{where}：{len(registry.metrics)} 个指标，{examples} 条例句，{len(faults)} 条不成立"))
    if without:
        more = "" if len(without) <= MAX_IDS_SHOWN else f" 等 {len(without)} 个"
        say(console, "没有例句的指标：" + "、".join(without[:MAX_IDS_SHOWN]) + more)
    if faults:
        say(console, Text(f"接下来：改好后再运行　{given.check()}"))
    else:
        say(console, Text(f"接下来（换成您的报告文件夹）：{given.build()}"))
    return len(faults)


def export_registry(console: Console, file: Path, given: Given) -> None:
    """Write the project's own registry to a new file; raises TargetError where the file exists or can't be written."""
    try:
        with file.open("xb") as opened:
            opened.write(default_path().read_bytes())
    except FileExistsError:
        raise TargetError(f"{file} 已存在，未覆盖：请另取文件名") from None
    except OSError as error:
        raise TargetError(f"无法写入 {file}（{error.strerror}）：请检查文件夹和权限") from error
    say(console, Text(f"已写入 {file}"))
    say(console, Text(f"接下来：用编辑器修改后运行　{replace(given, registry=file).check()}"))


def warn_of_examples(console: Console, given: Given) -> None:
    """One line where examples of a registry of the user's own don't hold: its figures may be others than meant."""
    if given.registry is None:
        return
    registry = load_registry(given.registry)
    if registry.version == load_registry().version:
        return
    faults = len(example_faults(registry))
    if faults:
        said = f"提示：登记表有 {faults} 条例句不成立，数据可能与您的本意不同；查看："
        say(console, Text(said + given.check(), style="yellow"))
