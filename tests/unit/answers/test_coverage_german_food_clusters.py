"""What the pages say about the four German Food Clusters by stated evidence, on the seeds and word for word.

The figures are those the sources carry, see `FOCUS`; members known by name change the lenient reading alone.
"""

from itertools import combinations

import pytest

from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.coverage.board import Board
from graphsvc.domain import Basis
from graphsvc.state.graph import CurrentGraph
from tests.support.food_clusters import FOCUS

FOOD = "food-processing"
FOODREGIO, FPI, GIQS, NIEKE = (f"cluster:{name}" for name in ("foodregio", "fpi", "giqs", "nieke"))
FOUR = (FOODREGIO, FPI, GIQS, NIEKE)
REQUIRED = {
    "primary-production",
    "processing",
    "packaging",
    "distribution",
    "machinery",
    "quality",
    "research",
}


@pytest.fixture(scope="module")
def coverage(seeds: CurrentGraph) -> CoverageAnswers:
    return CoverageAnswers(seeds)


def others(graph: CurrentGraph) -> tuple[str, ...]:
    return tuple(one for one in graph.snapshot().clusters.ids if one not in FOUR)


def counts(board: Board) -> dict[str, int]:
    return {row.stage.id: row.n for row in board.rows if row.n}


def test_together_they_cover_seven_of_seven_and_alone_six_at_most(coverage: CoverageAnswers) -> None:
    board = coverage.board(FOOD, FOUR, strict=True)
    assert (board.covered_once, board.required, board.covered_deep) == (7, 7, 4)
    assert (board.share, board.share_stated) == (1.0, 1.0)
    assert board.share_deep == pytest.approx(4 / 7)
    assert (board.best_alone, board.best_alone_of and board.best_alone_of.id) == (6, FOODREGIO)
    alone = {one: coverage.board(FOOD, (one,), strict=True).covered_once for one in FOUR}
    assert alone == {FOODREGIO: 6, FPI: 4, GIQS: 2, NIEKE: 5}


def test_who_is_sole_supplier_and_what_each_takes_along(coverage: CoverageAnswers) -> None:
    board = coverage.board(FOOD, FOUR, strict=True)
    assert [(ref.id, [label["en"] for label in stages]) for ref, stages in board.sole_suppliers] == [
        (FOODREGIO, ["Packaging", "Distribution and trade", "Logistics", "By-products and residues"]),
        (NIEKE, ["Primary production"]),
    ]
    assert {one.ref.id: (one.covered_once, one.covered_deep) for one in board.without} == {
        FOODREGIO: (5, 4),
        FPI: (7, 4),
        GIQS: (7, 4),
        NIEKE: (6, 4),
    }
    sole = {row.stage.id: row.sole and row.sole.id for row in board.rows if row.n}
    assert sole == {
        "primary-production": NIEKE,
        "processing": None,
        "packaging": FOODREGIO,
        "distribution": FOODREGIO,
        "logistics": FOODREGIO,
        "by-products": FOODREGIO,
        "machinery": None,
        "quality": None,
        "research": None,
    }


def test_three_sentences(coverage: CoverageAnswers) -> None:
    assert [str(sentence) for sentence in coverage.board(FOOD, FOUR, strict=True).sentences] == [
        "Together the 4 cover 7 of 7 required stages; none alone covers more than 6.",
        (
            "Only supplier: foodRegio (Packaging, Distribution and trade, Logistics and By-products and "
            "residues); NieKE (Primary production)."
        ),
        "2 of them would cover each of these stages once.",
    ]
    together = coverage.board(FOOD, (FOODREGIO, GIQS), strict=True).sentences[0]
    assert str(together) == "Together the 2 cover 6 of 7 required stages; one alone covers as many."
    assert [str(sentence) for sentence in coverage.board(FOOD, (FPI,), strict=True).sentences] == [
        "Food-Processing Initiative covers 4 of 7 required stages."
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_only_the_focus_counts_and_general_statements_nowhere(coverage: CoverageAnswers, size: int) -> None:
    for of in combinations(FOUR, size):
        board = coverage.board(FOOD, of, strict=True)
        expected: dict[str, int] = {}
        for stage in [stage for one in of for stage in FOCUS[one]]:
            expected[stage] = expected.get(stage, 0) + 1
        assert counts(board) == expected
        assert {row.stage.id: row.state for row in board.rows} == {
            row.stage.id: ("missing", "thin", "covered")[min(row.n, 2)] for row in board.rows
        }


def test_unticking_one_changes_count_and_proof_of_exactly_its_stages(coverage: CoverageAnswers) -> None:
    stages = [row.stage.id for row in coverage.board(FOOD, FOUR, strict=True).rows]

    def proof(of: tuple[str, ...]) -> dict[str, list[str]]:
        return {
            stage: [item.ref.id for item in coverage.proof(FOOD, of, stage, strict=True).items]
            for stage in stages
        }

    whole = proof(FOUR)
    for leaving in FOUR:
        rest = proof(tuple(one for one in FOUR if one != leaving))
        changed = {stage for stage in stages if rest[stage] != whole[stage]}
        assert changed == FOCUS[leaving]
        for stage in changed:
            assert rest[stage] == [one for one in whole[stage] if one != leaving]


def test_each_stage_opens_the_words_of_its_source(coverage: CoverageAnswers) -> None:
    for stage in sorted(set().union(*FOCUS.values())):
        proof = coverage.proof(FOOD, FOUR, stage, strict=True)
        assert proof.n == len(proof.items) == sum(stage in focus for focus in FOCUS.values())
        assert proof.by_basis == {Basis.STATED.value: proof.n}
        assert proof.by_kind == {"cluster": proof.n}
        for item in proof.items:
            assert item.fact.words
            assert item.fact.citation.startswith("http")
            assert len(item.fact.words.split()) <= 20
            assert item.through == ()


def test_the_smallest_alliance_of_the_four(seeds: CurrentGraph, coverage: CoverageAnswers) -> None:
    once = coverage.alliances(FOOD, strict=True, without=others(seeds))
    assert [[ref.id for ref in one.members] for one in once.sets] == [[FOODREGIO, NIEKE]]
    assert once.proven
    adds = {add.ref.id: {label["en"] for label in add.stages} for add in once.sets[0].adds}
    assert adds[FOODREGIO] == {"Packaging", "Distribution and trade"}
    assert adds[NIEKE] == {"Primary production"}
    assert str(once.sentence) == "2 clusters are enough; there is one such set."
    assert [(step.size, round(7 * step.share), round(7 * step.share_deep)) for step in once.curve] == [
        (1, 6, 0),
        (2, 7, 4),
    ]


def test_what_is_short_of_depth_among_the_four(seeds: CurrentGraph, coverage: CoverageAnswers) -> None:
    deep = coverage.alliances(FOOD, strict=True, k=2, without=others(seeds))
    assert deep.sets == ()
    assert [item.stage.id for item in deep.impossible] == ["primary-production", "packaging", "distribution"]
    assert [str(item.why) for item in deep.impossible] == [
        f"the conditions leave 1 of {n} known suppliers." for n in (12, 9, 8)
    ]
    assert [tuple(ref.id for ref in one.members) for one in deep.deepest] == [(FOODREGIO, NIEKE)]
    assert deep.deepest[0].share_deep == pytest.approx(4 / 7)
    assert str(deep.sentence) == (
        "Not possible with the known clusters: 3 required stages stay short. For the depth they have, 2 are "
        "needed."
    )


def test_what_breaks_if_one_leaves(coverage: CoverageAnswers) -> None:
    found = coverage.resilience(FOOD, FOUR, strict=True, leave=(NIEKE,))
    assert found.sentence.values == {"n": 1, "parts": 3, "first": "foodRegio"}
    assert [(point.ref.id, round(7 * point.loss)) for point in found.single_points] == [(FOODREGIO, 2)]
    assert [round(7 * case.share_after) for case in found.worst] == [4, 2]
    assert found.exact
    assert found.after is not None
    assert (found.after.covered_once, len(found.after.columns)) == (6, 3)
    assert [point.n for point in found.curve_targeted] == [0, 1, 2, 3]
    assert found.curve_targeted[0].share == pytest.approx(6 / 7)
    assert found.curve_random[-1].share == 0.0


def test_gaps_name_clusters_of_packaging_and_logistics(coverage: CoverageAnswers) -> None:
    gaps = {gap.stage.id: gap for gap in coverage.closers(FOOD, FOUR, strict=True).gaps}
    assert {"cluster:packvalley", "cluster:packbridge", "cluster:packcluster"} <= {
        one.ref.id for one in gaps["packaging"].closers
    }
    assert {"cluster:ce-bb", "cluster:foodactive"} <= {one.ref.id for one in gaps["distribution"].closers}
    lenient = {gap.stage.id: gap for gap in coverage.closers(FOOD, FOUR).gaps}
    logistics = {"cluster:lihh", "cluster:effizienz", "cluster:cna"}
    assert logistics <= {one.ref.id for one in lenient["distribution"].closers}
    assert not {"processing", "machinery", "quality", "research"} & set(gaps)
    nobody = gaps["wholesale"]
    assert nobody.state == "missing"
    assert nobody.closers == ()
    assert str(nobody.none_known).startswith("Nobody known")


def test_what_each_gives_the_others(coverage: CoverageAnswers) -> None:
    found = coverage.complementarity(FOOD, FOUR, strict=True)
    assert tuple(ref.id for ref in found.refs) == FOUR
    assert found.gain == tuple(
        tuple(len((FOCUS[column] - FOCUS[row]) & REQUIRED) for column in FOUR) for row in FOUR
    )


def test_two_sets_side_by_side(coverage: CoverageAnswers) -> None:
    found = coverage.compare(FOOD, (FOODREGIO,), (NIEKE,), strict=True)
    assert [label["en"] for label in found.gives_a] == [
        "Packaging",
        "Distribution and trade",
        "Logistics",
        "By-products and residues",
    ]
    assert [label["en"] for label in found.gives_b] == ["Primary production"]
    assert len(found.sentences) == 2
    assert {row.stage.id: (row.n_a, row.n_b) for row in found.rows}["processing"] == (1, 1)


def test_figures_in_plain_sentences(coverage: CoverageAnswers) -> None:
    told = {one.id: (str(one.value), str(one.meaning)) for one in coverage.figures(FOOD, FOUR, strict=True)}
    assert told["share"] == ("100%", "of the required stages have at least one supplier.")
    assert told["share_deep"][0] == "57%"
    assert told["share_stated"][0] == "100%"
    assert told["redundancy"][0] == f"{(4 + 3 / 2) / 7:.0%}"
    assert told["mix"] == (
        "0 : 0",
        "companies to research and education among the suppliers; 4 more are clusters by their own word.",
    )
    assert told["spread"][0] == "3"


def test_answers_do_not_depend_on_the_order_of_the_input(coverage: CoverageAnswers) -> None:
    turned = (*FOUR[::-1], FPI)
    for answer in ("board", "figures", "report", "closers", "resilience", "complementarity"):
        ask = getattr(coverage, answer)
        assert ask(FOOD, turned) == ask(FOOD, FOUR), answer
    assert coverage.proof(FOOD, turned, "processing") == coverage.proof(FOOD, FOUR, "processing")
    one, other = (coverage.alliances(FOOD, must=given, without=()) for given in ((GIQS, FPI), (FPI, GIQS)))
    assert one == other
