-- Words that the other files use. Temporary: they live as long as the connection and are not published.

-- The size of the leading digit's place: 100 for 365, 0 for 0.
create or replace temp macro leading_place(v) as
  case when v = 0 then 0 else pow(10, floor(log10(abs(v)))) end;

-- Between which bounds a figure with a word of degree can lie. 余, 多 and 以上 reach up to one leading place further
-- (1200余: at most 2200), 约 and 近 a tenth to both sides. Generous on purpose: a conflict that is none costs more trust than
-- one that is missed.
create or replace temp macro lowest(v, qualifier) as
  case qualifier
    when 'under' then v - leading_place(v)
    when 'about' then v - abs(v) * 0.1
    else v
  end;

create or replace temp macro highest(v, qualifier) as
  case qualifier
    when 'over' then v + leading_place(v)
    when 'about' then v + abs(v) * 0.1
    else v
  end;

create or replace temp macro values_contradict(v, v_qualifier, w, w_qualifier) as
  lowest(v, v_qualifier) > highest(w, w_qualifier) or lowest(w, w_qualifier) > highest(v, v_qualifier);

-- Two figures of one name contradict each other only where they could be one figure told twice: 58 and 63, or 36 and 360. Further
-- apart they count different things under the same words (231 disputes, 22 of them about wages): of 12 such pairs in two
-- unseen batches none was a contradiction; of 20 contradictions that others wrote all lay within a factor of 2.
create or replace temp macro could_be_one(v, w) as
  v = 0 or w = 0
  or greatest(v, w) / least(v, w) <= 2
  or abs(log10(v / w) - round(log10(v / w))) < 1e-6;

create or replace temp macro figures_contradict(v, v_qualifier, w, w_qualifier, same_detail) as
  values_contradict(v, v_qualifier, w, w_qualifier) and (same_detail is not null or could_be_one(v, w));

-- Two figures narrowed alike: by the same words, or one by a part of the other's (中心 and 矛调中心), or both by nothing.
create or replace temp macro same_scope(detail, other_detail) as
  detail is not distinct from other_detail
  or coalesce(contains(detail, other_detail) or contains(other_detail, detail), false);

-- Two measure words of one scale that count different things (批 and 件). Unknown words contradict nothing.
create or replace temp macro counts_differ(scale, counts, other_scale, other_counts) as
  coalesce(scale = other_scale and counts <> other_counts, false);

-- Two different measure words that are not known to count the same (个 and 户; 件 and 起 are known to).
create or replace temp macro word_changed(word, scale, counts, other_word, other_scale, other_counts) as
  coalesce(word <> other_word, false)
  and not coalesce(scale = other_scale and counts = other_counts, false);

-- Six decimals hold what a report can print and drop the noise of binary fractions: 94.5 - 94.1 is 0.4.
create or replace temp macro clean(v) as round(v, 6);

-- Whether a figure's period is the one that its report is on; a report on half a year calls its own time by its name.
create or replace temp macro is_own_period(period, covers_until) as
  period in ('year', 'stock')
  or (period = '上半年' and coalesce(month(covers_until) = 6, false))
  or (period = '前三季度' and coalesce(month(covers_until) = 9, false));

-- Units of things that are counted one by one, so that a few of them make no percentage.
create or replace temp macro is_counted(unit) as unit not in ('yuan', 'square_metre', 'percent', 'pct_point');

create or replace temp macro relative_percent(change, base) as
  case when base = 0 then null else change / abs(base) * 100 end;

-- A number as a clerk writes it: 36, 94.5.
create or replace temp macro figure_text(v) as
  case
    when v = round(v) then cast(cast(round(v) as bigint) as varchar)
    else rtrim(cast(cast(v as decimal(18, 2)) as varchar), '0')
  end;

-- A change as a clerk writes it: 增长15%, 下降2个百分点, 减少3.
create or replace temp macro change_text(v, stated_as) as
  case stated_as
    when 'percent' then if(v < 0, '下降', '增长') || figure_text(abs(v)) || '%'
    when 'points' then if(v < 0, '下降', '提高') || figure_text(abs(v)) || '个百分点'
    else if(v < 0, '减少', '增加') || figure_text(abs(v))
  end;

create or replace temp macro series_text(metric_name, category) as
  '“' || metric_name || if(category = '', '', '（' || category || '）') || '”';

-- The same hash as warehouse.rows.finding_id_of.
create or replace temp macro finding_hash(report_id, kind, raw_start, raw_end, other_start, other_end, expected, found) as
  substr(
    sha256(
      report_id || '|' || kind
      || '|' || coalesce(cast(raw_start as varchar), '') || '|' || coalesce(cast(raw_end as varchar), '')
      || '|' || coalesce(cast(other_start as varchar), '') || '|' || coalesce(cast(other_end as varchar), '')
      || '|' || coalesce(expected, '') || '|' || coalesce(found, '')
    ),
    1,
    16
  );
