-- The series of each theme that the chosen places and years state, the most stated metric first, its headline before
-- its categories; and the measure word that their reports print most.
with by_word as (
  select
    yearly_values.metric_id,
    yearly_values.category,
    yearly_values.measure_word,
    count(*) as values_stated
  from yearly_values
  inner join chosen_places using (place_id)
  inner join chosen_years using (year)
  group by all
),

stated as (
  select
    metric_id,
    category,
    sum(values_stated) as values_stated,
    first(measure_word order by measure_word is null, values_stated desc, measure_word) as measure_word
  from by_word
  group by all
)

select
  metrics.theme,
  stated.metric_id,
  stated.category,
  metrics.name,
  metrics.unit,
  metrics.kind = 'rate' as is_rate,
  metrics.means,
  stated.measure_word
from stated
inner join metrics on metrics.id = stated.metric_id
order by
  metrics.theme,
  max(stated.values_stated) over (partition by stated.metric_id) desc,
  stated.metric_id,
  stated.category <> '',
  stated.values_stated desc,
  stated.category;
