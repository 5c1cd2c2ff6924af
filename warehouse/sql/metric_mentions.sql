-- What the report that counts for a place and year says of each metric, where it says anything: counting facts and ledger rows for each
-- question would read all of them.

delete from metric_mentions;

insert into metric_mentions by name
with counted as (
  select
    place_id,
    year,
    report_id,
    covers_until
  from ranked_reports
  where standing = 1
),

own_facts as (
  select
    counted.place_id,
    counted.year,
    facts.metric_id,
    facts.category,
    facts.detail,
    facts.value,
    facts.role = 'actual' as is_actual,
    facts.role = 'actual' and is_own_period(facts.period, counted.covers_until) as is_achieved
  from facts
  inner join counted using (report_id)
),

told as (
  select
    place_id,
    year,
    metric_id,
    count_if(is_achieved and value <> 0) as figures,
    count_if(is_achieved and value = 0) as zeros,
    count_if(is_achieved and value = 0 and detail is null and category = '') as whole_zeros,
    count_if(is_actual and value is null) as unread,
    count_if(not is_achieved) as set_aside
  from own_facts
  group by
    place_id,
    year,
    metric_id
),

-- 化解矛盾纠纷数十件: a number that the text leaves open is a row of the ledger with the metric whose words stand nearest
left_open as (
  select
    counted.place_id,
    counted.year,
    numerals.nearest_metric_id as metric_id,
    count(*) as figures
  from numerals
  inner join counted using (report_id)
  where
    numerals.disposition = 'quantity'
    and numerals.value is null
    and numerals.nearest_metric_id is not null
  group by
    counted.place_id,
    counted.year,
    numerals.nearest_metric_id
),

parts as (
  select
    place_id,
    year,
    metric_id,
    list(category order by category) as stated
  from yearly_values
  where category <> ''
  group by
    place_id,
    year,
    metric_id
),

-- the count that a rate is a share of, whether or not the rate itself is told: without a case no rate of appearance is due
bases as (
  select
    yearly_values.place_id,
    yearly_values.year,
    rates.metric_id,
    arg_min(yearly_values.value, rates.place) as value
  from yearly_values
  inner join (
    select
      id as metric_id,
      unnest(rate_of) as base_id,
      generate_subscripts(rate_of, 1) as place
    from metrics
  ) as rates
    on rates.base_id = yearly_values.metric_id
    and yearly_values.category = ''
  group by
    yearly_values.place_id,
    yearly_values.year,
    rates.metric_id
)

select
  place_id,
  year,
  metric_id,
  case
    when told.figures > 0 then 'stated'
    when told.whole_zeros > 0 then 'zero'
    when told.zeros > 0 then 'zero_of_part'
    when told.unread > 0 or left_open.figures > 0 then 'unreadable'
    else 'not_stated'
  end as status,
  coalesce(parts.stated, []) as parts_stated,
  bases.value as rate_base,
  coalesce(told.set_aside, 0) as set_aside
from told
full join left_open using (place_id, year, metric_id)
full join bases using (place_id, year, metric_id)
left join parts using (place_id, year, metric_id)
order by
  place_id,
  year,
  metric_id;
