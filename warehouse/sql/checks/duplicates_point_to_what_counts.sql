-- A republication must point to an edition that counts itself, of the same place and year where both are known. A place
-- that stays one of its own because its name fits several contradicts none of them.
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
    or (
      kept.place_id <> copy.place_id
      and not exists (
        select 1
        from findings
        where
          findings.kind = 'unresolved_place'
          and findings.report_id in (copy.report_id, kept.report_id)
      )
    )
    or kept.year <> copy.year
  )
order by copy.report_id;
