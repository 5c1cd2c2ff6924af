"""The sentences on a chart, in the words of a clerk.

Belongs here: titles, labels of figures and years, notes, the source line. Does not belong here: what is drawn where
(`marks.py`), sizes and colours (`panel.py`, `figure.py`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.charts.naming import full_name
from warehouse.charts.series import LEAST_PEERS, Place, Series, Subject, Value, Year
from warehouse.unit_words import unit_word

NO_REPORT = "无报告"
NOT_STATED = "未表述"
PART_YEAR = "非全年"
HALF_YEAR = "半年报"

# Its measure words count different things one each (项, 家, 块): the printed one says which.
UNIT_OF_MANY_WORDS = "item"
MAX_WORDS = 2
MAX_TITLES = 3

# What the words of a report allow, told shortly beside the figure; 余, 多 and 以上 are one qualifier, 约 and 近
# another.
QUALIFIED = {"exact": "{}", "over": "{}以上", "under": "不足{}", "about": "约{}"}


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a panel and what stored values are divided by to be shown in it."""

    name: str
    divisor: float = 1.0


def unit_of(series: Series) -> Unit:
    """The unit in Chinese; money from a million on in 万元, as reports print it."""
    unit = series.metric.unit
    if unit == "yuan" and max((value.top for value in series.values), default=0) >= 1e6:
        return Unit("万元", 1e4)
    if unit == UNIT_OF_MANY_WORDS:
        printed = list(dict.fromkeys(value.measure_word for value in series.values if value.measure_word))
        return Unit("、".join(printed) if 0 < len(printed) <= MAX_WORDS else unit_word(unit))
    return Unit(unit_word(unit))


def figure_text(value: float) -> str:
    """A figure as it stands beside its point.

    >>> figure_text(1200.0), figure_text(97.1), figure_text(43000.0), figure_text(132.6)
    ('1,200', '97.1', '43,000', '132.6')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}".rstrip("0")


def value_text(value: Value, unit: Unit) -> str:
    """A figure with its word of degree: 1,200以上, 约300."""
    return QUALIFIED[value.qualifier].format(figure_text(value.value / unit.divisor))


def covered_text(covers_until: date | None) -> str:
    """Until when a report on a part of its year reaches.

    >>> covered_text(date(2024, 6, 30)), covered_text(date(2023, 11, 30)), covered_text(date(2023, 11, 14))
    ('半年报', '截至11月', '截至11月14日')
    """
    if covers_until is None:
        return PART_YEAR
    if (covers_until.month, covers_until.day) == (6, 30):
        return HALF_YEAR
    is_whole_month = covers_until.day == monthrange(covers_until.year, covers_until.month)[1]
    return f"截至{covers_until.month}月" + ("" if is_whole_month else f"{covers_until.day}日")


def year_note(year: Year, value: Value | None) -> str:
    """What stands below a year on the axis; nothing where a whole year is stated."""
    if not year.has_report:
        return NO_REPORT
    if value is None:
        return NOT_STATED
    return covered_text(year.covers_until) if value.is_part_year else ""


def chart_title(subject: Subject) -> str:
    """The place, with its parents where they are known."""
    name, whole = subject.place.name, full_name(subject.place)
    return f"{name}（{whole.removesuffix(name)}）" if whole != name else name


def chart_subtitle(subject: Subject) -> str:
    """What the figures are, and of which years."""
    first, last = subject.years[0].year, subject.years[-1].year
    span = f"{first}年" if first == last else f"{first}–{last}年"
    return f"法治政府建设年度报告所载数据，{span}"


def panel_title(series: Series, unit: Unit) -> str:
    """Metric, category and unit."""
    category = f"·{series.category}" if series.category else ""
    return f"{series.metric.name}{category}（{unit.name}）"


def peers_note(series: Series, place: Place) -> str:
    """Which places the band is made of, or why there is none."""
    peers = series.peers
    if peers.group == "none":
        group = "同县和库中的同级单位"
        if not peers.most:
            return f"无对比带：{group}没有可比的数据"
        return f"无对比带：{group}（含本地）每年至多 {peers.most} 个可比，不足 {LEAST_PEERS} 个"
    counts = [year.places for year in peers.years]
    span = f"{min(counts)}" if min(counts) == max(counts) else f"{min(counts)}–{max(counts)}"
    group = f"{place.county}同级单位" if peers.group == "county" else "库中同级单位"
    return f"灰带：{group}（含本地，每年 {span} 个）"


def cut_note(lowest_shown: float, unit: Unit) -> str:
    """That the axis does not begin at zero."""
    return f"注意：纵轴从 {figure_text(lowest_shown)}{unit.name} 起，不从 0 起"


def source_note(subject: Subject, drawn_years: set[int]) -> str:
    """Which reports the figures stand in, and which build they were read from."""
    reports = [year for year in subject.years if year.has_report and year.year in drawn_years]
    titles = [f"《{year.title}》" if year.title else f"{subject.place.name}{year.year}年报告" for year in reports]
    more = f"等 {len(titles)} 份报告" if len(titles) > MAX_TITLES else ""
    built = f"数据库生成于 {subject.built_at:%Y-%m-%d}（编号 {subject.build_id}）"
    return f"来源：{''.join(_shortened(titles))}{more}；{built}"


def _shortened(titles: Sequence[str]) -> Sequence[str]:
    return titles if len(titles) <= MAX_TITLES else (*titles[: MAX_TITLES - 1], titles[-1])
