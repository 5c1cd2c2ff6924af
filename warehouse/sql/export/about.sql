-- The build, and what was chosen of it.
select
  builds.build_id,
  builds.built_at,
  builds.corpus_hash,
  builds.registry_version,
  (select count(*) from reports) as all_reports,
  (select count(*) from chosen_reports) as reports,
  (select count(*) from places) as all_places,
  (select count(distinct place_id) from reports inner join chosen_reports using (report_id)) as places,
  (select min(year) from reports inner join chosen_reports using (report_id)) as first_year,
  (select max(year) from reports inner join chosen_reports using (report_id)) as last_year
from builds
order by builds.built_at desc
limit 1;
