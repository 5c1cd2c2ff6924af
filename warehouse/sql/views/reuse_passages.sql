-- Each sentence carried over, beside its source.
select
  text_reuse_sentences.report_id,
  text_reuse_sentences.ordinal,
  places.name as place,
  places.county,
  reports.year,
  text_reuse.previous_year,
  text_reuse_sentences.kind,
  text_reuse_sentences.only_figures_differ,
  text_reuse_sentences.similarity,
  own_words.passage as sentence,
  other_words.passage as previous_sentence
from text_reuse_sentences
inner join text_reuse on text_reuse.report_id = text_reuse_sentences.report_id
inner join reports on reports.report_id = text_reuse_sentences.report_id
inner join passages as own_words
  on own_words.report_id = text_reuse_sentences.report_id
  and own_words.raw_start = text_reuse_sentences.raw_start
  and own_words.raw_end = text_reuse_sentences.raw_end
inner join passages as other_words
  on other_words.report_id = text_reuse_sentences.previous_report_id
  and other_words.raw_start = text_reuse_sentences.other_start
  and other_words.raw_end = text_reuse_sentences.other_end
left join places on places.place_id = reports.place_id
