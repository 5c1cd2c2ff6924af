-- Which places report in which years, and what is known where there is no report.

delete from coverage;

insert into coverage by name
-- A year that only a refused text names does not widen the range: such texts name years of plans and of laws. What the
-- manifest says of a refused file does.
with told_years as (
  select year from reports
  union all
  select first_year from roster
  union all
  select last_year from roster
  union all
  select year from rejects where year_basis = 'manifest' and place_id is not null
),

years as (
  select cast(unnest(range(min(year), max(year) + 1)) as integer) as year
  from told_years
),

loaded as (
  select
    place_id,
    year,
    count(*) as reports
  from reports
  group by
    place_id,
    year
),

expected as (
  select distinct
    roster.place_id,
    years.year
  from roster
  inner join years
    on years.year >= coalesce(roster.first_year, years.year)
    and years.year <= coalesce(roster.last_year, years.year)
),

refused as (
  select
    place_id,
    year,
    min(source) as source,
    arg_min(reason, source) as reason
  from rejects
  where
    place_id is not null
    and year is not null
  group by
    place_id,
    year
),

place_years as (
  select
    places.place_id,
    years.year,
    ranked_reports.report_id,
    ranked_reports.covers_until,
    coalesce(loaded.reports, 0) as reports,
    expected.place_id is not null as is_expected,
    case
      when ranked_reports.report_id is not null then 'report'
      when refused.source is not null then 'refused'
      when expected.place_id is not null then 'expected'
      else 'none'
    end as status,
    refused.source,
    refused.reason
  from places
  cross join years
  left join ranked_reports
    on ranked_reports.place_id = places.place_id
    and ranked_reports.year = years.year
    and ranked_reports.standing = 1
  left join loaded
    on loaded.place_id = places.place_id
    and loaded.year = years.year
  left join expected
    on expected.place_id = places.place_id
    and expected.year = years.year
  left join refused
    on refused.place_id = places.place_id
    and refused.year = years.year
)

select
  place_id,
  year,
  status,
  if(exists (from roster), is_expected, null) as expected,
  report_id,
  reports,
  covers_until,
  if(status = 'refused', source, null) as refused_source,
  if(status = 'refused', reason, null) as refused_reason
from place_years
order by
  place_id,
  year;
