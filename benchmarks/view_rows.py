"""A warehouse of generated rows, with the real schema and the real comparisons, for questions at a size no corpus has.

Belongs here: reports, texts, headings and figures, in SQL. Does not belong here: what else is read from a report
(`view_side_rows.py`), questions and their times (`views.py`), reports as texts to be read (`generate.py`).

Rows stand in the order of a real build: reports by place, and a report's id tells nothing of its place. A sentence has
as many characters as any other, so that offsets follow from its number; sixteen of them are drawn at random, or the
texts would shrink to nothing in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.view_side_rows import BUILD_ID, write_side_rows
from pipelines.figures.registry import load_registry
from warehouse.arrow import writing
from warehouse.assemble import registry_tables
from warehouse.ddl import create_tables
from warehouse.expectations import default_expectations
from warehouse.load import audit, compare, insert_tables
from warehouse.quality import record_quality
from warehouse.schema.catalog import TABLES, empty_frame
from warehouse.unit_words import UNIT_WORDS
from warehouse.views import make_views

FACTS_PER_REPORT = 100
YEARS = 5
PLACES_PER_COUNTY = 20
COUNTIES_PER_PROVINCE = 100
SENTENCE_LENGTH = 40
# What is counted and the number, as in the real reports on average.
SPAN_LENGTH = 9
REPORTS_AT_A_TIME = 10_000

_DRAWN = """
create or replace temp table drawn as
select
  number,
  substr(md5('report ' || number), 1, 16) as report_id,
  number // {years} as place,
  places.place_id,
  cast(2019 + number % {years} as integer) as year
from range({first}, {last}) as numbers(number)
inner join places on places.name = 'T' || number // {years} || '镇'
"""

# A place states the same series every year, but for one in twelve; values drift from year to year.
_FIGURES = """
create or replace temp table figures as
select
  drawn.number,
  drawn.report_id,
  cast(fact_number as integer) as fact_number,
  wanted.metric_id,
  wanted.category,
  wanted.unit,
  wanted.word,
  wanted.name,
  chosen,
  if(wanted.unit = 'percent', 80 + chosen % 200 / 10, 1 + chosen % 400 + drawn.year % 7) as value
from drawn
cross join range({per_report}) as facts(fact_number)
cross join lateral (
  select cast(hash(drawn.place, fact_number) % 100000 as bigint) as chosen
)
inner join wanted on wanted.number = (drawn.place * 13 + fact_number) % (select count(*) from wanted)
order by
  drawn.number,
  fact_number
"""

_STATEMENTS = (
    """
insert into reports by name
select
  report_id,
  repeat(report_id, 4) as sha256,
  year || '/' || place_id || '.txt' as source,
  cast(year as varchar) as batch,
  place_id,
  year,
  'title' as year_basis,
  make_date(year + 1, 1, 15) as published_on,
  year || '年法治政府建设工作报告' as title,
  'txt' as format,
  'utf-8' as encoding,
  'simplified' as script,
  cast([] as struct("name" varchar, "count" bigint)[]) as repairs
from drawn
order by number
""",
    """
create or replace temp table sentences as
select
  *,
  fact_number * {length} as start,
  hash(report_id, fact_number) % 50 = 1 as is_target,
  rpad(
    name || cast(value as decimal(9, 1)) || word
    || translate(
      substr(md5(report_id || fact_number), 1, 16),
      '0123456789abcdef',
      '的一是在不了有和人这中大为上个地'
    ),
    {length} - 1,
    '，工作扎实推进'
  ) || '。' as sentence
from figures
""",
    """
insert into facts by name
select
  substr(sha256(report_id || fact_number), 1, 16) as fact_id,
  report_id,
  report_id || '-s' || lpad(cast(fact_number % 12 as varchar), 3, '0') as section_id,
  fact_number as numeral_ordinal,
  metric_id,
  category,
  if(chosen % 11 = 0, '村级', null) as detail,
  value,
  unit,
  word as measure_word,
  chosen % 97 = 0 as unit_inferred,
  if(chosen % 13 = 0, 'over', 'exact') as qualifier,
  if(is_target, cast(cast(substr(title, 1, 4) as integer) + 1 as varchar), 'year') as period,
  if(is_target, 'target', 'actual') as role,
  cast(value as decimal(9, 1)) || word as number_text,
  sentence as evidence,
  start as raw_start,
  start + {span} as raw_end,
  substr(sentence, 1, {span}) as raw_span,
  start as text_start,
  start + {span} as text_end,
  'benchmark' as rule,
  false as is_total,
  false as is_part,
  value as low,
  if(chosen % 13 = 0, value + 10, value) as high
from sentences
inner join reports using (report_id)
where hash(report_id, fact_number) % 12 <> 0
order by
  number,
  start
""",
    """
insert into numerals by name
select
  report_id,
  fact_number + copy * {per_report} as ordinal,
  cast(value as varchar) as text,
  start + copy as raw_start,
  start + copy + 1 as raw_end,
  case when copy = 0 then 'fact' when chosen % 5 = 0 then 'quantity' else 'date' end as disposition,
  if(copy = 1 and chosen % 50 = 0, null, value) as value,
  unit,
  'exact' as qualifier,
  if(disposition = 'quantity', name, null) as thing,
  if(disposition = 'quantity', metric_id, null) as nearest_metric_id
from sentences
cross join range(2) as copies(copy)
where copy = 0 or chosen % 2 = 0
order by
  number,
  ordinal
""",
    """
insert into report_texts by name
select
  report_id,
  string_agg(sentence, '' order by fact_number) as raw_text,
  raw_text as text
from sentences
group by
  number,
  report_id
order by number
""",
    """
insert into sections by name
select
  report_id || '-s' || lpad(cast(ordinal as varchar), 3, '0') as section_id,
  report_id,
  cast(ordinal as integer) as ordinal,
  cast(ordinal % 3 + 1 as integer) as level,
  if(ordinal % 3 = 0, null, report_id || '-s' || lpad(cast(ordinal - 1 as varchar), 3, '0')) as parent_id,
  '一、' as marker,
  '健全工作机制' || ordinal as title,
  false as inferred,
  ordinal * 100 as raw_start,
  ordinal * 100 + 100 as raw_end,
  ordinal * 100 as text_start,
  ordinal * 100 + 100 as text_end,
  ordinal * 100 + 8 as title_end
from drawn
cross join range(12) as ordinals(ordinal)
order by
  number,
  ordinal
""",
)

_PLACES = """
insert into places by name
select
  -- with leading zeros, so that ids are in the order of the numbers
  printf(
    'P%03d省/-/K%05d县/T%07d镇',
    place // {per_county} // {per_province},
    place // {per_county},
    place
  ) as place_id,
  'T' || place || '镇' as name,
  '镇' as level,
  'K' || place // {per_county} || '县' as county,
  'P' || place // {per_county} // {per_province} || '省' as province,
  cast([] as varchar[]) as aliases
from range({places}) as numbers(place)
order by place_id
"""

_WANTED = """
create or replace temp table wanted as
select
  row_number() over (order by category, metric_id) - 1 as number,
  *
from (
  select id as metric_id, '' as category, unit, coalesce(({words})[unit], '个') as word, name
  from metrics
  union all
  select metric_id, category, unit, coalesce(({words})[unit], '个') as word, name
  from metric_categories
  inner join metrics on metrics.id = metric_id
)
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """What was asked for, in whole counties."""

    facts: int

    @property
    def places(self) -> int:
        """As many places as state that many facts, rounded up to a county."""
        # one series in twelve is left out of a year's report; the draw is not even, so one in ten is reckoned with
        per_county = FACTS_PER_REPORT * YEARS * PLACES_PER_COUNTY * 9 // 10
        return -(-self.facts // per_county) * PLACES_PER_COUNTY

    @property
    def reports(self) -> int:
        """A report a place and year."""
        return self.places * YEARS


def write_rows(path: Path, rows: Rows) -> None:
    """Fill the file at `path` with generated reports and all that they state; nothing is compared yet."""
    with writing(path) as con:
        create_tables(con)
        insert_tables(con, registry_tables(load_registry()))
        words = "map " + str(UNIT_WORDS)
        con.execute(_WANTED.format(words=words))
        con.execute(_with_sizes(_PLACES, rows))
        for first in range(0, rows.reports, REPORTS_AT_A_TIME):
            last = min(first + REPORTS_AT_A_TIME, rows.reports)
            for statement in (_DRAWN, _FIGURES, *_STATEMENTS):
                con.execute(_with_sizes(statement, rows, first=first, last=last))
        write_side_rows(con)


def compare_rows(path: Path) -> None:
    """Run comparisons, audit and views over the file, as a build does."""
    with writing(path) as con:
        compare(con)
        audit(con)
        make_views(con)
        record_quality(con, BUILD_ID, empty_frame(TABLES["build_quality"]), default_expectations())
        con.execute("force checkpoint")


def _with_sizes(statement: str, rows: Rows, **more: int) -> str:
    return statement.format(
        reports=rows.reports,
        places=rows.places,
        years=YEARS,
        per_county=PLACES_PER_COUNTY,
        per_province=COUNTIES_PER_PROVINCE,
        per_report=FACTS_PER_REPORT,
        length=SENTENCE_LENGTH,
        span=SPAN_LENGTH,
        **more,
    )
