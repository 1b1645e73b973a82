"""Services over what some readers may see beside what is public; the last few asked for are held."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from threading import Event, Lock
from typing import TYPE_CHECKING

from graphsvc.derived_files import dispensable
from graphsvc.files import private_file
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.vector_cache import FILE

if TYPE_CHECKING:
    from graphsvc.bootstrap.services import Services

MOST = 4
"""Views that are held at a time."""
_SHARED = (
    "secret", "texts", "people_database", "accounts", "post", "personal_data", "collaboration", "claims",
    "reader_lists", "views", "stories", "registers",
)  # fmt: skip
"""What does not depend on who reads."""


class Views:
    """Services by the member lists that they show; `services` are the public ones.

    `begin` makes the services of a view ready and watches the data for them, until the event that it returns
    is set; without it a view is made ready by the request that asks first.
    """

    def __init__(self, services: "Services") -> None:
        self._services = services
        self.begin: Callable[[Services], Event] | None = None
        self._held: OrderedDict[tuple[str, ...], tuple[Services, Event]] = OrderedDict()
        self._lock = Lock()

    def of(self, lists: tuple[str, ...]) -> "Services":
        """The services that show these member lists; the public ones for none."""
        if not lists:
            return self._services
        with self._lock:
            if lists not in self._held:
                made = viewing(self._services, lists)
                self._held[lists] = (made, self.begin(made) if self.begin else Event())
            self._held.move_to_end(lists)
            while len(self._held) > MOST:
                self._held.popitem(last=False)[1][1].set()
            made = self._held[lists][0]
        if self.begin is None and made.graph.stale():
            made.graph.refresh()
        return made

    def held(self) -> tuple["Services", ...]:
        """The services of all views that are held."""
        with self._lock:
            return tuple(made for made, _ in self._held.values())


def viewing(services: "Services", lists: tuple[str, ...]) -> "Services":
    """Services over the public claims and these member lists; the rest they share with `services`."""
    from graphsvc.bootstrap.services import Services

    of, settings = services.graph, services.settings
    graph = CurrentGraph(of.everything, settings.store_name, settings.home, public=True, lists=lists)
    graph.words_beside = of.words_beside
    made = Services(settings, graph, lists)
    vars(made).update({name: getattr(services, name) for name in _SHARED})
    _copy_vectors(of, graph)
    return made


def _copy_vectors(of: CurrentGraph, to: CurrentGraph) -> None:
    """Bring over the vectors of public texts, which took long to compute."""
    known, path = of.home / FILE, to.home / FILE
    if path.exists() or not known.exists():
        return
    with dispensable(path):
        private_file(path)
        with closing(sqlite3.connect(known)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
