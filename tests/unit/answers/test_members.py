"""Own member lists: what is found, what is asked about, that they stay private and leave no trace."""

import math
import os
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.members import Members
from graphsvc.answers.user_content.duplicates import Duplicates
from graphsvc.answers.user_content.own_stages import OwnStages
from graphsvc.domain import Basis
from graphsvc.errors import InvalidData, ReadOnly, UnknownId
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.settings import Settings
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import Undo
from graphsvc.state.snapshot_tables import tables
from graphsvc.state.stage_holders import held_by
from tests.support.claims import activity, cluster, evidence, info, organization
from tests.unit.answers.conftest import World, shown_to_others

NORTH = Path(__file__).parents[2] / "support" / "data" / "northern_food_members.csv"

LIST = """Firma;Ort;Land
Müller Molkerei GmbH & Co. KG;Lübeck;DE
Meier Maschinenbau;Hamburg;DE
Ganz Neue Gewürze GmbH;Bielefeld;Deutschland
;Ulm;DE
"""


def dairy(world: World) -> CurrentGraph:
    return world(
        cluster("north", name="North e.V."),
        cluster("Odd.Key", name="Odd"),
        cluster("west", name="West"),
        organization("m", name="MUELLER MOLKEREI GMBH", city="LUEBECK", country="DE"),
        organization("m1", name="Meier Maschinenbau AG", city="Bremen", country="DE"),
        organization("m2", name="Meyer Maschinenbau GmbH", city="Kiel", country="DE"),
        organization("p", name="Erika Mustermann", person=True),
        activity("organization:m", "food-processing/processing"),
    )


def members_of(graph: CurrentGraph, **settings: object) -> Members:
    return Members(graph, Settings.model_validate({"home": graph.home, **settings}))


def test_found_doubtful_new_and_refused(world: World) -> None:
    members = members_of(dairy(world))
    found = members.upload("cluster:north", "list.csv", LIST.encode())
    assert [(row.row, row.ref.id) for row in found.found] == [(2, "organization:m")]
    assert [(row.row, [choice.ref.id for choice in row.candidates]) for row in found.doubtful] == [
        (3, ["organization:m1", "organization:m2"])
    ]
    assert all(str(choice.why) for row in found.doubtful for choice in row.candidates)
    assert [(row.name, row.place) for row in found.new] == [("Ganz Neue Gewürze GmbH", "Bielefeld, DE")]
    assert [issue.row for issue in found.refused] == [5]
    assert members.get(found.token) == found


def test_nothing_counts_before_it_is_decided(world: World) -> None:
    graph = dairy(world)
    members, before = members_of(graph), graph.store.revision()
    members.upload("cluster:north", "list.csv", LIST.encode())
    assert graph.store.revision() == before
    assert members.of("cluster:north") == ()


def test_the_list_is_on_the_own_board_and_leaves_no_trace(world: World) -> None:
    graph = dairy(world)
    members, digest = members_of(graph), graph.snapshot().digest
    token = members.upload("cluster:north", "list.csv", LIST.encode()).token
    members.decide(token, {3: "organization:m2"})
    names = [str(ref.name) for ref in members.of("cluster:north")]
    assert names == ["Ganz Neue Gewürze GmbH", "Meyer Maschinenbau GmbH", "Mueller Molkerei GmbH"]
    coverage = CoverageAnswers(graph)
    own = coverage.board("food-processing", ("cluster:north",), own="cluster:north")
    others = coverage.board("food-processing", ("cluster:north",))
    assert (own.covered_once, others.covered_once) == (1, 0)
    assert members.remove("cluster:north") > 0
    assert members.of("cluster:north") == ()
    assert graph.snapshot().digest == digest
    assert not list((graph.home / "members").iterdir())


def test_a_private_list_is_on_no_other_page(world: World) -> None:
    graph = dairy(world)
    members, catalog = members_of(graph), Catalog(graph)
    before = catalog.note().organizations
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    assert catalog.note().organizations == before
    assert catalog.cluster("cluster:north").members == ()
    assert members.of("cluster:west") == ()
    assert [source for source in catalog.sources() if source.dataset.startswith("person")] == []
    page = catalog.organization("organization:m")
    assert page.clusters == ()
    assert page.ref.name == "Mueller Molkerei GmbH"


@pytest.mark.parametrize("query", ["Gewürze", "Gewuerze", "Ganz Neue Gewürze GmbH"])
def test_members_of_a_private_list_are_found_by_their_owner_alone(world: World, query: str) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    hits = [hit for group in Catalog(graph).search(query).groups for hit in group.hits]
    assert [hit.ref.name for hit in hits] == ["Ganz Neue Gewürze GmbH"]
    assert str(hits[0].detail) == "on your own member list; only you see it"
    others = Catalog(shown_to_others(graph)).search(query)
    assert "Ganz Neue Gewürze GmbH" not in [hit.ref.name for group in others.groups for hit in group.hits]


def test_whether_a_name_is_on_a_list_cannot_be_told_from_ids(world: World, tmp_path: Path) -> None:
    graph = dairy(world)
    ids = []
    for home in ("one", "one", "two"):
        (tmp_path / home).mkdir(exist_ok=True)
        graph.home = graph.instance = tmp_path / home
        members = members_of(graph)
        members.decide(members.upload("cluster:north", "l.csv", b"name\nX GmbH\n").token, {})
        ids.append(members.of("cluster:north")[0].id)
        members.remove("cluster:north")
    assert ids[0] == ids[1] != ids[2]
    assert (tmp_path / "one" / "members.salt").stat().st_mode & 0o077 == 0


def test_a_second_list_replaces_the_first(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    for name in ("Alpha GmbH", "Beta GmbH"):
        members.decide(members.upload("cluster:north", "l.csv", f"name\n{name}\n".encode()).token, {})
    assert [ref.name for ref in members.of("cluster:north")] == ["Beta GmbH"]


def test_a_new_version_says_who_comes_and_goes_and_is_taken_back_whole(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    first = "Firma;Ort\nAlpha GmbH;Kiel\nBeta GmbH;Kiel\nMüller Molkerei GmbH;Lübeck\n"
    found = members.upload("cluster:north", "l.csv", first.encode())
    assert found.change is None
    members.decide(found.token, {})
    was = {str(ref.name): ref.id for ref in members.of("cluster:north")}
    digest = graph.snapshot().digest
    second = "Firma;Ort\nAlpha GmbH;Husum\nGamma AG;Kiel\n"
    found = members.upload("cluster:north", "l.csv", second.encode())
    assert found.change is not None
    assert (found.change.before, found.change.come) == (3, 1)
    assert sorted(str(ref.name) for ref in found.change.gone) == ["Beta GmbH", "Mueller Molkerei GmbH"]
    undo = members.decide(found.token, {})
    now = {str(ref.name): ref.id for ref in members.of("cluster:north")}
    assert sorted(now) == ["Alpha GmbH", "Gamma AG"]
    assert now["Alpha GmbH"] == was["Alpha GmbH"]
    Undo(graph.home).take_back(graph, undo)
    assert {str(ref.name): ref.id for ref in members.of("cluster:north")} == was
    assert graph.snapshot().digest == digest
    with pytest.raises(UnknownId):
        Undo(graph.home).take_back(graph, undo)
    members.decide(members.upload("cluster:north", "l.csv", second.encode()).token, {}, "add")
    assert sorted(str(ref.name) for ref in members.of("cluster:north")) == [
        "Alpha GmbH",
        "Beta GmbH",
        "Gamma AG",
        "Mueller Molkerei GmbH",
    ]


def test_a_removed_list_is_brought_back_with_what_was_said_within_a_day(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {3: "organization:m2"})
    ids = {str(ref.name): ref.id for ref in members.of("cluster:north")}
    new = ids["Ganz Neue Gewürze GmbH"]
    OwnStages(graph).save(
        "food-processing", {new: ["packaging"]}, {}, evidence("person", Basis.CONFIRMED), "cluster:north"
    )
    digest = graph.snapshot().digest
    members.remove("cluster:north")
    token = members.removed("cluster:north")
    assert token
    assert members.removed("cluster:west") is None
    members.remove("cluster:north")
    assert members.removed("cluster:north") == token
    second = members.upload("cluster:north", "l.csv", b"name\nOther GmbH\n")
    undo = members.decide(second.token, {})
    with pytest.raises(InvalidData):
        Undo(graph.home).take_back(graph, token)
    Undo(graph.home).take_back(graph, undo)
    Undo(graph.home).take_back(graph, token)
    assert {str(ref.name): ref.id for ref in members.of("cluster:north")} == ids
    assert graph.snapshot().digest == digest
    assert "packaging" in [one.stage.id for one in held_by(graph, graph.snapshot().node(new))]
    assert members.removed("cluster:north") is None
    members.remove("cluster:north")
    for place in (graph.home / "undo").iterdir():
        os.utime(place, (0, 0))
    assert members.removed("cluster:north") is None
    assert not list((graph.home / "undo").iterdir())


def test_rows_that_repeat_a_member_are_said_and_counted_once(world: World) -> None:
    members = members_of(dairy(world))
    lines = [
        "Firma;Ort",
        "Nordgetreide GmbH & Co. KG;Lübeck",
        "Nordgetreide GmbH & Co.KG;Lübeck",
        "H. & J. Brüggen KG;Lübeck",
        "Brüggen;Lübeck",
        "ttz Bremerhaven;Bremerhaven",
        "TTZ;Bremerhaven",
        "A. Petersen KG;Kiel",
        "B. Petersen KG;Kiel",
        "Meierei eG;Husum",
        "Meierei eG;Kiel",
        "Müller Molkerei GmbH;Lübeck",
        "Molkerei Mueller;Lübeck",
    ]
    found = members.upload("cluster:north", "l.csv", "\n".join(lines).encode())
    assert [(row.row, row.first) for row in found.repeated] == [(3, 2), (5, 4), (7, 6), (13, 12)]
    members.decide(found.token, {7: "new"})
    names = [str(ref.name) for ref in members.of("cluster:north")]
    assert len(names) == 9
    assert {"TTZ", "ttz Bremerhaven"} <= set(names)


def test_stages_kind_and_begin_are_read_from_the_list(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    lines = [
        "Firma;Ort;Stufe;Branche;Mitglied seit",
        "Alpha GmbH;Kiel;Verpackung, Logistik;;2008",
        "Beta e.V.;Kiel;Blumen;;01.03.2019",
        "Gamma GmbH;Kiel;;Fischfeinkost;",
        "Delta Hochschule;Kiel;;Verarbeitung und Unfug;",
        "Müller Molkerei GmbH;Lübeck;Landwirtschaft und Urproduktion;;",
    ]
    found = members.upload("cluster:north", "l.csv", "\n".join(lines).encode())
    said = {row.row: ([label["en"] for label in row.stages], row.unknown) for row in found.stated}
    assert said == {
        2: (["Packaging", "Logistics"], ()),
        3: ([], ("Blumen",)),
        5: (["Processing"], ("Unfug",)),
        6: (["Primary production"], ()),
    }
    members.decide(found.token, {})
    snapshot, ids = graph.snapshot(), {str(ref.name): ref.id for ref in members.of("cluster:north")}
    kinds = {
        name: ORGANIZATION_KINDS[int(snapshot.organizations.kind[snapshot.organization(one)])]
        for name, one in ids.items()
    }
    assert kinds["Alpha GmbH"] == kinds["Gamma GmbH"] == "company"
    assert (kinds["Beta e.V."], kinds["Delta Hochschule"]) == ("other", "education")
    held = {
        name: {(one.stage.id, one.fact.basis) for one in held_by(graph, snapshot.node(identifier))}
        for name, identifier in ids.items()
    }
    assert held["Alpha GmbH"] == {
        ("packaging", "confirmed"),
        ("logistics", "confirmed"),
        ("distribution", "confirmed"),
    }
    assert held["Gamma GmbH"] == {("processing", "inferred")}
    assert ("processing", "confirmed") in held["Delta Hochschule"]
    assert ("primary-production", "confirmed") in held["Mueller Molkerei GmbH"]


def test_answers_skip_rename_or_choose(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    token = members.upload("cluster:north", "list.csv", LIST.encode()).token
    with pytest.raises(InvalidData, match="not offered"):
        members.decide(token, {3: "organization:p"})
    members.decide(token, {2: "skip", 3: "new", 4: "skip"})
    assert [ref.name for ref in members.of("cluster:north")] == ["Meier Maschinenbau"]


def test_unanswered_doubts_are_left_out(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    lines = b"name,city\nMeier Maschinenbau,Hamburg\nNeu GmbH,\n"
    token = members.upload("cluster:north", "l.csv", lines).token
    members.decide(token, {})
    assert [ref.name for ref in members.of("cluster:north")] == ["Neu GmbH"]


def test_a_list_of_nobody_is_refused(world: World) -> None:
    members = members_of(dairy(world))
    for data in (b"name\n", b"name;city\n;Ulm\n", b"\x00\x01", b""):
        with pytest.raises(InvalidData):
            members.upload("cluster:north", "l.csv", data)
    token = members.upload("cluster:north", "l.csv", b"name\nX GmbH\n").token
    with pytest.raises(InvalidData):
        members.decide(token, {2: "skip"})


def test_a_first_list_is_taken_back_whole(world: World) -> None:
    graph = dairy(world)
    members, digest = members_of(graph), graph.snapshot().digest
    undo = members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    assert graph.snapshot().digest != digest
    Undo(graph.home).take_back(graph, undo)
    assert (members.of("cluster:north"), graph.snapshot().digest) == ((), digest)


def test_where_the_name_is_not_clear_it_is_chosen_and_remembered(world: World) -> None:
    members = members_of(dairy(world))
    data = b"Name;Name;place\nRed GmbH;Rund GmbH;Kiel\nBlau AG;Eckig AG;Ulm\n"
    asked = members.upload("cluster:north", "list.csv", data)
    assert asked.reading.problem is not None
    assert (asked.new, asked.reading.fields) == ((), ("", "", "city"))
    with pytest.raises(InvalidData):
        members.decide(asked.token, {})
    choice = ReadingChoice(
        encoding=asked.reading.encoding, delimiter=";", header=1, fields=("", "name", "city")
    )
    found = members.read_again(asked.token, choice, {})
    assert [row.name for row in found.new] == ["Rund GmbH", "Eckig AG"]
    members.decide(asked.token, {})
    again = members.upload("cluster:west", "other.csv", data)
    assert ([row.name for row in again.new], again.reading.remembered) == (["Rund GmbH", "Eckig AG"], True)
    with pytest.raises(InvalidData, match="two columns"):
        members.read_again(again.token, replace(choice, fields=("name", "name", "city")), {})


def test_another_reading_keeps_answers_and_what_cannot_be_read_changes_nothing(world: World) -> None:
    members = members_of(dairy(world))
    found = members.upload("cluster:north", "list.csv", LIST.encode())
    way = ReadingChoice(encoding="utf-8-sig", delimiter=";", header=1, fields=("name", "", "country"))
    again = members.read_again(found.token, way, {3: "organization:m2"})
    assert (again.answers, again.reading.fields) == ({3: "organization:m2"}, ("name", "", "country"))
    with pytest.raises(InvalidData):
        members.read_again(found.token, replace(way, encoding="utf-16"), {})
    assert members.get(found.token) == again
    other = members.read_again(found.token, replace(way, encoding="cp1252"), {})
    assert other.reading.fields == ("name", "city", "country")


def test_rows_that_are_no_members_count_only_where_they_are_ticked(world: World) -> None:
    members = members_of(dairy(world))
    lines = [
        *("Firma;Ort", "Alpha GmbH;Kiel", "Beta GmbH;Kiel", "Erika Mustermann;Kiel", "Fördermitglieder;"),
        *("Stand: 01.03.2024;", ";Ulm", "Summe: 3;"),
    ]
    found = members.upload("cluster:north", "l.csv", "\n".join(lines).encode())
    assert [(row.row, row.choosable) for row in found.left_out] == [(5, True), (6, True), (8, True)]
    assert [(row.name, str(row.why)) for row in found.doubtful] == [
        ("Erika Mustermann", "looks like the name of a person")
    ]
    names, rows = members.not_taken(found.token)
    assert (names, [(row.row, row.cells[0]) for row in rows]) == (
        ("Firma", "Ort"),
        [(5, "Fördermitglieder"), (6, "Stand: 01.03.2024"), (7, ""), (8, "Summe: 3")],
    )
    members.decide(found.token, {5: "new"})
    assert [one.name for one in members.of("cluster:north")] == [
        "Alpha GmbH",
        "Beta GmbH",
        "Fördermitglieder",
    ]


def test_website_kind_and_role_are_read_from_the_list(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    text = "Firma;Ort;Webseite;Art;Rolle\nAlpha;Kiel;www.alpha.example;Hochschule;Gründungsmitglied\n"
    found = members.upload("cluster:north", "l.csv", text.encode())
    members.decide(found.token, {row.row: "new" for row in found.doubtful})
    (one,) = members.of("cluster:north")
    snapshot = graph.snapshot()
    row = snapshot.organization(one.id)
    assert ORGANIZATION_KINDS[int(snapshot.organizations.kind[row])] == "education"
    assert snapshot.organizations.website[row] == "www.alpha.example"


def test_members_in_other_scripts_are_told_apart_and_known_again(world: World) -> None:
    members = members_of(dairy(world))
    text = "Επωνυμία;Πόλη\nΜύλοι Θράκης Α.Ε.;Αθήνα\nΕλαιώνες Κρήτης Α.Ε.;Χανιά\nΕλαιώνες Κρήτης Α.Ε.;Χανιά\n"
    found = members.upload("cluster:north", "l.csv", text.encode())
    assert ([row.row for row in found.new], [row.row for row in found.repeated]) == ([2, 3], [4])
    members.decide(found.token, {})
    was = {str(one.name): one.id for one in members.of("cluster:north")}
    assert len(set(was.values())) == 2
    again = members.upload("cluster:north", "l.csv", text.replace("Αθήνα", "Πάτρα").encode())
    assert again.change is not None
    assert (again.change.come, again.change.gone) == (0, ())


def test_persons_known_here_are_not_offered(world: World) -> None:
    found = members_of(dairy(world)).upload("cluster:north", "l.csv", b"name\nErika Mustermann GmbH\n")
    assert (found.found, found.doubtful, len(found.new)) == ((), (), 1)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_list(world: World, form: str, language: str) -> None:
    members = members_of(dairy(world))
    found = members.upload("cluster:north", f"members.{form}", members.template(form, language))
    assert [row.name for row in found.new] == ["Musterwerk GmbH"]


def test_clusters_with_unusual_keys_have_lists_of_their_own(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:Odd.Key", "l.csv", b"name\nX GmbH\n").token, {})
    assert [ref.name for ref in members.of("cluster:Odd.Key")] == ["X GmbH"]
    members.remove("cluster:Odd.Key")
    assert members.of("cluster:Odd.Key") == ()


def test_a_public_service_takes_and_shows_no_lists(world: World) -> None:
    graph = dairy(world)
    own, public = members_of(graph), members_of(shown_to_others(graph), public=True)
    token = own.upload("cluster:north", "l.csv", b"name\nX GmbH\n").token
    with pytest.raises(ReadOnly):
        public.decide(token, {})
    with pytest.raises(ReadOnly):
        public.upload("cluster:north", "l.csv", b"name\nX GmbH\n")
    with pytest.raises(ReadOnly):
        public.remove("cluster:north")
    own.decide(token, {})
    assert len(own.of("cluster:north")) == 1
    assert public.of("cluster:north") == ()


def test_unknown_clusters_tokens_and_formats(world: World) -> None:
    members = members_of(dairy(world))
    with pytest.raises(UnknownId):
        members.upload("cluster:none", "l.csv", b"name\nX\n")
    with pytest.raises(UnknownId):
        members.get("0" * 32)
    with pytest.raises(UnknownId):
        members.template("pdf", "en")


def test_stages_of_most_members_are_inferred_right_after_the_upload(world: World) -> None:
    """Sixty companies as an office lists them, of which no dataset knows any."""
    graph = world(cluster("north", name="North e.V.", sectors=["food industry"]))
    members = members_of(graph)
    members.decide(members.upload("cluster:north", NORTH.name, NORTH.read_bytes()).token, {})
    found = members.stages("cluster:north", "food-processing")
    assert (found.members, found.assigned + found.proposed + found.open) == (60, 60)
    assert found.assigned + found.proposed >= 45
    snapshot, ids = graph.snapshot(), {str(one.name): one.id for one in members.of("cluster:north")}
    held = {
        name: {one.stage.id for one in held_by(graph, snapshot.node(identifier))}
        for name, identifier in ids.items()
    }
    assert "processing" in held["J. G. Niederegger GmbH & Co. KG"]
    assert "machinery" in held["Krones AG, Werk Flensburg"]
    assert held["Landwirtschaftskammer Schleswig-Holstein"] == set()


PLACES = """name;city;country
One GmbH;D-49610 Quakenbrueck;DE
Two GmbH;Quakenbrück;
Three GmbH;Neustadt;DE
Four GmbH;Nirgendwo;DE
Five GmbH;;
"""


def test_members_lie_where_their_city_does_unless_several_have_its_name(world: World) -> None:
    graph = world(
        cluster("north", name="North e.V.", country="DE"),
        organization("q", name="Q", city="QUAKENBRUCK", country="DE", lat=52.67, lng=7.95, nuts="DE94E"),
        organization("n1", name="N1", city="Neustadt", country="DE", lat=49.35, lng=8.13),
        organization("n2", name="N2", city="Neustadt", country="DE", lat=54.1, lng=10.81),
    )
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", PLACES.encode()).token, {})
    snapshot, regions = graph.snapshot(), tables(graph).places.organizations
    table = snapshot.organizations
    found = {}
    for ref in members.of("cluster:north"):
        row = snapshot.organization(ref.id)
        found[str(ref.name)] = (round(float(table.lat[row]), 1), regions[row][:3])
    assert found["One GmbH"] == found["Two GmbH"] == (52.7, "DE9")
    for name, region in (("Three GmbH", "DE"), ("Four GmbH", "DE"), ("Five GmbH", "")):
        assert (math.isnan(found[name][0]), found[name][1]) == (True, region)
    assert "Two GmbH" in [str(one.name) for one in members.of("cluster:north")]
    members.remove("cluster:north")
    assert members.of("cluster:north") == ()


def test_where_a_city_lies_is_marked_as_concluded(world: World) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", b"name;city\nOne GmbH;Kiel\n").token, {})
    (one,) = members.of("cluster:north")
    with graph.store.read() as reader:
        rows = [*reader.entities(("organization",), [one.id])]
    placed = [row for row in rows if "lat" in row.fields]
    assert [(row.basis, row.words) for row in placed] == [("inferred", "Kiel")]


def test_whom_the_list_alone_knew_and_newer_data_has_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    assert members.known_by_now("cluster:north") == ()
    newer = organization("spice", "newer", name="GANZ NEUE GEWURZE GMBH", city="BIELEFELD", country="DE")
    graph.store.write(info("newer"), [newer])
    graph.refresh()
    (pair,) = members.known_by_now("cluster:north")
    assert (pair.member.name, pair.other.id) == ("Ganz Neue Gewürze GmbH", "organization:spice")
    assert members.known_by_now("cluster:west") == ()
    monkeypatch.setattr("graphsvc.answers.members.newer_data.LARGEST", 3)
    assert members.known_by_now("cluster:north") == ()


@pytest.mark.parametrize("merged", [True, False])
def test_who_is_merged_or_said_to_be_another_is_no_longer_told(world: World, merged: bool) -> None:
    graph = dairy(world)
    members = members_of(graph)
    members.decide(members.upload("cluster:north", "list.csv", LIST.encode()).token, {})
    newer = organization("spice", "newer", name="Ganz Neue Gewürze", city="Bielefeld", country="DE")
    graph.store.write(info("newer"), [newer])
    graph.refresh()
    (pair,) = members.known_by_now("cluster:north")
    known = Duplicates(graph, Settings.model_validate({"home": graph.home}))
    if merged:
        known.merge(pair.member.id, pair.other.id)
    else:
        known.say(pair.member.id, pair.other.id, "different")
    assert members.known_by_now("cluster:north") == ()
