-- Facts whose number could not be read: NULL, never a guess, and never many.
select
  fact_id,
  report_id,
  metric_id,
  number_text
from facts
where value is null
order by fact_id;
