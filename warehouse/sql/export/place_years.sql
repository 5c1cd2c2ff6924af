-- Each chosen place and year with a report: the rows of every theme sheet, whether or not the theme is told of.
with reported as (
  select
    place_id,
    year,
    lag(year) over (partition by place_id order by year) as previous_year
  from coverage
  where status = 'report'
),

part_years as (
  select distinct
    place_id,
    year
  from year_over_year
  where list_contains(cautions, 'part_year')
)

select
  reported.place_id,
  places.county,
  places.name as place,
  reported.year,
  reported.previous_year,
  coalesce(reported.previous_year <> reported.year - 1, false) as has_gap,
  part_years.place_id is not null as is_part_year
from reported
inner join chosen_places using (place_id)
inner join chosen_years using (year)
inner join places using (place_id)
left join part_years
  on part_years.place_id = reported.place_id
  and part_years.year = reported.year
order by
  places.city nulls last,
  places.county nulls last,
  place,
  reported.place_id,
  reported.year;
