"""What is measured of every build, as a closed list that operators can read in the warehouse.

Belongs here: an entry a measure, with what it means and what to do where it misses its bound. Does not belong here: how
it is measured (`warehouse/sql/quality.sql`), the bounds (`seeds/quality.yaml`, `expectations.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QualityMeasure:
    """A measure in `build_quality`; `unit` is what its values count, or `share` for one between 0 and 1."""

    measure: str
    name_zh: str
    unit: str
    meaning: str
    meaning_zh: str
    remedy: str
    remedy_zh: str


QUALITY_MEASURES: tuple[QualityMeasure, ...] = (
    QualityMeasure(
        "reports",
        "报告份数",
        "reports",
        "Reports loaded, republications included",
        "已载入的报告份数（含重复发布）",
        "Look for the missing files in the folder of the batch and among the refused ones (`rejects`); where the "
        "number is right, correct quality.yaml",
        "在该批次文件夹和“未载入的文件”（rejects 表）中查找缺少的报告；份数本来如此的，改正 quality.yaml",
    ),
    QualityMeasure(
        "facts_a_report",
        "每份报告的指标数据",
        "facts per report",
        "Facts over reports",
        "指标数据条数除以报告份数",
        "Open two or three reports of the batch: pages without their text, or cut off? If the texts are whole, see "
        "`fazhi unclassified` for what the registry does not name",
        "打开该批次的两三份报告，看正文是否完整；正文完整的，用 fazhi unclassified 查看登记表没有的指标",
    ),
    QualityMeasure(
        "unclassified_share",
        "尚无指标的数字占比",
        "share",
        "Numerals that count something without a metric, over all that count something",
        "计数的数字中还没有指标的占比",
        "Run `fazhi unclassified`: it groups these figures and names the nearest metric; then docs/add-a-metric.md",
        "运行 fazhi unclassified，按所计之物查看，并参照 docs/add-a-metric.zh-CN.md 增补指标",
    ),
    QualityMeasure(
        "unplaced_share",
        "地方不明的报告占比",
        "share",
        "Reports whose place can't be told, over all reports",
        "看不出是哪个地方的报告占比",
        "Run `fazhi manifest`, fill in place and county where they are missing, build again",
        "运行 fazhi manifest，在清单中补上地方和所属县后重新构建",
    ),
    QualityMeasure(
        "undated_share",
        "年度不明的报告占比",
        "share",
        "Reports whose year can't be told, over all reports",
        "看不出是哪一年的报告占比",
        "Run `fazhi manifest`, fill in the year where it is missing, build again",
        "运行 fazhi manifest，在清单中补上年度后重新构建",
    ),
    QualityMeasure(
        "rejects_share",
        "未载入的文件占比",
        "share",
        "Files refused over all files, further copies of one file left out",
        "未载入的文件占全部文件的比例（同一文件的副本不计）",
        "Group `rejects` by reason: each row says the way out; a reason that fills a batch is one fault of its scrape",
        "按原因查看 rejects 表，每行写有处理办法；同一原因占满一个批次的，多为抓取或格式问题",
    ),
    QualityMeasure(
        "numerals_accounted_share",
        "已登记的数字占比",
        "share",
        "Digits of the raw texts that stand in a row of the ledger, over all their digits",
        "原文中的数字字符已登记在数字台账的占比",
        "A fault of the program: see the check `ledger_covers_digits` for the spans, report them",
        "属程序缺陷：在检查项 ledger_covers_digits 中查看位置，并报给维护者",
    ),
)
