-- Rows of year_over_year whose status, change or values do not follow from yearly_values.
select
  year_over_year.place_id,
  year_over_year.metric_id,
  year_over_year.category,
  year_over_year.year,
  year_over_year.status,
  year_over_year.change
from year_over_year
left join yearly_values as this
  using (place_id, metric_id, category, year)
left join yearly_values as before
  on before.place_id = year_over_year.place_id
  and before.metric_id = year_over_year.metric_id
  and before.category = year_over_year.category
  and before.year = year_over_year.previous_year
where
  this.value is distinct from year_over_year.value
  or before.value is distinct from year_over_year.previous_value
  or (year_over_year.status = 'compared') <> (year_over_year.change is not null)
  or (year_over_year.status = 'dropped') <> (year_over_year.value is null)
  or (year_over_year.status = 'new') <> (year_over_year.value is not null and year_over_year.previous_value is null)
  or year_over_year.change not between
    coalesce(year_over_year.change_low, '-inf'::double) and coalesce(year_over_year.change_high, 'inf'::double)
  or abs(year_over_year.value - year_over_year.previous_value - year_over_year.change) > 1e-6
order by all;
