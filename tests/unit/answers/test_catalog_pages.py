"""Pages of organizations, clusters, projects, regions and stages, on small worlds."""

from datetime import date

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.domain import Claim
from graphsvc.errors import UnknownId
from graphsvc.state.refs import city_and_country
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)
from tests.unit.answers.conftest import World


def food(world: World, *more: Claim) -> Catalog:
    """Four organizations in three projects; the cluster `north` has one member and an office."""
    claims = [
        organization("a", name="ALPHA MOLKEREI GMBH", country="DE", city="Lübeck", nuts="DEF03",
                     organization_kind="company", website="https://a.example"),
        organization("b", name="Beta", country="DE", nuts="DE94E"),
        organization("c", name="Gamma BV", country="NL", nuts="NL13"),
        organization("p", name="Erika Mustermann", country="DE", nuts="DEF03", person=True),
        project("1", title="Moon", acronym="MOO", start="2015-03-01", end="2017", topic="Night",
                participants=5),
        project("2", title="Sun", start="2017", topic="Day"),
        project("3", title="Star", start="2018-01-01", topic="Night"),
        participation("a", "1", role="coordinator"), participation("b", "1"), participation("c", "1"),
        participation("p", "1"), participation("a", "2"), participation("b", "2"), participation("c", "3"),
        cluster("north", name="North Food e.V.", country="DE", nuts="DEF03", sectors=("food",)),
        cluster("west", name="West Food", country="DE", nuts="DEA41"),
        membership("a", "north"), membership("p", "north"),
        relation("organization:b", "cluster:north", "runs"),
        relation("organization:c", "cluster:west", "runs"),
        activity("organization:a", "food-processing/processing"),
        activity("cluster:north", "food-processing/packaging"),
    ]  # fmt: skip
    about = info("alpha", title="Alpha", period_to="2018", retrieved="2020-01-01")
    return Catalog(world(*claims, *more, about=(about,)))


def test_an_organization_with_its_facts_and_their_source(world: World) -> None:
    page = food(world).organization("organization:a")
    assert (page.ref.name, page.kind) == ("Alpha Molkerei GmbH", "company")
    assert (page.country, page.city) == ("DE", "Lübeck")
    assert page.region is not None
    assert page.region.id == "region:DEF03"
    facts = {one.id: (one.value, one.fact.basis, one.fact.dataset) for one in page.facts}
    assert facts["website"] == ("https://a.example", "stated", "Alpha")
    assert [held.ref.id for held in page.clusters] == ["cluster:north"]
    assert [(one.stage.id, one.fact.basis) for one in page.stages] == [("processing", "stated")]


def test_partners_are_ranked_with_their_years_and_persons_are_not_among_them(world: World) -> None:
    page = food(world).organization("organization:a")
    assert [(row.ref.id, row.projects, row.first_year, row.last_year) for row in page.partners] == [
        ("organization:b", 2, 2015, 2017),
        ("organization:c", 1, 2015, 2015),
    ]
    assert [(row.ref.id, str(row.role), row.start) for row in page.projects] == [
        ("project:2", "participant", date(2017, 1, 1)),
        ("project:1", "coordinator", date(2015, 3, 1)),
    ]
    assert [(topic.id, topic.n) for topic in page.topics] == [("topic:day", 1), ("topic:night", 1)]


def test_a_person_is_marked_and_has_no_card(world: World) -> None:
    page = food(world).organization("organization:p")
    assert page.person
    assert page.ref.person
    assert page.how_others_see == page.position == ()
    assert not food(world).organization("organization:a").person


def test_a_field_shows_the_claim_that_wins(world: World) -> None:
    mended = organization("a", "beta", "confirmed", name="Alpha Dairy", evidence=None)
    page = food(world, mended).organization("organization:a")
    fact = next(one for one in page.facts if one.id == "name")
    assert (fact.value, fact.fact.basis, fact.fact.by) == ("Alpha Dairy", "confirmed", "local")
    assert page.ref.name == "Alpha Dairy"


def test_private_claims_are_no_facts_of_a_page(world: World) -> None:
    private = organization("a", "person-members-north", city="Kiel", text="secret")
    page = food(world, private, membership("c", "north", "person-members-north")).organization(
        "organization:a"
    )
    assert "text" not in {one.id for one in page.facts}
    assert page.city == "Lübeck"


@pytest.mark.parametrize(
    ("place", "expected"),
    [("Kiel, DE", ("Kiel", "DE")), ("Reinfeld", ("Reinfeld", "")), ("DE", ("", "DE")), ("", ("", ""))],
)
def test_a_city_is_told_also_where_the_country_is_not_known(place: str, expected: tuple[str, str]) -> None:
    assert city_and_country(place) == expected


def test_the_page_names_the_city_of_an_organization_without_a_country(world: World) -> None:
    assert food(world, organization("m", city="Reinfeld")).organization("organization:m").city == "Reinfeld"


def test_joined_ids_have_one_page(world: World) -> None:
    same = relation("organization:a", "organization:z", "same_as", "beta")
    catalog = food(world, organization("z", "beta", name="Alpha Milk", text="More words"), same)
    page = catalog.organization("organization:z")
    assert page.ref.id == "organization:a"
    assert "text" in {one.id for one in page.facts}


def test_ageing_counts_from_the_end_of_the_datasets_period(world: World) -> None:
    old = organization("o", evidence=evidence(date="2015-01-01"), name="Old")
    young = organization("y", evidence=evidence(date="2016-06-01"), name="Young")
    catalog = food(world, old, young)
    aged = [catalog.organization(f"organization:{key}").facts[0].fact.aged for key in "oy"]
    assert aged == [True, False]


def test_a_cluster_tells_members_from_its_office_and_hides_persons(world: World) -> None:
    page = food(world).cluster("cluster:north")
    assert [held.ref.id for held in page.members] == ["organization:a"]
    assert page.office is not None
    assert page.office.id == "organization:b"
    assert page.in_region == ()
    assert [(one.stage.id, one.n, one.fact is not None) for one in page.stages] == [
        ("processing", 1, False),
        ("packaging", 0, True),
    ]


def test_ties_of_clusters_name_projects_and_who_carries_them(world: World) -> None:
    page = food(world).cluster("cluster:north")
    assert [(tie.ref.id, tie.n, [ref.id for ref in tie.through]) for tie in page.ties] == [
        ("cluster:west", 1, ["organization:a", "organization:b", "organization:c"])
    ]
    stated = relation("cluster:north", "cluster:west", "cooperates", "beta")
    tie = food(world, stated).cluster("cluster:west").ties[0]
    assert tie.fact is not None
    assert tie.fact.dataset == "Beta"


def test_clusters_that_cooperate_by_a_source_come_before_those_with_joint_projects(world: World) -> None:
    stated = relation("cluster:north", "cluster:east", "cooperates")
    more = cluster("east", name="East", country="DE"), stated
    ties = food(world, *more).cluster("cluster:north").ties
    assert [(tie.ref.id, tie.n, tie.fact is not None) for tie in ties] == [
        ("cluster:east", 0, True),
        ("cluster:west", 1, False),
    ]


def test_without_members_the_organizations_of_the_region_are_told(world: World) -> None:
    catalog = food(world, cluster("lonely", name="Lonely", country="DE", nuts="DEF0"))
    assert [ref.id for ref in catalog.cluster("cluster:lonely").in_region] == ["organization:a"]


def test_private_members_are_on_no_page_of_the_catalog(world: World) -> None:
    catalog = food(world, membership("c", "north", "person-members-north"))
    assert [held.ref.id for held in catalog.cluster("cluster:north").members] == ["organization:a"]
    assert catalog.organization("organization:c").clusters == ()


def test_facts_that_changed_are_dated(world: World) -> None:
    facts = (
        {"what": "seat", "value": "Vechta", "since": "1999", "until": "2018"},
        {"what": "office", "value": "Bonn", "until": "2016"},
        {"what": "label", "value": "Silver", "known": "2018-09"},
        {"what": "label", "value": "Gold"},
        {"what": "members", "value": "80", "known": "2019"},
        {"what": "name", "value": "Landesinitiative", "since": "2019-02-01"},
    )
    page = food(world, cluster("dated", name="Dated", facts=facts)).cluster("cluster:dated")
    assert [str(sentence) for sentence in page.dated] == [
        "Label: Gold, without a date.",
        "Label: Silver, last known September 2018, validity today unknown.",
        "Members: 80, known of 2019.",
        "Name: Landesinitiative, since 1 February 2019.",
        "Office: Bonn, until 2016.",
        "Seat: Vechta, from 1999 to 2018.",
    ]


def test_labels_and_rounded_numbers_of_members_are_told_in_the_language_of_the_page(world: World) -> None:
    facts = (
        {"what": "members", "value": "about 3,400", "known": "2019"},
        {"what": "members", "value": "more than 130", "known": "2021"},
        {"what": "members", "value": "180 medtech firms", "known": "2022"},
    )
    told = cluster("told", name="Told", label="go-cluster, last known 2018", facts=facts)
    page = food(world, told).cluster("cluster:told")
    assert [(one.text, str(one)) for one in page.labels] == [
        ("%(label)s (last known %(known_date)s)", "go-cluster programme (last known 2018)")
    ]
    values = [one.values["value"] for one in page.dated]
    assert [getattr(one, "text", one) for one in values] == [
        "about %(total)s", "more than %(total)s", "180 medtech firms"
    ]  # fmt: skip
    assert str(values[0]) == "about 3,400"


def test_a_project_names_no_persons_but_counts_them(world: World) -> None:
    page = food(world).project("project:1")
    assert [(partner.ref.id, str(partner.role), partner.country) for partner in page.partners] == [
        ("organization:a", "coordinator", "DE"),
        ("organization:b", "participant", "DE"),
        ("organization:c", "participant", "NL"),
    ]
    assert page.hidden_partners == 2
    assert (page.acronym, page.title, page.start, page.end) == (
        "MOO",
        "Moon",
        date(2015, 3, 1),
        date(2017, 12, 31),
    )


def test_a_region_counts_what_lies_in_it(world: World) -> None:
    catalog = food(world)
    page = catalog.region("region:DEF0")
    assert (page.organizations, [ref.id for ref in page.clusters]) == (1, ["cluster:north"])
    assert [ref.id for ref in page.top] == ["organization:a"]
    assert (page.ties_inside, page.ties_outside) == (0, 2)
    assert [(row.ref.id, row.n) for row in page.partners] == [("region:DE94", 1), ("region:NL13", 1)]
    assert page.parent is not None
    assert page.parent.id == "region:DEF"
    whole = catalog.region("DE")
    assert (whole.organizations, whole.ties_inside, whole.ties_outside) == (2, 1, 2)


def test_shares_of_a_region_hide_small_numbers(world: World) -> None:
    where = {f"n{i}": "DEF0D" for i in range(9)} | {f"s{i}": "DE212" for i in range(3)}
    many = [organization(key, name=key, country="DE", nuts=nuts) for key, nuts in where.items()]
    acts = [activity(f"organization:{key}", "food-processing/quality") for key in where]
    few = [activity(f"organization:n{i}", "food-processing/research") for i in range(7)]
    page = food(world, *many, *acts, *few).region("region:DEF")
    assert [(row.id, row.n, row.here_share, row.country_share) for row in page.stages] == [
        ("food-processing/quality", 9, 0.9, 12 / 13)
    ]


def test_a_stage_lists_who_is_known_for_it(world: World) -> None:
    guess = activity("organization:b", "food-processing/processing", "beta", "inferred")
    person = activity("organization:p", "food-processing/processing", "beta")
    page = food(world, guess, person).stage("food-processing", "processing")
    assert [(held.ref.id, held.fact.basis) for held in page.organizations] == [
        ("organization:a", "stated"),
        ("organization:b", "inferred"),
    ]
    assert (page.total, page.clusters) == (2, ())


def test_unknown_things_are_said_to_be_unknown(world: World) -> None:
    catalog = food(world)
    for ask in (
        lambda: catalog.organization("organization:none"),
        lambda: catalog.cluster("organization:a"),
        lambda: catalog.project("project:none"),
        lambda: catalog.region("region:XX99"),
        lambda: catalog.stage("food-processing", "none"),
        lambda: catalog.stage("none", "processing"),
        lambda: catalog.chain("none"),
        lambda: catalog.ref("region:XX99"),
        lambda: catalog.ref("nonsense"),
    ):
        with pytest.raises(UnknownId):
            ask()


def test_ref_names_everything_that_has_a_page(world: World) -> None:
    catalog = food(world)
    kinds = {one: catalog.ref(one).kind for one in (
        "organization:a", "cluster:north", "project:1", "region:DE", "region:UKI", "food-processing/quality"
    )}  # fmt: skip
    assert list(kinds.values()) == ["organization", "cluster", "project", "region", "region", "stage"]
