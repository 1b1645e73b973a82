"""Coverage answers on small worlds: whose word counts, who is shown, what is refused."""

import json
from typing import Any

import pytest

from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.domain import Claim, Feedback
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.state.feedback import keep, said_more
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
from tests.unit.answers.conftest import World, shown_to_others

FOOD = "food-processing"
LIST = "person-members-north"


def does(performer: str, *stages: str, basis: str = "stated") -> list[Claim]:
    return [activity(performer, f"{FOOD}/{stage}", basis=basis) for stage in stages]


def of(name: str, *stages: str, home: str = "", dataset: str = "alpha", **fields: Any) -> list[Claim]:
    """An organization, member of a cluster, that performs stages."""
    claims = [
        organization(name, dataset, name=name.title(), **fields),
        *does(f"organization:{name}", *stages),
    ]
    return [*claims, membership(name, home, dataset)] if home else claims


def north(world: World, *more: Claim) -> CoverageAnswers:
    """Two clusters: `north` has one member that packs, `south` two that do quality work."""
    claims = [
        cluster("north", name="North Food e.V.", country="DE", nuts="DEF03", lat=53.9, lng=10.7),
        cluster("south", name="South Food", country="DE", nuts="DE21H", lat=48.1, lng=11.6),
        *of("pack", "packaging", home="north", country="DE", nuts="DEF03", organization_kind="company"),
        *of("test", "quality", home="south", country="DE", nuts="DE21H", organization_kind="research"),
        *of("check", "quality", home="south", country="DE", nuts="DE254"),
    ]
    return CoverageAnswers(
        world(*claims, *more, about=(info("alpha", title="Alpha", retrieved="2020-06-30"),))
    )


def numbers(coverage: CoverageAnswers, *ids: str, **options: Any) -> dict[str, int]:
    return {row.stage.id: row.n for row in coverage.board(FOOD, ids, **options).rows if row.n}


def test_members_count_for_their_cluster_with_place_and_kind(world: World) -> None:
    coverage = north(world)
    proof = coverage.proof(FOOD, ["cluster:south"], "quality")
    assert (proof.state, proof.n, proof.fresh_share) == ("covered", 2, 1.0)
    assert [(item.ref.id, item.org_kind, [ref.id for ref in item.through]) for item in proof.items] == [
        ("organization:check", "other", ["cluster:south"]),
        ("organization:test", "research", ["cluster:south"]),
    ]
    assert len(proof.by_region) == 2
    assert {item.country["en"] for item in proof.items if not isinstance(item.country, str)} == {"Germany"}


def test_cells_show_the_firmest_basis_of_each_part(world: World) -> None:
    said = [
        *of("guess", home="north"),
        *does("organization:guess", "packaging", basis="inferred"),
        *does("organization:guess", "machinery", basis="inferred"),
        activity("organization:pack", f"{FOOD}/packaging", "person", "confirmed"),
        *does("cluster:north", "processing", "packaging"),
    ]
    coverage = north(world, *said)
    rows = {row.stage.id: row for row in coverage.board(FOOD, ["cluster:north", "organization:pack"]).rows}
    assert {
        stage: [(cell.n, cell.basis) for cell in rows[stage].cells]
        for stage in ("packaging", "machinery", "processing", "quality")
    } == {
        "packaging": [(2, "confirmed"), (1, "confirmed")],
        "machinery": [(1, "inferred"), (0, None)],
        "processing": [(1, "stated"), (0, None)],
        "quality": [(0, None), (0, None)],
    }
    strict = {row.stage.id: row for row in coverage.board(FOOD, ["cluster:north"], strict=True).rows}
    assert [(cell.n, cell.basis) for cell in strict["machinery"].cells] == [(0, None)]
    assert [(cell.n, cell.basis) for cell in strict["packaging"].cells] == [(1, "confirmed")]


def test_a_member_list_of_ones_own_counts_only_where_it_is_asked_for(world: World) -> None:
    own = [
        organization("person-1", LIST, name="Own GmbH", country="DE"),
        membership("person-1", "north", LIST),
        organization("test", LIST),
        membership("test", "north", LIST),
    ]
    north(world, *own)
    said = activity("organization:person-1", f"{FOOD}/machinery", "person", "confirmed")
    coverage = CoverageAnswers(world(said))
    assert numbers(coverage, "cluster:north") == {"packaging": 1}
    mine = numbers(coverage, "cluster:north", own="cluster:north")
    assert mine == {"packaging": 1, "machinery": 1, "quality": 1}
    assert numbers(coverage, "cluster:north", own="cluster:south") == {"packaging": 1}
    assert numbers(coverage, "region:DE") == {"packaging": 1, "quality": 2}
    assert coverage.proof(FOOD, ["cluster:north"], "machinery", own="cluster:north").n == 1
    found = coverage.resilience(FOOD, ["cluster:north", "cluster:south"], own="cluster:north")
    assert "organization:person-1" in {point.ref.id for point in found.single_points}
    others = coverage.closers(FOOD, ["cluster:south"], kind="organization").gaps
    assert not any("person" in one.ref.id for gap in others for one in gap.closers)
    assert "person" not in json.dumps(coverage.report(FOOD, ["cluster:north", "region:DE"]))
    public = CoverageAnswers(shown_to_others(world()))
    assert numbers(public, "cluster:north", own="cluster:north") == {"packaging": 1}


def test_organizations_inside_and_regions_can_be_single_points(world: World) -> None:
    more = [
        *of("press", "machinery", home="north", country="DE", nuts="DE212"),
        *of("mill", "machinery", home="south", country="DE", nuts="DE300"),
        *of("oven", "machinery", home="south", country="DE", nuts="DE300"),
    ]
    found = north(world, *more).resilience(FOOD, ["cluster:north", "cluster:south"])
    assert [(one.ref.id, [label["en"] for label in one.stages]) for one in found.single_points] == [
        ("cluster:north", ["Packaging"]),
        ("cluster:south", ["Quality and food safety"]),
        ("organization:pack", ["Packaging"]),
        ("region:DE2", ["Quality and food safety"]),
    ]


def test_a_member_leaves_and_what_remains_is_counted_without_it(world: World) -> None:
    coverage, both = north(world), ["cluster:north", "cluster:south"]
    one = coverage.resilience(FOOD, both, leave=["organization:test"])
    assert one.after is not None
    assert {row.stage.id: row.n for row in one.after.rows if row.n} == {"packaging": 1, "quality": 1}
    assert [column.id for column in one.after.columns] == both
    assert [point.ref.id for point in one.single_points if point.ref.kind == "organization"] == [
        "organization:check",
        "organization:pack",
    ]
    two = coverage.resilience(FOOD, both, leave=["organization:test", "organization:check", "cluster:north"])
    assert two.after is not None
    assert ([ref.id for ref in two.left], two.after.share, len(two.after.columns)) == (
        ["cluster:north", "organization:check", "organization:test"],
        0.0,
        1,
    )
    with pytest.raises(UnknownId, match="part of the set: organization:pack"):
        coverage.resilience(FOOD, ["cluster:south"], leave=["organization:pack"])
    assert coverage.resilience(FOOD, both).after is None


def test_what_is_said_when_nothing_rests_on_a_part_alone(world: World) -> None:
    coverage = north(world, membership("pack", "south"))
    both = ["cluster:north", "cluster:south"]
    told = coverage.resilience(FOOD, [*both, "organization:test", "organization:check"])
    assert told.sentence.values == {"n": 1, "first": "Pack"}
    assert str(coverage.resilience(FOOD, []).sentence) == "Nobody is chosen yet."
    firm = CoverageAnswers(world(*of("wrap", "packaging", home="north"), membership("wrap", "south")))
    told = firm.resilience(FOOD, [*both, "organization:test", "organization:check"])
    assert str(told.sentence) == "Whoever leaves, every stage covered now keeps a supplier."


def test_closers_are_ranked_by_nearness_then_what_they_add_then_field(world: World) -> None:
    far: dict[str, Any] = {"lat": 41.9, "lng": 12.5}
    near: dict[str, Any] = {"lat": 53.6, "lng": 10.0}
    more = [
        cluster("both", name="Both", sectors=("steel",), **far),
        *does("cluster:both", "machinery", "research"),
        cluster("close", name="Close", sectors=("steel",), **near),
        *does("cluster:close", "machinery"),
        cluster("field", name="Field", sectors=("food industry",), **near),
        *does("cluster:field", "machinery"),
        cluster("away", name="Away", sectors=("food industry",), **far),
        *does("cluster:away", "machinery"),
        cluster("nowhere", name="Nowhere", sectors=("food industry",)),
        *does("cluster:nowhere", "machinery"),
        cluster("base", name="Base", sectors=("food processing",), lat=53.9, lng=10.7),
    ]
    gaps = north(world, *more).closers(FOOD, ["cluster:base"]).gaps
    machinery = next(gap for gap in gaps if gap.stage.id == "machinery")
    assert [one.ref.id.removeprefix("cluster:") for one in machinery.closers] == [
        "field",
        "close",
        "both",
        "away",
        "nowhere",
    ]
    assert [str(reason) for reason in machinery.closers[0].reasons] == [
        "opens one required stage",
        "gives one required stage the depth it needs",
        "57 km away",
        "works in the set's field: food industry",
    ]
    assert (machinery.closers[2].gain, machinery.closers[4].km) == (2 / 7, None)
    assert [one.fit for one in machinery.closers] == [1.0, 0.0, 0.0, 1.0, 1.0]
    assert {one.fact and one.fact.basis for one in machinery.closers} == {"stated"}
    ask = north(world, *more).closers
    near_by = ask(FOOD, ["cluster:base"], within_km=100, only="machinery").gaps
    assert [[one.ref.id for one in gap.closers] for gap in near_by] == [["cluster:field", "cluster:close"]]
    few = ask(FOOD, ["cluster:base"], most=3).gaps
    assert sum(len(gap.closers) for gap in few) == 3
    assert sum(gap.total for gap in few) > 3
    here = ask(FOOD, ["cluster:base"], countries=("DE",), only="machinery").gaps
    assert here[0].closers == ()
    told = str(ask(FOOD, ["cluster:base"]).scope)
    assert "name stages of this chain themselves" in told


def test_who_has_no_coordinates_is_as_far_as_the_town_stated(world: World) -> None:
    more = [
        cluster("base", name="Base", lat=53.9, lng=10.7),
        *of("here", "machinery", city="HAMBURG", country="DE"),
        *of("abroad", "machinery", city="Hamburg", country="FR"),
        *of("unknown", "machinery", city="Musterstadt", country="DE"),
    ]
    ask = north(world, *more).closers
    gaps = ask(FOOD, ["cluster:base"], kind="organization", only="machinery").gaps
    km = {one.ref.id.removeprefix("organization:"): one.km for one in gaps[0].closers}
    assert km["here"] == pytest.approx(57, abs=8)
    assert (km["abroad"], km["unknown"]) == (None, None)


def test_distances_are_measured_from_seats_and_partners_are_named(world: World) -> None:
    near: dict[str, Any] = {"lat": 53.6, "lng": 10.0}
    more = [
        cluster("close", name="Close", **near),
        *does("cluster:close", "machinery"),
        *of("next-door", home="north", **near),
        cluster("unseated", name="Unseated"),
        *of("at-home", home="unseated", **near),
        relation("cluster:close", "cluster:south", "cooperates"),
    ]
    ask = north(world, *more).closers

    def said(*chosen: str) -> list[str]:
        gaps = ask(FOOD, chosen, only="machinery").gaps
        return [str(reason) for reason in gaps[0].closers[0].reasons]

    assert "57 km away" in said("cluster:north"), "from the seat, not from a member"
    assert "0 km away" in said("cluster:unseated"), "from its members, since no seat is known"
    both = said("cluster:north", "cluster:south")
    assert "57 km from the nearest of the set" in both
    assert "a cooperation with South Food is on record" in both
    assert not [reason for reason in said("cluster:north") if "cooperation" in reason]


def test_of_a_single_cluster_it_is_said_what_rests_on_its_members(world: World) -> None:
    coverage = north(world, cluster("alone", name="Alone"), *does("cluster:alone", "machinery"))
    assert str(coverage.resilience(FOOD, ["cluster:north"]).sentence) == (
        "One member alone carries something: Pack."
    )
    assert str(coverage.resilience(FOOD, ["cluster:alone"]).sentence) == (
        "Only Alone is chosen, and none of its members alone carries a stage."
    )


def test_persons_and_those_who_object_are_not_suggested(world: World) -> None:
    more = [
        *of("erika-muster", "machinery", person=True),
        *of("shy", "machinery"),
        *of("open", "machinery"),
    ]
    coverage = north(world, *more)

    def suggested() -> list[str]:
        gaps = coverage.closers(FOOD, ["cluster:north"], kind="organization").gaps
        return [one.ref.id for gap in gaps if gap.stage.id == "machinery" for one in gap.closers]

    assert suggested() == ["organization:open", "organization:shy"]
    graph = world()
    objection = Feedback(
        id="feedback:1", type="objection", query="organization:shy", evidence=evidence("person")
    )
    keep(graph, [objection])
    said_more(graph)
    coverage = CoverageAnswers(graph)
    assert suggested() == ["organization:open"]


def test_gaps_without_a_closer_say_whom_the_data_lacks(world: World) -> None:
    coverage = north(world)
    for kind, word in (("cluster", "no other cluster"), ("organization", "no organization outside")):
        gaps = coverage.closers(FOOD, ["cluster:north"], kind=kind).gaps
        assert [gap.stage.required for gap in gaps] == sorted(
            (gap.stage.required for gap in gaps), reverse=True
        )
        machinery = next(gap for gap in gaps if gap.stage.id == "machinery")
        assert word in str(machinery.none_known)
        quality = next(gap for gap in gaps if gap.stage.id == "quality")
        assert quality.none_known is None


def chain_of_clusters(world: World) -> CoverageAnswers:
    """Five clusters that cover the chain together; `west` and `twin` do the same, far from each other."""
    seats = {
        "east": ("DE", 52.5, 13.4, ("primary-production", "processing", "packaging")),
        "west": ("DE", 51.2, 6.8, ("distribution", "machinery", "quality", "research")),
        "twin": ("FR", 43.6, 1.4, ("distribution", "machinery", "quality", "research")),
        "lost": ("DE", None, None, ("distribution", "machinery", "quality", "research")),
        "small": ("DE", 52.4, 13.1, ("quality",)),
    }
    claims: list[Claim] = []
    for name, (country, lat, lng, stages) in seats.items():
        claims.append(cluster(name, name=name.title(), country=country, lat=lat, lng=lng))
        claims += does(f"cluster:{name}", *stages)
    return CoverageAnswers(world(*claims))


def members(coverage: CoverageAnswers, **conditions: Any) -> list[list[str]]:
    found = coverage.alliances(FOOD, **conditions)
    return [[ref.id.removeprefix("cluster:") for ref in one.members] for one in found.sets]


def test_alliances_are_ordered_by_depth_then_nearness(world: World) -> None:
    coverage = chain_of_clusters(world)
    assert members(coverage) == [["east", "west"], ["east", "twin"], ["east", "lost"]]
    kilometers = [one.km for one in coverage.alliances(FOOD).sets]
    assert kilometers == [475.6, 1328.9, None]
    assert str(coverage.alliances(FOOD).sentence) == "2 clusters are enough; there are 3 such sets."


def test_conditions_of_an_alliance(world: World) -> None:
    coverage = chain_of_clusters(world)
    assert members(coverage, within_km=500) == [["east", "west"]]
    assert members(coverage, countries=["fr"], must=["cluster:east"]) == [["east", "twin"]]
    assert members(coverage, without=["cluster:west"]) == [["east", "twin"], ["east", "lost"]]
    assert members(coverage, must=["cluster:small"], at_most=3)[0] == ["east", "small", "west"]
    few = coverage.alliances(FOOD, must=["cluster:small"], at_most=2)
    assert (few.sets, str(few.sentence)) == ((), "Not possible with so few: 3 clusters are needed.")
    both = coverage.alliances(FOOD, must=["cluster:west"], without=["cluster:west"])
    assert (both.sets, str(both.sentence)) == ((), "Not possible under these conditions.")


def test_why_an_alliance_is_not_possible(world: World) -> None:
    coverage = chain_of_clusters(world)
    abroad = coverage.alliances(FOOD, countries=["FR"])
    assert {item.stage.id: str(item.why) for item in abroad.impossible} == dict.fromkeys(
        ("primary-production", "processing", "packaging"),
        "the conditions leave 0 of the one known supplier.",
    )
    near = coverage.alliances(FOOD, within_km=100)
    assert str(near.sentence) == "Not possible under these conditions."
    assert len(near.impossible) == 2
    assert {str(item.why) for item in near.impossible} == {
        "has suppliers, but none near enough to those of the other stages here."
    }
    nobody = CoverageAnswers(world(*does("cluster:small", "retail"))).alliances("health-technology")
    assert {str(item.why) for item in nobody.impossible} == {"no supplier is known among the clusters."}


def test_a_least_share_of_stated_evidence(world: World) -> None:
    stages = (
        "primary-production",
        "processing",
        "packaging",
        "distribution",
        "machinery",
        "quality",
        "research",
    )
    claims = [cluster(name, name=name) for name in ("guess", "known", "half")]
    for stage in stages:
        claims += does("cluster:guess", stage, basis="inferred")
        claims += does("cluster:known", stage) if stage != "research" else []
        claims += does("cluster:half", stage, basis="stated" if stage < "machinery" else "inferred")
    coverage = CoverageAnswers(world(*claims))
    assert members(coverage) == [["guess"], ["half"]]
    assert members(coverage, stated_share=0.1) == [["half"]]
    assert members(coverage, stated_share=0.8) == [["guess", "known"], ["half", "known"]]
    none = coverage.alliances(FOOD, stated_share=1.0)
    assert (none.sets, str(none.sentence)) == ((), "Not possible under these conditions.")
    assert [(item.stage.id, str(item.why)) for item in none.impossible] == [
        ("research", "no source or person names a supplier.")
    ]


def test_shared_members_give_no_depth_to_an_alliance(world: World) -> None:
    stages = ("primary-production", "processing", "packaging", "distribution", "machinery", "quality")
    claims = [cluster(name, name=name) for name in ("a", "b", "c")]
    for name, homes in (("one", "ab"), ("two", "c")):
        claims += of(name, *stages, "research")
        claims += [membership(name, home) for home in homes]
    coverage = CoverageAnswers(world(*claims))
    assert members(coverage, k=2) == [["a", "c"], ["b", "c"]]
    assert [(step.size, step.share_deep) for step in coverage.alliances(FOOD).curve] == [(1, 0.0), (2, 1.0)]


def test_memberships_are_those_of_the_day_asked_for(world: World) -> None:
    more = [*of("late", "machinery"), membership("late", "north", start="2019-05")]
    coverage = north(world, *more)
    assert numbers(coverage, "cluster:north", as_of="2018-01-01") == {"packaging": 1}
    assert numbers(coverage, "cluster:north") == {"packaging": 1, "machinery": 1}
    same = ["cluster:north"]
    found = coverage.compare(FOOD, same, same, as_of="2018-01-01", as_of_b="2020-01-01")
    assert [label["en"] for label in found.gives_b] == ["Machinery and equipment"]
    assert found.gives_a == ()
    assert found.same
    assert [str(one) for one in found.sentences] == [
        "Covered on 1 January 2020, but not on 1 January 2018: Machinery and equipment."
    ]
    alike = coverage.compare(FOOD, same, same, as_of="2020-01-01", as_of_b="2021-01-01")
    assert [str(one) for one in alike.sentences] == [
        "On both days there were as many suppliers of every stage."
    ]
    grown = coverage.compare(FOOD, same, same, as_of_b="2018-01-01")
    assert str(grown.sentences[0]).startswith("Covered on the day of the data, but not on 1 January 2018")


def test_comparing_what_is_alike(world: World) -> None:
    more = [
        *of("seal", "packaging", home="north"),
        cluster("west", name="West", sectors=("food", "aviation")),
    ]
    coverage = north(world, *more, *does("cluster:west", "packaging"))
    same = coverage.compare(FOOD, ["cluster:north"], ["cluster:north"])
    assert [str(one) for one in same.sentences] == ["Both sets have as many suppliers of every stage."]
    depth = coverage.compare(FOOD, ["cluster:north"], ["cluster:west"])
    assert [str(one) for one in depth.sentences] == [
        "Neither set has a stage which the other lacks; they differ in depth alone."
    ]
    two = coverage.compare(FOOD, ["cluster:west", "cluster:north"], ["cluster:north"])
    assert {one.label: (one.share_a, one.share_b) for one in two.sectors} == {
        "food": (0.5, 0.0),
        "aviation": (0.5, 0.0),
    }


def test_figures_count_kinds_regions_and_ties(world: World) -> None:
    more = [
        *of("wide", "machinery", home="north", country="DE"),
        project("1", start="2019"),
        participation("pack", "1"),
        participation("test", "1"),
    ]
    coverage = north(world, *more)
    told = {one.id: str(one.value) for one in coverage.figures(FOOD, ["cluster:north", "cluster:south"])}
    assert told["mix"] == "1 : 1"
    assert told["spread"] == "2"
    assert told["redundancy"] == f"{(0.5 + 0.5 + 1) / 7:.0%}"
    assert told["passage"] == "0"


def test_facts_the_chain_lacks_are_left_out_and_counted(world: World) -> None:
    coverage = north(world, *does("organization:pack", "sorcery"))
    board = coverage.board(FOOD, ["cluster:north"])
    assert (board.ignored, board.covered_once) == (1, 1)


def test_an_office_is_not_counted_beside_its_cluster(world: World) -> None:
    more = [
        *does("cluster:north", "machinery"),
        *of("office", "machinery", home="north"),
        relation("organization:office", "cluster:north", "runs"),
    ]
    coverage = north(world, *more)
    assert numbers(coverage, "cluster:north", "organization:office") == {"packaging": 1, "machinery": 1}


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        (["cluster:none"], "unknown cluster: cluster:none"),
        (["organization:none"], "unknown organization: organization:none"),
        (["region:XX99"], "unknown region: region:XX99"),
        (["project:1"], "unknown cluster, organization or region: project:1"),
        (["nonsense"], "unknown cluster, organization or region: nonsense"),
    ],
)
@pytest.mark.parametrize("answer", ["board", "figures", "report", "closers", "resilience"])
def test_unknown_ids_name_what_is_unknown(world: World, answer: str, ids: list[str], named: str) -> None:
    with pytest.raises(UnknownId) as refused:
        getattr(north(world), answer)(FOOD, ids)
    assert str(refused.value) == named


def test_everything_else_that_is_unknown(world: World) -> None:
    coverage = north(world)
    with pytest.raises(UnknownId, match="no-chain"):
        coverage.board("no-chain", ["cluster:north"])
    with pytest.raises(UnknownId, match="no-stage"):
        coverage.proof(FOOD, ["cluster:north"], "no-stage")
    with pytest.raises(UnknownId, match="unknown cluster: cluster:none"):
        coverage.alliances(FOOD, must=["cluster:none"])
    with pytest.raises(UnknownId, match="unknown country: Atlantis"):
        coverage.alliances(FOOD, countries=["Atlantis"])
    with pytest.raises(UnknownId, match="part of the set: cluster:south"):
        coverage.resilience(FOOD, ["cluster:north"], leave=["cluster:south"])
    with pytest.raises(UnknownId, match="cluster:none"):
        coverage.board(FOOD, ["cluster:north"], own="cluster:none")
    with pytest.raises(UnknownId, match="cluster:none"):
        coverage.complementarity(FOOD, ["cluster:none"])
    with pytest.raises(InvalidData, match="no day: 'soon'"):
        coverage.board(FOOD, ["cluster:north"], as_of="soon")


def test_nobody_chosen_and_nothing_there(world: World) -> None:
    coverage = CoverageAnswers(world())
    board = coverage.board(FOOD, [])
    assert (board.share, board.columns, board.sentences, board.best_alone_of) == (0.0, (), (), None)
    assert coverage.closers(FOOD, []).gaps[0].state == "missing"
    assert coverage.alliances(FOOD).curve == ()
    assert coverage.complementarity(FOOD).refs == ()
    assert coverage.resilience(FOOD, []).worst == ()
    assert coverage.report(FOOD, [])["share"] == 0.0
