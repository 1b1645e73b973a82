"""The page names, field by field, the claim whose value is shown."""

import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.domain import Claim, DatasetInfo
from tests.support.claims import evidence, info, organization, relation
from tests.unit.answers.conftest import World


def named(name: str, dataset: str, date: str | None = None, basis: str = "stated") -> Claim:
    return organization("a", name=name, evidence=evidence(dataset, basis, date=date))


def shown(world: World, claims: list[Claim], about: tuple[DatasetInfo, ...]) -> tuple[str, object, str]:
    """The name in the title, the name among the facts, and the dataset that is said to have it."""
    page = Catalog(world(*claims, about=about)).organization("organization:a")
    (fact,) = [one for one in page.facts if one.id == "name"]
    return str(page.ref.name), fact.value, fact.fact.dataset


def of_priority(dataset: str, priority: int) -> DatasetInfo:
    return info(dataset, title=dataset, priority=priority)


LOW, HIGH, LEVEL = of_priority("alpha", 1), of_priority("beta", 2), of_priority("beta", 1)


@pytest.mark.parametrize(
    ("claims", "about", "winner"),
    [
        ([named("A", "alpha", "2024"), named("B", "beta", "2000")], (LOW, HIGH), ("B", "beta")),
        (
            [named("A", "alpha"), named("B", "beta", "2000")],
            (of_priority("alpha", 3), HIGH),
            ("A", "alpha"),
        ),
        ([named("A", "alpha", "2019"), named("B", "beta", "2020")], (LOW, LEVEL), ("B", "beta")),
        ([named("A", "alpha", "2021"), named("B", "beta", "2020")], (LOW, LEVEL), ("A", "alpha")),
        ([named("A", "alpha", "2020"), named("B", "beta", "2020")], (LOW, LEVEL), ("A", "alpha")),
        ([named("A", "alpha", "2000", "confirmed"), named("B", "beta", "2024")], (LOW, HIGH), ("A", "alpha")),
        ([named("A", "alpha", "2024", "refused"), named("B", "beta", "2000")], (LOW, LEVEL), ("B", "beta")),
    ],
    ids=[
        "priority before date",
        "priority before any date",
        "then the newest date",
        "whatever the id",
        "then the smaller id",
        "a confirmed claim before priority and date",
        "a refused claim says nothing",
    ],
)
def test_which_claim_wins(
    world: World, claims: list[Claim], about: tuple[DatasetInfo, ...], winner: tuple[str, str]
) -> None:
    name, dataset = winner
    assert shown(world, claims, about) == (name, name, dataset)


def test_each_field_names_its_own_claim(world: World) -> None:
    graph = world(
        organization("a", "alpha", name="A", city="Kiel"),
        organization("a", "beta", name="B", website="https://b.example"),
        about=(LOW, HIGH),
    )
    facts = {one.id: one.fact.dataset for one in Catalog(graph).organization("organization:a").facts}
    assert facts == {"name": "beta", "city": "alpha", "website": "beta"}


def test_claims_of_joined_entities_compete_as_one(world: World) -> None:
    graph = world(
        organization("a", "alpha", name="A"),
        organization("b", "beta", name="B"),
        relation("organization:a", "organization:b", "same_as", "gamma"),
        about=(LOW, HIGH),
    )
    page = Catalog(graph).organization("organization:b")
    (fact,) = [one for one in page.facts if one.id == "name"]
    assert (page.ref.id, page.ref.name, fact.value, fact.fact.dataset) == ("organization:a", "B", "B", "beta")
