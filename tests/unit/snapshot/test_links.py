"""Which links hold on a day, who belongs to and runs a cluster, which clusters cooperate."""

from itertools import product

import pytest

from graphsvc import snapshot
from graphsvc.domain import Claim, RelationKind
from graphsvc.snapshot import Snapshot, links
from tests.support.claims import cluster, membership, organization, relation
from tests.unit.snapshot.source import Claims

DATES = (None, "2019", "2020-06", "2021-01-15")
DAYS = ("2018-12-31", "2020-06-30", "2020-07-01", "2021", "")
LAST_DAY = {"2019": "2019-12-31", "2020-06": "2020-06-30", "2021": "2021-12-31"}
FIRST_DAY = {"2019": "2019-01-01", "2020-06": "2020-06-01"}
NODES: tuple[Claim, ...] = (
    *(organization(key) for key in "abc"),
    *(cluster(key) for key in "xyz"),
)


def built(*claims: Claim) -> Snapshot:
    return snapshot.build(Claims([*NODES, *claims]))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("basis", ["stated", "confirmed", "refused"])
def test_a_link_holds_from_the_first_day_of_its_start_to_the_last_of_its_end(day: str, basis: str) -> None:
    for start, end in product(DATES, DATES):
        (found,) = links.valid(
            built(membership("a", "x", basis=basis, start=start, end=end)).memberships, day
        ).tolist()
        today = LAST_DAY.get(day, day)
        begun = not day or start is None or FIRST_DAY.get(start, start) <= today
        lasting = not day or end is None or LAST_DAY.get(end, end) >= today
        assert found == (basis != "refused" and begun and lasting), (start, end)


def test_an_organization_is_a_member_once_and_not_of_the_cluster_it_runs() -> None:
    made = built(
        membership("a", "x"),
        membership("a", "x", "beta"),
        membership("b", "x"),
        membership("c", "y", basis="refused"),
        relation("organization:b", "cluster:x", "runs"),
        relation("organization:c", "cluster:y", "runs", basis="refused"),
        membership("c", "z", end="2020"),
    )
    assert links.members(made).toarray().tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert links.members(made, "2021").toarray().tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    first, second, link = links.memberships(made, "2021")
    assert (first.tolist(), second.tolist()) == ([0, 0], [0, 1])
    assert made.memberships.organization[link].tolist() == [0, 1]


def test_private_memberships_count_in_the_clusters_that_are_asked_for() -> None:
    made = built(membership("a", "x", "person-members-x"), membership("b", "y", "person-members-y"))
    assert links.members(made).nnz == 0
    assert links.members(made, own=(1,)).toarray().tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_who_runs_and_who_hosts_a_cluster() -> None:
    made = built(
        relation("organization:b", "cluster:x", "runs"),
        relation("organization:b", "cluster:x", "hosts"),
        relation("organization:a", "cluster:y", "hosts"),
        relation("organization:c", "cluster:z", "runs", basis="refused"),
        relation("cluster:x", "cluster:y", "hosts"),
    )
    found = links.cluster_organizations(made)
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 0)]
    running = links.cluster_organizations(made, (RelationKind.RUNS,))
    assert (running.first.tolist(), running.second.tolist()) == ([1], [0])


def test_clusters_cooperate_where_nobody_has_refused_it() -> None:
    made = built(
        relation("cluster:x", "cluster:y", "cooperates", end="2019"),
        relation("cluster:y", "cluster:z", "cooperates", basis="refused"),
        relation("cluster:x", "cluster:z", "part_of"),
        relation("organization:a", "cluster:z", "cooperates"),
    )
    cooperating = links.adjacency(links.tied_clusters(made), 3)
    assert cooperating.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    allied = links.adjacency(links.tied_clusters(made, RelationKind.PART_OF), 3)
    assert allied.toarray().tolist() == [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
