-- batches of the file published before that hold neither a report nor a refused file any more, where more than the limit
-- of all batches went
with
before as (
  select batch, count(*) as reports_before
  from previous.reports
  group by batch
  having count(*) >= $at_least
),
gone as (
  from before where batch not in (select batch from reports union all select batch from rejects)
)
select batch, reports_before
from gone
where (select count(*) from gone) > (select count(*) from before) * $limit
order by batch
