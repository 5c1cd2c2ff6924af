-- Each yearly value is one that the report states, and a report that is said to state nothing but zero has no other value.
select
  yearly_values.place_id,
  yearly_values.year,
  yearly_values.metric_id,
  yearly_values.category,
  yearly_values.value,
  metric_mentions.status,
  metric_mentions.parts_stated
from yearly_values
left join metric_mentions using (place_id, year, metric_id)
where
  coalesce(metric_mentions.status, 'not_stated') not in ('stated', 'zero', 'zero_of_part')
  or (yearly_values.value <> 0 and metric_mentions.status <> 'stated')
  or (yearly_values.category <> '' and not list_contains(metric_mentions.parts_stated, yearly_values.category))
order by all
