"""Organizations that the operator lets count nowhere, and lets count again."""

from graphsvc.settings import Settings
from graphsvc.snapshot import Retirement
from graphsvc.state import retirements
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.own_words import LOCAL, today
from graphsvc.state.permissions import writable


class RetiredOrganizations:
    """Who is retired, why and since when."""

    def __init__(self, graph: CurrentGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings

    def all(self) -> tuple[Retirement, ...]:
        """Those that are retired now, the newest first, then by id."""
        snapshot = self._graph.snapshot()
        found = [one for identifier in sorted(snapshot.retired) if (one := snapshot.retirement(identifier))]
        return tuple(sorted(found, key=lambda one: one.date, reverse=True))

    def retire(self, identifier: str, reason: str) -> str:
        """Let an organization count nowhere from now on; returns the id that stood for it.

        Raises `UnknownId`, `ReadOnly`, and `InvalidData` for what cannot be retired.
        """
        writable(self._settings)
        return retirements.retire(self._graph, identifier, reason, by=LOCAL, date=today())

    def reinstate(self, identifier: str) -> str:
        """Let one that was retired count again; returns its id. Raises `UnknownId`, `ReadOnly`."""
        writable(self._settings)
        return retirements.reinstate(self._graph, identifier, date=today())
