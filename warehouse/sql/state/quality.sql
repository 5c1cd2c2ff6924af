-- each measure of the whole corpus in the newest build, with its values in the builds before, oldest first
with
numbered as (
  select build_id, row_number() over (order by built_at desc, build_id desc) as back from builds
)
select
  quality_measures.measure,
  quality_measures.name_zh,
  arg_min(build_quality.value, back) as value,
  arg_min(build_quality.floor, back) as floor,
  arg_min(build_quality.ceiling, back) as ceiling,
  arg_min(build_quality.verdict, back) as verdict,
  array_agg(build_quality.value order by back desc) as history
from build_quality
inner join numbered using (build_id)
inner join quality_measures using (measure)
where build_quality.batch = '' and back <= 24
group by quality_measures.measure, quality_measures.name_zh
having min(back) = 1
order by quality_measures.measure
