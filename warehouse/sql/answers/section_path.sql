-- the headings above a figure, the outermost first
with recursive
above as (
  select section_id, parent_id, marker, title, 0 as height
  from sections
  where section_id = $section_id
  union all
  select s.section_id, s.parent_id, s.marker, s.title, above.height + 1
  from sections as s
  join above on s.section_id = above.parent_id
)
select coalesce(marker, '') || title
from above
order by height desc
