-- Each series of a place over every year between its first and its last report.
select
  series_spans.place_id,
  places.name as place,
  places.level,
  places.county,
  places.city,
  places.province,
  series_spans.metric_id,
  metrics.name as metric,
  themes.name as theme,
  series_spans.category,
  coverage.year,
  yearly_values.value,
  coalesce(yearly_values.unit, metrics.unit) as unit,
  yearly_values.qualifier,
  yearly_values.low,
  yearly_values.high,
  yearly_values.detail,
  case
    when yearly_values.value is not null then null
    -- A roster turns a missing report from none into expected, a refused file into refused: silent is only a report.
    when coverage.status = 'report' then 'not stated'
    else 'no report'
  end as gap,
  year_over_year.previous_year,
  year_over_year.previous_value,
  year_over_year.change,
  year_over_year.change_percent,
  year_over_year.change_low,
  year_over_year.change_high,
  year_over_year.status,
  coalesce(year_over_year.cautions, cast([] as varchar[])) as cautions,
  coverage.report_id,
  yearly_values.fact_id
from series_spans
inner join places on places.place_id = series_spans.place_id
inner join metrics on metrics.id = series_spans.metric_id
inner join themes on themes.id = metrics.theme
inner join coverage
  on coverage.place_id = series_spans.place_id
  and coverage.year between series_spans.first_report_year and series_spans.last_report_year
left join yearly_values
  on yearly_values.place_id = series_spans.place_id
  and yearly_values.metric_id = series_spans.metric_id
  and yearly_values.category = series_spans.category
  and yearly_values.year = coverage.year
left join year_over_year
  on year_over_year.place_id = series_spans.place_id
  and year_over_year.metric_id = series_spans.metric_id
  and year_over_year.category = series_spans.category
  and year_over_year.year = coverage.year
