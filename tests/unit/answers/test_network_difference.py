"""Two periods or two sets held against each other: states by hand, files read back, what is said of them."""

import csv
import io
from collections.abc import Mapping, Sequence

import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from graphsvc.answers.network import Network
from graphsvc.answers.network.difference_rows import DifferencePage
from graphsvc.errors import InvalidData, UnknownId
from tests.support.claims import info, organization
from tests.unit.answers.conftest import World
from tests.unit.answers.network_worlds import claims, network

Query = Mapping[str, Sequence[str]]
PERIODS: Query = {"from": ["2015"], "to": ["2016"], "with-from": ["2017"], "with-to": ["2017"]}
SETS: Query = {"country": ["DE"], "with-country": ["NL"]}


@pytest.fixture
def world_of_three(world: World) -> Network:
    return network(world)


def _ties(page: DifferencePage) -> dict[str, set[str]]:
    return {state.id: {_pair(row.source.id, row.target.id) for row in state.rows} for state in page.states}


def _pair(one: str, other: str) -> str:
    return "-".join(sorted(end.rpartition(":")[2] for end in (one, other)))


def test_ties_of_two_periods_are_gone_new_or_kept(world_of_three: Network) -> None:
    page = world_of_three.difference(PERIODS)
    assert _ties(page) == {
        "gone": {"a-b", "a-c", "a-d", "e-f"},
        "new": {"b-d", "c-e"},
        "kept": {"c-d", "d-e"},
    }
    assert [state.nodes for state in page.states] == [2, 0, 4]
    assert [state.ties for state in page.states] == [4, 2, 2]
    kept = {_pair(row.source.id, row.target.id): row for row in page.states[2].rows}
    assert kept["d-e"].years == ((2016,), (2017,))
    assert [project.id for project in kept["d-e"].projects] == ["project:4", "project:7"]


def test_ties_of_two_sets_are_within_one_both_or_between(world_of_three: Network) -> None:
    page = world_of_three.difference(SETS)
    assert _ties(page) == {
        "first": {"a-b"},
        "second": {"c-d"},
        "both": set(),
        "between": {"a-c", "a-d", "b-c", "b-d"},
    }
    shared = world_of_three.difference({"country": ["DE", "NL"], "with-country": ["NL"]})
    assert _ties(shared)["both"] == {"c-d"}
    assert _ties(shared)["between"] == set()


def test_clusters_and_regions_are_compared_by_what_their_organizations_do(world_of_three: Network) -> None:
    clusters = world_of_three.difference({**PERIODS, "by": ["clusters"]})
    assert _ties(clusters) == {"gone": {"north-south"}, "new": set(), "kept": set()}
    (tie,) = clusters.states[0].rows
    assert [project.id for project in tie.projects] == ["project:2"]
    assert tie.years == ((2015,), ())
    regions = world_of_three.difference({**PERIODS, "by": ["regions"], "country": ["DE", "NL"]})
    assert _ties(regions) == {"gone": {"DE9-DEF", "DEF-NL1"}, "new": {"DE9-NL1"}, "kept": set()}


def test_nobody_who_is_hidden_is_compared(world_of_three: Network) -> None:
    files = world_of_three.difference_file(PERIODS, "csv", language="en")
    assert b"Mustermann" not in files.content


@pytest.mark.parametrize(("language", "between"), [("en", ","), ("de", ";")])
def test_files_hold_the_same_in_both_languages(world_of_three: Network, language: str, between: str) -> None:
    found = world_of_three.difference_file(PERIODS, "csv", language=language, site="https://x.example/")
    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig")), delimiter=between))
    assert {(row["change"], _pair(row["source"], row["target"])) for row in rows} == {
        (state, tie) for state, ties in _ties(world_of_three.difference(PERIODS)).items() for tie in ties
    }
    kept = next(row for row in rows if _pair(row["source"], row["target"]) == "d-e")
    assert (kept["years_first"], kept["years_second"]) == ("2016", "2017")
    assert kept["project_ids"] == "project:4 project:7"
    assert "https://x.example/map/compare?from=2015&to=2016&with-from=2017&with-to=2017" in rows[0]["about"]
    content = world_of_three.difference_file(PERIODS, "xlsx", language=language).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [len(sheet) for sheet in sheets][2:] == [len(rows) + 1, 6 + 1]
    assert sheets[2][0] == [name for name in rows[0] if name != "about"]


def test_a_graph_program_reads_the_states_and_the_years(world_of_three: Network) -> None:
    text = world_of_three.difference_file(PERIODS, "gexf", language="en").content
    graph = nx.read_gexf(io.BytesIO(text))
    found = {_pair(*ends): (data["relation"], data["count"]) for *ends, data in graph.edges(data=True)}
    assert found["c-d"] == ("kept", 2)
    assert found["a-b"] == ("gone", 1)
    assert graph.nodes["organization:a"]["group"] == "gone"


def test_a_node_stands_alike_on_both_sides_and_what_is_gone_is_dashed_and_a_ring(
    world_of_three: Network,
) -> None:
    first, second = (world_of_three.side_picture(PERIODS, side, language="en") for side in (0, 1))

    def places(text: str) -> dict[str, str]:
        marks = [line for line in text.splitlines() if line.startswith("<circle")]
        return {mark.split("<title>")[1].split("<")[0]: mark.split(" r=")[0] for mark in marks}

    both = places(first).keys() & places(second).keys()
    assert both == {"Beta", "Gamma", "Delta", "Epsilon"}
    assert all(places(first)[name] == places(second)[name] for name in both)
    assert places(first).keys() - both == {"Alpha", "=Phi()"}
    assert (first.count("stroke-dasharray"), second.count("stroke-dasharray")) == (4, 0)
    assert (first.count('fill="#ffffff" stroke="#d55e00"'), second.count('stroke="#d55e00"')) == (2, 0)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": ["2015"], "to": ["2015"]}, "with-from"),
        ({**PERIODS, "with-country": ["NL"]}, "with-country"),
        ({**PERIODS, "with-from": ["2018"]}, "with-to"),
        ({**PERIODS, "with-to": ["soon"]}, "with-to"),
        ({**PERIODS, "by": ["towns"]}, "by"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_its_field(
    world_of_three: Network, query: Query, field: str
) -> None:
    with pytest.raises(InvalidData) as error:
        world_of_three.difference(query)
    assert [issue.column for issue in error.value.issues] == [field]


def test_unknown_ids_and_formats_are_refused(world_of_three: Network) -> None:
    with pytest.raises(UnknownId):
        world_of_three.difference({**SETS, "cluster": ["cluster:nowhere"]})
    with pytest.raises(UnknownId):
        world_of_three.difference_file(PERIODS, "pdf", language="en")


def test_a_set_may_have_nobody_and_one_may_be_everybody(world_of_three: Network) -> None:
    page = world_of_three.difference({"country": ["ES"], "with-country": [""]})
    assert [state.ties for state in page.states] == [0, 9, 0, 0]
    assert [str(sentence) for sentence in page.notices] == ["The first set holds nobody."]
    assert page.names == ({"de": "Spanien", "en": "Spain"}, {"de": "alle", "en": "all"})


def test_what_makes_periods_unlike_by_itself_is_said(world: World) -> None:
    old = info("alpha", period_from="2014-01-01", period_to="2016-12-31")
    new = info("beta", period_from="2017-01-01", period_to="2017-12-31")
    here = Network(world(*claims(), organization("z", dataset="beta", name="Zeta"), about=(old, new)))
    page = here.difference({"from": ["2014"], "to": ["2015"], "with-from": ["2015"], "with-to": ["2019"]})
    said = [sentence.text.split(":")[0].split(" (")[0] for sentence in page.notices]
    assert said == [
        "The data holds projects that began in %(first)s to %(last)s",
        "The periods are not equally long",
        "The periods overlap",
        "From %(year)s the data is another one",
        "Of %(year)s the data hardly covers %(where)s",
    ]
    other = page.notices[3].values
    assert (other["year"], other["before"]) == ("2017", ({"de": "Alpha", "en": "Alpha"},))


def test_the_two_latest_whole_periods_are_the_usual_ones(world_of_three: Network) -> None:
    assert world_of_three.usual_years() == (2016, 2016, 2017, 2017)
