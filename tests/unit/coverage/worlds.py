"""Small worlds: claims in plain words, made into a snapshot without a store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

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
from graphsvc.domain.rows import EntityRow, LinkRow, to_row
from graphsvc.snapshot import Snapshot, build
from graphsvc.taxonomy import Chain, ChainStage

DATASETS = [
    DatasetInfo(id="test", title="Test", retrieved="2026-01-01"),
    DatasetInfo(id="person", title="Person"),
]


def says(basis: str = "stated", *, date: str | None = "2020", confidence: float | None = None) -> Evidence:
    """Evidence of a basis, complete in form."""
    person = basis in {"confirmed", "refused"}
    return Evidence(
        basis=Basis(basis),
        dataset="person" if person else "test",
        citation="page 1",
        date=date,
        confidence=(0.9 if confidence is None else confidence) if basis == "inferred" else None,
        words="seen" if basis == "inferred" else None,
        by="local" if person else None,
    )


def chain_of(*stages: ChainStage | str, depth: int = 2) -> Chain:
    """A chain of stages; a text is a required flow stage, feeding the next text."""
    texts = [stage for stage in stages if isinstance(stage, str)]
    after = dict(pairwise(texts))
    made = tuple(
        stage
        if isinstance(stage, ChainStage)
        else ChainStage(
            stage,
            "flow",
            True,
            depth,
            {"en": stage},
            {"en": stage},
            feeds=(after[stage],) if stage in after else (),
        )
        for stage in stages
    )
    return Chain("c", "1.0", {"en": "C"}, {"en": "C"}, made)


@dataclass
class World:
    """Collects claims; every method adds one and gives its id where there is one."""

    claims: list[Claim] = field(default_factory=list)

    def cluster(self, name: str, **fields: object) -> str:
        self.claims.append(
            Cluster.model_validate({"id": f"cluster:{name}", "name": name, "evidence": says(), **fields})
        )
        return f"cluster:{name}"

    def organization(
        self, name: str, *members_of: str, kind: str = "company", label: str = "", **fields: object
    ) -> str:
        entity = {
            "id": f"organization:{name}",
            "name": label or name,
            "organization_kind": OrganizationKind(kind),
            "evidence": says(),
            **fields,
        }
        self.claims.append(Organization.model_validate(entity))
        for cluster in members_of:
            self.member(f"organization:{name}", cluster)
        return f"organization:{name}"

    def member(
        self, organization: str, cluster: str, start: str | None = None, end: str | None = None
    ) -> None:
        self.claims.append(
            Membership(organization=organization, cluster=cluster, start=start, end=end, evidence=says())
        )

    def does(
        self,
        performer: str,
        stage: str,
        basis: str = "stated",
        *,
        date: str | None = "2020",
        confidence: float | None = None,
    ) -> None:
        made = says(basis, date=date, confidence=confidence)
        self.claims.append(Activity(performer=performer, stage=f"c/{stage}", evidence=made))

    def runs(self, organization: str, cluster: str) -> None:
        self.claims.append(
            Relation(source=organization, target=cluster, relation=RelationKind.RUNS, evidence=says())
        )

    def cooperates(self, source: str, target: str) -> None:
        self.claims.append(
            Relation(source=source, target=target, relation=RelationKind.COOPERATES, evidence=says())
        )

    def project(self, name: str, *partners: str, start: str = "2020-01-01", title: str = "") -> None:
        made = Project(id=f"project:{name}", title=title or name, start=start, evidence=says())
        self.claims.append(made)
        for partner in partners:
            self.claims.append(
                Participation(organization=partner, project=f"project:{name}", evidence=says())
            )

    def snapshot(self, extra: Sequence[Claim] = ()) -> Snapshot:
        return build(Rows([*self.claims, *extra]))


class Rows:
    """Claims as the source of a snapshot."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        rows = {(*row[:4], *row[4:6]): row for row in map(to_row, claims)}
        self.rows = sorted(rows.values(), key=lambda row: tuple(str(cell) for cell in row))

    def revision(self) -> int:
        return 1

    def datasets(self) -> list[DatasetInfo]:
        return sorted(DATASETS, key=lambda info: info.id)

    def entities(self, kinds: Iterable[str] | None = None) -> Iterator[EntityRow]:
        wanted = None if kinds is None else set(kinds)
        return (
            row for row in self.rows if isinstance(row, EntityRow) and (wanted is None or row.kind in wanted)
        )

    def links(self, kinds: Iterable[str] | None = None) -> Iterator[LinkRow]:
        wanted = None if kinds is None else set(kinds)
        return (
            row for row in self.rows if isinstance(row, LinkRow) and (wanted is None or row.kind in wanted)
        )
