-- Doubts that only show when a report is held against the reports of other years: a quoted value that the earlier report does
-- not bear out, a figure that slipped by powers of ten, a thing counted in other units.

create or replace temp table audit_years_findings as

-- 上年为18件, where the report of that year said 21.
with quoted as (
  select
    facts.*,
    reports.place_id,
    cast(facts.period as integer) as quoted_year,
    measure_words.scale,
    measure_words.counts
  from facts
  inner join reports using (report_id)
  inner join ranked_reports using (report_id)
  left join measure_words using (measure_word)
  where
    facts.role = 'previous'
    and regexp_full_match(facts.period, '\d{4}')
    and facts.value is not null
    and reports.duplicate_of is null
    and not ranked_reports.is_part_year
    and facts.until_month is null
),

previous_vs_report as (
  select
    quoted.report_id,
    'previous_vs_report' as kind,
    'warning' as severity,
    quoted.metric_id,
    quoted.category,
    '报告称' || quoted.quoted_year || '年' || series_text(metrics.name, quoted.category) || '为' || quoted.number_text
    || '，而' || quoted.quoted_year || '年的报告为' || coalesce(nullif(earlier.number_text, ''), figure_text(earlier.value))
    || '，请核对两份报告' as message,
    figure_text(earlier.value) as expected,
    figure_text(quoted.value) as found,
    quoted.raw_start,
    quoted.raw_end,
    earlier.report_id as other_report_id,
    earlier.raw_start as other_start,
    earlier.raw_end as other_end
  from quoted
  inner join yearly_values
    on yearly_values.place_id = quoted.place_id
    and yearly_values.metric_id = quoted.metric_id
    and yearly_values.category = quoted.category
    and yearly_values.year = quoted.quoted_year
  inner join facts as earlier on earlier.fact_id = yearly_values.fact_id
  inner join metrics on metrics.id = quoted.metric_id
  left join measure_words as earlier_words on earlier_words.measure_word = yearly_values.measure_word
  where
    not yearly_values.is_part_year
    and not yearly_values.conflict
    and yearly_values.unit = quoted.unit
    and same_scope(yearly_values.detail, quoted.detail)
    and not counts_differ(quoted.scale, quoted.counts, earlier_words.scale, earlier_words.counts)
    and values_contradict(quoted.value, quoted.qualifier, yearly_values.value, yearly_values.qualifier)
),

whole_pairs as (
  select
    series_pairs.*,
    metrics.name,
    metrics.kind as metric_kind,
    this.number_text,
    this.raw_start,
    this.raw_end,
    before.number_text as previous_number_text,
    before.report_id as previous_report_id,
    before.raw_start as previous_raw_start,
    before.raw_end as previous_raw_end
  from series_pairs
  inner join metrics on metrics.id = series_pairs.metric_id
  inner join facts as this on this.fact_id = series_pairs.fact_id
  inner join facts as before on before.fact_id = series_pairs.previous_fact_id
  where
    series_pairs.is_stated_twice
    and not series_pairs.is_part_year
    and not series_pairs.previous_is_part_year
),

-- 1.2万 → 12万: the ratio is a power of ten, give or take what a year may bring (a factor of 1.6), and the counts are not so
-- small that a busy year explains it (3 → 30). Ten times needs 20 at least, a hundred times 2.
slips as (
  select
    *,
    round(log10(value / previous_value)) as places
  from whole_pairs
  where
    counts_the_same
    and detail is not distinct from previous_detail
    and value > 0
    and previous_value > 0
),

scale_jumps as (
  select
    report_id,
    'scale_jump' as kind,
    'warning' as severity,
    metric_id,
    category,
    series_text(name, category) || '本年为' || number_text || '，上一份报告（' || previous_year || '年）为' || previous_number_text
    || '，相差约' || figure_text(pow(10, abs(places))) || '倍，疑为漏写或多写了小数点、“万”等，请核对' as message,
    figure_text(previous_value) as expected,
    figure_text(value) as found,
    raw_start,
    raw_end,
    previous_report_id as other_report_id,
    previous_raw_start as other_start,
    previous_raw_end as other_end
  from slips
  where
    places <> 0
    and value / previous_value between pow(10, places) / 1.6 and pow(10, places) * 1.6
    and least(value, previous_value) >= if(abs(places) = 1, 20, 2)
),

units_changed as (
  select
    report_id,
    'unit_changed' as kind,
    'warning' as severity,
    metric_id,
    category,
    series_text(name, category) || '本年以“' || measure_word || '”计（' || number_text || '），上一份报告（' || previous_year
    || '年）以“' || previous_measure_word || '”计（' || previous_number_text || '），不能直接比较' as message,
    previous_measure_word as expected,
    measure_word as found,
    raw_start,
    raw_end,
    previous_report_id as other_report_id,
    previous_raw_start as other_start,
    previous_raw_end as other_end
  from whole_pairs
  where
    not counts_the_same
    -- 3000人 and 3000人次 are both written of an audience; the comparison's status says so, a clerk need not mend it
    and not (list_contains(['人', '名', '位', '人次'], measure_word) and list_contains(['人', '名', '位', '人次'], previous_measure_word))
    and measure_word is not null
    and previous_measure_word is not null
)

select * from previous_vs_report
union all by name
select * from scale_jumps
union all by name
select * from units_changed;

delete from findings where kind in ('previous_vs_report', 'scale_jump', 'unit_changed');

insert into findings by name
select distinct
  finding_hash(report_id, kind, raw_start, raw_end, other_start, other_end, expected, found) as finding_id,
  *
from audit_years_findings
order by finding_id;
