import numpy as np
import pytest

from graphsvc.snapshot.regions import Cities, above, assign, country_of, lies_in, region_code

CITIES = Cities(
    country=("DE", "DE", "NL", "GR"),
    nuts=("DEF03", "DEF0", "NL13", "EL30"),
    lat=np.array([53.87, 54.32, 53.0, 37.98]),
    lng=np.array([10.69, 10.14, 6.56, 23.73]),
)


def place(nuts: str = "", country: str = "", lat: float = np.nan, lng: float = np.nan) -> str:
    return assign([nuts], [country], np.array([lat]), np.array([lng]), CITIES)[0]


def test_its_own_code_comes_first() -> None:
    assert place("DEA41", "DE", 53.87, 10.69) == "DEA41"


def test_a_country_as_nuts_code_is_refined_by_the_nearest_city() -> None:
    assert place("DE", "DE", 53.9, 10.7) == "DEF03"


def test_the_nearest_city_of_the_same_country_within_25_km() -> None:
    assert place("", "DE", 53.95, 10.69) == "DEF03"
    assert place("", "DE", 54.3, 10.2) == "DEF0"


def test_a_city_of_another_country_does_not_count() -> None:
    assert place("", "DE", 53.0, 6.56) == "DE"


def test_farther_than_25_km_is_only_its_country() -> None:
    assert place("", "DE", 53.87 + 24.9 / 111.195, 10.69) == "DEF03"
    assert place("", "DE", 53.87 - 25.1 / 111.195, 10.69) == "DE"


def test_nothing_known_is_nowhere() -> None:
    assert place() == ""
    assert place("", "DE") == "DE"
    assert place("", "", 53.87, 10.69) == ""


def test_of_equally_near_cities_the_first_counts() -> None:
    twins = Cities(("DE", "DE"), ("DEB", "DEA"), np.array([50.0, 50.0]), np.array([8.0, 8.0]))
    assert assign([""], ["DE"], np.array([50.05]), np.array([8.0]), twins) == ("DEB",)


def test_greece_and_the_united_kingdom_go_by_their_iso_codes_as_countries() -> None:
    assert place("EL", "GR") == "GR"
    assert country_of("EL30") == "GR"
    assert lies_in(["EL30", "GR", "DE", "EL"], "GR").tolist() == [True, True, False, True]
    assert lies_in(["UKI31", "GB"], "UK").tolist() == [True, True]


@pytest.mark.parametrize(
    ("region", "wider"),
    [("DEF03", ("DEF03", "DEF0", "DEF", "DE")), ("EL3", ("EL3", "GR")), ("GB", ("GB",)), ("", ())],
)
def test_what_a_region_lies_in(region: str, wider: tuple[str, ...]) -> None:
    assert above(region) == wider


def test_a_region_holds_what_begins_with_its_code() -> None:
    codes = ["DEF03", "DEF", "DE", "DEG", ""]
    assert lies_in(codes, "DEF").tolist() == [True, True, False, False, False]
    assert [region_code(code) for code in ("UK", "UKI")] == ["GB", "UKI"]
