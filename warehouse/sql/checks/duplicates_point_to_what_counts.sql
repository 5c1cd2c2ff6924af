-- A republication must point to an edition that counts itself and say how alike the two are; that edition must be of the same
-- place and year, and know both where the copy does, or the copy's figures would leave every series. A place that stays one of
-- its own only because its name fits several contradicts none of that name.
with pairs as (
  select
    copy.*,
    kept.report_id as kept_id,
    kept.duplicate_of as kept_repeats,
    kept.place_id as kept_place_id,
    kept.year as kept_year,
    copy_place.name is distinct from kept_place.name as is_other_name,
    exists (
      select 1
      from findings
      where
        findings.kind = 'unresolved_place'
        and findings.report_id in (copy.report_id, kept.report_id)
    ) as is_place_in_doubt
  from reports as copy
  left join reports as kept on kept.report_id = copy.duplicate_of
  left join places as copy_place on copy_place.place_id = copy.place_id
  left join places as kept_place on kept_place.place_id = kept.place_id
)

select
  report_id,
  source,
  duplicate_of,
  duplicate_similarity
from pairs
where
  (duplicate_of is null) <> (duplicate_similarity is null)
  or (
    duplicate_of is not null
    and (
      kept_id is null
      or kept_repeats is not null
      or kept_id = report_id
      or kept_year <> year
      or (kept_place_id <> place_id and (is_other_name or not is_place_in_doubt))
      or (place_id is not null and year is not null and (kept_place_id is null or kept_year is null))
    )
  )
order by report_id;
