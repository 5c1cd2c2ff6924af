"""Which place and which metrics somebody means, and what to draw where no metric is named.

Belongs here: names, parts of names and ids against what a warehouse holds, with candidates where several fit. Does
not belong here: reading the warehouse (`series.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from warehouse.answers import Unanswered
from warehouse.charts.series import Metric, Place, Stated

DEFAULT_SERIES = 4
DEFAULT_RULE = f"未指定指标：画本地表述年数最多的 {DEFAULT_SERIES} 项总数，年数相同时取语料中更多单位表述的"
MAX_CANDIDATES = 8


def place_named(places: Sequence[Place], words: str) -> Place:
    """The place of an id, a name, an alias, or a name after its county (清平县云溪镇); failing these, of a part of
    its name.

    Raises Unanswered with candidates where none or several fit.
    """
    words = words.strip()
    if not words:
        raise Unanswered("请写出地名或地方编号：places 表的 name 列和 place_id 列列出全部")
    for fits in (_is_named, _ends_with, _is_part):
        found = [place for place in places if fits(place, words)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Unanswered(f"“{words}”对应 {len(found)} 个单位，请改用编号：{_listed(map(_told, found), len(found))}")
    raise Unanswered(f"库中没有名称含“{words}”的单位：places 表的 name 列列出全部")


def _is_named(place: Place, words: str) -> bool:
    return words in (place.place_id, place.name, *place.aliases)


def full_name(place: Place) -> str:
    """The name after its parents: 湖北省兰江市清平县云溪镇. A name that says its parent itself (丰源县司法局) says it
    once.
    """
    chain = [place.province, place.city, place.county]
    return "".join(parent for parent in chain if parent and not place.name.startswith(parent)) + place.name


def _ends_with(place: Place, words: str) -> bool:
    return full_name(place).endswith(words)


def _is_part(place: Place, words: str) -> bool:
    return words in place.name


def _told(place: Place) -> str:
    return f"{place.county or '县区不明'}{place.name}（{place.place_id}）"


def metric_named(metrics: Mapping[str, Metric], words: str) -> Metric:
    """The metric of an id or a name; failing these, of a part of either. Raises Unanswered with candidates."""
    words = words.strip()
    exact = [metric for metric in metrics.values() if words in (metric.id, metric.name)]
    near = [metric for metric in metrics.values() if words and (words in metric.id or words in metric.name)]
    found = exact or near
    if len(found) == 1:
        return found[0]
    if found:
        listed = _listed((f"{metric.name}（{metric.id}）" for metric in found), len(found))
        raise Unanswered(f"“{words}”对应 {len(found)} 个指标，请写全名或编号：{listed}")
    raise Unanswered(f"没有名称或编号含“{words}”的指标：fazhi metrics 列出全部")


def _listed(told: Iterable[str], count: int) -> str:
    return "、".join(islice(told, MAX_CANDIDATES)) + (f" 等 {count} 个" if count > MAX_CANDIDATES else "")


def series_to_draw(
    place: Place,
    stated: Sequence[Stated],
    metrics: Mapping[str, Metric],
    named: Sequence[str],
    categories: Sequence[str],
) -> list[tuple[Metric, str]]:
    """The series of a chart: each named metric in each category (its total where no category is given), or the default.

    Raises Unanswered where the place states nothing of one of them: a chart that lacks what was asked for looks
    complete.
    """
    wanted = [metric_named(metrics, words) for words in dict.fromkeys(named)]
    if not wanted:
        return _default_series(place, stated, metrics, categories)
    drawn = list(dict.fromkeys(product(wanted, categories or [""])))
    known = {(series.metric_id, series.category) for series in stated}
    for metric, category in drawn:
        if (metric.id, category) not in known:
            raise Unanswered(_not_stated(place, metric, category, stated))
    return drawn


def _default_series(
    place: Place, stated: Sequence[Stated], metrics: Mapping[str, Metric], categories: Sequence[str]
) -> list[tuple[Metric, str]]:
    if categories:
        raise Unanswered("--category 要和指标一起用：请在地名之后写出指标名称或编号")
    headlines = [series for series in stated if not series.category][:DEFAULT_SERIES]
    if not headlines:
        raise Unanswered(f"{place.name}的报告没有表述任何指标的总数，没有可画的数据")
    return [(metrics[series.metric_id], "") for series in headlines]


def _not_stated(place: Place, metric: Metric, category: str, stated: Sequence[Stated]) -> str:
    others = [series.category for series in stated if series.metric_id == metric.id]
    asked = f"“{metric.name}”" + (f"的类别“{category}”" if category else "的总数" if others else "")
    told = [other or "总数" for other in others]
    way = f"；表述过的有：{'、'.join(told)}" + ("（类别用 --category 指定）" if any(others) else "") if others else ""
    return f"{place.name}的报告没有表述{asked}，没有画图{way}"
