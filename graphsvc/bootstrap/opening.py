"""Services opened by settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphsvc.bootstrap.services import Services
from graphsvc.bootstrap.stores import open_store, prepare_instance
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph

if TYPE_CHECKING:
    from graphsvc.domain import Feedback


def bootstrap(settings: Settings) -> Services:
    """Open the store and join the services. Raises `StoreUnavailable`."""
    prepare_instance(settings)
    store = open_store(settings.store_url)
    made = Services(
        settings, CurrentGraph(store, settings.store_name, settings.home, public=settings.read_only)
    )

    def words_beside() -> "tuple[Feedback, ...]":
        return made.collaboration.narrow_objections.words()

    if settings.accounts:
        made.graph.words_beside = words_beside
    return made


@contextmanager
def graph_here() -> Iterator[CurrentGraph]:
    """The graph that the settings of this process name, closed at the end. Raises `StoreUnavailable`."""
    services = bootstrap(Settings())
    with opened(services.graph.store):
        yield services.graph
