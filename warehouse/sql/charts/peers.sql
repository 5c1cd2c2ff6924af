-- The middle half and the median of the groups that a place stands in, by year, as peer_comparisons has them: in its county, and in
-- the corpus. All places of a group carry the same, so that a year counts in which this one is silent. Quartiles are NULL among too few.
with self as (
  select distinct
    peer_level,
    county_id
  from peer_comparisons
  where place_id = $place_id
),

-- what its own figures count: 批 and 件 make two groups
own_words as (
  select
    unit,
    counted_as
  from peer_comparisons
  where
    place_id = $place_id
    and metric_id = $metric_id
    and category = $category
  order by year desc
  limit 1
),

members as (
  select peer_comparisons.*
  from peer_comparisons
  inner join self using (peer_level)
  inner join own_words using (unit, counted_as)
  where
    metric_id = $metric_id
    and category = $category
)

select
  'county' as peers,
  year,
  any_value(county_places) as places,
  any_value(county_q1) as lower_quarter,
  any_value(county_median) as median,
  any_value(county_q3) as upper_quarter
from members
where county_id in (select county_id from self)
group by year

union all

select
  'corpus' as peers,
  year,
  any_value(corpus_places) as places,
  any_value(corpus_q1) as lower_quarter,
  any_value(corpus_median) as median,
  any_value(corpus_q3) as upper_quarter
from members
group by year
order by
  peers,
  year;
