from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import InvalidData
from graphsvc.ingest.identity.candidates import NameBlocks
from graphsvc.ingest.identity.comparison import WordWeights, compare, mistyped
from graphsvc.ingest.identity.records import IdentityRecord, domain_of, numbers_in, post_code, prepare
from graphsvc.ingest.identity.resolution import IdentityIndex
from graphsvc.ingest.identity.tables import TablesResolved, read_organizations, resolve_tables
from graphsvc.ingest.names import name_key

WORLD = [
    IdentityRecord(f"other-{number}", f"{first} {second} GmbH", (), city, "DE")
    for number, (first, second, city) in enumerate(
        (first, second, city)
        for first in ("Nordsee", "Alpen", "Rhein", "Elbe", "Harz")
        for second in ("Käserei", "Mühlenwerke", "Fruchtsäfte", "Backwaren")
        for city in ("Kiel", "Ulm")
    )
]


def decision(one: IdentityRecord, other: IdentityRecord) -> str:
    """What is decided about `one`, with `other` among the known."""
    found = IdentityIndex([*WORLD, other]).resolve([one])
    mine = [pair for pair in found if pair.right == len(WORLD)]
    return mine[0].decision if mine else "separate"


def record(
    name: str, city: str | None = "Lublin", country: str | None = "PL", **others: Any
) -> IdentityRecord:
    return replace(IdentityRecord("x", name, (), city, country), **others)


@pytest.mark.parametrize(
    ("name", "city", "country"),
    [
        ("Αριστοτέλειο Ινστιτούτο Δοκιμών", "Θεσσαλονίκη", "GR"),
        ("Софийски институт за примери", "София", "BG"),
        ("Київський інститут прикладів", "Київ", "UA"),
        ("АО Пример", "Москва", "RU"),
        ("Łódzki Instytut Przykładów", "Łódź", "PL"),
        ("Kærlig Østergård Mejeri", "Århus", "DK"),
    ],
)
def test_an_identical_name_is_found_in_every_script(name: str, city: str, country: str) -> None:
    assert decision(record(name, city, country), record(name, city, country)) == "automatic"


def test_a_name_meets_its_transcription() -> None:
    assert name_key("Софийски институт").words == name_key("Sofiyski Institut").words
    assert name_key("Πανεπιστήμιο Πατρών").words == name_key("PANEPISTIMIO PATRON").words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Szpital Kliniczny Nr 4 im. Przykladu", "Szpital Kliniczny Nr 1 im. Przykladu"),
        ("Szpital Kliniczny Nr 11 im. Przykladu", "Szpital Kliniczny Nr 1 im. Przykladu"),
        ("Agrargenossenschaft Muster 5 eG", "Agrargenossenschaft Muster 4 eG"),
        ("Polytechnikum Lodz II", "Polytechnikum Lodz III"),
        ("Fakultat fur Physik der Universitat Lublin", "Universitat Lublin"),
        ("Department of Chemistry, University of Exampleton", "University of Exampleton"),
        ("Institut für Milchforschung der Hochschule Lublin", "Hochschule Lublin"),
    ],
)
def test_other_numbers_and_parts_of_a_house_are_separate(one: str, other: str) -> None:
    assert decision(record(one), record(other)) == "separate"
    assert decision(record(other), record(one)) == "separate"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Polytechnikum Lodz II", "Polytechnikum Lodz"),
        ("Universite Beispiel I", "Universite Beispiel"),
        ("Muster Bio e.V.", "Muster Bio GmbH"),
        ("Muster Bio Verwaltungs GmbH", "Muster Bio GmbH"),
        ("Institut fuer Milchforschung Süd", "Institut fuer Milchforschung Nord"),
        ("Institut fuer Fleischforschung Nord", "Institut fuer Milchforschung Nord"),
        ("Siemenz Healthineers AG", "Siemenz Energy AG"),
        ("Universitaet Innsbruck", "Medizinische Universitaet Innsbruck"),
        ("Musterfood 3000 SA", "Musterfood 2000 SA"),
        ("Wasserverband West", "Wasserverband Ost"),
    ],
)
def test_what_may_differ_is_never_automatic(one: str, other: str) -> None:
    assert decision(record(one), record(other)) != "automatic"


def test_another_legal_form_is_asked() -> None:
    assert decision(record("Muster Bio e.V."), record("Muster Bio GmbH")) == "review"
    assert decision(record("Muster Bio Aktiengesellschaft"), record("Muster Bio AG")) == "automatic"
    assert decision(record("Muster Bio"), record("Muster Bio GmbH")) == "automatic"
    assert decision(record("Muster Bio SA"), record("Muster Bio SARL")) == "review"


def test_a_legal_form_in_short_is_asked_unless_a_person_looks_it_over() -> None:
    one, other = record("Muster Bio GmbH & Co. KG"), record("Muster Bio GmbH")
    assert decision(one, other) == decision(other, one) == "review"
    (pair,) = IdentityIndex([*WORLD, other], looked_over=True).resolve([one])
    assert pair.decision == "automatic"
    elsewhere = replace(other, city="Krakau")
    (pair,) = IdentityIndex([*WORLD, elsewhere], looked_over=True).resolve([one])
    assert pair.decision == "review"
    (pair,) = IdentityIndex([*WORLD, other], looked_over=True).resolve([record("Muster Bio AG")])
    assert pair.decision == "review"


@pytest.mark.parametrize(
    "name", ["Fu�chsberger Obstverwertung", "F?chsberger Obstverwertung", "Fchsberger Obstverwertung"]
)
def test_lost_letters_do_not_keep_a_name_apart(name: str) -> None:
    assert decision(record(name), record("Füchsberger Obstverwertung")) == "automatic"


def test_an_equal_identifier_decides_alone() -> None:
    one, other = record("Alpha", identifiers=frozenset({"ror:1"})), record("Omega", None, None)
    assert decision(one, replace(other, identifiers=frozenset({"ror:1"}))) == "automatic"
    assert decision(one, replace(other, identifiers=frozenset({"ror:2"}))) == "separate"
    same = replace(one, identifiers=frozenset({"ror:2"}))
    assert decision(one, same) == "review"


def test_two_of_one_name_are_asked() -> None:
    twice = [replace(record("Muster Bio GmbH", city=None), id=key) for key in ("a", "b")]
    found = IdentityIndex([*WORLD, *twice]).resolve([record("Muster Bio GmbH", city=None)])
    assert [(pair.right, pair.decision) for pair in found] == [
        (len(WORLD), "review"),
        (len(WORLD) + 1, "review"),
    ]


def test_pairs_within_a_table_are_told_once() -> None:
    twice = [record("Muster Bio GmbH"), replace(record("Muster Bio"), id="again"), record("Muster Bio e.V.")]
    pairs = IdentityIndex([*WORLD, *twice]).within()
    first = len(WORLD)
    assert {
        (pair.left - first, pair.right - first): pair.decision for pair in pairs if pair.left >= first
    } == {
        (0, 1): "automatic",
        (0, 2): "review",
        (1, 2): "automatic",
    }
    assert all(pair.left < pair.right for pair in pairs)


def test_a_decision_says_what_agreed() -> None:
    one = record("Muster Bio e.V.", post_code="20-001", website="https://www.muster-bio.pl/a")
    other = record("Muster Bio GmbH", "Krakau", post_code="PL-20001", website="muster-bio.pl")
    (pair,) = IdentityIndex([*WORLD, other]).resolve([one])
    assert pair.agreed == ("name", "country", "postcode", "website", "number")
    assert pair.differing == ("city", "legal form")


def test_words_are_mistyped_by_few_letters_and_numbers_never() -> None:
    assert mistyped("bakery", "bakry")
    assert mistyped("lebensmitteltechnik", "lebnsmitteltehnik")
    assert not mistyped("nord", "ost")
    assert not mistyped("milchforschung", "fleischforschung")
    assert not mistyped("werk2000", "werk2001")
    assert not mistyped("abc", "abd")


def test_numbers_websites_and_postcodes_are_reduced_to_what_counts() -> None:
    assert numbers_in(("universite", "paris", "xiv")) == (14,)
    assert numbers_in(("vivi", "2b", "007")) == (2, 7)
    assert domain_of("https://www.chem.gla.ac.uk/x") == "gla.ac.uk"
    assert domain_of("n/a") == ""
    assert post_code("D 79110", "DE") == "79110"


def test_a_shared_website_tells_nothing() -> None:
    sharing = [replace(WORLD[0], id=str(number), website="portal.example/x") for number in range(4)]
    assert {one.domain for one in prepare(sharing)} == {""}
    assert {one.domain for one in prepare(sharing[:3])} == {"portal.example"}


def test_an_equal_name_in_another_country_is_asked_unless_the_city_differs_too() -> None:
    known = record("Muster Biowerk", "Genf", "CH")
    assert decision(record("Muster Biowerk", "Genf", "FR"), known) == "review"
    assert decision(record("Muster Biowerk", None, "FR"), known) == "review"
    assert decision(record("Muster Biowerk", "Lyon", "FR"), known) == "separate"


@pytest.mark.parametrize("name", ["Meier Maschinenbau", "Polskie Zaklady Maszyn Rolniczych"])
def test_a_name_in_another_city_is_asked_unless_the_website_agrees(name: str) -> None:
    assert decision(record(name), record(name, "Krakau")) == "review"
    one, other = (record(name, city, website="muster.pl") for city in ("Lublin", "Krakau"))
    assert decision(one, other) == "automatic"


def test_names_of_other_countries_are_no_candidates_unless_a_key_is_equal() -> None:
    known = prepare([record("Muster Biowerk", None, "AT"), record("Muster Biowerk", None, None)])
    rows, places = NameBlocks(known).near(prepare([record("Muster Biowerke", None, "DE")]))
    assert (rows.tolist(), places.tolist()) == ([0], [1])


def test_a_sub_unit_is_separate_and_the_whole_name_is_not() -> None:
    house, part = prepare([record("Hochschule Ulm"), record("Institut für Physik der Hochschule Ulm")])
    weight = WordWeights([house, part])
    assert compare(house, part, weight).separate
    assert not compare(part, part, weight).separate


def table(
    path: Path, *rows: str, header: str = "id,name,short_name,country,city,post_code,website,activity_type"
) -> Path:
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_tables_are_resolved_into_pairs(tmp_path: Path) -> None:
    left = table(
        tmp_path / "left.csv",
        "1,Müller Milch GmbH & Co. KG,,DE,Leppersdorf,,,PRC",
        "2,Zuckerwerk Süd AG,,DE,Kiel,,,",
    )
    right = table(tmp_path / "right.csv", "a,MUELLER MILCH,,DE,LEPPERSDORF,,,", "b,Harz Backwaren,,DE,Ulm,,,")
    done = resolve_tables(left, right, tmp_path / "pairs.csv", explain=True)
    header, row = (tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()
    assert header == "left,right,decision,score,agreed,differing"
    assert row.startswith("1,a,automatic,")
    assert row.endswith(",name city country number,")
    assert done == TablesResolved(1, 0, ())


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        ("id,title", ["1,A"], "no column name"),
        ("id,name", [], "has no row"),
        ("id,name", [",A"], "the cell is empty"),
        ("id,name", ["1,A,more"], "more cells"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_place(
    tmp_path: Path, header: str, rows: list[str], said: str
) -> None:
    with pytest.raises(InvalidData, match=said):
        read_organizations(table(tmp_path / "left.csv", *rows, header=header))


def test_identifiers_are_read_in_any_form(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "1,A,https://ror.org/0AAAA0001", header="id,name,ror")
    assert read_organizations(path).records[0].identifiers == {"ror:0aaaa0001"}
