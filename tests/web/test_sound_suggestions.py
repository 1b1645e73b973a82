"""Whatever is suggested on the seeds is sound: sums add up, citations exist, nobody is known already."""

import json
import math
import random
from collections.abc import Iterator

import numpy as np
import pytest

from graphsvc.answers.matching.results import Match
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.taxonomy import chains

RESULTS = (
    (
        "High pressure keeps fruit juice fresh",
        "Juice is preserved without heat and keeps its taste.",
    ),
    ("Proteine aus Ackerbohnen", "Ein Verfahren gewinnt Eiweiß aus Ackerbohnen für Brot und Fleischersatz."),
    ("Sensors for fish freshness", "An optical sensor tells how fresh fish is along the cold chain."),
)


@pytest.fixture(scope="module", name="asked")
def _asked(services: Services) -> list[str]:
    snapshot = services.graph.snapshot()
    active = np.flatnonzero(np.diff(snapshot.participation.indptr))
    rows = random.Random(11).sample(active.tolist(), 40)
    return [snapshot.organizations.ids[row] for row in rows if not snapshot.organizations.hidden[row]]


def _known(services: Services) -> set[str]:
    snapshot = services.graph.snapshot()
    stages = {chain.ref(stage) for chain in chains() for stage in chain.stages}
    tables = (snapshot.organizations.ids, snapshot.projects.ids, snapshot.clusters.ids)
    return stages.union(*(set(table) for table in tables))


def _assert_sound(match: Match, known: set[str]) -> None:
    total = math.fsum(part.contribution for part in match.parts)
    assert total == pytest.approx(match.score, abs=1e-9)
    cited = {identifier for part in match.parts for identifier in (*part.ours, *part.theirs)}
    assert cited <= known


def _partners_of(services: Services, identifier: str) -> set[str]:
    snapshot = services.graph.snapshot()
    joint = snapshot.participation
    own = joint[[snapshot.organization(identifier)]].indices
    return {snapshot.organizations.ids[row] for row in np.unique(joint[:, own].tocoo().row).tolist()}


def test_partners(services: Services, asked: list[str]) -> None:
    known = _known(services)
    named = 0
    for identifier in asked:
        found = services.matching.partners(identifier, top=20)
        assert found.matches or found.reason
        assert not {match.ref.id for match in found.matches} & _partners_of(services, identifier)
        for match in found.matches:
            _assert_sound(match, known)
            named += 1
    assert named > 20 * len(asked) / 2


@pytest.mark.parametrize(("title", "abstract"), RESULTS)
def test_implementers(services: Services, title: str, abstract: str) -> None:
    institute = "organization:pic-999979500"
    found = services.matching.implementers(title=title, abstract=abstract, organization=institute)
    partners = _partners_of(services, institute)
    assert found.matches
    assert not {match.ref.id for match in found.matches} & partners
    assert {match.ref.id for match in found.known} <= partners - {institute}
    for match in (*found.matches, *found.known):
        _assert_sound(match, _known(services))


def test_clusters(services: Services) -> None:
    known = _known(services)
    for identifier in services.graph.snapshot().clusters.ids:
        for match in services.matching.partners(identifier).matches:
            _assert_sound(match, known)
            assert match.ref.id != identifier


@pytest.fixture(name="anew")
def _anew(services: Services) -> Iterator[Services]:
    made = bootstrap(Settings(home=services.settings.home))
    with opened(made.graph.store):
        yield made


def test_another_start_answers_alike(services: Services, anew: Services, asked: list[str]) -> None:
    def answers(one: Services) -> str:
        return json.dumps([one.matching.partners(identifier).as_json() for identifier in asked[:10]])

    assert answers(services) == answers(anew)
