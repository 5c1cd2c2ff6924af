-- every metric of the registry with how far the corpus states it, most stated first within its theme
with stated as (
  select
    facts.metric_id,
    count(distinct facts.report_id) as reports,
    count(distinct reports.place_id) as places,
    count(*) as facts,
    min(reports.year) as first_year,
    max(reports.year) as last_year
  from facts
  inner join reports using (report_id)
  where
    facts.role = 'actual'
    and reports.duplicate_of is null
  group by facts.metric_id
)
select
  themes.name as theme_name,
  metrics.id,
  metrics.name,
  metrics.unit,
  metrics.kind,
  coalesce(stated.reports, 0) as reports,
  (select count(*) from reports where duplicate_of is null) as all_reports,
  coalesce(stated.places, 0) as places,
  coalesce(stated.facts, 0) as facts,
  stated.first_year,
  stated.last_year,
  metrics.means
from metrics
inner join themes on themes.id = metrics.theme
left join stated on stated.metric_id = metrics.id
where $theme is null or metrics.theme = $theme
order by
  themes.rowid,
  reports desc,
  metrics.id
