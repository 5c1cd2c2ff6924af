-- What each report says of each series: one figure, and whether another of its figures contradicts it.
-- Temporary: `yearly_values` and the audit are made of it.

create or replace temp table ranked_reports as
select
  report_id,
  place_id,
  year,
  covers_until,
  -- figures up to December are the year's figures: reports are written in its last weeks
  coalesce(covers_until < make_date(year, 12, 1), false) as is_part_year,
  -- 1 is the report that counts for its place and year: one on the whole year before one on a part, then the newest
  case
    when place_id is not null and year is not null then row_number() over (
      partition by
        place_id,
        year
      order by
        coalesce(covers_until < make_date(year, 12, 1), false),
        published_on desc nulls last,
        covers_until desc nulls last,
        source
    )
  end as standing
from reports
where duplicate_of is null;

create or replace temp table achieved as
select
  facts.fact_id,
  facts.report_id,
  facts.metric_id,
  facts.category,
  facts.value,
  facts.unit,
  facts.qualifier,
  facts.period,
  facts.detail,
  facts.measure_word,
  facts.evidence,
  facts.unit_inferred,
  facts.is_total,
  facts.is_part,
  -- 其中草场界线纠纷11件, 因执法不当引发的行政诉讼0件: no headline while the report tells a broader figure
  facts.category = '' and (facts.is_part or (facts.value = 0 and facts.detail is not null)) as is_narrow,
  facts.low,
  facts.high,
  facts.until_month,
  measure_words.scale,
  measure_words.counts,
  -- the total wins, then what is no part, what nothing narrows, what stands first
  row_number() over (
    partition by
      facts.report_id,
      facts.metric_id,
      facts.category
    order by
      facts.is_total desc,
      facts.category = '' and facts.is_part,
      facts.value = 0 and facts.detail is not null,
      facts.detail is not null,
      facts.until_month is not null,
      facts.raw_start,
      facts.raw_end,
      facts.fact_id
  ) as choice,
  count(*) over (
    partition by
      facts.report_id,
      facts.metric_id,
      facts.category
  ) as figure_count
from facts
inner join ranked_reports using (report_id)
left join measure_words using (measure_word)
where
  facts.role = 'actual'
  and is_own_period(facts.period, ranked_reports.covers_until)
  and facts.value is not null;

-- Two figures claim the same where they have the same period and unit, count alike and are narrowed alike: with the same words, or
-- by nothing. A metric whose reports list many activities (publicity.events) has no two figures that must be equal, unless both are
-- told as the year's total (全年共发放12,500份; 全年累计发放15,200份).
create or replace temp table report_values as
with rivals as (
  select
    chosen.fact_id,
    arg_min(other.fact_id, other.choice) as rival_fact_id
  from achieved as chosen
  inner join achieved as other
    on other.report_id = chosen.report_id
    and other.metric_id = chosen.metric_id
    and other.category = chosen.category
    and other.choice > 1
  inner join metrics on metrics.id = chosen.metric_id
  where
    chosen.choice = 1
    and (not metrics.many or (chosen.is_total and other.is_total and chosen.detail is null and other.detail is null))
    and other.period = chosen.period
    and other.unit = chosen.unit
    and other.until_month is not distinct from chosen.until_month
    and same_scope(other.detail, chosen.detail)
    and other.evidence <> chosen.evidence -- 187件, 其中超限运输占139件: one sentence does not tell a figure twice
    and not counts_differ(chosen.scale, chosen.counts, other.scale, other.counts)
    and figures_contradict(chosen.value, chosen.qualifier, other.value, other.qualifier, chosen.detail)
  group by chosen.fact_id
),

-- 受理纠纷120件，其中草场界线纠纷11件: the whole is told, if only under a category; then its part is no headline.
overshadowed as (
  select distinct narrow.fact_id
  from achieved as narrow
  inner join achieved as broader using (report_id, metric_id)
  where
    narrow.choice = 1
    and narrow.is_narrow
    and broader.category <> ''
    and not broader.is_narrow
    and broader.unit = narrow.unit
    and broader.value > 0
    and broader.value >= narrow.value
)

select
  achieved.* exclude (evidence, is_total, is_part, until_month, is_narrow),
  achieved.is_part and achieved.category = '' as is_part, -- of a category that it is a part says its name
  ranked_reports.place_id,
  ranked_reports.year,
  ranked_reports.standing,
  ranked_reports.is_part_year or achieved.until_month is not null as is_part_year,
  -- a figure's own words go before the report's: 截至10月底 in a report on the whole year
  coalesce(achieved.until_month, if(ranked_reports.is_part_year, month(ranked_reports.covers_until), null)) as covers_month,
  ranked_reports.covers_until,
  rivals.rival_fact_id
from achieved
inner join ranked_reports using (report_id)
left join rivals using (fact_id)
anti join overshadowed using (fact_id)
where achieved.choice = 1;
