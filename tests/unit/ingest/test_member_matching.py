import pytest

from graphsvc.ingest.list_rows import MemberRow
from graphsvc.ingest.member_matching import KnownOrganization, NameIndex, resolve
from graphsvc.ingest.names import acronym, name_key

KNOWN = [
    KnownOrganization("organization:1", "MUELLER MILCH", (), "Leppersdorf", "DE"),
    KnownOrganization(
        "organization:2", "DIL DEUTSCHES INSTITUT FUR LEBENSMITTELTECHNIK EV", ("DIL",), "QUAKENBRUCK", "DE"
    ),
    KnownOrganization("organization:3", "GEA WESTFALIA SEPARATOR GROUP GMBH", (), "Oelde", "DE"),
    KnownOrganization("organization:4", "HERBSTREITH & FOX KG PEKTIN-FABRIKEN", (), "NEUENBURG", "DE"),
    KnownOrganization("organization:5", "MARS GMBH", (), "VERDEN", "DE"),
    KnownOrganization("organization:6", "EVONIK INDUSTRIES AG", (), "ESSEN", "DE"),
    KnownOrganization("organization:7", "EVONIK NUTRITION & CARE GMBH", (), "ESSEN", "DE"),
    KnownOrganization("organization:8", "Weißwurst Äußerland Genossenschaft", (), "Gräfelfing", "DE"),
    KnownOrganization("organization:9", "Technische Hochschule Musterstadt", (), "Musterstadt", "DE"),
    KnownOrganization("organization:10", "Backhaus Nord AG", (), "Kiel", "DE"),
    KnownOrganization("organization:11", "Backhaus Nord GmbH", (), "Flensburg", "DE"),
]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Müller Milch GmbH & Co. KG", "MUELLER MILCH"),
        ("Müller Milch Gesellschaft mit beschränkter Haftung", "Muller Milch GmbH"),
        ("Bäckerei Süß e.K.", "BAECKEREI SUESS"),
        ("Lebensmittelverein Süd e. V.", "LEBENSMITTELVEREIN SUED EV"),
        ("G.m.b.H. Nordfisch", "Nordfisch GmbH"),
        ("Nordfisch UG (haftungsbeschränkt)", "Nordfisch"),
        ("Pasta Bella S.r.l.", "PASTA BELLA SRL"),
        ("Mleczarnia Polska Sp. z o.o.", "Mleczarnia Polska"),
        ("Die Mühle und Bäckerei AG", "Mühle & Bäckerei"),
    ],
)
def test_legal_forms_and_spellings_do_not_keep_names_apart(one: str, two: str) -> None:
    assert name_key(one).bag == name_key(two).bag


def test_a_name_that_is_only_a_legal_form_keeps_its_words() -> None:
    assert name_key("Gesellschaft mit beschränkter Haftung").words
    assert name_key("AB Enzymes GmbH").words == ("ab", "enzymes")
    assert acronym(name_key("Deutsches Institut Lebensmitteltechnik")) == "dil"


@pytest.mark.parametrize(
    ("name", "city", "expected"),
    [
        ("Müller Milch GmbH & Co. KG", "Leppersdorf", "organization:1"),
        ("Milch Müller", None, "organization:1"),
        ("Deutsches Inst. für Lebensmitteltechnik e. V.", "Quakenbrück", "organization:2"),
        ("DIL", "Quakenbrück", "organization:2"),
        ("Westfalia Separator Group GEA", "Oelde", "organization:3"),
        ("Herbstreith und Fox Pektinfabriken", "Neuenburg", "organization:4"),
        ("Evonik Industries", "Essen", "organization:6"),
        ("Weisswurst Aeusserland e.G.", "Graefelfing", "organization:8"),
        ("Backhaus Nord GmbH", None, "organization:11"),
        ("Backhaus Nord", "Kiel", "organization:10"),
    ],
)
def test_members_are_found_under_other_spellings(name: str, city: str | None, expected: str) -> None:
    found = NameIndex(KNOWN).resolve(MemberRow(2, name, city, "DE"))
    assert found.candidates[0].id == expected
    assert found.state in ("found", "doubtful")


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("MARS GmbH", "Viersen"),
        ("Evonik", "Essen"),
        ("TH Musterstadt", "Musterstadt"),
        ("Backhaus Nord", None),
    ],
)
def test_what_is_not_sure_is_asked(name: str, city: str | None) -> None:
    assert NameIndex(KNOWN).resolve(MemberRow(2, name, city, "DE")).state != "found"


@pytest.mark.parametrize(
    "name", ["Zuckerwerk Süd AG", "Institut für Holztechnik", "Müller Maschinenbau", "GmbH", "Kiel"]
)
def test_others_are_new(name: str) -> None:
    assert NameIndex(KNOWN).resolve(MemberRow(2, name, None, "DE")).state == "new"


def test_the_order_of_the_known_does_not_matter() -> None:
    entries = [MemberRow(2, "Backhaus Nord", None, None), MemberRow(3, "Evonik Care", "Essen", "DE")]
    assert resolve(entries, KNOWN) == resolve(entries, reversed(KNOWN))
