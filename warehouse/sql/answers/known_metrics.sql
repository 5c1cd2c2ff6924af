-- the metrics of the registry that the warehouse was built with
select
  id,
  name,
  unit
from metrics
order by
  id
