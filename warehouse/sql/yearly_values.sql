-- The one value of a place × metric × category × year: that of the report that counts for the year.

delete from yearly_values;

insert into yearly_values by name
with counted as (
  select *
  from report_values
  where standing = 1
),

-- Another report on the same stretch of the year should say the same; half a year and the whole need not.
other_reports as (
  select
    counted.fact_id,
    arg_min(other.fact_id, other.standing) as rival_fact_id
  from counted
  inner join report_values as other
    on other.place_id = counted.place_id
    and other.year = counted.year
    and other.metric_id = counted.metric_id
    and other.category = counted.category
    and other.standing > 1
  inner join metrics on metrics.id = counted.metric_id
  where
    not metrics.many
    and other.is_part_year = counted.is_part_year
    and (not counted.is_part_year or other.covers_month = counted.covers_month)
    and other.period = counted.period
    and other.unit = counted.unit
    and same_scope(other.detail, counted.detail)
    and not counts_differ(counted.scale, counted.counts, other.scale, other.counts)
    and figures_contradict(counted.value, counted.qualifier, other.value, other.qualifier, counted.detail)
  group by counted.fact_id
)

select
  counted.place_id,
  counted.metric_id,
  counted.category,
  counted.year,
  counted.value,
  counted.unit,
  counted.qualifier,
  counted.low,
  counted.high,
  counted.report_id,
  counted.fact_id,
  counted.detail,
  counted.is_part,
  counted.measure_word,
  counted.unit_inferred,
  counted.figure_count,
  counted.is_part_year,
  cast(counted.covers_month as integer) as covers_month,
  coalesce(counted.rival_fact_id, other_reports.rival_fact_id) is not null as conflict,
  coalesce(counted.rival_fact_id, other_reports.rival_fact_id) as conflict_fact_id
from counted
left join other_reports using (fact_id)
order by
  counted.place_id,
  counted.metric_id,
  counted.category,
  counted.year;
