"""Names get back the umlauts that their source lost, where other names or their town prove them."""

import pytest

from graphsvc.domain.german_letters import with_german_letters
from graphsvc.domain.names import display_name


@pytest.mark.parametrize(
    ("name", "country", "city", "shown"),
    [
        ("INSTITUT FUR LANDTECHNIK", "DE", None, "Institut für Landtechnik"),
        ("Universitaet zu Koeln", "DE", "Köln", "Universität zu Köln"),
        ("STADT KOLN", "DE", "Köln", "Stadt Köln"),
        ("GUMMITECHNIK GUSSING GMBH", "AT", "Güssing", "Gummitechnik Güssing GmbH"),
        ("UNIVERSITAT ZURICH", "CH", "Zürich", "Universität Zürich"),
    ],
)
def test_lost_umlauts_come_back(name: str, country: str, city: str | None, shown: str) -> None:
    assert display_name(with_german_letters(name, country, city), "organization:x") == shown


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [
        ("UNIVERSITAT POLITECNICA DE VALENCIA", "ES", "València"),
        ("INSTITUT FUR LANDTECHNIK", None, None),
        ("Institut fur Gemüsebau", "DE", "Köln"),
        ("University of Dusseldorf", "DE", "Düsseldorf"),
        ("ZURICH INSTRUMENTS AG", "CH", "Zürich"),
        ("GUMMITECHNIK GUSSING GMBH", "AT", "Wien"),
        ("Buhl Data AG", "DE", "Neunkirchen"),
    ],
)
def test_what_nothing_proves_stays(name: str, country: str | None, city: str | None) -> None:
    assert with_german_letters(name, country, city) == name
