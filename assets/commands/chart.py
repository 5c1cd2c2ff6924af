"""`fazhi chart`: a place's series as pictures in files.

Belongs here: from what was asked to files, their names, what is said at the end. Does not belong here: what is drawn
(`warehouse/charts`), arguments and exit statuses (`cli.py`).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assets.commands.console import say
from assets.commands.given import Given
from assets.errors import TargetError
from warehouse.charts.figure import chart_spec
from warehouse.charts.naming import DEFAULT_RULE, place_named, series_to_draw
from warehouse.charts.outlines import missing_characters
from warehouse.charts.render import png_of, svg_of
from warehouse.charts.series import Place, Series, Subject, chart_queries
from warehouse.charts.words import chart_title, source_note

PICTURES = ("svg", "png")
BOTH = "both"
# What somebody may take for possible; a folder's name may hold a point too.
OTHER_FORMATS = frozenset({".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".html", ".docx", ".xlsx"})
NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')
LONGEST_STEM = 60  # letters of three bytes each; a file name may have 255 bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; `picture_format` is svg, png, both or None where nothing was said."""

    place: str
    metrics: tuple[str, ...]
    categories: tuple[str, ...]
    out: Path
    picture_format: str | None


def draw_chart(console: Console, wanted: Wanted, given: Given) -> None:
    """Write the pictures, all or none, and say where they lie. Raises Unanswered or TargetError; then nothing is
    written.
    """
    with chart_queries(given.warehouse) as queries:
        place = place_named(queries.places(), wanted.place)
        chosen = series_to_draw(place, queries.stated(place), queries.metrics(), wanted.metrics, wanted.categories)
        drawn = [queries.series(place, metric, category) for metric, category in chosen]
        subject = queries.subject(place)
    files = picture_files(wanted.out, wanted.picture_format, stem_of(place, drawn))
    svg = svg_of(chart_spec(subject, drawn))
    pictures = {file: svg.encode() if kind == "svg" else png_of(svg) for file, kind in files.items()}
    write_whole(pictures)
    _tell(console, wanted, given, subject, drawn, list(pictures))


def stem_of(place: Place, drawn: Sequence[Series]) -> str:
    """The name of a chart's files: 清平县云溪镇-矛盾纠纷调处, with the number of series where there are several."""
    first = drawn[0]
    series = first.metric.name + (f"·{first.category}" if first.category else "")
    more = f"等{len(drawn)}项" if len(drawn) > 1 else ""
    county = place.county if place.county and not place.name.startswith(place.county) else ""
    return NOT_IN_A_FILE_NAME.sub("_", f"{county}{place.name}-{series}{more}")[:LONGEST_STEM]


def picture_files(out: Path, picture_format: str | None, stem: str) -> dict[Path, str]:
    """The files to write and what each is. `out` is a folder, or one file whose ending says its format."""
    ending = out.suffix.lower().removeprefix(".")
    if out.is_dir() or (ending not in PICTURES and out.suffix.lower() not in OTHER_FORMATS):
        kinds = PICTURES if picture_format in (None, BOTH) else (picture_format,)
        return {out / f"{stem}.{kind}": kind for kind in kinds}
    if ending not in PICTURES:
        raise TargetError(f"不能写成 {out.suffix} 文件：请用 .svg 或 .png 结尾，或给出文件夹")
    if picture_format == BOTH:
        return {out.with_suffix(f".{kind}"): kind for kind in PICTURES}
    if picture_format not in (None, ending):
        raise TargetError(f"--format {picture_format} 与文件名 {out.name} 不一致：请改其中一个")
    return {out: ending}


def write_whole(pictures: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then put all in place; raises TargetError where that can't be."""
    written: dict[Path, Path] = {}
    try:
        for file, content in pictures.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.is_dir():
                raise TargetError(f"{file} 是文件夹：请换一个文件名")
            written[file] = _written_beside(file, content)
        for file, beside in written.items():
            os.replace(beside, file)
    except OSError as error:
        named = error.filename or next(iter(pictures))
        raise TargetError(f"无法写入 {named}（{error.strerror}）：请检查文件夹和权限，或改用 --out") from error
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)


def _written_beside(file: Path, content: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".fazhi-", suffix=file.suffix, delete=False) as opened:
        beside = Path(opened.name)
        try:
            opened.write(content)
            opened.flush()
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    beside.chmod(0o644)  # a temporary file is its owner's alone
    return beside


def _tell(
    console: Console, wanted: Wanted, given: Given, subject: Subject, drawn: Sequence[Series], files: Sequence[Path]
) -> None:
    if not wanted.metrics:
        say(console, DEFAULT_RULE)
    for series in drawn:
        category = f"·{series.category}" if series.category else ""
        years = "、".join(str(value.year) for value in series.values)
        say(console, Text(f"　　{series.metric.name}{category}　{series.metric.id}　{years}"))
    if missing := missing_characters(chart_title(subject) + source_note(subject, {y.year for y in subject.years})):
        say(console, Text(f"提示：字体中没有这些字，图中画作方框：{missing}", style="yellow"))
    for file in files:
        say(console, Text(f"已写入 {file}"))
    place_id, metric_id = (text.replace("'", "''") for text in (subject.place.place_id, drawn[0].metric.id))
    columns = "year, category, value, qualifier, fact_id"
    query = f"select {columns} from yearly_values where place_id = '{place_id}' and metric_id = '{metric_id}'"
    say(console, Text(f"接下来：核对图中数据　{given.ask('sql', query)}"))
