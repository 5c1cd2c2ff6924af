-- Each promise of a report that counts has one outcome, and met is told exactly where the status says so.
select
  fact_id,
  facts.period,
  target_outcomes.status,
  target_outcomes.met,
  target_outcomes.reason
from facts
inner join coverage using (report_id)
full join target_outcomes using (fact_id)
where
  (
    facts.role = 'target'
    and regexp_full_match(facts.period, 'year|stock|\d{4}')
    and target_outcomes.status is null
  )
  or target_outcomes.met is distinct from case target_outcomes.status when 'met' then true when 'missed' then false end
  or coalesce(target_outcomes.status = 'unclear', false) <> (target_outcomes.reason is not null)
order by all;
