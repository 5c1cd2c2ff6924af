-- Yearly values with the area and group that they can be held against. Temporary: series aside, every table that puts places side
-- by side is made of it.

-- Among fewer places a rank tells which places happen to be in the corpus, not how this one does: among four, one report that is
-- missing moves the median by half a place, and a percentile without ties can only be 0, 33, 67 or 100.
create or replace temp macro fewest_places_ranked() as 5;

create or replace temp table peer_places as
select
  places.place_id,
  peer_levels.peer_level,
  places.province,
  places.city,
  places.county,
  coalesce(places.province, '-') || '/' || coalesce(places.city, '-') || '/' || places.county as county_id
from places
left join peer_levels using (level);

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
