-- yearly values that both files hold and that differ, where they are a larger share of all that both hold than the limit
with
both_hold as (
  select
    now.place_id,
    now.metric_id,
    now.category,
    now.year,
    before.value as value_before,
    now.value,
    now.unit
  from yearly_values as now
  inner join previous.yearly_values as before using (place_id, metric_id, category, year)
),
totals as (
  select count(*) as values_held, count(*) filter (where value is distinct from value_before) as values_changed
  from both_hold
)
select
  places.name as place,
  both_hold.year,
  coalesce(metrics.name, both_hold.metric_id) as metric,
  both_hold.category,
  both_hold.value_before,
  both_hold.value,
  both_hold.unit
from both_hold
cross join totals
left join places using (place_id)
left join metrics on metrics.id = both_hold.metric_id
where
  both_hold.value is distinct from both_hold.value_before
  and totals.values_held >= $at_least
  and totals.values_changed > totals.values_held * $limit
order by abs(both_hold.value - both_hold.value_before) / greatest(abs(both_hold.value_before), 1) desc nulls first,
  both_hold.place_id, both_hold.metric_id, both_hold.category, both_hold.year
