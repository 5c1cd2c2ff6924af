-- The changes that reports claim, held against their own from and to figures and against the report of the year before.

create or replace temp table claims as
select * exclude (computed, compared_with, verdict)
from stated_changes;

delete from stated_changes;

-- What the report's printed figures allow: 增长15% was rounded or cut from 14.5 to 15.99, 增加3件 is exactly 3, 增加1.2万元
-- is good to the last printed digit. A word of degree (增长约15%) stands in the ledger.
create or replace temp macro printed_step(stated, in_percent, is_measured) as
  case
    when in_percent
      then pow(10, -length(rtrim(split_part(cast(cast(stated as decimal(18, 6)) as varchar), '.', 2), '0')))
    when is_measured and stated <> 0
      then pow(
        10,
        length(cast(cast(round(abs(stated)) as bigint) as varchar))
        - length(rtrim(cast(cast(round(abs(stated)) as bigint) as varchar), '0'))
      )
    else 0
  end;

create or replace temp macro claim_holds(stated, qualifier, step, computed) as
  case
    when sign(stated) * sign(computed) < 0 then false
    when qualifier = 'exact'
      then abs(computed) - abs(stated) >= -step / 2 - 1e-6
      and (abs(computed) - abs(stated) < step or abs(computed) - abs(stated) <= 1e-6)
    else abs(computed) >= lowest(abs(stated), qualifier) - step
      and abs(computed) <= highest(abs(stated), qualifier) + step
  end;

insert into stated_changes by name
with degrees as (
  select
    claims.report_id,
    claims.ordinal,
    arg_min(numerals.qualifier, numerals.ordinal) as qualifier
  from claims
  inner join numerals
    on numerals.report_id = claims.report_id
    and numerals.disposition = 'change'
    and numerals.raw_start >= claims.raw_start
    and numerals.raw_end <= claims.raw_end
    and abs(numerals.value) = abs(claims.stated)
  group by
    claims.report_id,
    claims.ordinal
),

-- Only whole years counted alike can bear a claim out; to contradict it they must be exact on both sides and narrowed alike. The year compared with is the one that the claim names, the year before where it names none.
same_stretches as (
  select
    place_id,
    metric_id,
    category,
    year,
    report_id,
    value,
    unit,
    qualifier,
    detail,
    measure_word,
    true as is_of_year,
    -- figures up to November stand beside those of another year up to November, and beside no others
    if(is_part_year, 'until ' || covers_month, 'whole') as stretch
  from yearly_values
  where
    not conflict
    and (not is_part_year or covers_month is not null)
  union all by name
  -- 上半年受理368件，同比增长15% is held against 上半年 of the report before, where each tells one such figure
  select
    ranked_reports.place_id,
    facts.metric_id,
    facts.category,
    ranked_reports.year,
    facts.report_id,
    facts.value,
    facts.unit,
    facts.qualifier,
    facts.detail,
    facts.measure_word,
    false as is_of_year,
    facts.period as stretch
  from facts
  inner join ranked_reports using (report_id)
  where
    facts.role = 'actual'
    and facts.value is not null
    and ranked_reports.standing = 1
    and regexp_full_match(facts.period, '[上下]半年|前?第?[一二三四]个?季度')
  qualify
    count(*) over (
      partition by
        facts.report_id,
        facts.metric_id,
        facts.category,
        facts.period
    ) = 1
),

counted_alike as (
  select
    same_stretches.*,
    measure_words.scale,
    measure_words.counts
  from same_stretches
  left join measure_words using (measure_word)
),

sound_pairs as (
  select
    this.report_id,
    this.metric_id,
    this.category,
    this.value,
    this.detail,
    this.is_of_year,
    this.stretch,
    before.year as previous_year,
    before.value as previous_value,
    same_scope(this.detail, before.detail)
    and this.qualifier = 'exact'
    and before.qualifier = 'exact' as can_contradict,
    clean(this.value - before.value) as difference
  from counted_alike as this
  inner join counted_alike as before
    on before.place_id = this.place_id
    and before.stretch = this.stretch
    and before.metric_id = this.metric_id
    and before.category = this.category
    and before.year < this.year
    and before.unit = this.unit
    and not counts_differ(this.scale, this.counts, before.scale, before.counts)
),

computed_both_ways as (
  select
    claims.*,
    coalesce(degrees.qualifier, 'exact') as degree,
    coalesce(metrics.kind = 'rate', false) as is_rate,
    printed_step(
      claims.stated,
      claims.stated_as <> 'absolute' or coalesce(metrics.unit = 'percent', false),
      coalesce(metrics.unit in ('yuan', 'square_metre'), false)
    ) as step,
    claims.to_value - claims.from_value as own_difference,
    relative_percent(claims.to_value - claims.from_value, claims.from_value) as own_percent,
    sound_pairs.difference as series_difference,
    sound_pairs.previous_value,
    sound_pairs.can_contradict,
    relative_percent(sound_pairs.difference, sound_pairs.previous_value) as series_percent,
    values_contradict(
      claims.from_value,
      coalesce(from_facts.qualifier, 'exact'),
      sound_pairs.previous_value,
      'exact'
    ) as from_is_denied
  from claims
  left join degrees
    on degrees.report_id = claims.report_id
    and degrees.ordinal = claims.ordinal
  left join metrics on metrics.id = claims.metric_id
  left join facts on facts.fact_id = claims.fact_id
  left join facts as from_facts on from_facts.fact_id = claims.from_fact_id
  -- the claim must speak of the very figure that the series took from this report
  left join sound_pairs
    on sound_pairs.report_id = claims.report_id
    and sound_pairs.metric_id = claims.metric_id
    and sound_pairs.category = claims.category
    and sound_pairs.previous_year = claims.base_year
    and (claims.fact_id is null or (facts.value = sound_pairs.value and facts.detail is not distinct from sound_pairs.detail))
    and if(
      facts.period is null or facts.period in ('year', 'stock'),
      sound_pairs.is_of_year,
      sound_pairs.stretch = facts.period
    )
    and (claims.to_value is null or claims.to_value = sound_pairs.value)
),

-- 满意率提高3% mostly means points: a rate's claim in percent holds if either reading does.
in_its_terms as (
  select
    *,
    case when stated_as = 'percent' and not is_rate then own_percent else own_difference end as own_change,
    case when stated_as = 'percent' and not is_rate then series_percent else series_difference end as series_change,
    case when stated_as = 'percent' and is_rate then own_percent end as own_other_reading,
    case when stated_as = 'percent' and is_rate then series_percent end as series_other_reading
  from computed_both_ways
),

-- A pair that tells no size agrees with itself; only the report of the year it starts from can bear it out.
held as (
  select
    *,
    case
      when size_told
        then claim_holds(stated, degree, step, own_change)
        or coalesce(claim_holds(stated, degree, step, own_other_reading), false)
    end as own_holds,
    case
      when from_is_denied then false -- 由98.5%提高至99.5%, where the report before said 99%
      when size_told
        then claim_holds(stated, degree, step, series_change)
        or coalesce(claim_holds(stated, degree, step, series_other_reading), false)
      else abs(from_value - previous_value) <= 1e-6
    end as series_holds
  from in_its_terms
),

judged as (
  select * replace (if(series_holds or can_contradict, series_holds, null) as series_holds)
  from held
),

decided as (
  select
    *,
    case
      when stated is null then 'none'
      when not own_holds then 'own figures'
      when not series_holds then 'previous report'
      when own_holds then 'own figures'
      when series_holds then 'previous report'
      else 'none'
    end as compared_with
  from judged
)

select
  report_id,
  raw_start,
  raw_end,
  ordinal,
  metric_id,
  category,
  stated,
  stated_as,
  from_value,
  to_value,
  fact_id,
  from_fact_id,
  size_told,
  base_year,
  clean(
    case compared_with
      when 'own figures' then own_change
      when 'previous report' then series_change
    end
  ) as computed,
  compared_with,
  case
    when compared_with = 'none' then 'unverifiable'
    when not coalesce(own_holds, true) or not coalesce(series_holds, true) then 'contradicts'
    else 'agrees'
  end as verdict
from decided
order by
  report_id,
  raw_start,
  raw_end,
  ordinal;
