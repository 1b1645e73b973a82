"""Coverage against its definition, point by point, on worlds drawn by hand."""

import numpy as np
import pytest

from graphsvc.coverage import CoverageResult, Inferred, build_index, coverage, proofs, select
from graphsvc.errors import UnknownId
from graphsvc.snapshot import Strings
from graphsvc.taxonomy import Chain, ChainStage, chain
from tests.unit.coverage.worlds import World, chain_of

AB = chain_of("a", "b")


def covered(world: World, *ids: str, of: Chain = AB, strict: bool = False, as_of: str = "") -> CoverageResult:
    index = build_index(world.snapshot(), of)
    return coverage(index, select(index, ids, as_of=as_of), strict=strict, as_of=as_of)


def numbers(found: CoverageResult) -> dict[str, int]:
    return {stage.id: stage.n for stage in found.stages}


def test_a_member_counts_for_its_cluster() -> None:
    world = World()
    world.cluster("x")
    world.does(world.organization("o", "cluster:x"), "a")
    assert numbers(covered(world, "cluster:x")) == {"a": 1, "b": 0}


def test_cluster_counts_by_focus_only_where_no_member_holds_the_stage() -> None:
    world = World()
    x = world.cluster("x")
    world.does(x, "a")
    world.does(x, "b")
    world.does(world.organization("o", x), "a")
    world.does(world.organization("p", x), "a")
    found = covered(world, x)
    assert numbers(found) == {"a": 2, "b": 1}
    assert [stage.state for stage in found.stages] == ["covered", "thin"]


def test_office_is_no_member_and_is_not_counted_beside_its_cluster() -> None:
    world = World()
    x = world.cluster("x")
    office = world.organization("office", x)
    world.runs(office, x)
    world.does(x, "a")
    world.does(office, "a")
    world.does(office, "b")
    assert numbers(covered(world, x)) == {"a": 1, "b": 0}
    found = covered(world, x, office)
    assert numbers(found) == {"a": 1, "b": 1}
    assert {member.id: member.opens for member in found.members} == {x: (), office: ("b",)}
    assert numbers(covered(world, office)) == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("words", "holds", "strictly"),
    [
        ([("stated", "2020")], True, True),
        ([("inferred", "2020")], True, False),
        ([("stated", "2020"), ("refused", "2021")], False, False),
        ([("stated", "2022"), ("refused", "2021")], False, False),
        ([("refused", "2021"), ("confirmed", "2022")], True, True),
        ([("refused", "2022"), ("confirmed", "2021")], False, False),
        ([("refused", "2022"), ("confirmed", "2022")], False, False),
    ],
)
def test_who_holds_a_stage(words: list[tuple[str, str]], holds: bool, strictly: bool) -> None:
    world = World()
    o = world.organization("o")
    for basis, date in words:
        world.does(o, "a", basis, date=date)
    assert (covered(world, o).stage("a").n == 1) is holds
    assert (covered(world, o, strict=True).stage("a").n == 1) is strictly


def test_inferred_counts_from_the_threshold() -> None:
    world = World()
    for name, confidence in (("low", 0.49), ("at", 0.5)):
        world.does(world.organization(name), "a", "inferred", confidence=confidence)
    assert [covered(world, f"organization:{name}").stage("a").n for name in ("low", "at")] == [0, 1]


def test_what_texts_say_counts_as_inferred_unless_a_person_refuses() -> None:
    world = World()
    ids = [world.organization(name) for name in ("o", "p", "q")]
    world.does(ids[1], "a", "refused")
    world.does(ids[2], "a", "confirmed")
    told = Inferred(
        np.array([0, 1, 2, 0]), np.array([0, 0, 0, 1]), np.array([0.7, 0.9, 0.9, 0.1]), Strings.of("wxyz")
    )
    index = build_index(world.snapshot(), AB, inferred=told)
    found = coverage(index, select(index, ids))
    assert [(s.n, s.confirmed, s.stated, s.inferred) for s in found.stages] == [(2, 1, 0, 1), (0, 0, 0, 0)]
    proof = proofs(index, select(index, ids), "a")
    assert [(p.id, p.basis, p.confidence, p.words) for p in proof] == [
        ("organization:q", "confirmed", None, ""),
        ("organization:o", "inferred", 0.7, "w"),
    ]


def test_stage_is_held_through_its_parts() -> None:
    part = ChainStage("part", "flow", False, 2, {"en": "part"}, {"en": "part"}, parent="a")
    of = chain_of("a", part, "b")
    world = World()
    o = world.organization("o")
    world.does(o, "part")
    assert numbers(covered(world, o, of=of)) == {"a": 1, "part": 1, "b": 0}
    index = build_index(world.snapshot(), of)
    (proof,) = proofs(index, select(index, [o]), "a")
    assert proof.stage == "part"


def test_membership_holds_between_its_dates() -> None:
    world = World()
    x = world.cluster("x")
    o = world.organization("o")
    world.member(o, x, start="2018", end="2020-06")
    world.does(o, "a")
    days = ["2017-12-31", "2018-01-01", "2020-06-30", "2020-07-01", ""]
    assert [covered(world, x, as_of=day).stage("a").n for day in days] == [0, 1, 1, 0, 1]


def test_region_brings_what_lies_in_it_and_a_cluster_does_not() -> None:
    world = World()
    x = world.cluster("x", country="DE", nuts="DE94")
    for name in ("m", "n"):
        world.does(world.organization(name), "a")
    index = build_index(world.snapshot(), AB, regions=("DE942", "EL30"))

    def ask(*ids: str) -> int:
        return coverage(index, select(index, ids)).stage("a").n

    assert [ask("region:DE"), ask("region:DE94"), ask("region:DE9"), ask("region:FR")] == [1, 1, 1, 0]
    assert [ask("region:GR"), ask("region:EL30"), ask("region:DE", "region:GR"), ask(x)] == [1, 1, 2, 0]


def test_sole_cluster_and_sole_region_only_where_there_are_two() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    world.does(world.organization("o", x), "a")
    for name in ("p", "q"):
        world.does(world.organization(name, y), "b")
    assert covered(world, x).stage("a").sole_cluster is None
    found = covered(world, x, y)
    assert (found.stage("a").sole_cluster, found.stage("b").sole_cluster) == (x, y)
    assert found.sole_suppliers == ((x, ("a",)), (y, ("b",)))
    assert [(m.deepens, m.deep_without) for m in found.members] == [((), 1), (("b",), 0)]


def test_shared_member_belongs_to_both() -> None:
    world = World()
    x, y = world.cluster("x"), world.cluster("y")
    world.does(world.organization("o", x, y), "a")
    found = covered(world, x, y)
    assert found.stage("a").n == 1
    assert found.sole_suppliers == ()
    index = build_index(world.snapshot(), AB)
    assert proofs(index, select(index, [x, y]), "a")[0].through == (x, y)


def test_activity_at_a_stage_the_chain_lacks_is_left_out_and_counted() -> None:
    world = World()
    o = world.organization("o")
    world.does(o, "gone")
    world.does(o, "a")
    index = build_index(world.snapshot(), AB)
    assert index.ignored == 1
    assert numbers(coverage(index, select(index, [o]))) == {"a": 1, "b": 0}


def test_empty_set_and_empty_world() -> None:
    found = covered(World())
    assert (found.share, found.share_deep, found.share_stated, found.missing) == (0.0, 0.0, 0.0, ("a", "b"))


@pytest.mark.parametrize("wrong", ["cluster:none", "organization:none", "project:none"])
def test_unknown_ids_are_refused(wrong: str) -> None:
    world = World()
    world.cluster("x")
    with pytest.raises(UnknownId, match="none"):
        covered(world, "cluster:x", wrong)


FOCUS = {
    "foodregio": ("processing", "machinery", "packaging", "distribution"),
    "nieke": ("primary-production", "processing", "quality", "research"),
    "fpi": ("processing", "machinery", "research"),
    "giqs": ("quality",),
}


def german_food_clusters() -> tuple[World, Chain]:
    food = chain("food-processing")
    world = World()
    for name, stages in FOCUS.items():
        world.cluster(name)
        for stage in stages:
            world.does(f"cluster:{name}", stage)
    return world, Chain("c", food.version, food.title, food.description, food.stages)


def test_figures_of_the_german_food_clusters() -> None:
    """Counted by hand from the twelve activities that sources name as focus."""
    world, food = german_food_clusters()
    found = covered(world, *(f"cluster:{name}" for name in FOCUS), of=food)
    assert (found.required, found.covered, found.deep) == (7, 7, 4)
    assert found.share == found.share_stated == 1.0
    members = {member.id.removeprefix("cluster:"): member for member in found.members}
    assert {name: member.covered_alone for name, member in members.items()} == {
        "foodregio": 4,
        "nieke": 4,
        "fpi": 3,
        "giqs": 1,
    }
    assert {name: member.opens for name, member in members.items() if member.opens} == {
        "foodregio": ("packaging", "distribution"),
        "nieke": ("primary-production",),
    }
    assert {name: member.deep_without for name, member in members.items()} == {
        "foodregio": 3,
        "nieke": 2,
        "fpi": 2,
        "giqs": 3,
    }
    assert [stage.id for stage in found.stages if stage.state == "missing"] == [
        "ingredients",
        "logistics",
        "wholesale",
        "retail",
        "food-service",
        "by-products",
    ]
    assert found.stage("packaging").sole_cluster == "cluster:foodregio"


def test_shares_count_required_stages_with_a_supplier_with_depth_and_by_stated_evidence() -> None:
    """Of four stages three have a supplier, one the two it needs, two one that is stated."""
    world = World()
    x = world.cluster("x")
    for name, stages in (("one", "ab"), ("two", "a")):
        organization = world.organization(name, x)
        for stage in stages:
            world.does(organization, stage)
    world.does(world.organization("three", x), "c", "inferred")
    found = covered(world, x, of=chain_of("a", "b", "c", "d"))
    assert (found.share, found.share_deep, found.share_stated) == (3 / 4, 1 / 4, 2 / 4)
