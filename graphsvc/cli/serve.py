"""`graphsvc serve` and the worker behind it."""

import errno
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from graphsvc.cli.common import services_for, settings_for, store_option
from graphsvc.errors import GraphsvcError, StoreEmptied

if TYPE_CHECKING:
    from graphsvc.answers.network import Network
    from graphsvc.bootstrap import Services
    from graphsvc.state.jobs import Handler

_DRAW_SECONDS = 90.0
_DRAW_LOOK = 0.2
_UNCOLLECTED = 50_000
"""New objects between two searches for unreachable cycles while a snapshot is built: rows come by the
thousand and form none, and with the 700 of Python the search takes a sixth of the time."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="port to bind (default 8000)")
@click.option(
    "--host", default=None, help="address to bind (default 127.0.0.1; any other makes it read-only)"
)
@click.option("--no-seeds", is_flag=True, help="start with an empty store as it is")
@store_option
def serve(port: int | None, host: str | None, no_seeds: bool, store: str | None) -> None:
    """Start the service; an empty store is filled with the example data first."""
    from graphsvc.bootstrap import bootstrap
    from graphsvc.domain.ports import opened

    given = {name: value for name, value in {"port": port, "host": host}.items() if value is not None}
    settings = settings_for(store, **given)
    with _bound(settings.host, settings.port) as listener:
        try:
            services = bootstrap(settings)
        except StoreEmptied as emptied:
            if not sys.stdin.isatty() or not click.confirm(f"{emptied}. Begin anew?", err=True):
                raise
            emptied.path.unlink()
            services = bootstrap(settings)
        with opened(services.graph.store):
            if not no_seeds:
                from graphsvc.cli.data import load_shown
                from graphsvc.web.serving import fill_if_empty

                fill_if_empty(services, lambda folder, store: load_shown(store, folder, settings.home))
            _serve(services, listener)


def _bound(host: str, port: int) -> socket.socket:
    """A socket at the address to serve, taken before any work begins. Raises `GraphsvcError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(address)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} of {host} is in use: choose another with --port or end what listens there"
        else:
            message = f"port {port} of {host} cannot be opened: {error.strerror}"
        raise GraphsvcError(message) from error
    return bound


def _serve(services: "Services", listener: socket.socket) -> None:
    from waitress.server import create_server

    from graphsvc.cli.draining import serve_until_stopped
    from graphsvc.settings import LOCAL_HOST
    from graphsvc.web.app import create_app
    from graphsvc.web.bounds import waitress_options
    from graphsvc.web.serving import begin

    settings = services.settings
    app = create_app(services)
    channels: dict[int, Any] = {}
    server: Any = create_server(app, map=channels, sockets=[listener], **waitress_options(settings))
    address = f"http://{settings.host}:{server.effective_port}/"

    def ready() -> None:
        _drawn(services.network)
        click.echo(f"graphsvc is ready: {address}  (stop with Ctrl+C)")

    click.echo(f"graphsvc answers at {address}; pages say what is still being worked out …", err=True)
    stop = begin(services, ready)
    if settings.host != LOCAL_HOST:
        click.echo(
            f"It answers to the names {', '.join(sorted(settings.names))}; GRAPHSVC_HOSTS adds others.",
            err=True,
        )
    try:
        serve_until_stopped(server, channels)
    finally:
        stop.set()


def _drawn(network: "Network") -> None:
    """Give the worker a moment for a map that is drawn for the first time, so that the first page has it."""
    end = time.monotonic() + _DRAW_SECONDS
    if not network.computed.drawable():
        click.echo("The map of this data is drawn for the first time …", err=True)
    while not network.computed.drawable() and time.monotonic() < end and network.computed.begin():
        time.sleep(_DRAW_LOOK)


_lists = click.option("--list", "lists", multiple=True, help="member list that counts beside what is public")


@click.command(hidden=True)
@_lists
def snapshot(lists: tuple[str, ...]) -> None:
    """Build the snapshot of the store's revision and all that is kept beside it; prints a line a step."""
    from graphsvc.bootstrap import steps

    gc.set_threshold(_UNCOLLECTED)
    with services_for(None) as services:
        for step in steps(services.views.of(lists)):
            step()
            click.echo("done")


@click.command(hidden=True)
@click.option("--lock", type=int, help="open file that holds the lock of the worker already")
@_lists
def work(lock: int | None, lists: tuple[str, ...]) -> None:
    """Do the queued jobs of the instance folder, then end."""
    from graphsvc.state.graph import derived_folder
    from graphsvc.state.jobs import Jobs

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with ExitStack() as stack:

        @cache
        def services() -> "Services":
            return stack.enter_context(services_for(None)).views.of(lists)

        def runs() -> Mapping[str, int]:
            return services().graph.runs()

        def handlers() -> "Mapping[str, Handler]":
            return services().handlers()

        settings = settings_for(None)
        home = derived_folder(settings.home, public=settings.read_only, lists=lists)
        Jobs(home, os.environ, runs).work(handlers, lock)
