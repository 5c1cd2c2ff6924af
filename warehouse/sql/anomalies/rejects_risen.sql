-- reasons by which more files are refused than before, where the share of refused files rose by more than the limit
with
counted as (
  select 'now' as side, reason, count(*) as files from rejects where reason <> 'same_file' group by reason
  union all
  select 'before', reason, count(*) from previous.rejects where reason <> 'same_file' group by reason
),
totals as (
  select
    (select count(*) from reports) as reports,
    (select count(*) from previous.reports) as reports_before,
    (select coalesce(sum(files), 0) from counted where side = 'now') as refused,
    (select coalesce(sum(files), 0) from counted where side = 'before') as refused_before
),
shares as (
  select
    refused / nullif(refused + reports, 0) as share,
    refused_before / nullif(refused_before + reports_before, 0) as share_before,
    refused_before + reports_before as files_before
  from totals
)
select
  coalesce(now.reason, before.reason) as reason,
  coalesce(before.files, 0) as files_before,
  coalesce(now.files, 0) as files,
  round(share_before, 4) as share_before,
  round(share, 4) as share
from (from counted where side = 'now') as now
full join (from counted where side = 'before') as before using (reason)
cross join shares
where
  files_before >= $at_least
  and share > share_before + $limit
  and coalesce(now.files, 0) > coalesce(before.files, 0)
order by coalesce(now.files, 0) - coalesce(before.files, 0) desc, reason
