-- reports, reporting places and figures by year; the last row is of reports whose year can't be told
select
  reports.year,
  count(*) as reports,
  count(*) filter (where duplicate_of is not null) as republished,
  count(distinct place_id) as places,
  cast(coalesce(sum(facts), 0) as bigint) as facts
from reports
left join report_counts using (report_id)
group by reports.year
order by reports.year nulls last
