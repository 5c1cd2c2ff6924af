-- Each fact with the words it was read from. A report's outline has three levels at most.
select
  facts.fact_id,
  facts.report_id,
  reports.place_id,
  places.name as place,
  places.county,
  places.province,
  places.level,
  reports.year,
  facts.metric_id,
  metrics.name as metric,
  metrics.theme,
  facts.category,
  facts.detail,
  facts.value,
  facts.low,
  facts.high,
  facts.unit,
  facts.measure_word,
  facts.qualifier,
  facts.period,
  facts.role,
  facts.number_text,
  facts.evidence as sentence,
  facts.raw_span,
  facts.raw_start,
  facts.raw_end,
  concat_ws(' > ', highest.title, upper_section.title, sections.title) as heading_path,
  reports.title,
  reports.source,
  reports.url,
  reports.duplicate_of,
  facts.rule
from facts
inner join reports on reports.report_id = facts.report_id
inner join metrics on metrics.id = facts.metric_id
left join places on places.place_id = reports.place_id
left join sections on sections.section_id = facts.section_id
left join sections as upper_section on upper_section.section_id = sections.parent_id
left join sections as highest on highest.section_id = upper_section.parent_id
