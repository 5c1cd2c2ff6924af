-- metrics that a far smaller share of the place-years with a report states than in the file published before
with
stated as (
  select 'now' as side, metric_id, count(*) as place_years
  from (select distinct metric_id, place_id, year from yearly_values)
  group by metric_id
  union all
  select 'before', metric_id, count(*)
  from (select distinct metric_id, place_id, year from previous.yearly_values)
  group by metric_id
),
reported as (
  select 'now' as side, count(*) as place_years from coverage where status = 'report'
  union all
  select 'before', count(*) from previous.coverage where status = 'report'
),
shares as (
  select stated.side, stated.metric_id, stated.place_years, stated.place_years / nullif(reported.place_years, 0) as share
  from stated
  inner join reported using (side)
)
select
  before.metric_id,
  metrics.name as metric,
  before.place_years as place_years_before,
  coalesce(now.place_years, 0) as place_years,
  round(before.share, 4) as share_before,
  round(coalesce(now.share, 0), 4) as share
from (from shares where side = 'before') as before
left join (from shares where side = 'now') as now using (metric_id)
left join metrics on metrics.id = before.metric_id
where before.place_years >= $at_least and coalesce(now.share, 0) <= before.share * (1 - $limit)
order by before.share - coalesce(now.share, 0) desc, before.metric_id
