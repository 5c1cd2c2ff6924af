-- Province and city that a place's own reports leave out, from the reports of its county: -/景川市/丰源县 is 江西省/景川市/丰源县 where no
-- other 丰源县 of the corpus fits. Where two fit, it stays by itself.

create or replace temp table county_parents as
with told as (
  select
    province,
    city,
    county,
    min(place_id) as place_id
  from places
  where county is not null
  group by
    province,
    city,
    county
)

select
  told.province as told_province,
  told.city as told_city,
  told.county,
  min(other.province) as province,
  min(other.city) as city,
  min(other.place_id) filter (
    where (told.province is null and other.province is not null) or (told.city is null and other.city is not null)
  ) as parents_from
from told
inner join told as other
  on other.county = told.county
  and coalesce(other.province = told.province, true)
  and coalesce(other.city = told.city, true)
group by
  told.province,
  told.city,
  told.county
having
  count(distinct other.province) <= 1
  and count(distinct other.city) <= 1;

update places
set
  province = county_parents.province,
  city = county_parents.city,
  parents_from = county_parents.parents_from
from county_parents
where
  county_parents.county = places.county
  and county_parents.told_province is not distinct from places.province
  and county_parents.told_city is not distinct from places.city
  and county_parents.parents_from is not null;
