-- Kinds of findings that finding_kinds does not explain.
select distinct findings.kind
from findings
anti join finding_kinds using (kind)
order by findings.kind;
