-- What a reader should know of each report, a sentence a row: how much of it can be compared, the largest changes with their
-- cautions, what is new and what is no longer told, contradictions, text carried over. Each sentence names its facts or finding.

-- A figure as its report prints it (30余件); a zero told in words has no number of its own, one of a table its word in the head
-- of the table.
create or replace temp macro printed(number_text, measure_word, unit_inferred) as
  case
    when number_text = '' then '零'
    when unit_inferred then number_text || '（量词缺失）'
    when regexp_full_match(number_text, '[\d０-９,，.．]+') then number_text || coalesce(measure_word, '')
    else number_text
  end;

create or replace temp table digest_reports as
select
  ranked_reports.report_id,
  ranked_reports.place_id,
  ranked_reports.year,
  places.name || ranked_reports.year || '年' as heading
from ranked_reports
inner join places using (place_id)
where ranked_reports.standing = 1;

create or replace temp table digest_series as
select
  digest_reports.report_id,
  year_over_year.*,
  metrics.kind,
  series_text(metrics.name, year_over_year.category) as series,
  printed(this.number_text, this.measure_word, this.unit_inferred) as printed,
  printed(before.number_text, before.measure_word, before.unit_inferred) as previous_printed
from year_over_year
inner join digest_reports using (place_id, year)
inner join metrics on metrics.id = year_over_year.metric_id
left join facts as this on this.fact_id = year_over_year.fact_id
left join facts as before on before.fact_id = year_over_year.previous_fact_id;

create or replace temp table digest_rows as
with overview as (
  select
    digest_reports.report_id,
    case
      when any_value(digest_series.previous_year) is null
        then digest_reports.heading || '报告是该地在库中的首份报告，共载' || count(digest_series.value) || '个指标数值，尚无可比年度。'
      else
        digest_reports.heading || '报告共载' || count(digest_series.value) || '个指标数值，其中'
        || count(*) filter (where digest_series.status = 'compared') || '个可与'
        || any_value(digest_series.previous_year) || '年比较，'
        || count(*) filter (where digest_series.status = 'compared' and len(digest_series.cautions) = 0) || '个无需注意事项。'
    end as text
  from digest_reports
  left join digest_series using (report_id)
  group by
    digest_reports.report_id,
    digest_reports.heading
),

-- Largest by ratio, so that halved and doubled weigh the same. A few cases make no ratio, and where words of degree leave open
-- which year is more, there is no change to tell.
changes as (
  select
    *,
    row_number() over (
      partition by report_id
      order by abs(ln(value / previous_value)) desc, abs(change) desc, metric_id, category
    ) as rank
  from digest_series
  where
    status = 'compared'
    and kind <> 'rate'
    and value > 0
    and previous_value > 0
    and change <> 0
    -- a slipped 万 is no change; the finding tells of it
    and not list_has_any(cautions, ['small_count', 'direction_unclear', 'conflict', 'doubted', 'measure_word'])
),

explained as (
  select
    changes.report_id,
    changes.rank,
    string_agg(caution_codes.meaning_zh, '；' order by caution_codes.code) as cautions_zh
  from changes
  cross join unnest(changes.cautions) as listed(code)
  inner join caution_codes using (code)
  where changes.rank <= 5
  group by
    changes.report_id,
    changes.rank
),

change_sentences as (
  select
    changes.report_id,
    changes.rank,
    changes.series || '由' || changes.previous_year || '年的' || changes.previous_printed || '变为' || changes.printed || '，'
    || change_text(round(changes.change_percent, 1), 'percent')
    || case
      when changes.change_low is distinct from changes.change_high and changes.change_low is not null and changes.change_high is not null
        then '（增减量在' || figure_text(changes.change_low) || '至' || figure_text(changes.change_high) || '之间）'
      else ''
    end
    || coalesce('。注意：' || explained.cautions_zh, '') || '。' as text,
    [changes.fact_id, changes.previous_fact_id] as fact_ids
  from changes
  left join explained using (report_id, rank)
  where changes.rank <= 5
),

told as (
  select
    *,
    row_number() over (
      partition by
        report_id,
        status
      order by category <> '', metric_id, category
    ) as rank
  from digest_series
  where
    (status = 'new' and previous_year is not null)
    or (status = 'dropped' and previous_value is not null)
),

-- Five are named, the rest is counted.
told_sentences as (
  select
    report_id,
    status as topic,
    if(status = 'new', '新增表述', '不再表述') || count(*) || '项：'
    || string_agg(series || if(status = 'new', printed, previous_printed), '、' order by rank) filter (where rank <= 5)
    || if(count(*) > 5, '等', '') || '。' as text,
    list(coalesce(fact_id, previous_fact_id) order by rank) filter (where rank <= 5) as fact_ids
  from told
  group by
    report_id,
    status
),

facts_of_findings as (
  select
    finding_facts.finding_id,
    list(facts.fact_id order by finding_facts.is_other, facts.raw_start, facts.fact_id) as fact_ids
  from finding_facts
  inner join facts using (fact_id)
  group by finding_facts.finding_id
),

contradictions as (
  select
    findings.report_id,
    findings.finding_id,
    finding_kinds.name_zh || '：' || findings.message || if(findings.message like '%。', '', '。') as text,
    coalesce(facts_of_findings.fact_ids, []) as fact_ids,
    row_number() over (
      partition by findings.report_id
      order by findings.severity <> 'error', findings.kind, findings.finding_id
    ) as rank
  from findings
  inner join finding_kinds using (kind)
  left join facts_of_findings using (finding_id)
  where
    findings.severity in ('error', 'warning')
    and findings.report_id in (select report_id from digest_reports)
    and findings.kind <> 'copied_text'
),

carried as (
  select
    report_id,
    '全文' || sentences || '句中有' || (exact + near) || '句（' || figure_text(round(share * 100)) || '%）沿用' || previous_year
    || '年报告的文字，其中' || exact || '句一字未改。' as text
  from text_reuse
  where exact + near > 0
)

select report_id, 1 as part, 1 as rank, 'overview' as topic, text, []::varchar[] as fact_ids, null as finding_id
from overview
union all
select report_id, 2, rank, 'change', text, fact_ids, null
from change_sentences
union all
select report_id, if(topic = 'new', 3, 4), 1, topic, text, fact_ids, null
from told_sentences
union all
select report_id, 5, rank, 'contradiction', text, fact_ids, finding_id
from contradictions
where rank <= 5
union all
select report_id, 6, 1, 'carried text', text, []::varchar[], null
from carried
where report_id in (select report_id from digest_reports);

delete from digest_sentences;

insert into digest_sentences by name
select
  report_id,
  cast(row_number() over (
    partition by report_id
    order by part, rank
  ) - 1 as integer) as ordinal,
  topic,
  text,
  list_filter(fact_ids, lambda fact_id: fact_id is not null) as fact_ids,
  finding_id
from digest_rows
order by
  report_id,
  ordinal;

delete from digests;

insert into digests by name
select
  digest_reports.report_id,
  digest_reports.place_id,
  digest_reports.year,
  digest_reports.heading as title,
  count(*) as sentences,
  string_agg(digest_sentences.text, chr(10) order by digest_sentences.ordinal) as text
from digest_reports
inner join digest_sentences using (report_id)
group by all
order by digest_reports.report_id;
