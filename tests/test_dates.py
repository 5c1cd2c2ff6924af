"""Dates and periods: real-looking strings, what must stay unread, damaged days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.dates import find_dates, mend_day, parse_day

SPANS = [
    ("现将2023年度法治政府建设情况报告如下", [("2023年度", "date")]),
    ("《法治政府建设实施纲要（2021-2025年）》", [("2021-2025年", "period")]),
    ("2021年至2023年，共培训12期", [("2021年至2023年", "period")]),
    ("二〇二四年一月八日", [("二〇二四年一月八日", "date")]),
    ("于2024年6月11日召开会议3次", [("2024年6月11日", "date")]),
    ("发布日期：2023-11-03", [("2023-11-03", "date")]),
    ("截至2024年11月底，调解36件", [("2024年11月底", "date")]),
    ("1至11月，全镇受理信访28件", [("1至11月", "period")]),
    ("1月—6月开展宣传", [("1月—6月", "period")]),
    ("12月1日至7日开展宪法宣传周", [("12月1日至7日", "period")]),
    ("近5年刑满释放72人，近三年社区解矫47人", [("近5年", "period"), ("近三年", "period")]),
    ("一年来，开展活动9次", [("一年来", "period")]),
    ("在15个工作日内答复", [("15个工作日内", "period")]),
    ("9时30分召开", [("9时30分", "date")]),
    ("二〇二四年，双龙镇", [("二〇二四年", "date")]),
    ("12月份开展宣传", [("12月份", "date")]),
]

MUST_NOT_PARSE = [
    "调解纠纷36件",
    "12345热线",
    "〔2024〕5号",
    "三年行动计划",
    "3.5万元",
    "投入2023元",
    "百日攻坚",
    "1310工程",
    "第一年级",
    "八五普法",
    "二十大",
    "一日游",
    "覆盖9个村（社区）",
    "120名党员",
    "100余人次",
]

DAMAGED = [
    ("611日召开的第四次集中学习", "611日", "6月11日"),
    ("于1204日开展宪法日活动", "1204日", "12月4日"),
    ("111日召开会议", "111日", "1月11日或11月1日"),
    ("202311月开展培训", "202311月", "2023年11月"),
]

NOT_DAMAGED = ["120日内办结", "365日值守", "180日攻坚", "6月11日", "限期100日整改", "126日以内"]


@pytest.mark.parametrize(("text", "expected"), SPANS)
def test_dates_and_periods_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.text, d.category) for d in find_dates(text)] == expected


@pytest.mark.parametrize("text", MUST_NOT_PARSE)
def test_what_is_no_time_stays_unread(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "found", "expected"), DAMAGED)
def test_damaged_days_are_flagged_and_never_read(text: str, found: str, expected: str) -> None:
    damaged = [d for d in find_dates(text) if d.is_damaged]
    assert [(d.text, d.expected, d.day, d.year) for d in damaged] == [(found, expected, None, None)]


@pytest.mark.parametrize("text", NOT_DAMAGED)
def test_whole_days_and_durations_are_not_damaged(text: str) -> None:
    assert not [d for d in find_dates(text) if d.is_damaged]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_wording(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
        assert parse_day(text) == day
        assert [d.day for d in find_dates(text)] == [day]


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_a_day_that_lost_its_month_sign_is_among_the_readings(day: date) -> None:
    assert f"{day.month}月{day.day}日" in (mend_day(f"{day.month}{day.day:02d}日") or "")


@given(st.text(alphabet="0123456789年月日至-近二〇一十三第，件", max_size=40))
def test_spans_are_ordered_and_verbatim(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        end = found.end
