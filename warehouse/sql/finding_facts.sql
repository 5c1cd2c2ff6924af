-- The facts that each finding about figures speaks of, and from the first of them its metric. What it says of words, places and
-- years has none.

delete from finding_facts;

insert into finding_facts by name
with of_figures as (
  select findings.*
  from findings
  inner join finding_kinds using (kind)
  where finding_kinds.caution is not null
),

spans as (
  select
    finding_id,
    report_id,
    raw_start,
    raw_end,
    false as is_other
  from of_figures
  where raw_start is not null

  union all

  select
    finding_id,
    coalesce(other_report_id, report_id) as report_id,
    other_start as raw_start,
    other_end as raw_end,
    true as is_other
  from of_figures
  where other_start is not null
),

-- A span ends with its number. A fact that began before it and ends within it is the one before (3名律师 | 提供咨询20次); one that
-- begins within it may go on to what is counted (27名 | 人民调解员).
spoken_of as (
  select
    spans.finding_id,
    facts.fact_id,
    spans.is_other
  from spans
  inner join facts
    on facts.report_id = spans.report_id
    and facts.raw_start < spans.raw_end
    and facts.raw_end > spans.raw_start
    and (facts.raw_start >= spans.raw_start or facts.raw_end >= spans.raw_end)

  union all

  -- 同比下降12%: the words of a claim hold no fact; what it speaks of stands before them
  select
    of_figures.finding_id,
    stated_changes.fact_id,
    false as is_other
  from of_figures
  inner join stated_changes using (report_id, raw_start, raw_end)
  where stated_changes.fact_id is not null
)

select
  finding_id,
  fact_id,
  bool_and(is_other) as is_other
from spoken_of
group by
  finding_id,
  fact_id
order by
  finding_id,
  fact_id;

-- Findings of one report are made before anything tells which facts there are: the fact nearest to the end of the span names them.
update findings
set
  metric_id = named.metric_id,
  category = named.category
from (
  select
    finding_facts.finding_id,
    arg_min(facts.metric_id, (abs(facts.raw_end - of_metric.raw_end), facts.fact_id)) as metric_id,
    arg_min(facts.category, (abs(facts.raw_end - of_metric.raw_end), facts.fact_id)) as category
  from finding_facts
  inner join facts using (fact_id)
  inner join findings as of_metric using (finding_id)
  where not finding_facts.is_other
  group by finding_facts.finding_id
) as named
where
  named.finding_id = findings.finding_id
  and findings.metric_id is null;
