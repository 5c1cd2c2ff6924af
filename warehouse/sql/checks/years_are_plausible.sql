-- Years before the first national outline on law-based administration (2004), or after the year of the build.
select
  report_id,
  source,
  title,
  year
from reports
where
  year < 2004
  or year > (select max(year(built_at)) from builds)
order by source;
