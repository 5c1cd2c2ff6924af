-- The years asked for; all of them where none was.
create temp table chosen_years as
select distinct year
from (
  select year from reports
  union all
  select year from coverage
)
where year is not null and (len($years::integer[]) = 0 or list_contains($years::integer[], year));
