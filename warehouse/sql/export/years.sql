-- Years that reports tell of.
select distinct year
from reports
where year is not null
order by year;
