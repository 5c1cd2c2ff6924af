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
  substr(
    report_texts.raw_text,
    stated_changes.raw_start + 1,
    stated_changes.raw_end - stated_changes.raw_start
  ) as claim,
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
inner join report_texts on report_texts.report_id = stated_changes.report_id
left join metrics on metrics.id = stated_changes.metric_id
left join places on places.place_id = reports.place_id
