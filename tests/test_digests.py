"""Digests: each sentence is made from the tables by template, and names what it was made from."""

from __future__ import annotations

import duckdb
import pytest
from warehouse_cases import DISPUTES, EVENTS, FINES, PETITIONS, RATE, Row, compared, fact, report, rows_of

Warehouse = duckdb.DuckDBPyConnection

R23, R24 = report("甲镇", 2023), report("甲镇", 2024)


def sentences(con: Warehouse, year: int = 2024) -> list[tuple[str, str]]:
    found = rows_of(
        con,
        "select topic, digest_sentences.text from digest_sentences inner join digests using (report_id)"
        f" where year = {year} order by ordinal",
    )
    return [(row["topic"], row["text"]) for row in found]


# (facts of 2023, facts of 2024, sentences after the overview)
CASES: dict[str, tuple[list[Row], list[Row], list[tuple[str, str]]]] = {
    "a change as it is printed": (
        [fact(R23, 20)],
        [fact(R24, 30)],
        [("change", "“矛盾纠纷调处”由2023年的20件变为30件，增长50%。")],
    ),
    "the largest by ratio first, a fall as a rise": (
        [fact(R23, 20), fact(R23, 40, PETITIONS), fact(R23, 100, EVENTS)],
        [fact(R24, 30), fact(R24, 10, PETITIONS), fact(R24, 110, EVENTS)],
        [
            ("change", "“信访件”由2023年的40件变为10件，下降75%。"),
            ("change", "“矛盾纠纷调处”由2023年的20件变为30件，增长50%。"),
            ("change", "“普法宣传活动”由2023年的100次变为110次，增长10%。"),
        ],
    ),
    "an interval and its caution": (
        [fact(R23, 30, number_text="30余件", qualifier="over", low=30, high=40)],
        [fact(R24, 42)],
        [
            (
                "change",
                "“矛盾纠纷调处”由2023年的30余件变为42件，增长40%（增减量在2至12之间）。注意：上一份报告的数值带有程度词。",
            )
        ],
    ),
    "figures of a table with the word of its head": (
        [fact(R23, 50600, FINES, number_text="5.06", measure_word="万元")],
        [fact(R24, 68310, FINES, number_text="6.831", measure_word="万元")],
        [("change", "“罚没款”由2023年的5.06万元变为6.831万元，增长35%。")],
    ),
    "a slipped 万 is told as a finding, not as a change": (
        [fact(R23, 3000, FINES)],
        [fact(R24, 30_000_000, FINES)],
        [
            (
                "contradiction",
                "数量级突变：“罚没款”本年为3e+07元，上一份报告（2023年）为3000元，相差约10000倍，疑为漏写或多写了小数点、"
                "“万”等，请核对。",
            )
        ],
    ),
    "too few for a ratio": ([fact(R23, 2)], [fact(R24, 6)], []),
    "nobody can tell which is more": (
        [fact(R23, 30, qualifier="over", low=30, high=40)],
        [fact(R24, 35)],
        [],
    ),
    "a rate has no ratio": ([fact(R23, 94.1, RATE)], [fact(R24, 50, RATE)], []),
    "unchanged": ([fact(R23, 20)], [fact(R24, 20)], []),
    "new and dropped": (
        [fact(R23, 20)],
        [fact(R24, 3, FINES)],
        [("new", "新增表述1项：“罚没款”3元。"), ("dropped", "不再表述1项：“矛盾纠纷调处”20件。")],
    ),
    "a zero told in words, and a lost measure word": (
        [fact(R23, 20), fact(R23, 0, PETITIONS, number_text="")],
        [fact(R24, 30, measure_word=None, unit_inferred=True, number_text="30")],
        [
            (
                "change",
                "“矛盾纠纷调处”由2023年的20件变为30（量词缺失），增长50%。注意：量词在采集中缺失，单位系推断。",
            ),
            ("dropped", "不再表述1项：“信访件”零。"),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_digest_tells(warehouse: Warehouse, case: str) -> None:
    before, now, expected = CASES[case]
    compared(warehouse, [R23, R24], before + now)
    assert sentences(warehouse)[1:] == expected


def test_the_overview_counts_and_a_first_report_says_so(warehouse: Warehouse) -> None:
    compared(warehouse, [R23, R24], [fact(R23, 20), fact(R24, 30), fact(R24, 3, FINES)])
    assert sentences(warehouse)[0] == (
        "overview",
        "甲镇2024年报告共载2个指标数值，其中1个可与2023年比较，1个无需注意事项。",
    )
    assert sentences(warehouse, 2023) == [
        ("overview", "甲镇2023年报告是该地在库中的首份报告，共载1个指标数值，尚无可比年度。")
    ]


def test_contradictions_are_repeated_with_their_finding(warehouse: Warehouse) -> None:
    compared(warehouse, [R24], [fact(R24, 18, raw_start=1), fact(R24, 20, raw_start=9)])
    (found,) = rows_of(warehouse, "select finding_id, message from findings")
    (row,) = rows_of(warehouse, "select text, fact_ids, finding_id from digest_sentences where topic = 'contradiction'")
    facts = [fact["fact_id"] for fact in rows_of(warehouse, "select fact_id from facts order by raw_start")]
    told = {"text": f"前后数字不一：{found['message']}。", "fact_ids": facts, "finding_id": found["finding_id"]}
    assert row == told


def test_every_change_names_facts_of_both_years(warehouse: Warehouse) -> None:
    this, before = fact(R24, 30), fact(R23, 20)
    compared(warehouse, [R23, R24], [this, before])
    (row,) = rows_of(warehouse, "select fact_ids from digest_sentences where topic = 'change'")
    assert row["fact_ids"] == [this["fact_id"], before["fact_id"]]


def test_the_text_is_its_sentences(warehouse: Warehouse) -> None:
    compared(warehouse, [R23, R24], [fact(R23, 20), fact(R24, 30), fact(R24, 3, FINES, category="")])
    for row in rows_of(warehouse, "select report_id, sentences, text from digests"):
        told = rows_of(
            warehouse, f"select text from digest_sentences where report_id = '{row['report_id']}' order by ordinal"
        )
        assert row["text"].split("\n") == [sentence["text"] for sentence in told]
        assert row["sentences"] == len(told)


def test_more_than_five_are_named_in_part(warehouse: Warehouse) -> None:
    categories = [fact(R24, n + 1, category=category) for n, category in enumerate("甲乙丙丁戊己")]
    compared(warehouse, [R23, R24], [fact(R23, 20, DISPUTES), fact(R24, 20, DISPUTES), *categories])
    (row,) = rows_of(warehouse, "select text, fact_ids from digest_sentences where topic = 'new'")
    assert row["text"].startswith("新增表述6项：") and row["text"].endswith("等。") and len(row["fact_ids"]) == 5
