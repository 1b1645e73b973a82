"""Proof that a stage of a selection is supplied, as shown on pages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.proof import SupplierProof, proofs
from graphsvc.coverage.result import state_of
from graphsvc.domain.names import country_name
from graphsvc.snapshot import ORGANIZATION_KINDS
from graphsvc.snapshot.regions import country_of
from graphsvc.state.chain_info import StageInfo, stage_info
from graphsvc.state.chain_selection import chosen, index_of, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import FactReference, Ref, aged
from graphsvc.state.region_names import region_name
from graphsvc.state.snapshot_tables import tables

Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProofItem:
    """One reason why somebody supplies the stage, and the parts of the set it came through."""

    ref: Ref
    org_kind: str
    region: Label | str
    country: Label | str
    stage: StageInfo
    fact: FactReference
    through: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ProofOfStage:
    """Everything that proves one stage of a set; `fresh_share` is the share of facts that are not aged."""

    stage: StageInfo
    state: str
    n: int
    items: tuple[ProofItem, ...]
    by_basis: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_region: Mapping[str, int]
    fresh_share: float


def proof_of(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    stage: str,
    *,
    strict: bool = False,
    as_of: str | None = None,
    own: str | None = None,
) -> ProofOfStage:
    """What proves one stage of a set, by basis and then id. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    column = index.chain.stage(stage)
    parts = chosen(index, of, as_of=as_of, own=own)
    told = _Told(graph, index)
    items = tuple(told.item(one) for one in proofs(index, parts, stage, strict=strict))
    fresh = [not item.fact.aged for item in items]
    return ProofOfStage(
        stage=stage_info(index.chain, column),
        state=state_of(len(items), column.depth),
        n=len(items),
        items=items,
        by_basis=_counted(item.fact.basis for item in items),
        by_kind=_counted(item.org_kind for item in items),
        by_region=_counted(item.region for item in items),
        fresh_share=sum(fresh) / len(fresh) if fresh else 0.0,
    )


class _Told:
    """Proofs in the words of a page, what many share looked up once."""

    def __init__(self, graph: CurrentGraph, index: ChainIndex) -> None:
        self.snapshot, self.organizations = index.snapshot, index.organization_count
        self.places = tables(graph).places
        self.datasets = {info.id: info for info in self.snapshot.datasets}
        self.stage = cache(lambda stage: stage_info(index.chain, index.chain.stage(stage)))
        self.part = cache(lambda part: part_ref(graph, part))

    def item(self, one: SupplierProof) -> ProofItem:
        """One reason why somebody supplies the stage."""
        node = self.snapshot.node(one.id)
        row, is_cluster = node - self.organizations, node >= self.organizations
        code = self.places.clusters[row] if is_cluster else self.places.organizations[node]
        kind = "cluster" if is_cluster else ORGANIZATION_KINDS[int(self.snapshot.organizations.kind[node])]
        return ProofItem(
            ref=self.part(one.id),
            org_kind=kind,
            region=region_name(code) if code else "",
            country=country_name(country_of(code)) if code else "",
            stage=self.stage(one.stage),
            fact=self._fact(one),
            through=tuple(self.part(part) for part in one.through if part != one.id),
        )

    def _fact(self, one: SupplierProof) -> FactReference:
        info = self.datasets.get(one.dataset)
        return FactReference(
            basis=one.basis,
            dataset=info.title if info else "",
            citation=one.citation,
            date=one.date or None,
            confidence=one.confidence,
            words=one.words or None,
            by=one.by or None,
            aged=info is not None and aged(one.date or None, info),
            read_as={"en": one.read_as, "de": one.read_as_de} if one.read_as else None,
        )


def _counted(values: Iterable[Any]) -> Mapping[str, int]:
    return dict(sorted(Counter(_english(value) for value in values).items()))


def _english(value: Any) -> str:
    return str(value.get("en", "")) if isinstance(value, Mapping) else str(value)
