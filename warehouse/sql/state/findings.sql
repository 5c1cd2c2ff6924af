-- the gravest findings, kinds taking turns so that one kind does not fill the page, with the words they are about
with
numbered as (
  select
    findings.*,
    case severity when 'error' then 0 when 'warning' then 1 else 2 end as gravity,
    row_number() over (partition by kind, severity order by findings.finding_id) as turn
  from findings
),
one_fact as (
  select finding_id, min(fact_id) as fact_id from finding_facts group by finding_id
)
select
  numbered.finding_id,
  finding_kinds.name_zh as kind,
  numbered.severity,
  places.name as place,
  reports.year,
  numbered.message,
  numbered.raw_start,
  numbered.raw_end,
  own_words.passage,
  other_words.passage as other_passage,
  reports.source,
  reports.url,
  one_fact.fact_id
from numbered
inner join reports using (report_id)
inner join finding_kinds on finding_kinds.kind = numbered.kind
left join places using (place_id)
left join one_fact using (finding_id)
left join passages as own_words
  on own_words.report_id = numbered.report_id
  and own_words.raw_start = numbered.raw_start
  and own_words.raw_end = numbered.raw_end
left join passages as other_words
  on other_words.report_id = coalesce(numbered.other_report_id, numbered.report_id)
  and other_words.raw_start = numbered.other_start
  and other_words.raw_end = numbered.other_end
order by numbered.gravity, numbered.turn, numbered.kind, numbered.finding_id
limit 20
