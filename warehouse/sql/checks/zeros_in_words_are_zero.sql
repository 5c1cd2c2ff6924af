-- A fact without a number in the text can only be a zero told in words, and one with a number has its ledger row.
select
  fact_id,
  report_id,
  number_text,
  numeral_ordinal,
  value
from facts
where
  (number_text = '' and (value is distinct from 0 or numeral_ordinal is not null))
  or (number_text <> '' and numeral_ordinal is null)
order by fact_id;
