-- Evidence that a reader must search: the span should hold what is counted and the number, not a paragraph.
select
  fact_id,
  report_id,
  metric_id,
  raw_end - raw_start as characters
from facts
where raw_end - raw_start > 120
order by fact_id;
