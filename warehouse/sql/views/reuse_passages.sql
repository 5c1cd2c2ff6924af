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
  substr(
    texts.raw_text,
    text_reuse_sentences.raw_start + 1,
    text_reuse_sentences.raw_end - text_reuse_sentences.raw_start
  ) as sentence,
  substr(
    other_texts.raw_text,
    text_reuse_sentences.other_start + 1,
    text_reuse_sentences.other_end - text_reuse_sentences.other_start
  ) as previous_sentence
from text_reuse_sentences
inner join text_reuse on text_reuse.report_id = text_reuse_sentences.report_id
inner join reports on reports.report_id = text_reuse_sentences.report_id
inner join report_texts as texts on texts.report_id = text_reuse_sentences.report_id
inner join report_texts as other_texts on other_texts.report_id = text_reuse_sentences.previous_report_id
left join places on places.place_id = reports.place_id
