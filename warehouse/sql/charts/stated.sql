-- The series that a place states: in how many of its years, and by how many places of the corpus. The most fully stated first.
with everywhere as (
  select
    metric_id,
    category,
    count(distinct place_id) as places
  from yearly_values
  group by
    metric_id,
    category
)

select
  yearly_values.metric_id,
  yearly_values.category,
  count(*) as years,
  any_value(everywhere.places) as places
from yearly_values
inner join everywhere
  on everywhere.metric_id = yearly_values.metric_id
  and everywhere.category = yearly_values.category
where yearly_values.place_id = $place_id
group by
  yearly_values.metric_id,
  yearly_values.category
order by
  years desc,
  places desc,
  yearly_values.metric_id,
  yearly_values.category;
