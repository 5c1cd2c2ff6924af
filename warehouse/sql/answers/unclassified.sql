-- each quantity without a metric: what it counts, its unit, the metric that comes nearest, and where it stands
select
  coalesce(numerals.thing, '') as thing,
  coalesce(numerals.unit, '') as unit,
  numerals.nearest_metric_id,
  metrics.name as nearest_name,
  numerals.report_id,
  regexp_replace(
    substr(report_texts.raw_text, greatest(numerals.raw_start - 24, 0) + 1, numerals.raw_end - greatest(numerals.raw_start - 24, 0) + 10),
    '\s+',
    ' ',
    'g'
  ) as words
from numerals
inner join reports using (report_id)
inner join report_texts using (report_id)
left join metrics on metrics.id = numerals.nearest_metric_id
where
  numerals.disposition = 'quantity'
  and reports.duplicate_of is null
order by
  numerals.report_id,
  numerals.ordinal
