-- findings by kind and severity
select finding_kinds.name_zh as kind, findings.severity, count(*) as findings
from findings
inner join finding_kinds using (kind)
group by finding_kinds.name_zh, findings.severity
order by case findings.severity when 'error' then 0 when 'warning' then 1 else 2 end, findings desc, kind
