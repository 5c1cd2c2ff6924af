-- Each problem that a report names, in its own words and in those of the report before.
select
  problems.report_id,
  problems.ordinal,
  reports.place_id,
  places.name as place,
  places.county,
  reports.year,
  problems.name as problem,
  problems.status,
  problems.next_status,
  problems.first_year,
  problems.times_named,
  problems.similarity,
  substr(texts.raw_text, problems.raw_start + 1, problems.raw_end - problems.raw_start) as passage,
  other_reports.year as previous_year,
  substr(
    other_texts.raw_text,
    problems.other_start + 1,
    problems.other_end - problems.other_start
  ) as previous_passage,
  reports.source
from problems
inner join reports on reports.report_id = problems.report_id
inner join report_texts as texts on texts.report_id = problems.report_id
left join places on places.place_id = reports.place_id
left join reports as other_reports on other_reports.report_id = problems.previous_report_id
left join report_texts as other_texts
  on other_texts.report_id = problems.previous_report_id
  and problems.other_start is not null
