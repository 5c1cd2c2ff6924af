-- files that were not loaded, and what to do about each
select source, reason, message
from rejects
order by source
