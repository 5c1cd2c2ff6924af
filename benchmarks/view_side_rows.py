"""What a build reads beside the figures, generated for every report: roster, refused files, claims, doubts, reuse.

Belongs here: rows of the tables that no comparison fills and that are no figures. Does not belong here: reports and
their figures (`view_rows.py`), which must be there first; what follows from them (`warehouse/sql`).

How many rows a report has follows the sample corpus (November 2026, per hundred facts): 4 claims, 2 findings, 5
problems; a place in twenty is on the roster and never reports, one of five such places sent a file that was refused.
Sentences are not really carried over: the rows have the spans and shares of real ones.
"""

from __future__ import annotations

import duckdb

CARRIED_SENTENCES = 8
PROBLEMS_PER_REPORT = 5
SENTENCES_PER_REPORT = 100
BUILD_ID = "benchmark"

_STATEMENTS = (
    """
insert into places by name
select
  split_part(place_id, '/T', 1) || '/S镇' as place_id,
  'S镇' as name,
  '镇' as level,
  county,
  province,
  cast([] as varchar[]) as aliases
from places
group by all
""",
    """
insert into roster by name
select
  cast(1 + row_number() over (order by place_id) as integer) as line,
  place_id,
  name
from places
""",
    """
insert into rejects by name
select
  '2021/' || place_id || '.txt' as source,
  '2021' as batch,
  'notice' as reason,
  '是通知，不是报告' as message,
  sha256(place_id) as sha256,
  place_id,
  2021 as year,
  'manifest' as year_basis
from places
where name = 'S镇'
qualify row_number() over (order by place_id) % 5 = 1
""",
    """
insert into stated_changes by name
select
  report_id,
  raw_start,
  raw_end,
  cast(row_number() over (partition by report_id order by raw_start) - 1 as integer) as ordinal,
  metric_id,
  category,
  -- as values drift (`view_rows.py`), but for one claim in ten
  if(reports.year % 7 = 0, -6, 1) + if(hash(fact_id) % 10 = 5, 3, 0) as stated,
  'absolute' as stated_as,
  fact_id,
  true as size_told,
  reports.year - 1 as base_year,
  'none' as compared_with,
  'unverifiable' as verdict
from facts
inner join reports using (report_id)
where
  facts.role = 'actual'
  and facts.unit <> 'percent'
  and hash(fact_id) % 25 = 0
order by
  reports.place_id,
  reports.year,
  raw_start
""",
    """
insert into findings by name
select
  substr(sha256('finding' || fact_id), 1, 16) as finding_id,
  report_id,
  if(unit_inferred, 'lost_unit', 'parts_vs_total') as kind,
  if(unit_inferred, 'info', 'warning') as severity,
  if(unit_inferred, '量词缺失', '分项之和与总数不符') || '：' || number_text || '，请核对原文' as message,
  if(unit_inferred, null, cast(value + 1 as varchar)) as expected,
  number_text as found,
  raw_start,
  raw_end,
  if(unit_inferred, null, raw_start + 20) as other_start,
  if(unit_inferred, null, raw_start + 30) as other_end
from facts
inner join reports using (report_id)
where unit_inferred or hash(fact_id) % 100 = 1
order by
  reports.place_id,
  reports.year,
  finding_id
""",
    """
create or replace temp table report_pairs as
select
  report_id,
  place_id,
  year,
  lag(report_id) over by_year as previous_report_id,
  lag(year) over by_year as previous_year
from reports
window by_year as (
  partition by place_id
  order by year
)
""",
    """
insert into text_reuse by name
select
  report_id,
  previous_report_id,
  previous_year,
  {sentences} as sentences,
  {carried} - 3 as exact,
  3 as near,
  2 as only_figures_differ,
  {carried} / {sentences} as share,
  ({carried} - 3) / {sentences} as exact_share,
  {carried} / {sentences} as characters_share,
  2 as passage_sentences,
  400 as passage_start,
  480 as passage_end,
  400 as other_start,
  480 as other_end
from report_pairs
where previous_report_id is not null
order by
  place_id,
  year
""",
    """
insert into text_reuse_sentences by name
select
  report_id,
  cast(10 + number * 3 as integer) as ordinal,
  400 + number * 120 as raw_start,
  440 + number * 120 as raw_end,
  400 + number * 120 as text_start,
  440 + number * 120 as text_end,
  'publicity' as theme,
  if(number < 3, 'near', 'exact') as kind,
  if(number < 3, 0.9, 1.0) as similarity,
  number < 2 as only_figures_differ,
  previous_report_id,
  cast(10 + number * 3 as integer) as other_ordinal,
  400 + number * 120 as other_start,
  440 + number * 120 as other_end
from report_pairs
cross join range({carried}) as sentences(number)
where previous_report_id is not null
order by
  place_id,
  year,
  ordinal
""",
    """
insert into problems by name
select
  report_id,
  cast(number as integer) as ordinal,
  split_part(
    '执法力量偏弱、普法针对性不强、合法性审查水平有待提高、法律服务资源分布不均、干部法治思维不强',
    '、',
    number + 1
  ) as name,
  report_id || '-s011' as section_id,
  3600 + number * 40 as raw_start,
  3640 + number * 40 as raw_end,
  3600 + number * 40 as text_start,
  3640 + number * 40 as text_end,
  case
    when previous_report_id is null then 'not compared'
    when number = 0 then 'carried'
    else 'new'
  end as status,
  if(status = 'carried', 0.9, null) as similarity,
  previous_report_id,
  if(status = 'carried', 0, null) as other_ordinal,
  if(status = 'carried', 3600, null) as other_start,
  if(status = 'carried', 3640, null) as other_end,
  'not compared' as next_status,
  year as first_year,
  if(status = 'carried', 2, 1) as times_named
from report_pairs
cross join range({problems}) as problems(number)
order by
  place_id,
  year,
  number
""",
    """
insert into builds by name
select
  '{build_id}' as build_id,
  timestamp '2026-11-22 00:00:00' as built_at,
  'benchmark' as code_version,
  'benchmark' as registry_version,
  'benchmark' as corpus_hash,
  '{{}}' as counts
""",
    """
insert into schema_versions by name
select
  1 as schema_version,
  'benchmark' as schema_hash,
  '{build_id}' as first_build_id,
  timestamp '2026-11-22 00:00:00' as first_built_at,
  []::varchar[] as added,
  []::varchar[] as removed,
  []::varchar[] as changed
""",
)


def write_side_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Fill what stands beside the figures of an open file that has its places, reports and facts."""
    for statement in _STATEMENTS:
        con.execute(
            statement.format(
                build_id=BUILD_ID,
                carried=CARRIED_SENTENCES,
                problems=PROBLEMS_PER_REPORT,
                sentences=SENTENCES_PER_REPORT,
            )
        )
