-- A yearly value must be the value of an achieved fact of a report that counts for that place and year.
select
  yearly_values.place_id,
  yearly_values.metric_id,
  yearly_values.category,
  yearly_values.year,
  yearly_values.value
from yearly_values
left join facts
  on facts.fact_id = yearly_values.fact_id
  and facts.metric_id = yearly_values.metric_id
  and facts.category = yearly_values.category
  and facts.value = yearly_values.value
  and facts.unit = yearly_values.unit
  and facts.role = 'actual'
left join reports
  on reports.report_id = facts.report_id
  and reports.place_id = yearly_values.place_id
  and reports.year = yearly_values.year
  and reports.duplicate_of is null
where
  facts.fact_id is null
  or reports.report_id is null
order by all;
