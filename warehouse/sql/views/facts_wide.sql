-- One row a place and year with a report, one column a metric: its headline in the metric's own unit. What the columns can't show
-- (a value in another unit, a word of degree, two values for one thing) stands in notes.
select
  headline_values.place_id,
  places.province,
  places.city,
  places.county,
  places.name as place,
  places.level,
  headline_values.year,
  headline_values.report_id,
  headline_values.is_part_year,
  headline_values.notes,
  /* metric columns: headline_values.headlines[1] as "…", … */
from headline_values
inner join places on places.place_id = headline_values.place_id
