"""Coverage against a plain reading of its definition, on drawn worlds."""

import random
from itertools import chain as joined

from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.coverage import CoverageResult, build_index, coverage, proofs, select
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.domain import Activity, Cluster, Membership, Organization, Relation
from graphsvc.snapshot import build
from tests.unit.coverage.worlds import Rows, World, chain_of

CHAIN = chain_of("a", "b", "c", "d")
STAGES = [stage.id for stage in CHAIN.stages]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to four clusters and seven organizations with members, offices and activities of every basis."""
    world = World()
    clusters = [world.cluster(f"c{i}") for i in range(draw(st.integers(1, 4)))]
    organizations = [world.organization(f"o{i}") for i in range(draw(st.integers(0, 7)))]
    if organizations:
        for pair in draw(st.sets(st.tuples(st.sampled_from(organizations), st.sampled_from(clusters)))):
            world.member(*pair)
        for pair in draw(
            st.sets(st.tuples(st.sampled_from(organizations), st.sampled_from(clusters)), max_size=3)
        ):
            world.runs(*pair)
    bases = st.sampled_from(["stated", "stated", "inferred", "confirmed", "refused"])
    activity = st.tuples(st.sampled_from([*clusters, *organizations]), st.sampled_from(STAGES), bases)
    for performer, stage, basis in draw(st.sets(activity, max_size=25)):
        world.does(performer, stage, basis, date=draw(st.sampled_from(["2019", "2020", None])))
    return world


def plain(world: World, ids: list[str], *, strict: bool = False) -> dict[str, set[str]]:
    """Suppliers of each stage, word for word after the definition."""
    claims = [claim for claim in world.claims if isinstance(claim, Activity)]
    members: dict[str, set[str]] = {}
    offices: set[tuple[str, str]] = set()
    for claim in world.claims:
        if isinstance(claim, Relation):
            offices.add((claim.source, claim.target))
    for claim in world.claims:
        if isinstance(claim, Membership) and (claim.organization, claim.cluster) not in offices:
            members.setdefault(claim.cluster, set()).add(claim.organization)

    def holds(who: str, stage: str) -> bool:
        mine = [c.evidence for c in claims if c.performer == who and c.stage == f"c/{stage}"]
        person = sorted(
            (e.date or "", e.basis == "refused") for e in mine if e.basis in {"confirmed", "refused"}
        )
        if person and person[-1][1]:
            return False
        return bool(
            {e.basis.value for e in mine} & ({"stated", "confirmed"} | (set() if strict else {"inferred"}))
        )

    clusters = [one for one in ids if one.startswith("cluster:")]
    inside = {one for one in ids if one.startswith("organization:")}
    inside |= set(joined.from_iterable(members.get(cluster, ()) for cluster in clusters))
    found = {}
    for stage in STAGES:
        by_focus = {
            cluster
            for cluster in clusters
            if holds(cluster, stage) and not any(holds(member, stage) for member in members.get(cluster, ()))
        }
        offices_of = {office for office, cluster in offices if cluster in by_focus}
        found[stage] = {one for one in inside - offices_of if holds(one, stage)} | by_focus
    return found


def ids_of(world: World, data: st.DataObject) -> list[str]:
    names = [claim.id for claim in world.claims if isinstance(claim, Cluster | Organization)]
    return data.draw(st.lists(st.sampled_from(names), unique=True))


def asked(index: ChainIndex, ids: list[str], *, strict: bool = False) -> CoverageResult:
    return coverage(index, select(index, ids), strict=strict)


@settings(deadline=None, max_examples=150)
@given(worlds(), st.data(), st.booleans())
def test_equals_the_definition(world: World, data: st.DataObject, strict: bool) -> None:
    ids = ids_of(world, data)
    index = build_index(world.snapshot(), CHAIN)
    found = asked(index, ids, strict=strict)
    expected = plain(world, ids, strict=strict)
    assert {stage.id: stage.n for stage in found.stages} == {
        stage: len(who) for stage, who in expected.items()
    }
    assert all(stage.n == stage.confirmed + stage.stated + stage.inferred for stage in found.stages)
    for stage in STAGES:
        assert {proof.id for proof in proofs(index, select(index, ids), stage, strict=strict)} == expected[
            stage
        ]
    for member in found.members:
        without = plain(world, [one for one in ids if one != member.id], strict=strict)
        assert dict(zip(STAGES, member.n_without, strict=True)) == {s: len(who) for s, who in without.items()}
        alone = plain(world, [member.id], strict=strict)
        assert dict(zip(STAGES, member.n_alone, strict=True)) == {s: len(who) for s, who in alone.items()}


@settings(deadline=None, max_examples=60)
@given(worlds(), st.data())
def test_share_is_monotone_and_submodular_and_deep_is_monotone(world: World, data: st.DataObject) -> None:
    index = build_index(world.snapshot(), CHAIN)
    large = ids_of(world, data)
    small = [one for one in large if data.draw(st.booleans())]
    more = ids_of(world, data)[:1]
    some, all_, some_more, all_more = (
        asked(index, ids) for ids in (small, large, small + more, large + more)
    )
    assert some.share <= all_.share
    assert some.share_deep <= all_.share_deep
    assert some.covered - some_more.covered <= all_.covered - all_more.covered
    assert some.share_stated <= some.share


@settings(deadline=None, max_examples=40)
@given(worlds(), st.data())
def test_states_part_the_stages_and_a_sole_supplier_opens_its_stages(
    world: World, data: st.DataObject
) -> None:
    index = build_index(world.snapshot(), CHAIN)
    ids = ids_of(world, data)
    found = asked(index, ids)
    rest = {stage.id for stage in found.stages if stage.state == "covered"}
    assert sorted([*found.missing, *found.thin, *rest]) == STAGES
    for member in found.members:
        left = asked(index, [one for one in found.of if one != member.id])
        assert set(left.missing) - set(found.missing) == set(member.opens)


@settings(deadline=None, max_examples=40)
@given(worlds(), st.data(), st.integers())
def test_order_of_rows_and_ids_does_not_matter(world: World, data: st.DataObject, seed: int) -> None:
    ids = ids_of(world, data)
    here = asked(build_index(world.snapshot(), CHAIN), ids)
    claims = list(world.claims)
    random.Random(seed).shuffle(claims)
    there = asked(build_index(build(Rows(claims)), CHAIN), ids[::-1])
    assert here == there
