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
  substr(texts.raw_text, findings.raw_start + 1, findings.raw_end - findings.raw_start) as passage,
  case
    when findings.other_start is not null then coalesce(other_reports.year, reports.year)
  end as other_year,
  substr(
    coalesce(other_texts.raw_text, texts.raw_text),
    findings.other_start + 1,
    findings.other_end - findings.other_start
  ) as other_passage,
  reports.source,
  other_reports.source as other_source
from findings
inner join reports on reports.report_id = findings.report_id
inner join report_texts as texts on texts.report_id = findings.report_id
left join metrics on metrics.id = findings.metric_id
left join places on places.place_id = reports.place_id
left join reports as other_reports on other_reports.report_id = findings.other_report_id
left join report_texts as other_texts on other_texts.report_id = findings.other_report_id
