"""A path to an introduction leads over shown organizations alone, also where a shorter one would not."""

from pathlib import Path

from graphsvc.answers.matching import Matching
from graphsvc.domain import Claim
from tests.support.claims import organization, participation, project
from tests.unit.answers.conftest import World


def together(*pairs: str) -> list[Claim]:
    """A project of its own for each pair of organizations."""
    return [
        claim
        for pair in pairs
        for claim in (project(pair), participation(pair[0], pair), participation(pair[1], pair))
    ]


def way(world: World, home: Path, *claims: Claim) -> list[str]:
    found = Matching(world(*claims), home).introduction("organization:a", "organization:b")
    return [step.ref.id.removeprefix("organization:") for step in found.steps]


def test_the_way_goes_around_a_person(world: World, tmp_path: Path) -> None:
    others = [organization(key, name=key.upper()) for key in "abcd"]
    claims = [*others, organization("h", name="H", person=True), *together("ah", "hb", "ac", "cd", "db")]
    assert way(world, tmp_path, *claims) == ["a", "c", "d", "b"]


def test_the_shortest_way_is_taken_where_everybody_on_it_is_shown(world: World, tmp_path: Path) -> None:
    claims = [organization(key, name=key.upper()) for key in "abcdh"] + together("ah", "hb", "ac", "cd", "db")
    assert way(world, tmp_path, *claims) == ["a", "h", "b"]


def test_there_is_no_way_where_a_person_stands_on_every_one(world: World, tmp_path: Path) -> None:
    others = [organization(key, name=key.upper()) for key in "ab"]
    assert (
        way(world, tmp_path, *others, organization("h", name="H", person=True), *together("ah", "hb")) == []
    )
