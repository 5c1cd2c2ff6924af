-- batches that miss a bound in the newest build
select batch, name_zh, value, floor, ceiling, basis
from build_quality
inner join quality_measures using (measure)
where
  verdict = 'missed'
  and batch <> ''
  and build_id = (select build_id from builds order by built_at desc, build_id desc limit 1)
order by measure, batch
