"""Names as they are shown: never changed but for capitals, never missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain import display_name, short_name


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (
            "DEUTSCHES INSTITUT FUR LEBENSMITTELTECHNIK EV DIL",
            "Deutsches Institut fur Lebensmitteltechnik EV DIL",
        ),
        ("BUNDESINSTITUT FUER RISIKOBEWERTUNG", "Bundesinstitut fuer Risikobewertung"),
        ("FEINKOST GROßHANDEL MÜLLER GMBH & CO KG", "Feinkost Großhandel Müller GmbH & CO KG"),
        ("THE FOOD INSTITUTE OF THE SEA LTD", "The Food Institute of the Sea Ltd"),
        ("CENTRE POUR LE BOIS (SAN LEON)", "Centre pour le Bois (San Leon)"),
        ("VAN DER BERG BV", "VAN der BERG BV"),
        ("KWS SAAT", "KWS SAAT"),
        ("DSM-FIRMENICH", "DSM-Firmenich"),
        ("BRNTWRK", "BRNTWRK"),
        ("foodRegio e.V.", "foodRegio e.V."),
        ('Ärzte & "Söhne"', 'Ärzte & "Söhne"'),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("=CMD()", "=CMD()"),
        ("3M", "3M"),
    ],
)
def test_capitals_are_lowered_and_all_else_is_kept(stated: str, shown: str) -> None:
    assert display_name(stated, "organization:x") == shown


@pytest.mark.parametrize("name", [None, ""])
@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("organization:pic-999", "PIC 999"),
        ("organization:ror-04abc", "ROR 04abc"),
        ("project:grant-1", "GRANT 1"),
        ("cluster:foodregio", "foodregio"),
        ("organization:list-7", "list-7"),
        ("organization:pic", "pic"),
    ],
)
def test_a_missing_name_is_its_identifier(name: str | None, identifier: str, shown: str) -> None:
    assert display_name(name, identifier) == shown


@given(st.text(min_size=1, max_size=60))
def test_only_case_changes(name: str) -> None:
    assert display_name(name, "organization:x").casefold() == name.casefold()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("GIQS e.V. - Grenzüberschreitende Integrierte Qualitätssicherung", "GIQS"),
        ("foodRegio e.V.", "foodRegio"),
        ("Food-Processing Initiative e. V.", "Food-Processing Initiative"),
        ("NieKE (Landesinitiative Food)", "NieKE"),
        ("- e.V.", "-"),
        ("e.V.", "e.V."),
    ],
)
def test_the_name_people_say(name: str, said: str) -> None:
    assert short_name(name) == said
