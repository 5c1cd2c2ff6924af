-- Each change that a report claims, with the words of the claim.
select
  stated_changes.report_id,
  stated_changes.ordinal,
  reports.place_id,
  places.name as place,
  places.county,
  reports.year,
  stated_changes.metric_id,
  metrics.name as metric,
  stated_changes.category,
  passages.passage as claim,
  stated_changes.stated,
  stated_changes.stated_as,
  stated_changes.from_value,
  stated_changes.to_value,
  stated_changes.base_year,
  stated_changes.computed,
  stated_changes.compared_with,
  stated_changes.verdict,
  reports.source,
  reports.duplicate_of
from stated_changes
inner join reports on reports.report_id = stated_changes.report_id
inner join passages
  on passages.report_id = stated_changes.report_id
  and passages.raw_start = stated_changes.raw_start
  and passages.raw_end = stated_changes.raw_end
left join metrics on metrics.id = stated_changes.metric_id
left join places on places.place_id = reports.place_id
