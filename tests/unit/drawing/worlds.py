"""Small snapshots for drawing, built from claims without a store."""

from collections.abc import Iterable, Iterator

from graphsvc.domain import (
    Activity,
    Basis,
    Claim,
    Cluster,
    DatasetInfo,
    Evidence,
    Membership,
    Organization,
    OrganizationKind,
    Participation,
    Project,
    Relation,
    RelationKind,
)
from graphsvc.domain.rows import EntityRow, LinkRow, sort_key, to_row
from graphsvc.snapshot import Snapshot, build

STATED = Evidence(basis=Basis.STATED, dataset="test", citation="by hand", date="2020-01-01")
HOSTILE = '<img src=x onerror=alert(1)> "Ä" & =cmd()'


class Rows:
    """Claims as the sorted rows a snapshot is built from."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        rows = sorted((to_row(claim) for claim in claims), key=sort_key)
        self._entities = [row for row in rows if isinstance(row, EntityRow)]
        self._links = [row for row in rows if isinstance(row, LinkRow)]

    def revision(self) -> int:
        return 1

    def datasets(self) -> list[DatasetInfo]:
        return [DatasetInfo(id="test", title="Test"), DatasetInfo(id="person", title="Own")]

    def entities(self, kinds: Iterable[str] | None = None) -> Iterator[EntityRow]:
        wanted = None if kinds is None else set(kinds)
        return iter([row for row in self._entities if wanted is None or row.kind in wanted])

    def links(self, kinds: Iterable[str] | None = None) -> Iterator[LinkRow]:
        wanted = None if kinds is None else set(kinds)
        return iter([row for row in self._links if wanted is None or row.kind in wanted])


def organization(number: int, name: str = "", **fields: object) -> Organization:
    return Organization.model_validate(
        {
            "id": f"organization:pic-{number}",
            "name": name or f"Organization {number}",
            "evidence": STATED,
            **fields,
        }
    )


def takes_part(number: int, project: int) -> Participation:
    return Participation(
        organization=f"organization:pic-{number}", project=f"project:rcn-{project}", evidence=STATED
    )


def small_world(extra: Iterable[Claim] = ()) -> Snapshot:
    """Eight organizations, two clusters, four projects, parallel ties, a hidden person and a hostile name."""
    claims: list[Claim] = [
        organization(1, "Ärzte & Söhne", country="DE", city="Kiel", lat=54.3, lng=10.1, nuts="DEF02"),
        organization(
            2, "Institute", organization_kind=OrganizationKind.RESEARCH, country="DE", lat=52.5, lng=13.4
        ),
        organization(3, HOSTILE, country="FR", lat=48.9, lng=2.3, city="=Paris()"),
        organization(4, country="FR"),
        organization(5, country="IT", lat=41.9, lng=12.5),
        organization(6, "Jane Doe", person=True, country="DE"),
        organization(7, "Nobody knows"),
        organization(8, "Far away", country="NZ", lat=-36.8, lng=174.7),
        Cluster(
            id="cluster:north",
            name="North",
            country="DE",
            lat=54.0,
            lng=10.0,
            sectors=("food",),
            evidence=STATED,
        ),
        Cluster(id="cluster:south", name="South", country="IT", evidence=STATED),
        *(
            Project.model_validate(
                {
                    "id": f"project:rcn-{number}",
                    "title": f"Project {number}",
                    "start": start,
                    "evidence": STATED,
                }
            )
            for number, start in ((1, "2015-03"), (2, "2016-09"), (3, "2016-10"), (4, None))
        ),
        *(takes_part(number, 1) for number in (1, 2, 3)),
        *(takes_part(number, 2) for number in (1, 2, 6)),
        *(takes_part(number, 3) for number in (3, 4, 5)),
        *(takes_part(number, 4) for number in (5, 8)),
        Relation(
            source="organization:pic-1",
            target="organization:pic-2",
            relation=RelationKind.COOPERATES,
            evidence=STATED,
        ),
        Relation(
            source="organization:pic-2", target="cluster:north", relation=RelationKind.RUNS, evidence=STATED
        ),
        Relation(
            source="cluster:north", target="cluster:south", relation=RelationKind.COOPERATES, evidence=STATED
        ),
        Membership(organization="organization:pic-1", cluster="cluster:north", evidence=STATED),
        Membership(organization="organization:pic-3", cluster="cluster:south", evidence=STATED),
        Activity(performer="organization:pic-1", stage="food-processing/primary-production", evidence=STATED),
        Activity(performer="organization:pic-2", stage="food-processing/processing", evidence=STATED),
        *extra,
    ]
    return build(Rows(claims))
