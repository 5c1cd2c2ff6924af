-- Each value among those of the same level, unit and count: in its county, and in the whole corpus.

delete from peer_comparisons;

-- Groups by number: a window over one integer sorts ten million values in a fraction of what six names cost.
create or replace temp table corpus_groups as
select
  row_number() over () as group_id,
  *
from (
  select
    peer_level,
    metric_id,
    category,
    year,
    unit,
    counted_as,
    count(*) as places,
    median(value) as median,
    count_if(qualifier <> 'exact') as approximate,
    count_if(is_narrowed) as narrowed,
    count_if(is_part_year or conflict) as doubtful
  from comparable_values
  where peer_level is not null
  group by all
);

create or replace temp table county_groups as
select
  row_number() over () as group_id,
  *
from (
  select
    county_id,
    peer_level,
    metric_id,
    category,
    year,
    unit,
    counted_as,
    count(*) as places,
    median(value) as median,
    count_if(qualifier <> 'exact') as approximate,
    count_if(is_narrowed) as narrowed,
    count_if(is_part_year or conflict) as doubtful
  from comparable_values
  where
    peer_level is not null
    and county_id is not null
  group by all
);

-- Equal values share the better rank (1, 1, 3); in the percentile an equal place counts as half a lower one.
create or replace temp macro percentile(places, rank, tied) as
  (places - rank - tied + tied / 2) / (places - 1) * 100;

insert into peer_comparisons by name
with grouped as (
  select
    comparable_values.*,
    corpus_groups.group_id as corpus_group,
    corpus_groups.places as corpus_places,
    corpus_groups.median as corpus_median,
    corpus_groups.approximate as corpus_approximate,
    corpus_groups.narrowed as corpus_narrowed,
    corpus_groups.doubtful as corpus_doubtful,
    county_groups.group_id as county_group,
    county_groups.places as county_places,
    county_groups.median as county_median,
    county_groups.approximate as county_approximate,
    county_groups.narrowed as county_narrowed,
    county_groups.doubtful as county_doubtful,
    coalesce(corpus_groups.places >= fewest_places_ranked(), false) as has_corpus_rank,
    coalesce(county_groups.places >= fewest_places_ranked(), false) as has_county_rank
  from comparable_values
  left join corpus_groups using (peer_level, metric_id, category, year, unit, counted_as)
  left join county_groups using (county_id, peer_level, metric_id, category, year, unit, counted_as)
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
  place_id,
  metric_id,
  category,
  year,
  value,
  unit,
  counted_as,
  qualifier,
  is_narrowed,
  is_part_year,
  conflict,
  peer_level,
  county_id,
  county_places,
  if(has_county_rank, rank_in_county, null) as county_rank,
  if(has_county_rank, tied_in_county, null) as county_tied,
  if(has_county_rank, percentile(county_places, rank_in_county, tied_in_county), null) as county_percentile,
  if(has_county_rank, county_median, null) as county_median,
  county_approximate,
  county_narrowed,
  county_doubtful,
  corpus_places,
  if(has_corpus_rank, rank_in_corpus, null) as corpus_rank,
  if(has_corpus_rank, tied_in_corpus, null) as corpus_tied,
  if(has_corpus_rank, percentile(corpus_places, rank_in_corpus, tied_in_corpus), null) as corpus_percentile,
  if(has_corpus_rank, corpus_median, null) as corpus_median,
  corpus_approximate,
  corpus_narrowed,
  corpus_doubtful
from ranked
order by
  place_id,
  metric_id,
  category,
  year;

drop table corpus_groups;

drop table county_groups;
