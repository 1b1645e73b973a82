from collections.abc import Mapping
from typing import Any

from graphsvc.domain import Claim, Cluster
from graphsvc.domain.rows import EntityRow, LinkRow, sort_key, to_row
from graphsvc.snapshot.merge import Merged, merge, same_as
from tests.support.claims import cluster, evidence, organization, relation

NONE: Mapping[str, Any] = {}


def merged(
    *claims: Claim, priority: Mapping[str, int] = NONE, joined: Mapping[str, str] = NONE
) -> list[Merged]:
    rows = sorted((to_row(claim) for claim in claims), key=sort_key)
    return list(merge([row for row in rows if isinstance(row, EntityRow)], priority, joined))


def joined(*pairs: tuple[str, str], kind: str = "same_as", basis: str = "stated") -> dict[str, str]:
    rows = [to_row(relation(a, b, kind, basis=basis)) for a, b in pairs]
    return same_as(row for row in rows if isinstance(row, LinkRow))


def named(name: str, dataset: str, date: str | None = None, basis: str = "stated") -> Claim:
    return organization("a", name=name, evidence=evidence(dataset, basis, date=date))


def winner(*claims: Claim, **priority: int) -> str:
    (one,) = merged(*claims, priority=priority)
    return str(one.fields["name"])


def test_a_confirmed_claim_wins_over_any_priority_and_date() -> None:
    assert winner(named("A", "alpha", basis="confirmed"), named("B", "beta", "2024"), beta=9) == "A"


def test_then_the_priority_of_the_dataset() -> None:
    assert winner(named("A", "alpha", "2024"), named("B", "beta", "2000"), beta=1) == "B"


def test_then_the_newest_date_and_the_more_precise_of_one_year() -> None:
    assert winner(named("A", "alpha", "2019"), named("B", "beta", "2020")) == "B"
    assert winner(named("A", "alpha", "2020-02"), named("B", "beta", "2020")) == "A"
    assert winner(named("A", "alpha"), named("B", "beta", "1990")) == "B"


def test_then_the_dataset_that_comes_first_by_id() -> None:
    assert winner(named("B", "beta", "2020"), named("A", "alpha", "2020")) == "A"


def test_field_by_field_and_a_missing_one_never_wins() -> None:
    (one,) = merged(
        organization("a", "alpha", "confirmed", city="Kiel"),
        organization("a", "beta", name="B", city="Bonn", sme=False),
    )
    assert one == Merged("organization:a", {"city": "Kiel", "name": "B", "sme": False}, private=False)


def test_aliases_and_identifiers_are_united_and_lost_names_kept() -> None:
    (one,) = merged(
        organization("a", "alpha", name="A", aliases=("x", "B"), identifiers=("pic:2",)),
        organization("a", "beta", name="B", aliases=("A", "w"), identifiers=("pic:1", "pic:2")),
    )
    assert one.fields == {"name": "A", "aliases": ["B", "w", "x"], "identifiers": ["pic:1", "pic:2"]}


def test_a_cluster_named_twice_keeps_the_winning_name_and_is_a_valid_record() -> None:
    (one,) = merged(cluster("c", "alpha", name="A"), cluster("c", "beta", name="B"))
    assert Cluster.model_validate({"id": one.id, "evidence": evidence("alpha"), **one.fields}).name == "A"


def test_a_refused_claim_says_nothing_and_alone_hides_the_entity() -> None:
    assert merged(organization("a", basis="refused", name="A")) == []
    (one,) = merged(organization("a", basis="refused", name="A"), organization("a", "beta", name="B"))
    assert one.fields == {"name": "B"}


def test_private_only_while_nobody_else_knows_it() -> None:
    alone = [organization("a", "person-list", name="A")]
    assert [item.private for item in merged(*alone)] == [True]
    assert [item.private for item in merged(*alone, organization("a"))] == [False]


def test_the_smallest_id_of_a_group_stands_for_all() -> None:
    chain = [("organization:c", "organization:b"), ("organization:d", "organization:c")]
    assert joined(*chain, ("organization:b", "organization:a")) == {
        "organization:b": "organization:a",
        "organization:c": "organization:a",
        "organization:d": "organization:a",
    }
    assert joined(("organization:a", "organization:a")) == {}


def test_only_what_says_so_joins_and_only_within_a_kind() -> None:
    pair = ("organization:a", "organization:b")
    assert joined(pair, kind="hosts") == {}
    assert joined(pair, basis="refused") == {}
    assert joined(("organization:a", "cluster:c")) == {}


def test_joined_entities_come_out_as_one() -> None:
    given = merged(
        organization("a", name="A"),
        organization("b", "beta", name="B", city="Kiel"),
        organization("c"),
        joined={"organization:b": "organization:a"},
    )
    assert sorted(item.id for item in given) == ["organization:a", "organization:c"]
    assert {item.id: item.fields for item in given}["organization:a"] == {
        "name": "A",
        "city": "Kiel",
        "aliases": ["B"],
    }
