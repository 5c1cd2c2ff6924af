-- Every place with the names it may be asked for by.
select
  place_id,
  name,
  county,
  city,
  province,
  aliases
from places
order by place_id;
