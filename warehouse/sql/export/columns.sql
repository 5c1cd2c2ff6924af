-- Columns of tables and views, with their types and comments.
select
  table_name,
  column_name,
  data_type,
  comment
from duckdb_columns()
where database_name = current_database() and schema_name = 'main' and not internal
order by table_name, column_index;
