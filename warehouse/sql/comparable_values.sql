-- Yearly values with the area and group that they can be held against. Temporary: series aside, every table that puts places side
-- by side is made of it.

-- Among fewer places a rank tells which places happen to be in the corpus, not how this one does: among four, one report that is
-- missing moves the median by half a place, and a percentile without ties can only be 0, 33, 67 or 100.
create or replace temp macro fewest_places_ranked() as 5;

-- A county's report may leave out what another's tells: -/景川市/丰源县 is 江西省/景川市/丰源县 where no other 丰源县 of the corpus fits.
-- Where two fit, it stays by itself.
create or replace temp table counties as
with told as (
  select distinct
    province,
    city,
    county
  from places
  where county is not null
),

fitting as (
  select
    told.*,
    count(distinct other.province) as provinces,
    count(distinct other.city) as cities,
    min(other.province) as only_province,
    min(other.city) as only_city
  from told
  inner join told as other
    on other.county = told.county
    and coalesce(other.province = told.province, true)
    and coalesce(other.city = told.city, true)
  group by
    told.province,
    told.city,
    told.county
)

select
  province as told_province,
  city as told_city,
  county,
  if(provinces <= 1 and cities <= 1, only_province, province) as province,
  if(provinces <= 1 and cities <= 1, only_city, city) as city
from fitting;

create or replace temp table peer_places as
select
  places.place_id,
  peer_levels.peer_level,
  coalesce(counties.province, places.province) as province,
  counties.city,
  counties.county,
  coalesce(counties.province, '-') || '/' || coalesce(counties.city, '-') || '/' || counties.county as county_id
from places
left join peer_levels using (level)
left join counties
  on counties.county = places.county
  and counties.told_province is not distinct from places.province
  and counties.told_city is not distinct from places.city;

-- Values in 批 are not ranked among values in 件. Words that nothing is known of (个) contradict none, as between two years: they
-- join the known words that are most used for the metric, and give the group its name (the unit's) where they are more.
create or replace temp table comparable_values as
with words as (
  select
    yearly_values.metric_id,
    yearly_values.unit,
    measure_words.counts,
    count(*) as uses
  from yearly_values
  left join measure_words using (measure_word)
  group by
    yearly_values.metric_id,
    yearly_values.unit,
    measure_words.counts
),

usual as (
  select
    metric_id,
    unit,
    first(counts order by uses desc, counts) filter (where counts is not null) as known,
    first(coalesce(counts, unit) order by uses desc, counts) as name
  from words
  where
    counts is null
    or counts = (
      select first(other.counts order by other.uses desc, other.counts)
      from words as other
      where
        other.metric_id = words.metric_id
        and other.unit = words.unit
        and other.counts is not null
    )
  group by
    metric_id,
    unit
)

select
  yearly_values.place_id,
  yearly_values.metric_id,
  yearly_values.category,
  yearly_values.year,
  yearly_values.value,
  yearly_values.unit,
  case
    when measure_words.counts is null or measure_words.counts = usual.known then usual.name
    else measure_words.counts
  end as counted_as,
  yearly_values.qualifier,
  yearly_values.detail is not null as is_narrowed,
  yearly_values.is_part_year,
  yearly_values.conflict,
  metrics.kind,
  peer_places.peer_level,
  peer_places.province,
  peer_places.city,
  peer_places.county,
  peer_places.county_id
from yearly_values
inner join metrics on metrics.id = yearly_values.metric_id
inner join peer_places using (place_id)
left join measure_words using (measure_word)
inner join usual
  on usual.metric_id = yearly_values.metric_id
  and usual.unit = yearly_values.unit;
