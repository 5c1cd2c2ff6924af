-- Whether the report that counts for a place and year states a metric: every place × year × metric.
select
  coverage.place_id,
  coverage.year,
  metrics.id as metric_id,
  case
    when coverage.status = 'refused' then 'refused'
    when coverage.status <> 'report' then 'no_report'
    else coalesce(metric_mentions.status, 'not_stated')
  end as status,
  coverage.status as report_status,
  coverage.report_id,
  headlines.value,
  metrics.unit,
  headlines.qualifier,
  headlines.detail,
  headlines.conflict,
  coalesce(metric_mentions.parts_stated, cast([] as varchar[])) as parts_stated,
  metric_mentions.rate_base,
  coalesce(metric_mentions.set_aside, 0) as set_aside
from coverage
cross join metrics
left join metric_mentions
  on metric_mentions.place_id = coverage.place_id
  and metric_mentions.year = coverage.year
  and metric_mentions.metric_id = metrics.id
left join yearly_values as headlines
  on headlines.place_id = coverage.place_id
  and headlines.year = coverage.year
  and headlines.metric_id = metrics.id
  and headlines.category = ''
