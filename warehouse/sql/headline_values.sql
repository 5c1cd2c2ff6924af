-- What facts_wide shows, one list a place and year: picking 128 metrics out of the yearly values for each question took seconds.

delete from headline_values;

insert into headline_values by name
with report_years as (
  select
    place_id,
    year,
    report_id,
    is_part_year
  from ranked_reports
  where standing = 1
),

-- every metric in every report, so that each list has all metrics in the same place
cells as (
  select
    report_years.place_id,
    report_years.year,
    metrics.id as metric_id,
    metrics.name,
    yearly_values.value,
    coalesce(yearly_values.unit = metrics.unit, false) as has_own_unit,
    concat_ws(
      '、',
      if(
        yearly_values.unit <> metrics.unit,
        '以“' || coalesce(yearly_values.measure_word, yearly_values.unit) || '”计，未列入',
        null
      ),
      case yearly_values.qualifier
        when 'over' then '原文带“余、以上”'
        when 'under' then '原文带“不足、以内”'
        when 'about' then '原文带“约、近”'
      end,
      if(yearly_values.conflict, '报告前后不一', null),
      if(yearly_values.unit_inferred, '量词缺失', null),
      '限定语“' || yearly_values.detail || '”'
    ) as note
  from report_years
  cross join metrics
  left join yearly_values
    on yearly_values.place_id = report_years.place_id
    and yearly_values.year = report_years.year
    and yearly_values.metric_id = metrics.id
    and yearly_values.category = ''
),

gathered as (
  select
    place_id,
    year,
    list(if(has_own_unit, value, null) order by metric_id) as headlines,
    string_agg(name || '：' || note, '；' order by metric_id) filter (where note <> '') as notes
  from cells
  group by
    place_id,
    year
)

select
  report_years.place_id,
  report_years.year,
  report_years.report_id,
  report_years.is_part_year,
  gathered.headlines,
  gathered.notes
from report_years
inner join gathered using (place_id, year)
order by
  report_years.place_id,
  report_years.year;
