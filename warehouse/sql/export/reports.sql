-- Each chosen place and year with its report, or with the word that there is none; then reports of no known place or
-- year, where nothing was chosen.
select
  places.province,
  places.city,
  places.county,
  places.name as place,
  coverage.place_id,
  coverage.year,
  coverage.status = 'report' as has_report,
  coverage.reports,
  reports.title,
  reports.published_on,
  reports.covers_until,
  reports.source,
  reports.url
from coverage
inner join chosen_places using (place_id)
inner join chosen_years using (year)
inner join places using (place_id)
left join reports using (report_id)
union all by name
select
  places.province,
  places.city,
  places.county,
  places.name as place,
  reports.place_id,
  reports.year,
  true as has_report,
  1 as reports,
  reports.title,
  reports.published_on,
  reports.covers_until,
  reports.source,
  reports.url
from reports
inner join chosen_reports using (report_id)
left join places using (place_id)
where reports.place_id is null or reports.year is null
order by city nulls last, county nulls last, place nulls last, place_id, year, source;
