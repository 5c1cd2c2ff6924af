-- The reports of the places and years asked for. Without a choice, those of no known place or year belong too.
create temp table chosen_reports as
select report_id
from reports
where
  (len($places::varchar[]) = 0 or coalesce(list_contains($places::varchar[], place_id), false))
  and (len($years::integer[]) = 0 or coalesce(list_contains($years::integer[], year), false));
