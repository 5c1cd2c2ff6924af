-- Each finding with the words of both places.
select
  findings.finding_id,
  findings.kind,
  findings.severity,
  places.name as place,
  places.county,
  reports.year,
  findings.metric_id,
  metrics.name as metric,
  findings.category,
  findings.message,
  findings.expected,
  findings.found,
  own_words.passage,
  case
    when findings.other_start is not null then coalesce(other_reports.year, reports.year)
  end as other_year,
  other_words.passage as other_passage,
  reports.source,
  other_reports.source as other_source
from findings
inner join reports on reports.report_id = findings.report_id
left join passages as own_words
  on own_words.report_id = findings.report_id
  and own_words.raw_start = findings.raw_start
  and own_words.raw_end = findings.raw_end
left join metrics on metrics.id = findings.metric_id
left join places on places.place_id = reports.place_id
left join reports as other_reports on other_reports.report_id = findings.other_report_id
left join passages as other_words
  on other_words.report_id = coalesce(findings.other_report_id, findings.report_id)
  and other_words.raw_start = findings.other_start
  and other_words.raw_end = findings.other_end
