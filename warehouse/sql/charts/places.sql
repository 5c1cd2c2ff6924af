-- All places, for whoever names one.
select
  place_id,
  name,
  level,
  county,
  city,
  province,
  aliases
from places
order by place_id;
