"""A real web server at 127.0.0.1 whose answers a test writes byte by byte."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

Answer = bytes | Callable[[socket.socket], None]
FREE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def answer(
    body: bytes, kind: str = "text/html; charset=utf-8", more: str = "", status: str = "200 OK"
) -> bytes:
    """A whole answer with its length."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def to(location: str) -> bytes:
    """A redirect."""
    return answer(b"", more=f"Location: {location}\r\n", status="302 Found")


def dripping(one: bytes, head: bytes = b"") -> Callable[[socket.socket], None]:
    """An answer that goes on for a minute, a few bytes at a time."""

    def send(to: socket.socket) -> None:
        to.sendall(head)
        for _ in range(600):
            to.sendall(one)
            time.sleep(0.1)

    return send


@dataclass
class Website:
    """A server with its port, the paths that were asked for and when."""

    answers: Mapping[str, Answer]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def reply(self, to: socket.socket) -> None:
        """Answer one request."""
        with to:
            head = b""
            while b"\r\n\r\n" not in head and (part := to.recv(4096)):
                head += part
            path = head.split(b" ")[1].decode() if head else ""
            self.asked.append(path)
            self.times.append(time.monotonic())
            self.heads.append(head.decode("latin-1"))
            found = self.answers.get(path, FREE)
            try:
                found(to) if callable(found) else to.sendall(found)
            except OSError:
                return

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self.reply, args=(connection,), daemon=True).start()


@contextmanager
def website(answers: Mapping[str, Answer]) -> Iterator[Website]:
    """A server that gives these answers by path, and 404 for every other."""
    with Website(answers) as server:
        yield server
