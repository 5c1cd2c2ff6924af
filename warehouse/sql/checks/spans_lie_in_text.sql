-- Spans that are empty, turned round or beyond the text they point into. A finding may point between two characters: to
-- where a measure word is missing.
with lengths as (
  select
    report_id,
    length(raw_text) as raw_length,
    length(text) as text_length
  from report_texts
),

spans as (
  select
    'numerals' as of_table,
    report_id,
    raw_start,
    raw_end,
    null as text_start,
    null as text_end,
    1 as least_length
  from numerals

  union all

  select
    'facts',
    report_id,
    raw_start,
    raw_end,
    text_start,
    text_end,
    1
  from facts

  union all

  select
    'sections',
    report_id,
    raw_start,
    raw_end,
    text_start,
    text_end,
    1
  from sections

  union all

  select
    'stated_changes',
    report_id,
    raw_start,
    raw_end,
    null,
    null,
    1
  from stated_changes

  union all

  select
    'text_reuse_sentences',
    report_id,
    raw_start,
    raw_end,
    text_start,
    text_end,
    1
  from text_reuse_sentences

  union all

  select
    'text_reuse_sentences',
    previous_report_id,
    other_start,
    other_end,
    null,
    null,
    1
  from text_reuse_sentences

  union all

  select
    'text_reuse',
    report_id,
    passage_start,
    passage_end,
    null,
    null,
    1
  from text_reuse
  where passage_start is not null

  union all

  select
    'problems',
    report_id,
    raw_start,
    raw_end,
    text_start,
    text_end,
    1
  from problems

  union all

  select
    'findings',
    report_id,
    raw_start,
    raw_end,
    null,
    null,
    0
  from findings
  where raw_start is not null

  union all

  select
    'findings',
    coalesce(other_report_id, report_id),
    other_start,
    other_end,
    null,
    null,
    0
  from findings
  where other_start is not null
)

select
  spans.of_table,
  spans.report_id,
  spans.raw_start,
  spans.raw_end,
  spans.text_start,
  spans.text_end
from spans
inner join lengths using (report_id)
where
  spans.raw_end - spans.raw_start < spans.least_length
  or spans.raw_end > lengths.raw_length
  or spans.text_end - spans.text_start < spans.least_length
  or spans.text_end > lengths.text_length
order by all;
