-- A place or year that can't be told must be said in a finding.
select
  reports.report_id,
  reports.source,
  missing.kind
from reports
cross join (values ('unresolved_place'), ('unresolved_year')) as missing (kind)
anti join findings
  on findings.report_id = reports.report_id
  and findings.kind = missing.kind
where if(missing.kind = 'unresolved_place', reports.place_id is null, reports.year is null)
order by all;
