"""Serve with waitress until the process is asked to end, and answer what was asked by then."""

import signal
import threading
import time
from typing import Any

MOST_SECONDS = 10.0
"""How long requests that run are waited for when the process is asked to end."""
_LOOK_SECONDS = 0.25


def serve_until_stopped(server: Any, channels: dict[int, Any]) -> None:
    """Run a server of waitress until SIGTERM or Ctrl+C; then take no new connection and finish what runs.

    `channels` is the map that was given to `create_server`; answers that take longer than `MOST_SECONDS` are
    cut off.
    """
    from waitress import wasyncore

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        wasyncore.loop(timeout=_LOOK_SECONDS, map=channels, count=1)
    for channel in list(channels.values()):
        if channel.accepting:
            wasyncore.dispatcher.close(channel)
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end and any(map(_busy, list(channels.values()))):
        wasyncore.loop(timeout=_LOOK_SECONDS, map=channels, count=1)
    server.task_dispatcher.shutdown(timeout=0)


def _busy(channel: Any) -> bool:
    """Whether a request of a connection runs or its answer is not sent yet."""
    return bool(getattr(channel, "requests", ()) or getattr(channel, "total_outbufs_len", 0))
