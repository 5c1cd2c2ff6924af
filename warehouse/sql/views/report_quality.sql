-- How well each report could be read, with the names that a reader looks for it by.
select
  report_counts.report_id,
  reports.source,
  reports.batch,
  reports.place_id,
  places.name as place,
  places.level,
  places.county,
  places.city,
  places.province,
  reports.year,
  reports.title,
  reports.published_on,
  reports.covers_until,
  reports.script,
  reports.duplicate_of,
  coalesce(coverage.report_id = reports.report_id, false) as counts_for_year,
  report_counts.quantities / nullif(report_counts.counted_numerals, 0) * 100 as unclassified_percent,
  report_counts.* exclude (report_id)
from report_counts
inner join reports on reports.report_id = report_counts.report_id
left join places on places.place_id = reports.place_id
left join coverage
  on coverage.place_id = reports.place_id
  and coverage.year = reports.year
