-- What each measure word counts; two words of one scale that count differently must not be added up.
select
  measure_word,
  scale,
  counts
from measure_words;
