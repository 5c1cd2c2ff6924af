-- What is known of each report's reading, counted once: over millions of ledger rows no view should count it for each question.

delete from report_counts;

insert into report_counts by name
with fact_counts as (
  select
    report_id,
    count(*) as facts,
    count_if(value is null) as facts_unread,
    count_if(qualifier <> 'exact') as facts_approximate,
    count_if(numeral_ordinal is null) as zeros_in_words,
    count_if(unit_inferred) as lost_units,
    count_if(role = 'target') as targets
  from facts
  group by report_id
),

numeral_counts as (
  select
    report_id,
    count(*) as numerals,
    count_if(disposition = 'quantity') as quantities,
    count_if(disposition in ('fact', 'quantity')) as counted_numerals,
    count_if(disposition = 'unread') as unread_numerals
  from numerals
  group by report_id
),

section_counts as (
  select
    report_id,
    count(*) as sections,
    count_if(theme is null) as sections_without_theme,
    count_if(inferred) as headings_inferred
  from sections
  group by report_id
),

finding_counts as (
  select
    report_id,
    count_if(severity = 'error') as errors,
    count_if(severity = 'warning') as warnings,
    count_if(severity = 'info') as infos
  from findings
  group by report_id
),

conflict_counts as (
  select
    report_id,
    count_if(conflict) as conflicts
  from yearly_values
  group by report_id
),

claim_counts as (
  select
    report_id,
    count(*) as claims,
    count_if(verdict = 'contradicts') as claims_contradicted
  from stated_changes
  group by report_id
)

select
  reports.report_id,
  coalesce(fact_counts.facts, 0) as facts,
  coalesce(fact_counts.facts_unread, 0) as facts_unread,
  coalesce(fact_counts.facts_approximate, 0) as facts_approximate,
  coalesce(fact_counts.zeros_in_words, 0) as zeros_in_words,
  coalesce(fact_counts.lost_units, 0) as lost_units,
  coalesce(fact_counts.targets, 0) as targets,
  coalesce(numeral_counts.numerals, 0) as numerals,
  coalesce(numeral_counts.quantities, 0) as quantities,
  coalesce(numeral_counts.counted_numerals, 0) as counted_numerals,
  coalesce(numeral_counts.unread_numerals, 0) as unread_numerals,
  coalesce(section_counts.sections, 0) as sections,
  coalesce(section_counts.sections_without_theme, 0) as sections_without_theme,
  coalesce(section_counts.headings_inferred, 0) as headings_inferred,
  cast(coalesce(list_sum(list_transform(reports.repairs, lambda repair: repair['count'])), 0) as bigint) as repairs,
  coalesce(finding_counts.errors, 0) as errors,
  coalesce(finding_counts.warnings, 0) as warnings,
  coalesce(finding_counts.infos, 0) as infos,
  coalesce(conflict_counts.conflicts, 0) as conflicts,
  coalesce(claim_counts.claims, 0) as claims,
  coalesce(claim_counts.claims_contradicted, 0) as claims_contradicted
from reports
left join fact_counts using (report_id)
left join numeral_counts using (report_id)
left join section_counts using (report_id)
left join finding_counts using (report_id)
left join conflict_counts using (report_id)
left join claim_counts using (report_id)
order by reports.report_id;
