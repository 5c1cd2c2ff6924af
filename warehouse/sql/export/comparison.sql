-- Each comparison of the chosen places and years with the names that a clerk reads, by place, metric and year.
select
  metrics.theme,
  year_over_year.place_id,
  places.county,
  places.name as place,
  year_over_year.year,
  year_over_year.previous_year,
  year_over_year.metric_id,
  year_over_year.category,
  metrics.name as metric,
  metrics.kind = 'rate' as is_rate,
  year_over_year.unit,
  year_over_year.value,
  year_over_year.previous_value,
  year_over_year.change,
  year_over_year.change_percent,
  year_over_year.status,
  year_over_year.cautions,
  year_over_year.fact_id,
  yearly_values.measure_word
from year_over_year
inner join chosen_places on chosen_places.place_id = year_over_year.place_id
inner join chosen_years on chosen_years.year = year_over_year.year
inner join places on places.place_id = year_over_year.place_id
inner join metrics on metrics.id = year_over_year.metric_id
left join yearly_values
  on yearly_values.place_id = year_over_year.place_id
  and yearly_values.metric_id = year_over_year.metric_id
  and yearly_values.category = year_over_year.category
  and yearly_values.year = year_over_year.year
order by
  places.city nulls last,
  places.county nulls last,
  places.name,
  places.place_id,
  year_over_year.year,
  metrics.theme,
  year_over_year.metric_id,
  year_over_year.category;
