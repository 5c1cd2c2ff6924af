-- Files on which our own code failed: a bug, never bad data.
select
  source,
  message
from rejects
where reason = 'internal_error'
order by source;
