"""Services of clusters as they are shown: who offers what, and what comparable clusters offer beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.messages import Message, msg
from graphsvc.programme.services import ServiceOffer, service_offers, services_missing
from graphsvc.snapshot import Snapshot
from graphsvc.state.cluster_figures import LEAST_PEERS, peers_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.taxonomy.services import ServiceKind, service_kinds


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A cluster that offers a service; partial ISO dates of begin, end and source, None where not known."""

    ref: Ref
    since: str | None
    until: str | None
    known: str | None
    source: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A kind of service, where it is named, and the clusters of which a source says that they offer it."""

    id: str
    title: Mapping[str, str]
    source: str
    offered_by: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class MissingServices:
    """What comparable clusters offer on an ISO day and a cluster does not, by what sources tell.

    Comparable are the `n` clusters, this one among them, of which any service is known, of any sector and
    country. Below `least` of them, and where no service of this cluster is known, nothing is `missing`, and
    `refused` says why.
    """

    cluster: Ref
    on: str
    n: int
    least: int
    own: tuple[str, ...]
    missing: tuple[ServiceRow, ...]
    refused: Message | None


def services(graph: CurrentGraph, on: str) -> tuple[ServiceRow, ...]:
    """All kinds that are described or offered, with who offers them on an ISO day."""
    snapshot, offers = graph.snapshot(), _offers(graph, on)
    kinds = {**service_kinds(), **{one.kind.id: one.kind for one in offers}}
    return tuple(
        _row(snapshot, kind, [one for one in offers if one.kind.id == name]) for name, kind in kinds.items()
    )


def missing_services(graph: CurrentGraph, cluster: str, on: str) -> MissingServices:
    """What clusters with known services offer and one does not on an ISO day. Raises `UnknownId`."""
    snapshot, offers = graph.snapshot(), _offers(graph, on)
    row = snapshot.cluster(cluster)
    values = np.zeros(len(snapshot.clusters.ids))
    np.add.at(values, [snapshot.cluster(one.cluster) for one in offers], 1)
    identifier = snapshot.clusters.ids[row]
    own = tuple(one.kind.id for one in offers if one.cluster == identifier)
    found = services_missing(offers, identifier) if len(peers_of(values, row)) else ()
    n = int((values > 0).sum())
    return MissingServices(
        cluster=cluster_ref(snapshot, row),
        on=on,
        n=n,
        least=LEAST_PEERS,
        own=own,
        missing=tuple(_row(snapshot, kind, offered) for kind, offered in found),
        refused=_refused(n, known=bool(own)),
    )


def _refused(n: int, *, known: bool) -> Message | None:
    if n < LEAST_PEERS:
        return msg(
            "Services of only %(n)s clusters are known; nothing is compared below %(least)s.",
            n=n,
            least=LEAST_PEERS,
        )
    return None if known else msg("No source here says which services this cluster offers.")


def _offers(graph: CurrentGraph, on: str) -> tuple[ServiceOffer, ...]:
    return service_offers(graph.snapshot().clusters.records, on)


def _row(snapshot: Snapshot, kind: ServiceKind, offers: Sequence[ServiceOffer]) -> ServiceRow:
    offered = [
        OfferRow(
            cluster_ref(snapshot, snapshot.cluster(one.cluster)),
            one.since or None,
            one.until or None,
            one.known or None,
            one.citation,
        )
        for one in offers
    ]
    return ServiceRow(kind.id, kind.title, kind.source, tuple(offered))
