-- Every known series has one row in every later year with a report, and none elsewhere.
with report_years as (
  select distinct
    place_id,
    year
  from reports
  where
    duplicate_of is null
    and place_id is not null
    and year is not null
),

due as (
  select distinct
    yearly_values.place_id,
    yearly_values.metric_id,
    yearly_values.category,
    report_years.year
  from yearly_values
  inner join report_years
    on report_years.place_id = yearly_values.place_id
    and report_years.year >= yearly_values.year
)

select
  place_id,
  metric_id,
  category,
  year,
  if(due.year is null, 'not due', 'missing') as problem
from due
full join year_over_year using (place_id, metric_id, category, year)
where
  due.year is null
  or year_over_year.status is null
order by all;
