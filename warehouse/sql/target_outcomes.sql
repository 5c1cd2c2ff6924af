-- What reports promise for a year, against what the report that counts for that year states. A promise of the report's own year
-- (不少于40场，实际开展52场) is held against the same report.

delete from target_outcomes;

-- Far enough back to hold the words before a number in its own clause; longer clauses are cut, and tell nothing wrong by it.
create or replace temp macro clause_reach() as 40;

create or replace temp macro has_word(words, clause) as
  coalesce(len(list_filter(words, lambda word: contains(clause, word))) > 0, false);

create or replace temp macro words_of(code) as (
  select words
  from outcome_reasons
  where reason = code
);

-- 信访量控制在10件: without such a word, and without 以内 or 不超过, a promise is one of at least so many.
create or replace temp macro ceiling_words() as
  ['控制在', '降到', '降至', '下降到', '下降至', '减少到', '减少至', '压减到', '压减至', '压降到', '压降至'];

insert into target_outcomes by name
with promises as (
  select
    facts.*,
    ranked_reports.place_id,
    ranked_reports.year as report_year,
    -- a period in other words (近三年, 2021—2025年) is no year to look up
    case
      when facts.period in ('year', 'stock') then ranked_reports.year
      when regexp_full_match(facts.period, '\d{4}') then cast(facts.period as integer)
    end as target_year,
    -- from the last comma before the number to the number
    regexp_extract(
      substr(
        report_texts.text,
        greatest(facts.text_end - clause_reach(), 0) + 1,
        least(facts.text_end, clause_reach())
      ),
      '[^，。；：\n]*$'
    ) as clause
  from facts
  inner join ranked_reports using (report_id)
  left join report_texts using (report_id)
  where
    facts.role = 'target'
    and ranked_reports.standing = 1
),

directed as (
  select
    *,
    case
      when qualifier = 'over' then 'at least'
      when qualifier = 'under' or value = 0 then 'at most'
      when has_word(ceiling_words(), clause) then 'at most'
      else 'at least'
    end as bound
  from promises
  where target_year is not null
),

held as (
  select
    directed.*,
    target_reports.report_id as achieved_report_id,
    achieved.value as achieved_value,
    achieved.unit as achieved_unit,
    achieved.qualifier as achieved_qualifier,
    achieved.fact_id as achieved_fact_id,
    achieved.is_part_year,
    achieved.conflict,
    achieved.unit_inferred as achieved_unit_inferred,
    metrics.kind,
    same_scope(directed.detail, achieved.detail) as has_same_scope,
    coalesce(directed.unit = achieved.unit, false)
    and not counts_differ(words.scale, words.counts, achieved_words.scale, achieved_words.counts) as counts_the_same,
    achieved.low as achieved_low,
    achieved.high as achieved_high,
    target_year > (select max(year) from coverage) as is_ahead
  from directed
  inner join metrics on metrics.id = directed.metric_id
  left join ranked_reports as target_reports
    on target_reports.place_id = directed.place_id
    and target_reports.year = directed.target_year
    and target_reports.standing = 1
  left join yearly_values as achieved
    on achieved.place_id = directed.place_id
    and achieved.metric_id = directed.metric_id
    and achieved.category = directed.category
    and achieved.year = directed.target_year
  left join measure_words as words on words.measure_word = directed.measure_word
  left join measure_words as achieved_words on achieved_words.measure_word = achieved.measure_word
),

-- By the numbers alone: 300余 against 350 is neither, 约50场 is not missed with 46. Where words set no bound (以上), nothing lies
-- beyond it.
by_numbers as (
  select
    *,
    case
      when bound = 'at least' and achieved_low >= value then true
      when bound = 'at least' and achieved_high < low then false
      when bound = 'at most' and achieved_high <= value then true
      when bound = 'at most' and achieved_low > high then false
    end as is_met
  from held
),

-- Half a year can keep a promise of at least so many, and break one of at most; a stock or rate may still move.
reasoned as (
  select
    *,
    case
      when achieved_value is null then null
      when value is null then 'unread'
      when kind = 'stock' and has_word(words_of('addition'), clause) then 'addition'
      when has_word(words_of('each'), clause) then 'each'
      when not counts_the_same then 'unit'
      when not has_same_scope then 'scope'
      when conflict then 'conflict'
      when unit_inferred or achieved_unit_inferred then 'lost_unit'
      when is_part_year and (kind <> 'flow' or is_met is distinct from (bound = 'at least')) then 'part_year'
      when is_met is null then 'approximate'
    end as reason
  from by_numbers
)

select
  fact_id,
  report_id,
  place_id,
  metric_id,
  category,
  report_year,
  target_year,
  value as promised_value,
  unit as promised_unit,
  qualifier as promised_qualifier,
  detail as promised_detail,
  number_text as promised_number_text,
  evidence as promised_sentence,
  bound,
  achieved_value,
  achieved_unit,
  achieved_qualifier,
  case
    when achieved_report_id is null and is_ahead then 'not due'
    when achieved_report_id is null then 'no report'
    when achieved_value is null then 'not reported'
    when reason is not null then 'unclear'
    when is_met then 'met'
    else 'missed'
  end as status,
  if(achieved_value is not null and reason is null, is_met, null) as met,
  reason,
  achieved_fact_id,
  achieved_report_id
from reasoned
order by
  place_id,
  metric_id,
  category,
  target_year,
  fact_id;
