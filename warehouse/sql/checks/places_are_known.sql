-- Reports that no series can use, because their place can't be told.
select
  report_id,
  source,
  title
from reports
where place_id is null
order by source;
