-- The years of the corpus for one place: is there a report, what is it called, until when do its figures reach.
select
  coverage.year,
  coverage.status = 'report' as has_report,
  coverage.covers_until,
  reports.title
from coverage
left join reports using (report_id)
where coverage.place_id = $place_id
order by coverage.year;
