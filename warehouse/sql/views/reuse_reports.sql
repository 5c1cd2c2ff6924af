-- How much of each report stood in the place's report before.
select
  text_reuse.report_id,
  reports.place_id,
  places.name as place,
  places.county,
  places.province,
  reports.year,
  text_reuse.previous_year,
  text_reuse.sentences,
  text_reuse.exact,
  text_reuse.near,
  text_reuse.only_figures_differ,
  text_reuse.share * 100 as carried_percent,
  text_reuse.exact_share * 100 as exact_percent,
  text_reuse.passage_sentences,
  reports.source,
  text_reuse.previous_report_id
from text_reuse
inner join reports on reports.report_id = text_reuse.report_id
left join places on places.place_id = reports.place_id
