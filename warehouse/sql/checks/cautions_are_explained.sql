-- Cautions that caution_codes does not explain.
with used as (
  select distinct
    unnest(cautions) as code
  from year_over_year
)

select used.code
from used
anti join caution_codes using (code)
order by used.code;
