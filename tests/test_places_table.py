"""The places of a corpus as a table: who is one place, who stays apart, and what each report is tied to."""

from __future__ import annotations

import polars as pl
import pytest
from small_corpus import report_text, stage_frames

from pipelines.figures.registry import load_registry
from pipelines.records import ManifestRow
from warehouse.assemble import assemble
from warehouse.schema import TABLES, validate


def assembled(manifest: list[ManifestRow], texts: dict[str, str]) -> dict[str, pl.DataFrame]:
    """The tables of a corpus of invented reports, as `assemble` makes them."""
    frames = stage_frames({source: text.encode() for source, text in texts.items()}, tuple(manifest))
    return assemble(frames, load_registry())


def place_of(tables: dict[str, pl.DataFrame]) -> dict[str, str | None]:
    return dict(tables["reports"].select("source", "place_id").iter_rows())


YEARS = (2022, 2023, 2024)
TEXTS = {f"{year}.txt": report_text("马营镇", year) for year in YEARS}


def test_reports_of_one_name_that_say_no_more_are_one_place() -> None:
    tables = assembled([], TEXTS)
    assert tables["places"].height == 1
    assert len(set(place_of(tables).values())) == 1


def test_towns_of_one_name_in_two_counties_stay_apart() -> None:
    manifest = [ManifestRow("2022.txt", county="甲县"), ManifestRow("2023.txt", county="乙县")]
    tables = assembled(manifest, TEXTS)
    assert tables["places"]["county"].sort().to_list()[-2:] == ["乙县", "甲县"]
    assert len({place_of(tables)["2022.txt"], place_of(tables)["2023.txt"]}) == 2


def test_a_report_that_fits_two_places_has_a_finding() -> None:
    manifest = [ManifestRow("2022.txt", county="甲县"), ManifestRow("2023.txt", county="乙县")]
    tables = assembled(manifest, TEXTS)
    doubted = tables["findings"].filter(pl.col("kind") == "unresolved_place")["report_id"].to_list()
    (report_id,) = tables["reports"].filter(pl.col("source") == "2024.txt")["report_id"]
    assert doubted == [report_id]


def test_a_report_that_knows_less_joins_the_only_place_it_fits() -> None:
    tables = assembled([ManifestRow("2022.txt", county="甲县", province="甘肃省", division_code="621102")], TEXTS)
    (place,) = tables["places"].to_dicts()
    assert (place["county"], place["province"], place["division_code"]) == ("甲县", "甘肃省", "621102")


def test_the_long_and_the_short_name_are_one_place_with_an_alias() -> None:
    texts = {"a.txt": report_text("铁石苗族彝族乡", 2023), "b.txt": report_text("铁石乡", 2024)}
    county = [ManifestRow(source, county="黔西市") for source in texts]
    (place,) = assembled(county, texts)["places"].to_dicts()
    assert (place["name"], place["aliases"]) == ("铁石苗族彝族乡", ["铁石乡"])


@pytest.mark.parametrize("table", ["places", "reports", "findings"])
def test_tables_of_places_keep_to_their_declaration(table: str) -> None:
    manifest = [ManifestRow("2022.txt", county="甲县"), ManifestRow("2023.txt", county="乙县")]
    validate(TABLES[table], assembled(manifest, TEXTS)[table])
