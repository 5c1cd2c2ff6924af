-- Each series in each year with a report, beside the report before. Temporary: `stated_changes` and `year_over_year` are
-- made of it.

create or replace temp table series_pairs as
with report_years as (
  select
    place_id,
    year,
    report_id,
    is_part_year,
    if(is_part_year, month(covers_until), null) as covers_month,
    lag(year) over by_year as previous_year,
    lag(is_part_year) over by_year as previous_is_part_year,
    lag(if(is_part_year, month(covers_until), null)) over by_year as previous_covers_month
  from ranked_reports
  where standing = 1
  window by_year as (
    partition by place_id
    order by year
  )
),

series as (
  select
    place_id,
    metric_id,
    category,
    min(year) as first_year
  from yearly_values
  group by
    place_id,
    metric_id,
    category
),

-- A series is known from the first report that states it; later reports without it have dropped it.
grid as (
  select
    series.place_id,
    series.metric_id,
    series.category,
    series.first_year,
    report_years.year,
    report_years.report_id,
    report_years.previous_year,
    report_years.is_part_year,
    report_years.covers_month,
    coalesce(report_years.previous_is_part_year, false) as previous_is_part_year,
    report_years.previous_covers_month
  from series
  inner join report_years
    on report_years.place_id = series.place_id
    and report_years.year >= series.first_year
),

counted as (
  select
    yearly_values.*,
    measure_words.scale,
    measure_words.counts
  from yearly_values
  left join measure_words using (measure_word)
)

select
  grid.* exclude (is_part_year, covers_month, previous_is_part_year, previous_covers_month),
  -- of a figure its own stretch of the year, of a series that is not stated the report's
  coalesce(this.is_part_year, grid.is_part_year) as is_part_year,
  if(this.fact_id is null, grid.covers_month, this.covers_month) as covers_month,
  coalesce(before.is_part_year, grid.previous_is_part_year) as previous_is_part_year,
  if(before.fact_id is null, grid.previous_covers_month, before.covers_month) as previous_covers_month,
  this.low,
  this.high,
  before.low as previous_low,
  before.high as previous_high,
  this.value,
  this.unit,
  this.qualifier,
  this.detail,
  this.measure_word,
  this.fact_id,
  coalesce(this.unit_inferred, false) as unit_inferred,
  coalesce(this.conflict, false) as conflict,
  coalesce(this.is_part, false) as is_part,
  before.value as previous_value,
  before.unit as previous_unit,
  before.qualifier as previous_qualifier,
  before.detail as previous_detail,
  before.measure_word as previous_measure_word,
  before.fact_id as previous_fact_id,
  coalesce(before.unit_inferred, false) as previous_unit_inferred,
  coalesce(before.conflict, false) as previous_conflict,
  coalesce(before.is_part, false) as previous_is_part,
  this.value is not null and before.value is not null as is_stated_twice,
  -- a change between different units, or between batches and cases, would be false
  coalesce(this.unit = before.unit, false)
  and not counts_differ(this.scale, this.counts, before.scale, before.counts) as counts_the_same,
  word_changed(
    this.measure_word,
    this.scale,
    this.counts,
    before.measure_word,
    before.scale,
    before.counts
  ) as has_new_word
from grid
left join counted as this
  on this.place_id = grid.place_id
  and this.metric_id = grid.metric_id
  and this.category = grid.category
  and this.year = grid.year
left join counted as before
  on before.place_id = grid.place_id
  and before.metric_id = grid.metric_id
  and before.category = grid.category
  and before.year = grid.previous_year;
