"""Every answer reads the same cooperations between clusters: one that somebody has refused is in none."""

from pathlib import Path

import numpy as np
import pytest

from graphsvc.answers.catalog import Catalog
from graphsvc.answers.matching import Matching
from graphsvc.coverage.chain_index import build_index
from graphsvc.coverage.collaboration import ties
from graphsvc.taxonomy import chain
from tests.support.claims import activity, cluster, info, relation
from tests.unit.answers.conftest import World

A, B = "cluster:a", "cluster:b"


@pytest.mark.parametrize(("basis", "cooperate"), [("stated", True), ("confirmed", True), ("refused", False)])
def test_a_cooperation_is_one_everywhere_or_nowhere(
    world: World, tmp_path: Path, basis: str, cooperate: bool
) -> None:
    graph = world(
        cluster("a", name="A", sectors=("food",), country="DE"),
        cluster("b", name="B", sectors=("food",), country="DE"),
        activity(A, "food-processing/retail"),
        activity(B, "food-processing/packaging"),
        relation(A, B, "cooperates", basis=basis),
    )
    assert [tie.ref.id for tie in Catalog(graph).cluster(A).ties] == ([B] if cooperate else [])
    found = Matching(graph, tmp_path).partners(A)
    assert [match.ref.id for match in found.known] == ([B] if cooperate else [])
    assert [match.ref.id for match in found.matches] == ([] if cooperate else [B])
    index = build_index(graph.snapshot(), chain("food-processing"))
    assert bool(ties(index, np.array([0, 1]))[0, 1]) is cooperate
    pairs = Matching(graph, tmp_path).meetings()
    assert [(pair.a.id, pair.b.id) for pair in pairs] == ([] if cooperate else [(A, B)])


def test_the_measured_figure_is_that_of_the_data_now(world: World) -> None:
    graph = world(
        cluster("m", name="M", sectors=("food",), country="DE"),
        cluster("n", name="N", sectors=("food",), country="DE"),
        relation("cluster:m", "cluster:n", "cooperates"),
    )
    matching = Matching(graph, graph.home)
    first = matching.partners("cluster:m").measured
    more = [cluster(name, "more", name=name, sectors=("wind",), country="DK") for name in ("o", "p", "q")]
    ties = [
        relation("cluster:p", "cluster:q", "cooperates", "more"),
        relation("cluster:o", "cluster:q", "cooperates", "more"),
    ]
    graph.store.write(info("more"), [*more, *ties])
    graph.refresh()
    later = matching.partners("cluster:m").measured
    assert first is not None
    assert later is not None
    assert (first.values["pairs"], later.values["pairs"]) == (1, 3)


def test_what_says_little_is_no_reason_and_a_distant_field_speaks_against(
    world: World, tmp_path: Path
) -> None:
    graph = world(
        cluster("m", name="M", sectors=("medical technology",), country="DE"),
        cluster("n", name="N", sectors=("medical devices",), country="DE"),
        cluster("o", name="O", sectors=("microelectronics",), country="DE"),
    )
    near, far = Matching(graph, tmp_path).partners("cluster:m").matches
    assert [reason.text for reason in near.reasons] == [
        "Works in a related field: %(theirs)s",
        "Active in the same stages: %(stages)s",
    ]
    assert near.objection is None
    assert [part.feature for part in far.parts] == ["country", "field"]
    assert far.reasons == (far.parts[0].detail,)
    assert far.objection == far.parts[1].detail
    assert far.objection.text == "Its field is only distantly related: %(theirs)s"
