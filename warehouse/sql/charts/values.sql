-- One series of one place, a row a year that states it. `low` and `high` bound what the words allow; `high` is NULL where they set
-- no bound (以上). `status`, `previous_year` and `cautions`: how it compares with the report before.
select
  yearly_values.year,
  yearly_values.value,
  yearly_values.measure_word,
  yearly_values.qualifier,
  yearly_values.low,
  yearly_values.high,
  yearly_values.is_part_year,
  yearly_values.conflict,
  rival.value as rival,
  year_over_year.previous_year,
  year_over_year.status,
  coalesce(year_over_year.cautions, []) as cautions
from yearly_values
left join facts as rival on rival.fact_id = yearly_values.conflict_fact_id
left join year_over_year
  on year_over_year.place_id = yearly_values.place_id
  and year_over_year.metric_id = yearly_values.metric_id
  and year_over_year.category = yearly_values.category
  and year_over_year.year = yearly_values.year
where
  yearly_values.place_id = $place_id
  and yearly_values.metric_id = $metric_id
  and yearly_values.category = $category
order by yearly_values.year;
