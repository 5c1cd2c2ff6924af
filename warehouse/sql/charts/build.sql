-- The build that the warehouse is of.
select
  build_id,
  built_at
from builds
order by
  built_at desc,
  build_id
limit 1;
