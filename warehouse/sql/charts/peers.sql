-- The middle half and the median of a place's peers, by group and year. Group `county`: places of the same county and tier
-- (townships of whatever name; bureaus; counties). Group `level`: places of the same level anywhere in the corpus. A peer counts
-- in a year that it states whole, in words that count the same as the place's own. A figure with a word of degree counts as printed.
with self as (
  select
    place_id,
    level,
    county,
    city,
    province,
    tier_of(level) as tier
  from places
  where place_id = $place_id
),

own_words as (
  select
    yearly_values.year,
    measure_words.scale,
    measure_words.counts
  from yearly_values
  left join measure_words using (measure_word)
  where
    yearly_values.place_id = $place_id
    and yearly_values.metric_id = $metric_id
    and yearly_values.category = $category
),

members as (
  select
    'county' as peers,
    places.place_id
  from places
  cross join self
  where
    places.place_id <> self.place_id
    and places.county = self.county
    -- half of the reports say neither city nor province; then the county's name must do
    and coalesce(places.city = self.city, true)
    and coalesce(places.province = self.province, true)
    and tier_of(places.level) = self.tier
  union all
  select
    'level' as peers,
    places.place_id
  from places
  cross join self
  where
    places.place_id <> self.place_id
    and places.level = self.level
),

stated as (
  select
    members.peers,
    members.place_id,
    yearly_values.year,
    yearly_values.value
  from members
  inner join yearly_values using (place_id)
  inner join metrics
    on metrics.id = yearly_values.metric_id
    and metrics.unit = yearly_values.unit
  left join measure_words using (measure_word)
  left join own_words on own_words.year = yearly_values.year
  where
    yearly_values.metric_id = $metric_id
    and yearly_values.category = $category
    and not yearly_values.is_part_year
    and not counts_differ(measure_words.scale, measure_words.counts, own_words.scale, own_words.counts)
)

select
  peers,
  year,
  count(*) as places,
  quantile_cont(value, 0.25) as lower_quarter,
  median(value) as median,
  quantile_cont(value, 0.75) as upper_quarter
from stated
group by
  peers,
  year
order by
  peers,
  year;
