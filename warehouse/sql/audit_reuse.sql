-- Reports copied from the place's report before, and years left standing in what was copied.
--
-- Of 40 pairs of years that were written anew the most alike share 16% of their sentences; two places that never saw each
-- other share 5% at most. So from 30%, nearly twice that, a report is said to be copied; from half it must be read beside the
-- other. An error is the old report handed in again: four fifths of it word for word, last year's figures included.
-- Fewer than eight sentences that count are too few for a share.

create or replace temp table reuse_findings as
with copied as (
  select
    text_reuse.report_id,
    'copied_text' as kind,
    case
      when text_reuse.exact_share >= 0.8 then 'error'
      when text_reuse.share >= 0.5 then 'warning'
      else 'info'
    end as severity,
    '与' || text_reuse.previous_year || '年报告相比，全文' || text_reuse.sentences || '句中有'
    || (text_reuse.exact + text_reuse.near) || '句（' || cast(round(100 * text_reuse.share) as integer) || '%）沿用该年文字，其中'
    || concat_ws(
      '、',
      if(text_reuse.exact > 0, text_reuse.exact || '句一字未改', null),
      if(text_reuse.only_figures_differ > 0, text_reuse.only_figures_differ || '句只改了数字', null),
      if(
        text_reuse.near > text_reuse.only_figures_differ,
        (text_reuse.near - text_reuse.only_figures_differ) || '句改了个别字词',
        null
      )
    )
    || '；最长的一段连续' || text_reuse.passage_sentences || '句，请核对是否如实反映本年工作' as message,
    null::varchar as expected,
    cast(round(100 * text_reuse.share) as integer) || '%' as found,
    text_reuse.passage_start as raw_start,
    text_reuse.passage_end as raw_end,
    text_reuse.previous_report_id as other_report_id,
    text_reuse.other_start,
    text_reuse.other_end
  from text_reuse
  where
    text_reuse.share >= 0.3
    and text_reuse.sentences >= 8
),

stale as (
  select
    text_reuse_sentences.report_id,
    'stale_year' as kind,
    'warning' as severity,
    '该句沿用' || earlier.year || '年报告，' || if(
      text_reuse_sentences.theme = 'plans',
      '打算的年份仍为' || text_reuse_sentences.stale_year || '年，而报告年度已是' || reports.year || '年',
      '句首仍为“' || text_reuse_sentences.stale_year || '年”，而报告年度为' || reports.year || '年'
    )
    || '，疑为照抄未改，请核对' as message,
    cast(
      if(text_reuse_sentences.theme = 'plans' and text_reuse_sentences.stale_year = earlier.year + 1, reports.year + 1, reports.year)
      as varchar
    ) as expected,
    cast(text_reuse_sentences.stale_year as varchar) as found,
    text_reuse_sentences.raw_start,
    text_reuse_sentences.raw_end,
    text_reuse_sentences.previous_report_id as other_report_id,
    text_reuse_sentences.other_start,
    text_reuse_sentences.other_end
  from text_reuse_sentences
  inner join reports using (report_id)
  inner join reports as earlier on earlier.report_id = text_reuse_sentences.previous_report_id
  where text_reuse_sentences.stale_year is not null
)

select * from copied
union all by name
select * from stale;

insert into findings by name
select
  finding_hash(report_id, kind, raw_start, raw_end, other_start, other_end, expected, found) as finding_id,
  *
from reuse_findings
anti join findings as known
  on known.finding_id = finding_hash(
    reuse_findings.report_id,
    reuse_findings.kind,
    reuse_findings.raw_start,
    reuse_findings.raw_end,
    reuse_findings.other_start,
    reuse_findings.other_end,
    reuse_findings.expected,
    reuse_findings.found
  )
order by finding_id;
