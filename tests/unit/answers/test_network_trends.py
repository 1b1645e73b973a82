"""Curves that can be cited: incomplete years cut, numbers kept by the state of the data."""

import pytest

from graphsvc.answers.network import Network
from graphsvc.answers.network.trends import TRENDS, edges_of
from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import batches
from graphsvc.errors import Busy, UnknownId
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import info, membership, organization, participation, project
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import claims, graph, network


def test_the_seeds_begin_in_an_incomplete_year_that_is_cut(seeds: CurrentGraph) -> None:
    for row in Network(seeds).trend_list():
        page = Network(seeds).trend(row.id, language="de")
        assert [point.year for point in page.points] == [2015, 2016, 2017, 2018]
        assert [sentence.values["year"] for sentence in page.cut] == ["2014"]
        assert all(point.low <= point.value <= point.high and point.n > 0 for point in page.points)
        assert page.chart["kind"] == "lines"


def test_the_curve_of_all_projects(world: World) -> None:
    page = network(world).trend("partners_per_project", language="en")
    assert {point.year: (point.value, point.n) for point in page.points} == {
        2015: (2.5, 2), 2016: (2.0, 2), 2017: (2.5, 2),
    }  # fmt: skip


def test_the_curve_of_a_cluster_and_of_a_region(world: World) -> None:
    made = network(world)
    north = made.trend("partners_per_project", of="cluster:north", language="en")
    assert north.of is not None
    assert north.of.id == "cluster:north"
    assert [(point.year, point.n) for point in north.points] == [(2015, 2)]
    dutch = made.trend("international_pairs", of="region:NL", language="en")
    assert [(point.year, point.n) for point in dutch.points] == [(2015, 1), (2016, 1), (2017, 2)]


def write(here: CurrentGraph, *more: Claim) -> None:
    for batch in batches([*claims(), *more]):
        here.store.write(info("alpha", retrieved="2020-01-01"), batch)
    here.refresh()


def test_a_cited_address_gives_the_same_numbers_after_an_import(world: World) -> None:
    here = graph(world)
    before = Network(here).trend("partners_per_project", language="en")
    write(
        here, project("8", title="More", start="2017-09-01"), *(participation(one, "8") for one in "abcdef")
    )
    made = Network(here)
    cited = made.trend("partners_per_project", digest=before.digest, language="en")
    assert (cited.points, cited.cut, cited.digest) == (before.points, before.cut, before.digest)
    assert cited.gone is None
    assert str(cited.cite) == str(before.cite)
    today = made.trend("partners_per_project", language="en")
    assert today.digest != before.digest
    assert today.points[-1].value == pytest.approx(11 / 3)


@pytest.mark.parametrize(
    ("indicator", "change", "year", "value"),
    [
        ("company_share", [organization("d", name="Delta", organization_kind="company")], 2016, 1 / 4),
        ("newcomer_share", [project("3", title="Project 3", start="2016-09-01")], 2016, 5 / 7),
        ("partners_per_project", [project("8", title="Alone", start="2017-09-01"), participation("a", "8")],
         2017, 2.0),
    ],
)  # fmt: skip
def test_a_load_that_leaves_all_ties_as_they_were_changes_the_curve(
    world: World, indicator: str, change: list[Claim], year: int, value: float
) -> None:
    here = graph(world)
    Network(here).trend(indicator, language="en")
    write(here, *change)
    points = {point.year: point.value for point in Network(here).trend(indicator, language="en").points}
    assert points[year] == pytest.approx(value)


def test_the_worker_is_asked_for_each_state_of_the_data(world: World) -> None:
    """Tries are counted by what it is asked: loads that leave all ties as they were must not use them up."""
    here, asked = graph(world), []

    def later(work: str, **arguments: object) -> tuple[int, int]:
        asked.append((work, *arguments.items()))
        return 0, 5

    for month in range(3, 8):
        write(here, project("3", title="Project 3", start=f"2016-0{month}-01"))
        Network(here, later).computed.begin()
    assert {work for work, *_ in asked} == {"network"}
    assert len(set(asked)) == 5


def test_a_state_that_was_not_kept_is_named(world: World) -> None:
    made = network(world)
    for digest in ("0" * 64, "../../secret", ""):
        page = made.trend("newcomer_share", digest=digest, language="en")
        assert (page.gone is None) == (digest == "")
        assert page.points
    gone = made.trend("newcomer_share", digest="a" * 64, language="en").gone
    assert gone is not None
    assert "a" * 16 in str(gone)


def test_the_citation_names_what_it_needs(world: World) -> None:
    page = network(world).trend("company_share", language="en")
    words = str(page.cite)
    assert page.digest[:16] in words
    assert "1 November 2014" in words
    assert "1 January 2020" in words
    assert page.share


def test_unknown_curves_and_groups_are_refused(world: World) -> None:
    made = network(world)
    with pytest.raises(UnknownId):
        made.trend("happiness", language="en")
    for of in ("cluster:none", "region:XX", "organization:a"):
        with pytest.raises(UnknownId):
            made.trend("newcomer_share", of=of, language="en")


def test_curves_of_many_projects_are_left_to_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.answers.network._QUICK_PROJECTS", 3)
    here, asked = graph(world), []

    def later(work: str, **arguments: object) -> tuple[int, int]:
        asked.append((work, arguments))
        return 0, 1

    with pytest.raises(Busy):
        Network(here, later).trend("newcomer_share", language="en")
    assert asked[0][0] == "trend"
    kept = Network(here).trend("newcomer_share", language="en")
    assert Network(here, later).trend("newcomer_share", language="en").points == kept.points


def test_there_are_ten_curves() -> None:
    assert len(TRENDS) == 10


def test_curves_of_the_projects_of_clusters(world: World) -> None:
    """Members are a of north, b of south and c of west; all three pairs met in 2014, two again in 2015."""
    here = world(*(one for one in claims() if one.evidence.basis != "refused"), membership("c", "west"),
                 about=(info("alpha", retrieved="2020-01-01"),))  # fmt: skip
    made = Network(here)
    across = made.trend("projects_across_clusters", language="en").points
    assert [(one.year, one.value, one.n) for one in across] == [(2015, 1.0, 2), (2017, 0.0, 2)]
    apart = made.trend("cross_sector_pairs", language="en").points
    assert [(one.year, one.value, one.n) for one in apart] == [(2015, 0.0, 2)]
    fresh = made.trend("new_cluster_pairs", language="en")
    assert [(one.year, one.value, one.n) for one in fresh.points] == [(2015, 0.0, 2)]
    assert (fresh.changes, fresh.caveat is None) == ((), False)
    gained = made.trend("stages_gained", language="en")
    assert [(one.year, one.value, one.n) for one in gained.points] == [(2015, 0.75, 2), (2017, 0.0, 2)]
    assert not gained.share, "two clusters gain a stage of one another, west one of north: 3 of 4"


def test_datasets_whose_periods_differ_make_an_edge_and_nested_ones_do_not() -> None:
    def dataset(name: str, first: int, last: int) -> DatasetInfo:
        return info(name, period_from=f"{first}-01-01", period_to=f"{last}-12-31")

    early, late = dataset("early", 2010, 2013), dataset("late", 2014, 2020)
    inside, own = dataset("inside", 2015, 2016), dataset("person-list", 2018, 2019)
    assert [edge.year for edge in edges_of([early, late, inside, own, info("undated")])] == [2014]
    (edge,) = edges_of([early, late])
    assert ([one["en"] for one in edge.before], [one["en"] for one in edge.after]) == (["Early"], ["Late"])
    assert edges_of([info("undated")]) == ()


def test_years_across_a_gap_are_refused_with_the_reason(world: World) -> None:
    made = network(
        world, project("9", title="Late", start="2021-05-01"), *(participation(one, "9") for one in "ab")
    )
    refused = made.trend_range("partners_per_project", 2015, 2021)
    assert refused.points == ()
    assert refused.refused is not None
    assert refused.refused.values["years"] == ("2018", "2019", "2020")
    taken = made.trend_range("partners_per_project", 2016, 2018)
    assert ([point.year for point in taken.points], taken.refused) == ([2016, 2017], None)
    page = made.trend("partners_per_project", language="de")
    assert page.breaks == (refused.refused,)
    assert page.chart["x"] == list(range(2015, 2022))


def test_nothing_is_said_of_a_change_where_the_beginning_of_the_data_bends_the_first_years(
    seeds: CurrentGraph,
) -> None:
    made = Network(seeds)
    bent, straight = (made.trend(name, language="de") for name in ("newcomer_share", "company_share"))
    assert (bent.changes, bent.caveat is None) == ((), False)
    assert ([str(one.values["first"]) for one in straight.changes], straight.caveat) == (["2015"], None)


def test_the_curve_of_a_country_stands_beside_that_of_all(seeds: CurrentGraph) -> None:
    made = Network(seeds)
    groups = made.trend_groups()
    assert "DE" in groups.countries
    assert groups.clusters
    page = made.trend("company_share", of="region:DE", language="de")
    assert [one["label"] for one in page.chart["series"]] == ["Deutschland", "alle Projekte"]
    assert len({one["id"] for one in page.chart["series"]}) == 2
