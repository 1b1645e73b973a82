"""A small world of three clusters with known ties, and a network that has everything computed."""

from graphsvc.answers.network import Network
from graphsvc.domain import Claim
from graphsvc.state.graph import CurrentGraph
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)
from tests.unit.answers.conftest import World


def claims() -> list[Claim]:
    """Eight organizations (one a person), three clusters, projects of 2014 (late) to 2017."""
    found: list[Claim] = [
        organization("a", name="Alpha", country="DE", nuts="DEF03", organization_kind="company"),
        organization("b", name="Beta", country="DE", nuts="DE94E", organization_kind="company"),
        organization("c", name="Gamma", country="NL", nuts="NL13"),
        organization("d", name="Delta", country="NL", nuts="NL13", organization_kind="research"),
        organization("e", name="Epsilon", country="FR", lat=48.9, lng=2.3),
        organization("f", name="=Phi()", country="FR"),
        organization("g", name="Alone", country="FR"),
        organization("p", name="Erika Mustermann", country="DE", person=True),
        cluster("north", name="North Food e.V.", country="DE", nuts="DEF03", sectors=("food",), lat=54.3,
                lng=10.1),
        cluster("south", name="South Food", country="DE", sectors=("food", "packaging"), lat=48.1, lng=11.6),
        cluster("west", name="West Food", country="NL", sectors=("food",)),
        membership("a", "north"), membership("p", "north"), membership("b", "south"),
        membership("c", "west", basis="refused"),
        relation("cluster:north", "cluster:west", "cooperates"),
        relation("cluster:south", "cluster:west", "cooperates"),
        activity("cluster:north", "food-processing/processing"),
        activity("cluster:south", "food-processing/packaging"),
    ]  # fmt: skip
    members = {
        "1": ("2014-11-01", "abc"),
        "2": ("2015-01-01", "ab"),
        "3": ("2015-09-01", "acdp"),
        "4": ("2016-02-01", "de"),
        "5": ("2016-10-01", "ef"),
        "6": ("2017-03-01", "bd"),
        "7": ("2017-08-01", "cde"),
    }
    for key, (start, who) in members.items():
        found.append(project(key, title=f"Project {key}", start=start))
        found += [participation(one, key) for one in who]
    return found


def graph(world: World, *more: Claim) -> CurrentGraph:
    """The world as a graph."""
    return world(*claims(), *more, about=(info("alpha", retrieved="2020-01-01"),))


def network(world: World, *more: Claim) -> Network:
    """The world as a network that computes here what it lacks."""
    return Network(graph(world, *more))
