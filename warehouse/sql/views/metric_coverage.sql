-- Whether the report that counts for a place and year states a metric: every place × year × metric.
with told as (
  select
    report_id,
    metric_id,
    count(*) filter (where role = 'actual' and period in ('year', 'stock') and value <> 0) as figures,
    count(*) filter (where role = 'actual' and period in ('year', 'stock') and value = 0) as zeros,
    count(*) filter (
      where role = 'actual' and period in ('year', 'stock') and value = 0 and detail is null and category = ''
    ) as whole_zeros,
    count(*) filter (where role = 'actual' and value is null) as unread,
    count(*) filter (where role <> 'actual' or period not in ('year', 'stock')) as set_aside
  from facts
  group by
    report_id,
    metric_id
),

-- 化解矛盾纠纷数十件: a number that the text leaves open is a row of the ledger with the metric whose words stand nearest
left_open as (
  select
    report_id,
    nearest_metric_id as metric_id,
    count(*) as figures
  from numerals
  where
    disposition = 'quantity'
    and value is null
    and nearest_metric_id is not null
  group by
    report_id,
    nearest_metric_id
),

headlines as (
  select *
  from yearly_values
  where category = ''
)

select
  coverage.place_id,
  coverage.year,
  metrics.id as metric_id,
  case
    when coverage.status = 'refused' then 'refused'
    when coverage.status <> 'report' then 'no_report'
    when told.figures > 0 then 'stated'
    when told.whole_zeros > 0 then 'zero'
    when told.zeros > 0 then 'zero_of_part'
    when told.unread > 0 or left_open.figures > 0 then 'unreadable'
    else 'not_stated'
  end as status,
  coverage.status as report_status,
  coverage.report_id,
  headlines.value,
  metrics.unit,
  headlines.qualifier,
  headlines.detail,
  headlines.conflict,
  coalesce(told.set_aside, 0) as set_aside
from coverage
cross join metrics
left join told
  on told.report_id = coverage.report_id
  and told.metric_id = metrics.id
left join left_open
  on left_open.report_id = coverage.report_id
  and left_open.metric_id = metrics.id
left join headlines
  on headlines.place_id = coverage.place_id
  and headlines.year = coverage.year
  and headlines.metric_id = metrics.id
