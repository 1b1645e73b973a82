"""From settings to services: the only place that names adapters."""

from graphsvc.bootstrap.opening import bootstrap, graph_here
from graphsvc.bootstrap.preparation import steps
from graphsvc.bootstrap.services import Services
from graphsvc.bootstrap.stores import open_store, prepare_instance, publisher

__all__ = ["Services", "bootstrap", "graph_here", "open_store", "prepare_instance", "publisher", "steps"]
