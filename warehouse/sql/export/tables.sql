-- Tables and views of the file, with their comments.
select
  table_name as name,
  comment
from duckdb_tables()
where database_name = current_database() and schema_name = 'main' and not internal and not temporary
union all
select
  view_name as name,
  comment
from duckdb_views()
where database_name = current_database() and schema_name = 'main' and not internal and not temporary
order by name;
