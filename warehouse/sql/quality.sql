-- What is measured of this build, of the whole corpus (batch '') and of each batch, beside the bounds that it is held
-- to (temporary table quality_bounds). A measure of nothing is NULL: no report has no facts each.
insert into build_quality by name
with
digits_accounted as (
  select
    report_id,
    sum(length(text) - length(translate(text, '0123456789０１２３４５６７８９', ''))) as digits
  from numerals
  group by report_id
),
of_reports as (
  select
    coalesce(reports.batch, '') as batch,
    count(*) as reports,
    count(*) filter (where reports.place_id is null) as unplaced,
    count(*) filter (where reports.year is null) as undated,
    coalesce(sum(report_counts.facts), 0) as facts,
    coalesce(sum(report_counts.quantities), 0) as quantities,
    coalesce(sum(report_counts.counted_numerals), 0) as counted,
    coalesce(sum(length(raw_text) - length(translate(raw_text, '0123456789０１２３４５６７８９', ''))), 0) as digits,
    coalesce(sum(digits_accounted.digits), 0) as digits_accounted
  from reports
  left join report_counts using (report_id)
  left join report_texts using (report_id)
  left join digits_accounted using (report_id)
  group by grouping sets ((), (reports.batch))
),
of_rejects as (
  select coalesce(batch, '') as batch, count(*) as rejects
  from rejects
  where reason <> 'same_file'
  group by grouping sets ((), (batch))
),
counted as (
  select
    coalesce(of_reports.batch, of_rejects.batch) as batch,
    coalesce(reports, 0) as reports,
    coalesce(rejects, 0) as rejects,
    of_reports.* exclude (batch, reports)
  from of_reports
  full join of_rejects on of_rejects.batch = of_reports.batch
),
measured as (
  select batch, 'reports' as measure, cast(reports as double) as value, reports as basis from counted
  union all
  select batch, 'facts_a_report', facts / nullif(reports, 0), reports from counted
  union all
  select batch, 'unclassified_share', quantities / nullif(counted, 0), counted from counted
  union all
  select batch, 'unplaced_share', unplaced / nullif(reports, 0), reports from counted
  union all
  select batch, 'undated_share', undated / nullif(reports, 0), reports from counted
  union all
  select batch, 'rejects_share', rejects / nullif(reports + rejects, 0), reports + rejects from counted
  union all
  select batch, 'numerals_accounted_share', digits_accounted / nullif(digits, 0), digits from counted
),
-- a bound on every batch (batch '*') holds where there are files enough; a bound on one batch holds also where it is gone
bounded as (
  select
    coalesce(measured.measure, own.measure) as measure,
    coalesce(measured.batch, own.batch) as batch,
    if(measured.batch is null, 0, measured.value) as value,
    coalesce(measured.basis, 0) as basis,
    coalesce(own.floor, every.floor) as floor,
    coalesce(own.ceiling, every.ceiling) as ceiling,
    coalesce(own.blocks, every.blocks, false) as blocks
  from measured
  full join (from quality_bounds where batch <> '*') as own
    on own.measure = measured.measure and own.batch = measured.batch
  left join (from quality_bounds where batch = '*') as every
    on every.measure = measured.measure
    and measured.batch <> ''
    and (select reports + rejects from counted where counted.batch = measured.batch) >= $smallest_batch
)
select
  $build_id as build_id,
  measure,
  batch,
  value,
  basis,
  floor,
  ceiling,
  blocks,
  case
    when floor is null and ceiling is null then 'unbounded'
    when value is null then 'unmeasured'
    when value < floor or value > ceiling then 'missed'
    else 'kept'
  end as verdict
from bounded
order by measure, batch;
