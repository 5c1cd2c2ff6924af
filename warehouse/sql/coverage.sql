-- Which places report in which years, over all years between the corpus's first and last.

delete from coverage;

insert into coverage by name
with years as (
  select unnest(range(min(year), max(year) + 1)) as year
  from reports
),

loaded as (
  select
    place_id,
    year,
    count(*) as reports
  from reports
  group by
    place_id,
    year
)

select
  places.place_id,
  cast(years.year as integer) as year,
  if(ranked_reports.report_id is null, 'none', 'report') as status,
  ranked_reports.report_id,
  coalesce(loaded.reports, 0) as reports,
  ranked_reports.covers_until
from places
cross join years
left join ranked_reports
  on ranked_reports.place_id = places.place_id
  and ranked_reports.year = years.year
  and ranked_reports.standing = 1
left join loaded
  on loaded.place_id = places.place_id
  and loaded.year = years.year
order by
  places.place_id,
  years.year;
