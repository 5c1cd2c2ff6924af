-- Words of the charts' queries, beside those of macros.sql. Temporary.

-- Governments of one tier do the same work; what a bureau or a county counts is no measure of a township.
create or replace temp macro tier_of(level) as
  case
    when level in ('县', '区', '市', '旗') then 'county'
    when level = '部门' then 'bureau'
    when level is not null then 'township'
  end;
