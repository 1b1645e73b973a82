"""Clients of a proxied service: visitors with addresses of their own, and slow ones who hold connections."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPMessage
from itertools import cycle
from typing import Self

from tests.support.nginx import NAME, Nginx

PATIENCE = 60.0
_DRIP_SECONDS = 0.5
_SLOW_KINDS = (
    f"GET / HTTP/1.1\r\nHost: {NAME}\r\nX-Slow: ",
    f"POST /implementers HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 500000\r\n\r\n",
)
"""A header that never ends and a body that never ends; both are followed by one byte now and then."""


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: HTTPMessage
    body: bytes


class Visitor:
    """One client of `nginx`, on one connection that is kept open; a context manager.

    `address` is one of 127.0.0.0/8; the service tells visitors apart by it.
    """

    def __init__(self, nginx: Nginx, address: str = "127.0.0.1") -> None:
        self._nginx, self._address = nginx, address
        self._open: http.client.HTTPConnection | None = None

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Send one request; header names are written with underscores. Raises `OSError`, `HTTPException`."""
        if self._open is None:
            self._open = http.client.HTTPConnection("127.0.0.1", self._nginx.https)
            self._open.sock = secure(self._nginx, self._address)
        named = {"Host": f"{NAME}:{self._nginx.https}", "Accept-Language": "en"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._open.request(method, path, body=body, headers=named)
            answer = self._open.getresponse()
            found = Answer(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.will_close:
            self.close()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection up; the next request opens another."""
        if self._open is not None:
            self._open.close()
            self._open = None


def secure(nginx: Nginx, address: str, *, name: str = NAME) -> ssl.SSLSocket:
    """A TLS connection to `nginx` from a loopback address of one's own."""
    plain = socket.create_connection(
        ("127.0.0.1", nginx.https), timeout=PATIENCE, source_address=(address, 0)
    )
    try:
        return nginx.trust.wrap_socket(plain, server_hostname=name)
    except OSError:
        plain.close()
        raise


@contextmanager
def slow_clients(nginx: Nginx, number: int) -> Iterator[Mapping[str, int]]:
    """While the block runs, `number` clients send a byte now and then; who is thrown out comes again.

    Yields how many connections are `open` and how many were `closed` by the other side so far.
    """
    stop, counts = threading.Event(), {"open": 0, "closed": 0}
    thread = threading.Thread(target=_drip, args=(nginx, number, stop, counts), daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while counts["open"] < number and time.monotonic() < deadline:
            time.sleep(0.05)
        yield counts
    finally:
        stop.set()
        thread.join(PATIENCE)


def _drip(nginx: Nginx, number: int, stop: threading.Event, counts: dict[str, int]) -> None:
    held: dict[int, ssl.SSLSocket] = {}
    kinds = cycle(_SLOW_KINDS)
    while not stop.is_set():
        for place in range(number):
            try:
                if place not in held:
                    held[place] = secure(nginx, f"127.0.2.{place + 1}")
                    held[place].sendall(next(kinds).encode())
                else:
                    held[place].sendall(b"a")
            except OSError:
                counts["closed"] += 1
                if place in held:
                    held.pop(place).close()
            counts["open"] = len(held)
            if stop.is_set():
                break
        stop.wait(_DRIP_SECONDS)
    for connection in held.values():
        with suppress(OSError):
            connection.close()
