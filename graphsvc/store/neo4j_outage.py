"""A circuit breaker for a server that cannot be reached: one caller tries, the others fail at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from graphsvc.errors import StoreUnavailable

PAUSE = 6.0
"""Seconds after a failure within which nobody tries again; longer than a failing try takes."""


class CircuitBreaker:
    """Keeps threads from waiting one after another for a server that is known to be away."""

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self._lock = threading.Lock()
        self._failure: str | None = None
        self._next_try = 0.0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run the block, unless it failed a moment ago. Raises `StoreUnavailable` with the first reason."""
        self._admit()
        try:
            yield
        except StoreUnavailable as error:
            with self._lock:
                self._failure, self._next_try = str(error), time.monotonic() + self.pause
            raise
        with self._lock:
            self._failure = None

    def _admit(self) -> None:
        """Let a caller through; after a failure one at a time, each a pause after the one before."""
        with self._lock:
            if self._failure is None:
                return
            now = time.monotonic()
            if now < self._next_try:
                raise StoreUnavailable(self._failure)
            self._next_try = now + self.pause
