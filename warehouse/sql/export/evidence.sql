-- Every fact of the chosen reports with its sentence, in reading order of each report.
select
  facts.fact_id,
  places.county,
  places.name as place,
  reports.year,
  themes.name as theme,
  metrics.name as metric,
  facts.category,
  facts.value,
  facts.unit,
  facts.number_text,
  facts.qualifier,
  facts.role,
  facts.period,
  facts.detail,
  facts.evidence,
  sections.title as section,
  reports.source,
  reports.duplicate_of is not null as is_republication
from facts
inner join chosen_reports using (report_id)
inner join reports using (report_id)
left join places using (place_id)
left join metrics on metrics.id = facts.metric_id
left join themes on themes.id = metrics.theme
left join sections using (section_id)
order by
  places.city nulls last,
  places.county nulls last,
  place nulls last,
  reports.place_id,
  reports.year,
  facts.report_id,
  facts.text_start,
  facts.fact_id;
