"""A small corpus of invented reports, and all its stage frames: for the tests of frames, load, checks and publish.

Belongs here: the texts and the walk through the stages. Does not belong here: an expectation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from pipelines.figures.registry import load_registry
from pipelines.records import ManifestRow
from warehouse.frames import extract_batch, normalize_batch, outline_batch, read_raw
from warehouse.load import BuildInfo
from warehouse.source_bytes import SourceFile

REPORT = """{place}{year}年度法治政府建设工作报告

{year}年，{place}在县委、县政府的坚强领导下，深入学习贯彻习近平法治思想，扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作情况
（一）加强组织领导。召开党委会专题研究法治建设工作{meetings}次，班子会前学法12次。
（二）化解矛盾纠纷。全年共调解矛盾纠纷{mediated}件，接待群众来访28批56人次。
（三）开展普法宣传。举办法治讲座3场，发放宣传资料{materials}余份。未发生行政复议案件。
二、存在的问题
干部法治思维有待提高，普法形式较为单一。
三、下一步工作
继续开展矛盾纠纷排查，力争调解成功率达到98%以上。

{place}人民政府
{next_year}年1月15日
"""

NOTICE = """关于开展{year}年国家宪法日宣传活动的通知

各村（社区）、各站所：
为深入学习宣传宪法，现就有关事项通知如下：
一、活动时间
{year}年12月1日至12月7日。
二、活动内容
（一）集中宣传。在集市、广场设置咨询台，发放宣传手册，悬挂横幅，组织干部群众诵读宪法。
（二）进村入户。组织法律明白人走村入户，讲解宪法和民法典知识，解答群众提出的法律问题。
（三）进校园。联系中小学校开展升国旗、唱国歌、讲宪法活动，邀请司法所工作人员担任辅导员。
三、活动要求
各单位要高度重视，认真组织，于12月10日前将总结报送镇司法所。
特此通知。
"""

BUILD = BuildInfo("b1", datetime(2026, 1, 2, 3, 4, 5), "code-1", "registry-1", "corpus-1")


def report_text(place: str, year: int, mediated: int = 36, meetings: int = 2, materials: int = 1200) -> str:
    """An invented report of a township."""
    figures = {"mediated": mediated, "meetings": meetings, "materials": materials}
    return REPORT.format(place=place, year=year, next_year=year + 1, **figures)


CORPUS: dict[str, bytes] = {
    "2022/青山镇.txt": report_text("青山镇", 2022, 30).encode(),
    "2023/青山镇.txt": report_text("青山镇", 2023, 36, materials=1500).encode("gb18030"),
    "2023/柳河乡.txt": report_text("柳河乡", 2023, 12, meetings=4).encode("utf-8-sig"),
    "2024/青山镇.txt": report_text("青山镇", 2024, 41, meetings=3).encode(),
    "2024/柳河乡.txt": report_text("柳河乡", 2024, 9).encode("utf-16"),
    "2024/通知.txt": NOTICE.format(year=2024).encode(),
    "2024/空.txt": b"",
}


def source_files(files: Mapping[str, bytes]) -> list[SourceFile]:
    """The files as the stages get them, the first folder being the batch."""
    return [
        SourceFile(source, source.split("/")[0] if "/" in source else ".", data, input_key=f"key of {source}")
        for source, data in files.items()
    ]


def stage_frames(files: Mapping[str, bytes], manifest: tuple[ManifestRow, ...] = ()) -> dict[str, pl.DataFrame]:
    """All stage frames of a corpus."""
    raw = read_raw(source_files(files))
    normalized = normalize_batch(raw["raw"], manifest)
    sections = outline_batch(normalized["normalized"])
    metrics = extract_batch(raw["raw"], normalized["normalized"], sections["sections"], load_registry())
    stages = (raw, normalized, sections, metrics)
    frames = {name: frame for stage in stages for name, frame in stage.items()}
    return {**frames, "rejects": pl.concat([stage["rejects"] for stage in stages])}


@cache
def corpus_frames() -> dict[str, pl.DataFrame]:
    """All stage frames of CORPUS, made once."""
    return stage_frames(CORPUS)


def all_rows(path: Path, tables: tuple[str, ...]) -> dict[str, list[tuple]]:
    """The rows of tables in the order in which the file has them."""
    with duckdb.connect(str(path), read_only=True) as con:
        return {table: con.execute(f"from {table}").fetchall() for table in tables}
