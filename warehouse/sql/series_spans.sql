-- Every series of every place with its years, so that a view need not look through all values to know which there are.

delete from series_spans;

insert into series_spans by name
with report_spans as (
  select
    place_id,
    min(year) as first_report_year,
    max(year) as last_report_year
  from ranked_reports
  where standing = 1
  group by place_id
)

select
  yearly_values.place_id,
  yearly_values.metric_id,
  yearly_values.category,
  any_value(report_spans.first_report_year) as first_report_year,
  any_value(report_spans.last_report_year) as last_report_year,
  min(yearly_values.year) as first_year,
  max(yearly_values.year) as last_year,
  count(*) as years_stated
from yearly_values
inner join report_spans using (place_id)
group by
  yearly_values.place_id,
  yearly_values.metric_id,
  yearly_values.category
order by
  yearly_values.place_id,
  yearly_values.metric_id,
  yearly_values.category;
