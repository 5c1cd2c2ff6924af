-- reports and refused files by batch, the batches with most refused files first, then by name from the last
with
counted as (
  select batch, 1 as reports, 0 as refused, year from reports
  union all
  select batch, 0, 1, null from rejects
)
select
  batch,
  cast(sum(reports) as bigint) as reports,
  cast(sum(refused) as bigint) as refused,
  min(year) as first_year,
  max(year) as last_year
from counted
group by batch
order by refused desc, batch desc
