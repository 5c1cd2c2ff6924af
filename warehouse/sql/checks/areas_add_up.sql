-- The places of a level that state a value in the corpus, and in all provinces together, are those with a yearly value, and what
-- they state adds up to the total.
with stated as (
  select
    peer_level,
    metric_id,
    category,
    year,
    unit,
    count(*) as places,
    sum(value) as total
  from peer_comparisons
  where peer_level is not null
  group by all
),

area_levels as (
  select unnest(['province', 'corpus']) as area_level
),

added as (
  select
    area_level,
    peer_level,
    metric_id,
    category,
    year,
    unit,
    sum(reports_stating) as places,
    sum(total) as total
  from area_totals
  where area_level <> 'county'
  group by all
)

select
  area_level,
  peer_level,
  metric_id,
  category,
  year,
  unit,
  stated.places,
  stated.total,
  added.places as places_added,
  added.total as total_added
from stated
cross join area_levels
full join added using (area_level, peer_level, metric_id, category, year, unit)
where
  stated.places is distinct from added.places
  -- rates have no total
  or abs(stated.total - added.total) > 1e-6 * greatest(abs(stated.total), 1)
order by all;
