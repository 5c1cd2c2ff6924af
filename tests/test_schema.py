"""The declarations: every table and column said once, and everything made of them agreeing with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from warehouse_cases import fact, frame, report

from warehouse.arrow import query_frame
from warehouse.ddl import column_comment, create_tables, table_comment
from warehouse.dictionary import DICTIONARY_PATH, dictionary
from warehouse.lexicons import CAUTIONS, COUNTINGS
from warehouse.schema import STAGE_FRAMES, TABLES, InvalidFrame, column_specs, empty_frame, validate
from warehouse.schema.catalog import polars_schema, schema_of

MODELS = {**TABLES, **{f"stage {name}": model for name, model in STAGE_FRAMES.items()}}

# The columns that the contract with analysts and the scorer names; tables may have more.
CONTRACT = {
    "builds": "build_id built_at code_version registry_version corpus_hash counts",
    "places": "place_id name level county city province division_code aliases",
    "reports": "report_id sha256 source batch place_id year year_basis title published_on covers_until format encoding"
    " script repairs duplicate_of",
    "report_texts": "report_id raw_text text",
    "sections": "section_id report_id ordinal level parent_id marker title theme inferred raw_start raw_end text_start"
    " text_end",
    "numerals": "report_id ordinal text raw_start raw_end disposition value unit qualifier",
    "facts": "fact_id report_id section_id numeral_ordinal metric_id category detail value unit measure_word"
    " unit_inferred qualifier period role number_text evidence raw_start raw_end text_start text_end rule",
    "metrics": "id name theme unit kind means",
    "themes": "id name",
    "yearly_values": "place_id metric_id category year value qualifier fact_id conflict",
    "year_over_year": "place_id metric_id category year value previous_year previous_value change change_percent status"
    " cautions",
    "coverage": "place_id year",
    "stated_changes": "report_id metric_id category stated stated_as from_value to_value computed verdict raw_start"
    " raw_end",
    "findings": "finding_id report_id kind severity message expected found raw_start raw_end other_report_id"
    " other_start other_end",
    "rejects": "source reason message sha256",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_a_table_has_the_columns_of_the_contract(table: str) -> None:
    assert set(CONTRACT[table].split()) <= {spec.name for spec in column_specs(TABLES[table])}


@pytest.mark.parametrize("name", MODELS)
def test_every_column_has_a_sentence_in_both_languages_and_every_table_a_key(name: str) -> None:
    specs = column_specs(MODELS[name])
    for spec in specs:
        assert spec.description, spec.name
        assert re.search("[\u4e00-\u9fff]", spec.description_zh), spec.name
        assert not (spec.is_key and spec.is_nullable), spec.name
    assert any(spec.is_key for spec in specs)
    assert re.search("[\u4e00-\u9fff]", table_comment(MODELS[name]))


@pytest.mark.parametrize("name", MODELS)
def test_an_empty_frame_keeps_to_its_declaration(name: str) -> None:
    empty = empty_frame(MODELS[name])
    # `validate` looks at the columns of an empty frame only: pandera must be of the same opinion.
    assert schema_of(MODELS[name]).validate(empty, lazy=True).is_empty()
    assert validate(MODELS[name], empty).is_empty()


@pytest.mark.parametrize(
    ("breach", "said"),
    [
        pytest.param(lambda frame: frame.drop("role"), "role", id="a column is missing"),
        pytest.param(lambda frame: frame.with_columns(mood=pl.lit("")), "mood", id="a column is unknown"),
        pytest.param(lambda frame: frame.cast({"value": pl.String}), "value", id="a type is another"),
    ],
)
def test_an_empty_frame_of_another_shape_is_refused(breach: Callable[[pl.DataFrame], pl.DataFrame], said: str) -> None:
    with pytest.raises(InvalidFrame, match=said):
        validate(TABLES["facts"], breach(empty_frame(TABLES["facts"])))


def test_the_database_has_the_declared_types_and_comments() -> None:
    con = duckdb.connect()
    create_tables(con)
    columns = query_frame(
        con, "select table_name, column_name, data_type, comment from duckdb_columns() where not internal"
    )
    said = {(table, name): (dtype, comment) for table, name, dtype, comment in columns.iter_rows()}
    for table, model in TABLES.items():
        for spec in column_specs(model):
            dtype, comment = said.pop((table, spec.name))
            assert dtype.replace('"', "") == spec.duckdb_type.replace('"', "")
            assert comment == column_comment(spec)
    assert not said
    tables = dict(query_frame(con, "select table_name, comment from duckdb_tables()").iter_rows())
    assert tables == {table: table_comment(model) for table, model in TABLES.items()}


def test_the_data_dictionary_is_not_stale() -> None:
    stale = "docs/dictionary.md is stale: run `python -m warehouse.dictionary`"
    assert DICTIONARY_PATH.read_text("utf-8") == dictionary(), stale


def test_every_breach_is_told_at_once() -> None:
    row = report("甲镇", 2024)
    facts = pl.concat([frame("facts", [fact(row, 3)])] * 2).with_columns(
        qualifier=pl.lit("roughly"), unit=pl.lit(None, dtype=pl.String)
    )
    with pytest.raises(InvalidFrame) as caught:
        validate(TABLES["facts"], facts)
    told = str(caught.value)
    assert "roughly" in told and "unit: not_nullable" in told and "uniqueness" in told


MUST_BE_REFUSED = {
    "a wrong type is not coerced": lambda facts: facts.with_columns(pl.col("value").cast(pl.Float32)),
    "an unknown column": lambda facts: facts.with_columns(guess=pl.lit(1)),
    "a missing column": lambda facts: facts.drop("rule"),
    "a report_id of another shape": lambda facts: facts.with_columns(report_id=pl.lit("R1")),
    "a span before the text": lambda facts: facts.with_columns(raw_start=pl.lit(-1, dtype=pl.Int64)),
    "an unknown role": lambda facts: facts.with_columns(role=pl.lit("hope")),
    "a missing value": lambda facts: facts.with_columns(unit=pl.lit(None, dtype=pl.String)),
    "a key that two rows share": lambda facts: pl.concat([facts, facts]),
}


@pytest.mark.parametrize("breach", MUST_BE_REFUSED)
def test_a_frame_that_breaks_its_declaration_is_refused(breach: str) -> None:
    facts = frame("facts", [fact(report("甲镇", 2024), 3)])
    with pytest.raises(InvalidFrame):
        validate(TABLES["facts"], MUST_BE_REFUSED[breach](facts))


def test_what_is_not_a_number_is_missing_too() -> None:
    similarity = {"report_id": "0" * 16, "ordinal": 0, "similarity": float("nan")}
    with pytest.raises(InvalidFrame, match="similarity: not_nullable"):
        validate(TABLES["text_reuse_sentences"], filled("text_reuse_sentences", similarity))


def test_a_key_is_unique_where_no_column_has_another_rule() -> None:
    assert not any(column.checks for column in schema_of(TABLES["caution_codes"]).columns.values())
    row = filled("caution_codes", {"code": "half_year"})
    validate(TABLES["caution_codes"], row)
    with pytest.raises(InvalidFrame, match="uniqueness"):
        validate(TABLES["caution_codes"], pl.concat([row, row]))


def filled(table: str, row: dict[str, object]) -> pl.DataFrame:
    """A frame of one row, with zeros and empty words where it says nothing."""
    schema = polars_schema(TABLES[table])
    blank = {name: "" if dtype == pl.String else 0 for name, dtype in schema.items()}
    return pl.DataFrame([{**blank, **row}], schema=schema)


def test_a_year_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidFrame, match="year"):
        frame("reports", [report("甲镇", 20024)])


def test_measure_words_and_cautions_stand_once() -> None:
    words = [word for counting in COUNTINGS for word in counting.words]
    codes = [caution.code for caution in CAUTIONS]
    assert len(words) == len(set(words))
    assert codes == sorted(set(codes)), "in alphabetical order, as year_over_year lists them"


def test_sql_files_name_no_caution_that_is_not_explained() -> None:
    sql = Path(__file__).parents[1] / "warehouse" / "sql" / "year_over_year.sql"
    listed = re.findall(r"if\(.*, '([a-z_]+)', null\)", sql.read_text("utf-8"))
    assert listed == [caution.code for caution in CAUTIONS]
