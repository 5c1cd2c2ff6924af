-- The places asked for; all of them where none was.
create temp table chosen_places as
select place_id
from places
where len($places::varchar[]) = 0 or list_contains($places::varchar[], place_id);
