-- Each series beside the report before: what changed, whether that can be said at all, and what to mind.

delete from year_over_year;

insert into year_over_year by name
with contradicted as (
  select distinct
    report_id,
    metric_id,
    category
  from stated_changes
  where verdict = 'contradicts'
),

-- What a finding doubts; conflicts, contradicted claims and lost units have cautions of their own.
doubted as (
  select distinct finding_facts.fact_id
  from finding_facts
  inner join findings using (finding_id)
  inner join finding_kinds using (kind)
  where finding_kinds.caution = 'doubted'
),

with_status as (
  select
    series_pairs.*,
    doubted.fact_id is not null or doubted_before.fact_id is not null as is_doubted,
    metrics.kind,
    metrics.unit as metric_unit,
    contradicted.report_id is not null as is_contradicted,
    case
      when series_pairs.value is null then 'dropped'
      when series_pairs.previous_value is null then 'new'
      when series_pairs.counts_the_same then 'compared'
      else 'not comparable'
    end as status
  from series_pairs
  inner join metrics on metrics.id = series_pairs.metric_id
  left join contradicted
    on contradicted.report_id = series_pairs.report_id
    and contradicted.metric_id = series_pairs.metric_id
    and contradicted.category = series_pairs.category
  left join doubted on doubted.fact_id = series_pairs.fact_id
  left join doubted as doubted_before on doubted_before.fact_id = series_pairs.previous_fact_id
),

-- A change is only computed where it is true; a rate's is in percentage points and has no percentage of its own. Between
-- approximate figures it lies where their words of degree allow: 30余 → 42 is between 2 and 12.
with_change as (
  select
    *,
    case when status = 'compared' then clean(value - previous_value) end as change,
    case
      when status = 'compared' and kind <> 'rate'
        then clean(relative_percent(value - previous_value, previous_value))
    end as change_percent,
    case when status = 'compared' then clean(low - previous_high) end as change_low,
    case when status = 'compared' then clean(high - previous_low) end as change_high,
    status = 'compared'
    and value <> previous_value
    and not coalesce(low >= previous_high, false)
    and not coalesce(high <= previous_low, false) as has_open_direction,
    is_part_year and previous_is_part_year and covers_month = previous_covers_month as covers_alike
  from with_status
)

select
  with_change.place_id,
  with_change.metric_id,
  with_change.category,
  with_change.year,
  with_change.value,
  with_change.previous_year,
  with_change.previous_value,
  coalesce(with_change.unit, with_change.previous_unit, with_change.metric_unit) as unit,
  with_change.change,
  with_change.change_percent,
  with_change.change_low,
  with_change.change_high,
  with_change.status,
  list_filter(
    [
      if(qualifier <> 'exact', 'approximate', null),
      if(previous_qualifier <> 'exact', 'approximate_before', null),
      if(conflict or previous_conflict, 'conflict', null),
      if(is_contradicted, 'contradicts_report', null),
      if(has_open_direction, 'direction_unclear', null),
      if(is_doubted, 'doubted', null),
      if(previous_year is null, 'first_report', null),
      if(previous_year <> year - 1, 'gap', null),
      if(unit_inferred or previous_unit_inferred, 'lost_unit', null),
      if(has_new_word, 'measure_word', null),
      if((is_part_year or previous_is_part_year) and not coalesce(covers_alike, false), 'part_year', null),
      if(status = 'new' and first_year < previous_year, 'resumed', null),
      if(coalesce(covers_alike, false), 'same_part_year', null),
      if((is_stated_twice and detail is distinct from previous_detail) or is_part or previous_is_part, 'scope', null),
      if(change_percent is not null and is_counted(metric_unit) and abs(previous_value) < 10, 'small_count', null),
      if(status = 'not comparable', 'unit_changed', null),
      if(status = 'compared' and kind <> 'rate' and previous_value = 0, 'zero_before', null)
    ],
    lambda code: code is not null
  ) as cautions,
  with_change.fact_id,
  with_change.previous_fact_id
from with_change
order by
  with_change.place_id,
  with_change.metric_id,
  with_change.category,
  with_change.year;
