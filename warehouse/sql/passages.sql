-- The words of every span that a finding, a claim, a problem or a carried sentence points to. A text has to be unpacked whole to
-- cut a sentence from it: over 110,000 reports the passages of one county took 2.5 s (November 2026, 2 cores).

delete from passages;

insert into passages by name
with spans as (
  select
    report_id,
    raw_start,
    raw_end
  from findings
  where raw_start is not null

  union

  select
    coalesce(other_report_id, report_id),
    other_start,
    other_end
  from findings
  where other_start is not null

  union

  select
    report_id,
    raw_start,
    raw_end
  from stated_changes

  union

  select
    report_id,
    raw_start,
    raw_end
  from problems

  union

  select
    previous_report_id,
    other_start,
    other_end
  from problems
  where other_start is not null

  union

  select
    report_id,
    raw_start,
    raw_end
  from text_reuse_sentences

  union

  select
    previous_report_id,
    other_start,
    other_end
  from text_reuse_sentences
)

select
  spans.report_id,
  spans.raw_start,
  spans.raw_end,
  substr(report_texts.raw_text, spans.raw_start + 1, spans.raw_end - spans.raw_start) as passage
from spans
inner join report_texts using (report_id)
inner join reports using (report_id)
order by
  reports.place_id,
  reports.year,
  reports.source,
  spans.raw_start,
  spans.raw_end;
