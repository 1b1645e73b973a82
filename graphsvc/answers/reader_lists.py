"""Which member lists a reader may see: by the rights, and by where their organization belongs."""

from collections.abc import Mapping

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.decision import allowed
from graphsvc.collaboration.shared_lists import SharedLists
from graphsvc.domain import Membership
from graphsvc.domain.dataset import member_list_of
from graphsvc.domain.ids import kind_of
from graphsvc.errors import StoreError
from graphsvc.snapshot import links
from graphsvc.state.bounded_cache import BoundedCache
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import today
from graphsvc.taxonomy.rights import shipped_rights

_KEPT = 200
_READ, _READ_SHARED = "lists.read", "lists.read-shared"


class ReaderLists:
    """The member lists that count in what a reader is shown; `graph` is the public one."""

    def __init__(self, graph: CurrentGraph, shared: SharedLists) -> None:
        self._graph, self.shared = graph, shared
        self._known: BoundedCache[object, Mapping[str, frozenset[str]]] = BoundedCache(_KEPT)

    def of(self, person: SignedIn) -> tuple[str, ...]:
        """The datasets that a person may see, sorted; none while the store cannot be reached."""
        try:
            found = self._lists(frozenset(one.scope for one in person.roles))
        except StoreError:
            return ()
        shared, rights = self.shared.all() if found else frozenset(), shipped_rights()
        return tuple(
            sorted(
                member_list_of(cluster)
                for cluster, members in found.items()
                if allowed(
                    rights.action(_READ_SHARED if cluster in shared else _READ),
                    person.roles,
                    {cluster, *members},
                )
            )
        )

    def there(self, cluster: str) -> bool:
        """Whether a cluster has a list of its own."""
        return cluster in self._lists(frozenset())

    def _lists(self, scopes: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """The clusters that have a list, and which of the organizations in `scopes` belong to each today."""
        snapshot, store = self._graph.snapshot(), self._graph.everything
        key = (store.revision(), snapshot.digest, today(), scopes)
        known = self._known.get(key)
        if known is None:
            asked = {
                identifier: one
                for one in scopes
                if kind_of(one) == "organization"
                for identifier in snapshot.ids_of(one)
            }
            with store.read() as reader:
                there = {info.id for info in reader.datasets()}
                found = {one: set[str]() for one in snapshot.clusters.ids if member_list_of(one) in there}
                lists = {member_list_of(cluster): members for cluster, members in found.items()}
                for row in reader.links((Membership.kind,), ends=asked) if asked and found else ():
                    lists.get(row.dataset, set()).add(asked.get(row.source, ""))
            for identifier, one in asked.items():
                place = snapshot.organizations.ids.find(identifier)
                for cluster in links.clusters_with(snapshot, [place], today()):
                    found.get(cluster, set()).add(one)
            known = {cluster: frozenset(members) for cluster, members in found.items()}
            self._known.put(key, known)
        return known
