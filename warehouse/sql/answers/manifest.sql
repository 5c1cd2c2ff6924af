-- every file of the corpus with what was read of it: what a manifest may say, and how sure the reading is
with doubts as (
    select report_id, string_agg(distinct kind, ' ' order by kind) as kinds
    from findings
    where kind in ('unresolved_place', 'unresolved_year', 'year_mismatch')
    group by report_id
),
loaded as (
    select
        r.source, 'loaded' as status, p.name as place, p.level, p.county, p.city, p.province, p.division_code,
        r.year, r.published_on, r.url, r.year_basis, r.title, d.source as duplicate_of, q.kinds as doubts
    from reports as r
    left join places as p using (place_id)
    left join reports as d on d.report_id = r.duplicate_of
    left join doubts as q on q.report_id = r.report_id
),
refused as (
    select
        r.source, r.reason as status, r.place_name as place, p.level, p.county, p.city, p.province, p.division_code,
        r.year, null::date as published_on, null::varchar as url, r.year_basis, null::varchar as title,
        null::varchar as duplicate_of, null::varchar as doubts
    from rejects as r
    left join places as p on p.place_id = r.place_id
)
from loaded
union all by name
from refused
order by source
