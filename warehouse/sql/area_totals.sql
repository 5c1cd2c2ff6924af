-- Counties, provinces and the corpus: how many reports there are, how many state the figure, and what those add up to. One value a
-- place and year; levels are never mixed, since a county's own figure contains those of its townships.

delete from area_totals;

insert into area_totals by name
with areas as (
  select
    place_id,
    'county' as area_level,
    county_id as area_id,
    province,
    city,
    county,
    peer_level
  from peer_places
  where county_id is not null

  union all

  select
    place_id,
    'province' as area_level,
    -- a row of its own for places of no known province, so that provinces add up to the corpus
    coalesce(province, '-') as area_id,
    province,
    null as city,
    null as county,
    peer_level
  from peer_places

  union all

  select
    place_id,
    'corpus' as area_level,
    'corpus' as area_id,
    null as province,
    null as city,
    null as county,
    peer_level
  from peer_places
),

known as (
  select
    areas.area_id,
    areas.peer_level,
    ranked_reports.year,
    count(*) as reports_known
  from ranked_reports
  inner join areas using (place_id)
  where ranked_reports.standing = 1
  group by
    areas.area_id,
    areas.peer_level,
    ranked_reports.year
),

-- coverage.expected is NULL where the corpus has no roster, and so is its sum
due as (
  select
    areas.area_id,
    areas.peer_level,
    coverage.year,
    cast(sum(cast(coverage.expected as integer)) as bigint) as reports_due
  from coverage
  inner join areas using (place_id)
  group by
    areas.area_id,
    areas.peer_level,
    coverage.year
),

stated as (
  select
    areas.area_id,
    any_value(areas.area_level) as area_level,
    any_value(areas.province) as province,
    any_value(areas.city) as city,
    any_value(areas.county) as county,
    areas.peer_level,
    comparable_values.year,
    comparable_values.metric_id,
    comparable_values.category,
    comparable_values.unit,
    comparable_values.counted_as,
    count(*) as reports_stating,
    -- a sum of rates is nothing
    sum(comparable_values.value) filter (where comparable_values.kind <> 'rate') as total,
    median(comparable_values.value) as median,
    min(comparable_values.value) as smallest,
    max(comparable_values.value) as largest,
    count_if(comparable_values.qualifier <> 'exact') as approximate,
    count_if(comparable_values.is_narrowed) as narrowed,
    count_if(comparable_values.is_part_year) as part_year,
    count_if(comparable_values.conflict) as conflicts
  from comparable_values
  inner join areas using (place_id)
  where areas.peer_level is not null
  group by
    areas.area_id,
    areas.peer_level,
    comparable_values.year,
    comparable_values.metric_id,
    comparable_values.category,
    comparable_values.unit,
    comparable_values.counted_as
)

select
  stated.* replace (clean(total) as total),
  known.reports_known,
  due.reports_due,
  stated.reports_stating / known.reports_known * 100 as coverage_percent
from stated
inner join known using (area_id, peer_level, year)
left join due using (area_id, peer_level, year)
order by
  area_id,
  peer_level,
  metric_id,
  category,
  year,
  unit,
  counted_as;
