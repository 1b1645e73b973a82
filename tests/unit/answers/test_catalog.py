"""What is in the seeds: note, sources, chains, presets, search."""

from datetime import date

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import cluster, info, organization, participation, project
from tests.unit.answers.conftest import World


@pytest.fixture(scope="module")
def catalog(seeds: CurrentGraph) -> Catalog:
    return Catalog(seeds)


def ids(catalog: Catalog, query: str, kind: str) -> list[str]:
    groups = {group.kind: group for group in catalog.search(query).groups}
    return [hit.ref.id for hit in groups[kind].hits] if kind in groups else []


def test_the_note_names_the_period(catalog: Catalog) -> None:
    note = catalog.note()
    assert str(note.period) == "Data: EU projects that began between September 2014 and December 2018."
    assert (note.period_start, note.as_of, note.all_old) == (date(2014, 9, 1), date(2026, 11, 30), True)
    assert (note.clusters, note.projects, note.empty) == (124, 611, False)


def test_the_note_of_other_data(world: World) -> None:
    graph = world()
    assert Catalog(graph).note().empty
    one = (project("p1", start="2024-05"), info("alpha", retrieved="2025-01-01"))
    made = Catalog(world(one[0], about=(one[1],))).note()
    assert str(made.period) == "Data: projects that began between May 2024 and May 2024."
    assert not made.all_old


def test_synthetic_data_says_so(world: World) -> None:
    about = info("alpha", synthetic=True)
    note = Catalog(world(project("p1", start="2024-05"), about=(about,))).note()
    assert str(note.period).startswith("Data: synthetic projects")


def test_sources_name_their_licences_and_no_private_data(world: World) -> None:
    graph = world(organization("x", "person-members-a", name="X"), organization("y", name="Y"))
    sources = Catalog(graph).sources()
    assert "alpha" in {source.dataset for source in sources}
    assert not any(source.dataset.startswith("person") for source in sources)
    assert all(source.licence for source in sources if source.dataset != "alpha")


def test_food_processing_comes_first(catalog: Catalog) -> None:
    chains = catalog.chains()
    assert chains[0].id == "food-processing"
    required = [stage.id for stage in catalog.chain("food-processing").stages if stage.required]
    assert len(required) == 7
    distribution = next(stage for stage in chains[0].stages if stage.id == "distribution")
    assert set(distribution.children) == {"logistics", "wholesale", "retail"}


def test_the_german_food_clusters_are_a_preset_with_their_claim(catalog: Catalog) -> None:
    preset = catalog.presets()[0]
    assert preset.label["de"] == "German Food Clusters"
    assert preset.chain == "food-processing"
    assert preset.clusters == ("cluster:foodregio", "cluster:fpi", "cluster:giqs", "cluster:nieke")
    assert preset.claim.words == "together represent the complete value chain in food processing"


def test_clusters_by_country_and_sector(catalog: Catalog) -> None:
    assert len(catalog.clusters()) == 124
    german = catalog.clusters(country="DE")
    assert len(german) == 57
    assert all("food processing" in row.sectors for row in catalog.clusters(sector="food processing"))


def test_a_chain_is_told_by_sectors_or_stages_alone(catalog: Catalog) -> None:
    names = ("vitagora", "biotecyl", "aerospace-valley")
    told = {name: catalog.has_chain(f"cluster:{name}") for name in names}
    assert told == {"vitagora": True, "biotecyl": True, "aerospace-valley": False}
    assert catalog.first_chain("cluster:biotecyl") == "health-technology"
    assert catalog.first_chain("cluster:aerospace-valley") == catalog.chains()[0].id


def test_a_chain_with_inferred_stages_alone_is_told_apart(catalog: Catalog) -> None:
    told = {info.id: stated for info, stated in catalog.chains_of("cluster:foodregio")}
    assert told == {"food-processing": True, "energy": False}


@pytest.mark.parametrize("query", ["Lübeck", "lubeck", "luebeck"])
def test_a_place_is_found_in_every_spelling(catalog: Catalog, query: str) -> None:
    assert "cluster:foodregio" in ids(catalog, query, "cluster")
    assert "region:DEF03" in ids(catalog, query, "region")


def test_every_kind_is_found(catalog: Catalog) -> None:
    assert ids(catalog, "DIL", "organization") == ["organization:pic-998036008"]
    assert ids(catalog, "998036008", "organization") == ["organization:pic-998036008"]
    assert "cluster:fpi" in ids(catalog, "food-processing initiative", "cluster")
    assert "food-processing/packaging" in ids(catalog, "Verpackung", "stage")
    assert ids(catalog, "Bayern", "region")[0] == "region:DE2"
    assert ids(catalog, "Deutschland", "region")[0] == ids(catalog, "germany", "region")[0] == "region:DE"
    assert ids(catalog, "LIBBIO", "project") == ["project:grant-720726"]
    assert ids(catalog, "eco-innovative food production", "topic")


def test_a_former_name_of_a_cluster_is_found(catalog: Catalog) -> None:
    assert "cluster:nieke" in ids(catalog, "Landesinitiative Ernährungswirtschaft", "cluster")


def test_an_id_finds_exactly_itself(catalog: Catalog) -> None:
    found = catalog.search("cluster:fpi")
    assert [(group.kind, group.total, group.hits[0].ref.id) for group in found.groups] == [
        ("cluster", 1, "cluster:fpi")
    ]


def test_a_topic_finds_what_belongs_to_it(catalog: Catalog) -> None:
    topic = ids(catalog, "Personalized Nutrition", "topic")[0]
    groups = {group.kind: group for group in catalog.search(topic).groups}
    assert groups["project"].total >= 1
    assert groups["organization"].total > groups["project"].total
    sector = ids(catalog, "food machinery", "topic")[0]
    assert ids(catalog, sector, "cluster") == ["cluster:fpi"]


def test_totals_and_limits(catalog: Catalog) -> None:
    group = catalog.search("food", kinds=("organization",), limit=3).groups
    assert [one.kind for one in group] == ["organization"]
    assert len(group[0].hits) == 3 < group[0].total


def test_persons_only_by_exact_name_and_who_is_on_an_own_list_by_words(world: World) -> None:
    graph = world(
        organization("p", name="Erika Mustermann", person=True),
        organization("person-0123", "person-members-x", name="Private GmbH"),
        organization("v", name="Mustermann Maschinenbau"),
        cluster("x", name="X"),
        project("1", title="T", topic="Machines", start="2020"),
        participation("p", "1"),
        participation("v", "1"),
    )
    catalog = Catalog(graph)
    assert ids(catalog, "mustermann", "organization") == ["organization:v"]
    assert ids(catalog, "erika mustermann", "organization") == ["organization:p"]
    assert ids(catalog, "private", "organization") == ["organization:person-0123"]
    assert "organization:p" not in ids(catalog, "organization:p", "organization")
    assert ids(catalog, "topic:machines", "organization") == ["organization:v"]
    assert catalog.note().organizations == 1


def test_names_that_look_like_markup_stay_text(world: World) -> None:
    name = "<img src=x onerror=alert(1)>"
    catalog = Catalog(world(organization("h", name=name), organization("f", name="=cmd()")))
    assert [hit.ref.name for hit in catalog.search("onerror").groups[0].hits] == [name]
    assert ids(catalog, "=cmd()", "organization") == ["organization:f"]
