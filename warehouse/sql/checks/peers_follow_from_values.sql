-- Each yearly value stands among its peers as it is, within the bounds of a rank; sums of a corpus are those of its values.
select
  place_id,
  metric_id,
  category,
  year,
  yearly_values.value,
  peer_comparisons.value as value_among_peers,
  corpus_rank,
  corpus_places
from yearly_values
full join peer_comparisons using (place_id, metric_id, category, year)
where
  peer_comparisons.value is distinct from yearly_values.value
  or corpus_rank + corpus_tied > corpus_places
  or county_rank + county_tied > county_places
  or county_places > corpus_places
order by all;
