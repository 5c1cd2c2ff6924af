-- Reports that no series can use, because their year can't be told.
select
  report_id,
  source,
  title
from reports
where year is null
order by source;
