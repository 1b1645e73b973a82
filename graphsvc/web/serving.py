"""What a serving process does around the application, whichever server runs it, alone or one of several.

The processes share the instance folder. One of them fills an empty store and builds what all of them open.
"""

import atexit
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from flask_openapi import OpenAPI

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import GraphStore
from graphsvc.errors import GraphsvcError
from graphsvc.files import locked
from graphsvc.settings import Settings, packaged
from graphsvc.web.app import create_app

LOOK_SECONDS = 1.0

log = logging.getLogger("graphsvc.web")


def application(settings: Settings) -> OpenAPI:
    """The application as a WSGI server imports it, ready to answer; an empty store is filled first.

    It is imported by the process that serves, not by one that forks afterwards: connections and threads
    do not outlive a fork. Raises `StoreUnavailable`, and `InvalidData` where the example data cannot be read.
    """
    services = bootstrap(settings)
    fill_if_empty(services, lambda folder, store: load_folder(folder, store, settings.home))
    app = create_app(services)
    make_ready(services)
    stop = watch(services)
    atexit.register(services.graph.store.close)
    atexit.register(stop.set)
    return app


def fill_if_empty(services: Services, load: Callable[[Path, GraphStore], object]) -> None:
    """Have `load` put the example data into an empty store; once, however many processes start together.

    Each of them waits until it is loaded: a store that holds the first of its datasets is no longer empty.
    """
    with locked(services.settings.home / "example.lock", wait=True):
        if services.graph.refresh().empty:
            load(packaged("seeds"), services.graph.store)
            services.graph.refresh()


def make_ready(services: Services) -> None:
    """Start the worker on what takes long and prepare what every visitor needs."""
    services.network.computed.begin()
    services.prime()


def watch(services: Services) -> threading.Event:
    """Look for writes of other processes in a thread, and show the new data when it is ready.

    The event that is returned ends the thread.
    """
    stop = threading.Event()
    threading.Thread(target=_watch, args=(services, stop), daemon=True, name="watch").start()
    return stop


def _watch(services: Services, stop: threading.Event) -> None:
    failing = False
    while not stop.wait(LOOK_SECONDS):
        try:
            if services.graph.stale():
                _build(services)
                services.graph.refresh()
                make_ready(services)
            failing = False
        except GraphsvcError as error:
            if not failing:
                log.warning("The data could not be read anew: %s", error)
            failing = True


def _build(services: Services) -> None:
    """Have a child process build the new snapshot; of several serving processes the first does it for all."""
    with locked(services.settings.home / "snapshot.lock", wait=True):
        if not services.graph.built():
            command = [sys.executable, "-m", "graphsvc", "snapshot"]
            subprocess.run(command, env=services.environment(), check=False)  # noqa: S603 - our own program
