-- Ledger rows called a fact that no fact refers to, and facts whose ledger row is called something else.
with used as (
  select distinct
    report_id,
    numeral_ordinal as ordinal
  from facts
  where numeral_ordinal is not null
)

select
  report_id,
  ordinal,
  numerals.text,
  numerals.disposition,
  used.ordinal is not null as has_fact
from numerals
left join used using (report_id, ordinal)
where (numerals.disposition = 'fact') <> (used.ordinal is not null)
order by
  report_id,
  ordinal;
