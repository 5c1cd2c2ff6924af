-- the figures of one metric by category, with the newest sentence of each
select
  facts.category,
  count(*) as facts,
  count(distinct facts.report_id) as reports,
  min(facts.value) as smallest,
  median(facts.value) as middle,
  max(facts.value) as largest,
  arg_max(facts.evidence, coalesce(reports.year, 0)) as sentence,
  arg_max(facts.fact_id, coalesce(reports.year, 0)) as fact_id
from facts
inner join reports using (report_id)
where
  facts.metric_id = $metric_id
  and facts.role = 'actual'
  and reports.duplicate_of is null
group by facts.category
order by
  facts.category = '' desc,
  facts desc,
  facts.category
