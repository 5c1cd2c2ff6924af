-- All metrics, for whoever names one.
select
  id,
  name,
  unit,
  kind
from metrics
order by id;
