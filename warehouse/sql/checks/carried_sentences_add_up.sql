-- Reports whose carried sentences are not the number that text_reuse tells, and sentences that come from two places or go to
-- two places.
with told as (
  select
    report_id,
    count(*) filter (where kind = 'exact') as exact,
    count(*) filter (where kind = 'near') as near,
    count(distinct other_ordinal) as sources
  from text_reuse_sentences
  group by report_id
)

select
  text_reuse.report_id,
  text_reuse.exact,
  text_reuse.near,
  told.exact as exact_rows,
  told.near as near_rows,
  told.sources
from text_reuse
left join told using (report_id)
where
  text_reuse.exact <> coalesce(told.exact, 0)
  or text_reuse.near <> coalesce(told.near, 0)
  or text_reuse.exact + text_reuse.near <> coalesce(told.sources, 0)
  or text_reuse.exact + text_reuse.near > text_reuse.sentences
order by text_reuse.report_id;
