-- Each value among those of the same level, unit and count: in its county, and in the whole corpus.

delete from peer_comparisons;

-- Each county's groups and the corpus's, by number: a window over one integer sorts ten million values in a fraction of what six
-- names cost.
create or replace temp table peer_groups as
select
  row_number() over () as group_id,
  *
from (
  select
    if(grouping(county_id) = 1, 'corpus', county_id) as area_id,
    peer_level,
    metric_id,
    category,
    year,
    unit,
    counted_as,
    count(*) as places,
    count(*) >= fewest_places_ranked() as is_ranked,
    if(is_ranked, quantile_cont(value, [0.25, 0.5, 0.75]), null) as quartiles,
    count_if(qualifier <> 'exact') as approximate,
    count_if(is_narrowed) as narrowed,
    count_if(is_part_year or conflict) as doubtful
  from comparable_values
  where peer_level is not null
  group by grouping sets (
    (county_id, peer_level, metric_id, category, year, unit, counted_as),
    (peer_level, metric_id, category, year, unit, counted_as)
  )
  having grouping(county_id) = 1 or county_id is not null
);

-- Equal values share the better rank (1, 1, 3); in the percentile an equal place counts as half a lower one.
create or replace temp macro percentile(places, rank, tied) as
  (places - rank - tied + tied / 2) / (places - 1) * 100;

insert into peer_comparisons by name
with grouped as (
  select
    comparable_values.*,
    in_county.group_id as county_group,
    in_corpus.group_id as corpus_group
  from comparable_values
  left join peer_groups as in_county
    on in_county.area_id = comparable_values.county_id
    and in_county.peer_level = comparable_values.peer_level
    and in_county.metric_id = comparable_values.metric_id
    and in_county.category = comparable_values.category
    and in_county.year = comparable_values.year
    and in_county.unit = comparable_values.unit
    and in_county.counted_as = comparable_values.counted_as
  left join peer_groups as in_corpus
    on in_corpus.area_id = 'corpus'
    and in_corpus.peer_level = comparable_values.peer_level
    and in_corpus.metric_id = comparable_values.metric_id
    and in_corpus.category = comparable_values.category
    and in_corpus.year = comparable_values.year
    and in_corpus.unit = comparable_values.unit
    and in_corpus.counted_as = comparable_values.counted_as
),

ranked as (
  select
    *,
    rank() over in_county as rank_in_county,
    count(*) over in_county - 1 as tied_in_county,
    rank() over in_corpus as rank_in_corpus,
    count(*) over in_corpus - 1 as tied_in_corpus
  from grouped
  window
    in_county as (partition by county_group order by value desc range between current row and current row),
    in_corpus as (partition by corpus_group order by value desc range between current row and current row)
)

select
  ranked.place_id,
  ranked.metric_id,
  ranked.category,
  ranked.year,
  ranked.value,
  ranked.unit,
  ranked.counted_as,
  ranked.qualifier,
  ranked.is_narrowed,
  ranked.is_part_year,
  ranked.conflict,
  ranked.peer_level,
  ranked.county_id,
  county.places as county_places,
  if(county.is_ranked, rank_in_county, null) as county_rank,
  if(county.is_ranked, tied_in_county, null) as county_tied,
  if(county.is_ranked, percentile(county.places, rank_in_county, tied_in_county), null) as county_percentile,
  county.quartiles[1] as county_q1,
  county.quartiles[2] as county_median,
  county.quartiles[3] as county_q3,
  county.approximate as county_approximate,
  county.narrowed as county_narrowed,
  county.doubtful as county_doubtful,
  corpus.places as corpus_places,
  if(corpus.is_ranked, rank_in_corpus, null) as corpus_rank,
  if(corpus.is_ranked, tied_in_corpus, null) as corpus_tied,
  if(corpus.is_ranked, percentile(corpus.places, rank_in_corpus, tied_in_corpus), null) as corpus_percentile,
  corpus.quartiles[1] as corpus_q1,
  corpus.quartiles[2] as corpus_median,
  corpus.quartiles[3] as corpus_q3,
  corpus.approximate as corpus_approximate,
  corpus.narrowed as corpus_narrowed,
  corpus.doubtful as corpus_doubtful
from ranked
left join peer_groups as county on county.group_id = ranked.county_group
left join peer_groups as corpus on corpus.group_id = ranked.corpus_group
order by
  ranked.place_id,
  ranked.metric_id,
  ranked.category,
  ranked.year;

drop table peer_groups;
