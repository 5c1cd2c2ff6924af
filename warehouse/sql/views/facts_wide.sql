-- One row a place and year with a report, one column a metric: its headline in the metric's own unit. What the columns can't show
-- (a value in another unit, a word of degree, two values for one thing) stands in notes.
select
  coverage.place_id,
  places.province,
  places.city,
  places.county,
  places.name as place,
  places.level,
  coverage.year,
  coverage.report_id,
  coalesce(headlines.is_part_year, false) as is_part_year,
  headlines.notes,
  /* metric columns, in the order of the registry's ids: headlines."…" */
from coverage
inner join places on places.place_id = coverage.place_id
left join (
  select
    yearly_values.place_id,
    yearly_values.year,
    bool_or(yearly_values.is_part_year) as is_part_year,
    string_agg(
      metrics.name || '：'
      || concat_ws(
        '、',
        if(yearly_values.unit <> metrics.unit, '以“' || coalesce(yearly_values.measure_word, yearly_values.unit) || '”计，未列入', null),
        case yearly_values.qualifier when 'over' then '原文为“余、以上”' when 'under' then '原文为“不足、以内”' when 'about' then '原文为“约、近”' end,
        if(yearly_values.conflict, '报告前后不一', null),
        if(yearly_values.unit_inferred, '量词缺失', null),
        if(yearly_values.detail is not null, '限于“' || yearly_values.detail || '”', null)
      ),
      '；'
      order by yearly_values.metric_id
    ) filter (
      where
        yearly_values.unit <> metrics.unit
        or yearly_values.qualifier <> 'exact'
        or yearly_values.conflict
        or yearly_values.unit_inferred
        or yearly_values.detail is not null
    ) as notes,
    /* metric values, one a metric: max(value) filter (…) as "…" */
  from yearly_values
  inner join metrics on metrics.id = yearly_values.metric_id
  where yearly_values.category = ''
  group by
    yearly_values.place_id,
    yearly_values.year
) as headlines
  on headlines.place_id = coverage.place_id
  and headlines.year = coverage.year
where coverage.status = 'report'
