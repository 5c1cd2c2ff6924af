-- A republication must point to an edition that counts itself, of the same place and year where both are known.
select
  copy.report_id,
  copy.source,
  copy.duplicate_of
from reports as copy
left join reports as kept on kept.report_id = copy.duplicate_of
where
  copy.duplicate_of is not null
  and (
    kept.report_id is null
    or kept.duplicate_of is not null
    or kept.report_id = copy.report_id
    or kept.place_id <> copy.place_id
    or kept.year <> copy.year
  )
order by copy.report_id;
