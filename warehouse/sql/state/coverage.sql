-- how many of the place-years with a report state each metric
select
  metrics.id as metric_id,
  metrics.name as metric,
  count(stated.metric_id) as place_years,
  (select count(*) from coverage where status = 'report') as reported
from metrics
left join (select distinct metric_id, place_id, year from yearly_values) as stated on stated.metric_id = metrics.id
group by metrics.id, metrics.name
order by place_years desc, metrics.id
