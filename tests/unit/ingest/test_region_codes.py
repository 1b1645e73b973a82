"""Regions by NUTS codes of other editions and by the names of cities, as sources state them."""

from pathlib import Path

import pytest

from graphsvc import snapshot
from graphsvc.domain.ports import GraphStore
from graphsvc.ingest import region_codes
from graphsvc.ingest.load import load
from graphsvc.ingest.reference import earlier_codes, municipalities, nuts_regions
from graphsvc.snapshot.regions import fits_country
from graphsvc.state.region_names import places
from tests.unit.ingest.test_layouts import OFFICIAL, official_row, write_official


@pytest.mark.parametrize(
    ("stated", "now"),
    [
        ("FR716", "FRK26"),
        ("IE021", "IE061"),
        ("GR122", "EL522"),
        ("HU101", "HU110"),
        ("UKI11", "UKI3"),  # split, its inhabitants live in three regions of UKI3
        ("ITC45", "ITC4C"),
        ("FI181", "FI1B1"),
        ("PT1A0", "PT170"),  # of the edition of 2024
        ("TR100", "TR100"),
        ("uk", "GB"),
    ],
)
def test_codes_of_other_editions_are_those_of_2021(stated: str, now: str) -> None:
    assert region_codes.nuts(stated)[0] == now


@pytest.mark.parametrize("code", ["IL005", "XK000", "XX1"])
def test_what_is_no_region_is_left_out_with_a_note(code: str) -> None:
    found, note = region_codes.nuts(code)
    assert found is None
    assert "no NUTS region of 2021" in str(note)


def test_every_code_in_the_tables_leads_to_a_region_that_exists() -> None:
    regions = nuts_regions()
    assert all(
        code == code.strip() and region.parent == code[:-1]
        for code, region in regions.items()
        if region.level
    )
    assert all(now in regions for now, _ in earlier_codes().values() if now)
    assert not earlier_codes().keys() & regions.keys()
    assert all(code in regions for _, code in municipalities().values())


@pytest.mark.parametrize(
    ("code", "country", "fits"),
    [
        ("FRY40", "RE", True),
        ("FRY40", "FR", True),
        ("FRY40", "GP", False),
        ("FRY10", "GP", True),
        ("FRY30", "GF", True),
        ("FI200", "AX", True),
        ("NO0B1", "SJ", True),
        ("NO081", "SJ", False),
        ("EL303", "GR", True),
        ("UKI31", "GB", True),
    ],
)
def test_overseas_territories_keep_the_code_of_their_state(code: str, country: str, fits: bool) -> None:
    assert fits_country(code, country) is fits


BORDER = {
    "Ulm": (48.39841, 9.99155, "DE1"),
    "Neu-Ulm": (48.39279, 10.01112, "DE2"),
    "Mannheim": (49.4891, 8.46694, "DE1"),
    "Ludwigshafen": (49.48121, 8.44641, "DEB"),
    "Mainz": (49.98419, 8.2791, "DEB"),
    "WIESBADEN": (50.08258, 8.24932, "DE7"),
    "Norderstedt": (53.6859, 9.98041, "DEF"),
    "Altenburg": (50.98763, 12.43684, "DEG"),
    "Bremerhaven": (53.55021, 8.57673, "DE5"),
    "Weinheim": (49.54887, 8.66697, "DE1"),
    "Worms": (49.63278, 8.35916, "DEB"),
    "Konstanz": (47.66033, 9.17582, "DE1"),
    "89231 Neu-Ulm": (48.39841, 9.99155, "DE2"),
    "Koeln": (50.93333, 6.95, "DEA"),
}


def test_the_stated_city_comes_before_the_nearest_point(tmp_path: Path, store: GraphStore) -> None:
    rows = [
        official_row(
            projectID="101400000",
            organisationID=str(996000000 + number),
            name=f"Werk {number} GmbH",
            city=city,
            geolocation=f"{lat},{lng}",
        )
        for number, (city, (lat, lng, _)) in enumerate(BORDER.items())
    ]
    write_official(tmp_path / "organization.csv", OFFICIAL, rows)
    load(tmp_path, store)
    with store.read() as reader:
        made = snapshot.build(reader)
    regions = [code[:3] for code in places(made, tmp_path).organizations]
    assert dict(zip(BORDER, regions, strict=True)) == {city: wide for city, (*_, wide) in BORDER.items()}
