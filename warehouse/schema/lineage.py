"""Which columns a column is made of, from the text of a file to `year_over_year`.

Belongs here: that declaration, and following it. Does not belong here: the columns themselves (`tables_*.py`,
`stage_frames.py`), how one is computed (`pipelines/`, `warehouse/sql`), showing it (`assets/monitoring/lineage.py`).

A table's columns are written `table.column`; those of a stage frame, which may bear a table's name,
`frame:name.column`. Only what decides a value is listed, not what rows are joined by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

FRAME = "frame:"

# Where a value first comes up: in the bytes of a file, in the words of the registry, in what lies beside the reports.
ORIGINS: Mapping[str, str] = {
    "frame:raw.raw_text": "文件中的文字",
    "frame:raw.set_aside": "文件格式本身标明的页眉、页脚、批注",
    "frame:raw.stated": "文件自带的信息（作者、日期等）",
    "frame:raw.source": "文件路径",
    "frame:raw.batch": "一级文件夹",
    "frame:raw.sha256": "文件内容的散列值",
    "frame:raw.report_id": "文件内容的散列值",
    "frame:raw.format": "文件格式",
    "frame:raw.encoding": "文件编码",
    "manifest.csv": "清单 manifest.csv",
    "roster.csv": "名册 roster.csv",
    "metrics.id": "指标登记表",
    "metrics.unit": "指标登记表",
    "metrics.kind": "指标登记表",
    "metric_categories.category": "指标登记表",
}

_TEXT = "frame:normalized.text"
_SECTION = "frame:sections.section_id frame:sections.title frame:sections.theme"
_PLACE = (
    "frame:normalized.place_name frame:normalized.level frame:normalized.county frame:normalized.city"
    " frame:normalized.province frame:normalized.division_code frame:normalized.aliases roster.csv"
)


def _all(names: str, sources: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), sources)


def _same(names: str, source: str) -> dict[str, str]:
    """Columns that are taken over under their own names."""
    return {name: f"{source}.{name}" for name in names.split()}


_DECLARED: Mapping[str, Mapping[str, str]] = {
    "frame:normalized": {
        **_same("source batch report_id sha256 format encoding", "frame:raw"),
        **_all("text text_starts raw_starts raw_ends script repairs", "frame:raw.raw_text frame:raw.set_aside"),
        **_all("furniture", "frame:raw.raw_text frame:raw.set_aside"),
        **_all("signature", _TEXT),
        **_all("title genre", f"{_TEXT} frame:raw.raw_text"),
        **_all("place_name level county city province aliases", f"{_TEXT} frame:raw.raw_text manifest.csv"),
        **_all("division_code url", "manifest.csv"),
        **_all("year year_basis covers_until", f"{_TEXT} frame:normalized.title manifest.csv"),
        **_all("issuer document_number", f"{_TEXT} frame:raw.raw_text frame:raw.stated"),
        **_all("published_on published_basis", f"{_TEXT} frame:raw.raw_text frame:raw.stated manifest.csv"),
        **_all("identity_findings", "frame:normalized.place_name frame:normalized.year frame:normalized.title"),
    },
    "frame:sections": {
        **_same("source batch report_id", "frame:normalized"),
        **_all("section_id ordinal level parent_id marker title theme inferred text_start text_end title_end", _TEXT),
        **_all("raw_start raw_end", f"{_TEXT} frame:normalized.raw_starts frame:normalized.raw_ends"),
    },
    "frame:facts": {
        **_same("source batch report_id", "frame:normalized"),
        **_all("fact_id", "frame:facts.raw_start frame:facts.metric_id frame:facts.category frame:facts.role"),
        **_all("section_id", "frame:sections.section_id"),
        **_all("numeral_ordinal number_text evidence text_start text_end measure_word unit_inferred qualifier", _TEXT),
        **_all("raw_start raw_end", f"{_TEXT} frame:normalized.raw_starts frame:normalized.raw_ends"),
        **_all("metric_id", f"{_TEXT} {_SECTION} metrics.id"),
        **_all("category", f"{_TEXT} metric_categories.category"),
        **_all("detail rule is_total is_part period role until_month", _TEXT),
        **_all("value low high", f"{_TEXT} frame:facts.number_text frame:facts.measure_word"),
        **_all("unit", "metrics.unit"),
    },
    "facts": {
        **_same("fact_id report_id section_id numeral_ordinal metric_id category detail value unit", "frame:facts"),
        **_same("measure_word unit_inferred qualifier period role number_text evidence raw_start", "frame:facts"),
        **_same("raw_end text_start text_end rule is_total is_part low high until_month", "frame:facts"),
        **_all("raw_span", "frame:raw.raw_text frame:facts.raw_start frame:facts.raw_end"),
    },
    "reports": {
        **_same("report_id sha256 source batch year year_basis title published_on published_basis", "frame:normalized"),
        **_same("issuer document_number covers_until url format encoding script repairs", "frame:normalized"),
        **_all("place_id", _PLACE),
        **_all(
            "duplicate_of duplicate_similarity", f"{_TEXT} frame:normalized.signature reports.place_id reports.year"
        ),
    },
    "places": {
        **_all("place_id parents_from", _PLACE),
        **_all("name", "frame:normalized.place_name frame:normalized.aliases"),
        **_same("level county city province division_code aliases", "frame:normalized"),
    },
    "yearly_values": {
        **_all("place_id", "reports.place_id"),
        **_all("year", "reports.year"),
        **_same("metric_id category value unit qualifier low high report_id fact_id detail is_part", "facts"),
        **_same("measure_word unit_inferred", "facts"),
        **_all("figure_count", "facts.fact_id facts.category facts.detail"),
        **_all("is_part_year covers_month", "facts.until_month reports.covers_until"),
        **_all("conflict conflict_fact_id", "facts.value facts.detail facts.is_total reports.duplicate_of"),
    },
    "year_over_year": {
        **_same("place_id metric_id category year value fact_id", "yearly_values"),
        **_all("previous_year", "reports.year reports.place_id"),
        **_all("previous_value", "yearly_values.value yearly_values.year"),
        **_all("previous_fact_id", "yearly_values.fact_id yearly_values.year"),
        **_all("unit", "yearly_values.unit metrics.unit"),
        **_all("status", "yearly_values.value yearly_values.year yearly_values.unit yearly_values.measure_word"),
        **_all("change change_percent", "yearly_values.value yearly_values.year metrics.kind"),
        **_all("change_low change_high", "yearly_values.low yearly_values.high yearly_values.year"),
        **_all(
            "cautions",
            "yearly_values.qualifier yearly_values.conflict yearly_values.unit_inferred yearly_values.is_part_year"
            " yearly_values.covers_month yearly_values.detail yearly_values.is_part yearly_values.measure_word"
            " yearly_values.value yearly_values.year yearly_values.unit metrics.kind",
        ),
    },
}

# How each frame's rows are kept apart between builds; no figure is made of it.
NO_LINEAGE = frozenset({"input_key"})

LINEAGE: Mapping[str, tuple[str, ...]] = {
    f"{table}.{column}": tuple(sources.split())
    for table, columns in _DECLARED.items()
    for column, sources in columns.items()
}


def origins_of(column: str) -> frozenset[str]:
    """The entries of ORIGINS that a column is made of, by whatever way.

    >>> sorted(origins_of("year_over_year.place_id"))[:2]
    ['frame:raw.raw_text', 'frame:raw.set_aside']
    """
    return frozenset(_walk(column, set()))


def _walk(column: str, seen: set[str]) -> Iterator[str]:
    if column in seen:
        return
    seen.add(column)
    if column in ORIGINS:
        yield column
    for source in LINEAGE.get(column, ()):
        yield from _walk(source, seen)
