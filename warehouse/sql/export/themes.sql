-- Themes in the order in which reports tell of them: by the middle of where their sections stand.
with placed as (
  select
    theme,
    median(ordinal / greatest(last_ordinal, 1)) as position
  from (
    select
      theme,
      ordinal,
      max(ordinal) over (partition by report_id) as last_ordinal
    from sections
  )
  where theme is not null
  group by theme
)

select
  themes.id,
  themes.name
from themes
left join placed on placed.theme = themes.id
order by placed.position nulls last, themes.id;
