"""Tick boxes of a member list where people have accounts: what the cluster management says of its members."""

from collections.abc import Collection, Mapping

from graphsvc.answers.user_content.own_stages import OwnStages, known_kinds
from graphsvc.domain import Basis, DatasetInfo, Evidence
from graphsvc.domain.dataset import member_list_of
from graphsvc.errors import UnknownId
from graphsvc.settings import Settings
from graphsvc.state.first_chain import first_chain
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import MANAGEMENT, Undo, today
from graphsvc.state.permissions import writable


class ListStages:
    """What is said stands in the list itself: who sees the list sees it, and it goes with the list."""

    def __init__(self, graph: CurrentGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings
        self._undo = Undo(graph.instance)

    def say(
        self,
        cluster: str,
        members: Collection[str],
        ticked: Mapping[str, Collection[str]],
        kinds: Mapping[str, str],
    ) -> str | None:
        """Keep which stages of the cluster's chain `members` hold, and of which kind they are.

        `members` are the ids of who is on the list. Returns the token by which it is taken back, nothing when
        nothing changed. Raises `UnknownId`, also for who is not on the list, `InvalidData`, `ReadOnly`.
        """
        writable(self._settings, by_rights=True)
        strange = sorted({*ticked, *kinds} - set(members))
        if strange:
            raise UnknownId("organization", strange[0])
        info = self._dataset(cluster)
        evidence = Evidence(basis=Basis.CONFIRMED, dataset=info.id, by=MANAGEMENT, date=today())
        words = OwnStages(self._graph, info)
        return words.save(first_chain(self._graph, cluster), ticked, known_kinds(kinds), evidence, cluster)

    def _dataset(self, cluster: str) -> DatasetInfo:
        wanted = member_list_of(cluster)
        with self._graph.everything.read() as reader:
            found = next((info for info in reader.datasets() if info.id == wanted), None)
        if found is None:
            raise UnknownId("dataset", wanted)
        return found

    def subject(self, token: str) -> str:
        """What a change is about that can be taken back: a cluster or an organization. Raises `UnknownId`."""
        return self._undo.subject(token)

    def take_back(self, token: str) -> None:
        """Take back a change of a list or of what was said of its members. Raises `UnknownId`, `ReadOnly`."""
        writable(self._settings, by_rights=True)
        self._undo.take_back(self._graph, token)
