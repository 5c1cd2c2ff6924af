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
  own_words.passage,
  other_reports.year as previous_year,
  other_words.passage as previous_passage,
  reports.source
from problems
inner join reports on reports.report_id = problems.report_id
inner join passages as own_words
  on own_words.report_id = problems.report_id
  and own_words.raw_start = problems.raw_start
  and own_words.raw_end = problems.raw_end
left join places on places.place_id = reports.place_id
left join reports as other_reports on other_reports.report_id = problems.previous_report_id
left join passages as other_words
  on other_words.report_id = problems.previous_report_id
  and other_words.raw_start = problems.other_start
  and other_words.raw_end = problems.other_end
