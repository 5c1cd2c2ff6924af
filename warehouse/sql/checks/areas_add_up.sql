-- The places of a level that state a value in the corpus are those with a yearly value, and what they state adds up to the total.
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

added as (
  select
    peer_level,
    metric_id,
    category,
    year,
    unit,
    sum(reports_stating) as places,
    sum(total) as total
  from area_totals
  where area_level = 'corpus'
  group by all
)

select
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
full join added using (peer_level, metric_id, category, year, unit)
where
  stated.places is distinct from added.places
  -- rates have no total
  or abs(stated.total - added.total) > 1e-6 * greatest(abs(stated.total), 1)
order by all;
