"""What a serving process does around the application, whichever server runs it, alone or one of several.

The processes share the instance folder. One of them fills an empty store and builds what all of them open.
"""

import atexit
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from flask_openapi import OpenAPI

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap, steps
from graphsvc.domain.ports import GraphStore
from graphsvc.errors import GraphsvcError
from graphsvc.files import locked
from graphsvc.settings import Settings, packaged
from graphsvc.web.app import create_app

LOOK_SECONDS = 1.0
_SOON = 0.05

log = logging.getLogger("graphsvc.web")


def application(settings: Settings) -> OpenAPI:
    """The application as a WSGI server imports it, ready to answer; an empty store is filled first.

    It is imported by the process that serves, not by one that forks afterwards: connections and threads
    do not outlive a fork. Raises `StoreUnavailable`, and `InvalidData` where the example data cannot be read.
    """
    services = bootstrap(settings)
    fill_if_empty(services, lambda folder, store: load_folder(folder, store, settings.home))
    app = create_app(services)
    stop = begin(services)
    while services.graph.being_prepared():  # of several processes that share an address none may be behind
        time.sleep(_SOON)
    atexit.register(services.graph.store.close)
    atexit.register(stop.set)
    return app


def fill_if_empty(services: Services, load: Callable[[Path, GraphStore], object]) -> None:
    """Have `load` put the example data into an empty store; once, however many processes start together.

    Each of them waits until it is loaded: a store that holds the first of its datasets is no longer empty.
    """
    with locked(services.settings.home / "example.lock", wait=True):
        if not services.graph.runs() and services.graph.refresh().empty:
            load(packaged("seeds"), services.graph.store)
            services.graph.refresh()


def begin(services: Services, then: Callable[[], object] = lambda: None) -> threading.Event:
    """Make ready what every visitor needs, in a thread that then looks for writes of other processes.

    `then` is called when everything is ready. Until then pages whose data is not ready yet answer `Busy`,
    with the steps that are done. The event that is returned ends the thread.
    """
    services.views.begin = begin
    stop = threading.Event()
    busy = threading.Event()
    arguments = (services, then, stop, busy)
    threading.Thread(target=_prepare_and_watch, args=arguments, daemon=True, name="watch").start()
    busy.wait()  # so that no request comes before the thread has begun
    return stop


def _prepare_and_watch(
    services: Services, then: Callable[[], object], stop: threading.Event, busy: threading.Event
) -> None:
    try:
        todo = steps(services)
        with services.graph.preparing(len(todo)) as done:
            busy.set()
            with closing(_built(services, stop)) as built:
                for step in todo:
                    next(built, None)  # what the child has done is there already
                    step()
                    done()
        services.network.computed.begin()
        then()
    except Exception:
        # what could not be made ready is made when it is asked for, and says there what is wrong
        log.exception("The data could not be made ready.")
    finally:
        busy.set()
    _watch(services, stop)


def _make_ready(services: Services) -> None:
    """Start the worker on what takes long and prepare what every visitor needs."""
    services.network.computed.begin()
    services.prime()


def _watch(services: Services, stop: threading.Event) -> None:
    failing = False
    while not stop.wait(LOOK_SECONDS):
        try:
            if services.graph.stale():
                for _ in _built(services, stop):
                    pass
                services.graph.refresh()
                _make_ready(services)
            failing = False
        except GraphsvcError as error:
            if not failing:
                log.warning("The data could not be read anew: %s", error)
            failing = True


def _built(services: Services, stop: threading.Event) -> Generator[None, None, None]:
    """Have a child process build the snapshot of the store and all that is kept beside it, if need be.

    Comes back after each step of `bootstrap.steps` that it has done. Of several serving processes the first
    does it for all; the child ends when `stop` is set.
    """
    graph = services.graph
    with locked((graph.home if services.lists else services.settings.home) / "snapshot.lock", wait=True):
        if graph.built():
            return
        command = [sys.executable, "-m", "graphsvc", "snapshot", *services.options()]
        with subprocess.Popen(command, env=services.environment(), stdout=subprocess.PIPE) as child:  # noqa: S603 - our own program
            ended = threading.Thread(target=_end_with, args=(child, stop), daemon=True)
            ended.start()
            for _ in child.stdout or ():
                yield


def _end_with(child: "subprocess.Popen[bytes]", stop: threading.Event) -> None:
    while child.poll() is None:
        if stop.wait(LOOK_SECONDS):
            child.terminate()
            return
