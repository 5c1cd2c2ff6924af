-- refused files by reason, each with one of them and what to do about it
select reason, count(*) as files, min(source) as source, arg_min(message, source) as message
from rejects
group by reason
order by files desc, reason
