"""Services that sources say clusters offer, and those that comparable clusters offer and one does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphsvc.domain import Cluster
from graphsvc.snapshot import day
from graphsvc.taxonomy.services import ServiceKind, service_of


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """A service that a source says a cluster offers.

    Attributes
    ----------
    cluster : id of the cluster
    since, until, known : partial ISO dates of begin, end and source; empty where nothing tells them
    citation : address of the source
    """

    cluster: str
    kind: ServiceKind
    since: str
    until: str
    known: str
    citation: str

    def holds(self, on: str) -> bool:
        """Whether nothing says that it had not begun or was over on an ISO day.

        Of dates known by year or month alone the widest reading counts: from the first day to the last.
        """
        today = day(on)
        begun = not self.since or day(self.since) <= today
        return begun and (not self.until or today <= day(self.until, last=True))


def service_offers(records: Iterable[Cluster], on: str) -> tuple[ServiceOffer, ...]:
    """The services of clusters on an ISO day, by cluster and kind; of several sources the newest."""
    found: dict[tuple[str, str], ServiceOffer] = {}
    for record in sorted(records, key=lambda one: one.id):
        offers = [
            ServiceOffer(
                record.id,
                service_of(fact.value),
                fact.since or "",
                fact.until or "",
                fact.known or "",
                fact.citation,
            )
            for fact in record.facts
            if fact.what == "service"
        ]
        for offer in sorted(offers, key=lambda one: (one.kind.id, one.known or one.since, one.citation)):
            if offer.holds(on):
                found[record.id, offer.kind.id] = offer
    return tuple(found[key] for key in sorted(found))


def services_missing(
    offers: Sequence[ServiceOffer], cluster: str
) -> tuple[tuple[ServiceKind, tuple[ServiceOffer, ...]], ...]:
    """The kinds that others offer and `cluster` does not, with these offers; the most frequent first."""
    own = {one.kind.id for one in offers if one.cluster == cluster}
    kinds = {one.kind.id: one.kind for one in offers if one.kind.id not in own}
    found = [
        (kind, tuple(one for one in offers if one.kind.id == name)) for name, kind in sorted(kinds.items())
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[1])))
