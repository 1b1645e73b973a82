"""Small claims for store and snapshot tests: each builder names what matters and fills in the rest."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphsvc.domain import (
    Activity,
    Basis,
    Claim,
    Cluster,
    DatasetInfo,
    Evidence,
    Membership,
    Organization,
    Participation,
    Project,
    Relation,
)


def info(dataset: str = "alpha", **given: Any) -> DatasetInfo:
    return DatasetInfo(id=dataset, title=given.pop("title", dataset.title()), **given)


def evidence(dataset: str = "alpha", basis: str = "stated", **given: Any) -> Evidence:
    if basis == "inferred":
        given = {"confidence": 0.75, "words": "dairy"} | given
    if basis in ("confirmed", "refused"):
        given = {"by": "local"} | given
    return Evidence(basis=Basis(basis), dataset=dataset, **given)


def organization(key: str, dataset: str = "alpha", basis: str = "stated", **fields: Any) -> Claim:
    says = fields.pop("evidence", None) or evidence(dataset, basis)
    return Organization(id=f"organization:{key}", evidence=says, **fields)


def cluster(key: str, dataset: str = "alpha", basis: str = "stated", **fields: Any) -> Claim:
    return Cluster(id=f"cluster:{key}", evidence=evidence(dataset, basis), **fields)


def project(key: str, dataset: str = "alpha", basis: str = "stated", **fields: Any) -> Claim:
    return Project(id=f"project:{key}", evidence=evidence(dataset, basis), **fields)


def participation(who: str, what: str, dataset: str = "alpha", basis: str = "stated", **fields: Any) -> Claim:
    says = fields.pop("evidence", None) or evidence(dataset, basis)
    return Participation(
        organization=f"organization:{who}", project=f"project:{what}", evidence=says, **fields
    )


def membership(who: str, where: str, dataset: str = "alpha", basis: str = "stated", **fields: Any) -> Claim:
    return Membership(
        organization=f"organization:{who}",
        cluster=f"cluster:{where}",
        evidence=evidence(dataset, basis),
        **fields,
    )


def relation(
    source: str, target: str, kind: str, dataset: str = "alpha", basis: str = "stated", **fields: Any
) -> Claim:
    says = evidence(dataset, basis)
    return Relation.model_validate(
        {"source": source, "target": target, "relation": kind, "evidence": says, **fields}
    )


def activity(performer: str, stage: str, dataset: str = "alpha", basis: str = "stated") -> Claim:
    return Activity(performer=performer, stage=stage, evidence=evidence(dataset, basis))


def once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims as an iterator that can be walked once, as a reader of a file is."""
    yield from claims
