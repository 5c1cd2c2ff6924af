-- Contradictions that only show when figures are held against each other over a report, or over reports.

create or replace temp table audit_findings as

-- Two places of one report, or of two reports on one year, claim the same and differ.
with conflicts as (
  select
    chosen.fact_id,
    coalesce(report_values.rival_fact_id, yearly_values.conflict_fact_id) as rival_fact_id
  from report_values
  inner join facts as chosen using (fact_id)
  left join yearly_values using (fact_id)
  where coalesce(report_values.rival_fact_id, yearly_values.conflict_fact_id) is not null
),

conflicting_figures as (
  select
    chosen.report_id,
    'conflicting_figures' as kind,
    'error' as severity,
    chosen.metric_id,
    chosen.category,
    if(
      chosen.report_id = rival.report_id,
      '同一份报告中' || series_text(metrics.name, chosen.category) || '有两个不同的数：',
      '同一年度的两份报告（另一份为' || other_report.source || '）中' || series_text(metrics.name, chosen.category) || '不一致：'
    )
    || coalesce(nullif(chosen.number_text, ''), figure_text(chosen.value))
    || '与' || coalesce(nullif(rival.number_text, ''), figure_text(rival.value)) || '，请核对原文' as message,
    figure_text(chosen.value) as expected,
    figure_text(rival.value) as found,
    chosen.raw_start,
    chosen.raw_end,
    if(chosen.report_id = rival.report_id, null, rival.report_id) as other_report_id,
    rival.raw_start as other_start,
    rival.raw_end as other_end
  from conflicts
  inner join facts as chosen using (fact_id)
  inner join facts as rival on rival.fact_id = conflicts.rival_fact_id
  inner join reports as other_report on other_report.report_id = rival.report_id
  inner join metrics on metrics.id = chosen.metric_id
),

-- A claimed change that the figures contradict; against a report of another year it is only a warning, since that may err.
stated_vs_computed as (
  select
    stated_changes.report_id,
    'stated_vs_computed' as kind,
    if(stated_changes.compared_with = 'own figures', 'error', 'warning') as severity,
    stated_changes.metric_id,
    if(stated_changes.metric_id is null, null, stated_changes.category) as category,
    '报告称' || coalesce(series_text(metrics.name, stated_changes.category), '该数')
    || change_text(stated_changes.stated, stated_changes.stated_as)
    || if(
      stated_changes.compared_with = 'own figures',
      '，但按文中由' || figure_text(stated_changes.from_value) || '到' || figure_text(stated_changes.to_value) || '计算，应为',
      '，但上一年报告为' || figure_text(before.previous_value) || '、本年为' || figure_text(before.value) || '，应为'
    )
    || change_text(stated_changes.computed, if(metrics.kind = 'rate' and stated_changes.stated_as = 'percent', 'points', stated_changes.stated_as))
    || '，请核对' as message,
    figure_text(stated_changes.computed) as expected,
    figure_text(stated_changes.stated) as found,
    stated_changes.raw_start,
    stated_changes.raw_end,
    if(stated_changes.compared_with = 'own figures', null, earlier.report_id) as other_report_id,
    if(stated_changes.compared_with = 'own figures', own_earlier.raw_start, earlier.raw_start) as other_start,
    if(stated_changes.compared_with = 'own figures', own_earlier.raw_end, earlier.raw_end) as other_end
  from stated_changes
  inner join reports using (report_id)
  left join metrics on metrics.id = stated_changes.metric_id
  left join year_over_year as before
    on before.place_id = reports.place_id
    and before.year = reports.year
    and before.metric_id = stated_changes.metric_id
    and before.category = stated_changes.category
  left join facts as own_earlier on own_earlier.fact_id = stated_changes.from_fact_id
  left join facts as earlier on earlier.fact_id = before.previous_fact_id
  where
    stated_changes.verdict = 'contradicts'
    and stated_changes.size_told
    and reports.duplicate_of is null
),

-- A report outside every series must be seen: the reader of the report may have said so already.
unplaced as (
  select
    report_id,
    'unresolved_place' as kind,
    '无法判定该报告是哪个地方的，未进入年度比较；可在 manifest.csv 中注明' as message
  from reports
  where place_id is null

  union all

  select
    report_id,
    'unresolved_year' as kind,
    '无法判定该报告的年度，未进入年度比较；可在 manifest.csv 中注明' as message
  from reports
  where year is null
),

unresolved as (
  select
    unplaced.report_id,
    unplaced.kind,
    'warning' as severity,
    null::varchar as metric_id,
    null::varchar as category,
    unplaced.message,
    null::varchar as expected,
    null::varchar as found,
    null::bigint as raw_start,
    null::bigint as raw_end,
    null::varchar as other_report_id,
    null::bigint as other_start,
    null::bigint as other_end
  from unplaced
  anti join findings
    on findings.report_id = unplaced.report_id
    and findings.kind = unplaced.kind
)

select * from conflicting_figures
union all by name
select * from stated_vs_computed
union all by name
select * from unresolved;

insert into findings by name
select distinct
  finding_hash(report_id, kind, raw_start, raw_end, other_start, other_end, expected, found) as finding_id,
  *
from audit_findings
anti join findings as known
  on known.finding_id = finding_hash(
    audit_findings.report_id,
    audit_findings.kind,
    audit_findings.raw_start,
    audit_findings.raw_end,
    audit_findings.other_start,
    audit_findings.other_end,
    audit_findings.expected,
    audit_findings.found
  )
order by finding_id;
