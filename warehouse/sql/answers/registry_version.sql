-- the version of the registry that the newest build read with
select registry_version
from builds
order by
  built_at desc,
  build_id desc
limit 1
