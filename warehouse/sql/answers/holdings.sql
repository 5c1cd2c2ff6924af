-- what a warehouse holds, as (topic, entry, count), for the summary after a build
select 'tables' as topic, 'reports' as entry, count(*) as count from reports
union all
select 'tables', 'places', count(*) from places
union all
select 'tables', 'numerals', count(*) from numerals
union all
select 'tables', 'facts', count(*) from facts
union all
select 'tables', 'year_over_year', count(*) from year_over_year
union all
select 'statuses', status, count(*) from year_over_year group by status
union all
-- what the roster expects: report, refused or expected (nothing there)
select 'roster', status, count(*) from coverage where expected group by status
union all
select 'roster_doubts', doubt, 1 from roster where doubt is not null
union all
select 'findings', kind, count(*) from findings group by kind
union all
select 'rejects', reason, count(*) from rejects group by reason
union all
select 'years', year::varchar, count(*) from reports where year is not null group by year
order by topic, count desc, entry
