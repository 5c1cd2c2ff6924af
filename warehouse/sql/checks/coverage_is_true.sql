-- Place-years whose status contradicts the reports, the roster or the refused files, and those that are missing.
with reported as (
  select distinct
    place_id,
    year
  from reports
  where
    duplicate_of is null
    and place_id is not null
    and year is not null
),

due as (
  select
    line,
    place_id,
    first_year,
    last_year
  from roster
)

select
  place_id,
  year,
  'no row' as problem
from reported
anti join coverage using (place_id, year)
union all
select
  place_id,
  year,
  status || ' without a report'
from coverage
anti join reported using (place_id, year)
where status = 'report'
union all
select
  place_id,
  year,
  status || ' in spite of a report'
from coverage
semi join reported using (place_id, year)
where status <> 'report'
union all
select
  place_id,
  year,
  'refused without a file'
from coverage
anti join rejects on rejects.source = coverage.refused_source and rejects.place_id = coverage.place_id
where status = 'refused'
union all
select
  place_id,
  year,
  status || ' against the roster'
from coverage
where
  (status = 'expected' or expected)
  and not exists (
    from due
    where
      due.place_id = coverage.place_id
      and coverage.year between coalesce(due.first_year, coverage.year) and coalesce(due.last_year, coverage.year)
  )
order by all
