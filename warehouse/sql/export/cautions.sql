-- Cautions with how many comparisons of the chosen places and years carry them.
with told as (
  select
    code,
    count(*) as comparisons
  from (
    select unnest(cautions) as code
    from year_over_year
    inner join chosen_places using (place_id)
    inner join chosen_years using (year)
  )
  group by code
)

select
  caution_codes.code,
  caution_codes.meaning_zh,
  coalesce(told.comparisons, 0) as comparisons
from caution_codes
left join told using (code)
order by comparisons desc, caution_codes.code;
