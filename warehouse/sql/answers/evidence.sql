-- one fact with its evidence, by the beginning of its id; a few more, so that an unclear beginning can be told
select
  f.fact_id,
  r.source,
  p.name as place,
  r.year,
  f.metric_id,
  m.name as metric,
  f.category,
  f.detail,
  f.value,
  f.unit,
  f.measure_word,
  f.qualifier,
  f.period,
  f.role,
  f.number_text,
  f.evidence,
  f.raw_start,
  f.raw_end,
  f.text_start,
  f.text_end,
  n.raw_start as number_raw_start,
  n.raw_end as number_raw_end,
  t.raw_text,
  t.text,
  f.section_id
from facts as f
join reports as r using (report_id)
join report_texts as t using (report_id)
join metrics as m on m.id = f.metric_id
left join places as p using (place_id)
left join numerals as n on n.report_id = f.report_id and n.ordinal = f.numeral_ordinal
where starts_with(f.fact_id, $prefix)
order by f.fact_id
limit 6
