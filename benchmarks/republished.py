"""Makes a corpus of reports of which it is known which are one report published again, cheaply and in any number.

Belongs here: families of editions by kind, and reports that look alike but are none. Does not belong here: running the
rules over them and counting (`republication.py`), fragments and damage (`fragments.yaml`, `damage.py`).

Texts are put together from sentences of the fragments that are worded once for all, since `writing.py` takes a hundred
times as long for its change from year to year. They are texts as normalisation leaves them, and place and year are
given, at times as unknown: what is measured is telling editions apart, not reading.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from benchmarks.damage import to_traditional
from benchmarks.writing import fragments
from pipelines.text.normalize import normalize

YEARS = (2021, 2022, 2023, 2024)
TOWNS_OF_A_COUNTY = 12
SENTENCES = (36, 90)
FEW_FIGURES_RATE = 0.05
"""Of the templates, how many leave all but two sentences with figures out."""

WORDINGS = 12
"""Wordings kept of each sentence: two reports that share no template then have few sentences in common."""

SHARED_TEMPLATE_RATE = 0.5
KEPT_SENTENCE_RATE = 0.8
KEPT_FIGURE_RATE = 0.15
"""Of a copied sentence's figures, how many are last year's still."""

COPY_RATE = 0.15
HALF_YEAR_RATE = 0.04
UNDATED_RATE = 0.2
COPY_UNKNOWN_RATES = {"place unknown": 0.12, "year unknown": 0.12, "both unknown": 0.06, "place unsettled": 0.06}
ORIGINAL_UNKNOWN_RATES = {"place unknown": 0.02, "year unknown": 0.02, "both unknown": 0.01, "place unsettled": 0.02}
MISREAD_RATE = 0.01
ALL_KNOWN = "both known"

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)[^}]*\}")
_CAPTION = "{place}{year}年法治政府建设年度报告"
_SENTENCE_END = re.compile(r"(?<=。)")

Sentence = tuple[str, tuple[int, ...]]
"""A wording with `{}` for each figure, and the figures."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report with the truth about it: editions of one `family` are one report, `kind` tells how this one was made."""

    number: int
    town: int
    year: int
    family: str
    kind: str
    known: str
    published_on: date | None
    covers_until: date | None
    text: str


def make_reports(reports: int, seed: int) -> Iterator[MadeReport]:
    """`reports` reports, county after county; those of a smaller number are the first of a larger one."""
    number = 0
    for county in range(reports):
        for made in _county(county, random.Random(f"{seed}/{county}/county"), seed):
            if number == reports:
                return
            yield replace(made, number=number)
            number += 1


def _county(county: int, rng: random.Random, seed: int) -> Iterator[MadeReport]:
    template = _template(rng) if rng.random() < SHARED_TEMPLATE_RATE else None
    for town in range(county * TOWNS_OF_A_COUNTY, (county + 1) * TOWNS_OF_A_COUNTY):
        yield from _town(town, template, random.Random(f"{seed}/{town}/town"))


def _town(town: int, template: list[str] | None, rng: random.Random) -> Iterator[MadeReport]:
    """The reports of a town over the years, each year's written over the year before."""
    wordings = list(template or _template(rng))
    sentences = [_filled(wording, rng) for wording in wordings]
    for year in YEARS:
        first = _report(town, year, "annual", sentences, rng)
        yield first
        if rng.random() < HALF_YEAR_RATE:
            yield _half_year(town, year, sentences, rng)
        if rng.random() < COPY_RATE:
            yield _copy(first, rng)
        sentences = [_next_year(sentence, rng) for sentence in sentences]


def _report(town: int, year: int, kind: str, sentences: list[Sentence], rng: random.Random) -> MadeReport:
    place = _town_name(town)
    lines = [_CAPTION.format(place=place, year=year)]
    lines += [wording.format(*figures) for wording, figures in sentences]
    text = "\n".join(lines).replace("本镇", place) + f"\n{place}人民政府\n{year + 1}年1月15日\n"
    published = None if rng.random() < UNDATED_RATE else date(year + 1, 1, 15) + timedelta(days=rng.randint(0, 60))
    known = _known(ORIGINAL_UNKNOWN_RATES, rng)
    return MadeReport(0, town, year, f"{town}/{year}/{kind}", kind, known, published, date(year, 12, 31), text)


def _half_year(town: int, year: int, sentences: list[Sentence], rng: random.Random) -> MadeReport:
    """The annual report's prose with the figures of half a year; one in two does not tell what it covers."""
    halved = [
        (wording, tuple(max(1, int(f * rng.uniform(0.3, 0.7))) for f in figures)) for wording, figures in sentences
    ]
    made = _report(town, year, "half-year", halved, rng)
    text = made.text.replace("全年", "上半年").replace("年度报告", "上半年工作报告")
    until = date(year, 6, 30) if rng.random() < 0.5 else None
    return replace(made, text=text, covers_until=until, published_on=date(year, 7, 10))


def _copy(first: MadeReport, rng: random.Random) -> MadeReport:
    kind = rng.choice(sorted(COPIES))
    dated = first.published_on and rng.random() > UNDATED_RATE
    published = first.published_on + timedelta(days=rng.randint(1, 90)) if dated and first.published_on else None
    known = _known(COPY_UNKNOWN_RATES, rng)
    return replace(first, kind=kind, known=known, published_on=published, text=COPIES[kind](first.text, rng))


def _known(rates: dict[str, float], rng: random.Random) -> str:
    drawn = rng.random()
    for known, rate in rates.items():
        if drawn < rate:
            return known
        drawn -= rate
    return ALL_KNOWN


def _other_title(text: str, rng: random.Random) -> str:
    title = rng.choice(("法治政府建设工作情况", "关于推进依法行政工作的总结", "某某镇法治政府建设情况公示"))
    return f"{title}\n{text.split(chr(10), 1)[1]}"


def _page_furniture(text: str, rng: random.Random) -> str:
    """What normalisation did not recognise as the page's own."""
    head = f"索引号：{rng.randint(10**8, 10**9)} 浏览次数：{rng.randint(3, 4000)} 字体：大中小"
    licence, site = rng.randint(10**7, 10**8), rng.randint(10**9, 10**10)
    foot = f"电话：0855-{rng.randint(10**6, 10**7)} 备案号：ICP备{licence}号-1 网站标识码{site}"
    return f"{head}\n{text}{foot}\n"


def _other_script(text: str, rng: random.Random) -> str:
    return normalize(to_traditional(text)).text


def _small_edits(text: str, rng: random.Random) -> str:
    """Five words taken out or put in."""
    for _ in range(5):
        position = rng.randrange(len(text))
        if text[position : position + 2].isalpha():
            text = text[:position] + rng.choice(("", "进一步", "切实")) + text[position + 2 :]
    return text


def _sentence_dropped(text: str, rng: random.Random) -> str:
    sentences = _SENTENCE_END.split(text)
    dropped = rng.randrange(1, len(sentences) - 1)
    return "".join(sentences[:dropped] + sentences[dropped + 1 :])


def _misread(text: str, rng: random.Random) -> str:
    """One character in a hundred is another one, digits among them."""
    signs = list(text)
    for position in rng.sample(range(len(signs)), round(len(signs) * MISREAD_RATE)):
        if signs[position].isdigit():
            signs[position] = rng.choice("0123456789")
        elif signs[position].isalpha():
            signs[position] = rng.choice(text)
    return "".join(signs)


def _corrected_figures(text: str, rng: random.Random) -> str:
    """One or two figures are others."""
    figures = list(re.finditer(r"(?<![\d.])\d{2,}(?![\d.年月日])", text))
    for figure in sorted(rng.sample(figures, min(len(figures), rng.randint(1, 2))), key=lambda m: -m.start()):
        text = text[: figure.start()] + str(int(figure[0]) + rng.randint(1, 9)) + text[figure.end() :]
    return text


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "other title": _other_title,
    "page furniture": _page_furniture,
    "other script": _other_script,
    "small edits": _small_edits,
    "sentence dropped": _sentence_dropped,
    "1% misread": _misread,
    "corrected figures": _corrected_figures,
}


def _template(rng: random.Random) -> list[str]:
    pool = _pool()
    wordings = [rng.choice(wordings) for wordings in rng.sample(pool, min(len(pool), rng.randint(*SENTENCES)))]
    if rng.random() >= FEW_FIGURES_RATE:
        return wordings
    told = [wording for wording in wordings if "{}" in wording]
    return [wording for wording in wordings if wording not in told[2:]]


def _next_year(sentence: Sentence, rng: random.Random) -> Sentence:
    """Last year's sentence with most figures changed, or another in its place."""
    if rng.random() > KEPT_SENTENCE_RATE:
        return _filled(rng.choice(rng.choice(_pool())), rng)
    wording, figures = sentence
    return wording, tuple(
        f if rng.random() < KEPT_FIGURE_RATE else max(1, round(f * rng.uniform(0.7, 1.4))) for f in figures
    )


def _filled(wording: str, rng: random.Random) -> Sentence:
    return wording, tuple(round(2 * 500 ** rng.random()) for _ in range(wording.count("{}")))


@cache
def _pool() -> list[list[str]]:
    """Each sentence of the fragments in some of its wordings, the figures left open."""
    rng = random.Random("wordings")
    words = fragments()
    items = [item for theme in words["themes"] for item in theme["items"]]
    sentences = [sentence for item in items for sentence in item["sentences"]] + words["prose"]
    said = [sentence if isinstance(sentence, str) else sentence["say"] for sentence in sentences]
    return [sorted({_worded(sentence, rng) for _ in range(WORDINGS)}) for sentence in said]


def _worded(sentence: str, rng: random.Random) -> str:
    while (choice := _CHOICE.search(sentence)) is not None:
        sentence = sentence[: choice.start()] + rng.choice(choice[1].split("|")) + sentence[choice.end() :]
    of_place = {"place", "short", "government", "county", "party", "chief"}
    return _SLOT.sub(lambda slot: "本镇" if slot[1] in of_place else "{}", sentence)


def _town_name(town: int) -> str:
    """A name of its own for each of 64,000 towns."""
    signs = "青白石柳桐枫松竹梅杏桃槐东南西北上下大小长高金银龙凤鹤马牛羊溪河塘坪岭坝湾桥店垭"
    base = len(signs)
    return signs[town // base // base % base] + signs[town // base % base] + signs[town % base] + "镇"
