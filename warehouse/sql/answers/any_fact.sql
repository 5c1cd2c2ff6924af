-- one fact to look at: the first of the newest report
select facts.fact_id
from facts
inner join reports using (report_id)
order by
  reports.year desc nulls last,
  facts.report_id,
  facts.raw_start,
  facts.fact_id
limit 1
