-- Findings of the chosen reports, the gravest first, each with the words it is about.
select
  findings.severity,
  places.county,
  places.name as place,
  reports.year,
  finding_kinds.name_zh,
  metrics.name as metric,
  findings.category,
  finding_kinds.rule_zh,
  findings.message,
  findings.expected,
  findings.found,
  substr(report_texts.raw_text, findings.raw_start + 1, least(findings.raw_end - findings.raw_start, 500)) as words,
  reports.source,
  other.source as other_source,
  findings.kind
from findings
inner join chosen_reports using (report_id)
inner join reports using (report_id)
left join places using (place_id)
left join report_texts using (report_id)
left join finding_kinds using (kind)
left join metrics on metrics.id = findings.metric_id
left join reports as other on other.report_id = findings.other_report_id
order by
  case findings.severity when 'error' then 0 when 'warning' then 1 else 2 end,
  places.city nulls last,
  places.county nulls last,
  place nulls last,
  reports.year,
  findings.kind,
  findings.raw_start,
  findings.finding_id;
