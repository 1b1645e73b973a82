"""Reads one page of a website: robots.txt respected, one request a second, bounded in size and time.

Addresses inside a network are refused, also those that a redirect or a name leads to (`public_address`). What
the page holds is taken apart in the child process for files that nobody vouches for.
"""

import http.client
import re
import socket
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from protego import Protego

from graphsvc import __version__
from graphsvc.errors import InvalidData
from graphsvc.ingest.public_address import CheckedConnection, ForbiddenAddress, checked_address
from graphsvc.ingest.sandbox import PAGE, page_lines
from graphsvc.messages import Message, msg

AGENT = "graphsvc"
USER_AGENT = f"{AGENT}/{__version__} (reads single pages on request)"
MOST_REDIRECTS = 4
MOST_OF_ROBOTS = 500_000
PATIENCE = 5.0
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_ENCODINGS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    **{name: name for name in ("utf-8", "utf-16", "windows-1252", "iso-8859-15", "iso-8859-2")},
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1252, 1253, 1254, 1257)},
}
_KEPT = "/%:@!$&'()*+,;=~?"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["' ]?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebsitePage:
    """What stands on a page, a line each heading, paragraph or list entry, and the address it was read at."""

    address: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    kind: str
    charset: str
    location: str
    body: bytes


class WebsiteReader:
    """Reads pages, one request each `pause` seconds and at most `seconds` for a page with all it takes.

    `also` are addresses with their ports that count as public, for tests against a server of one's own.
    """

    def __init__(
        self, *, pause: float = 1.0, seconds: int = 30, also: Collection[tuple[str, int]] = ()
    ) -> None:
        self._pause, self._seconds, self._also = pause, seconds, frozenset(also)
        self._turn, self._last = threading.Lock(), float("-inf")

    def read(self, address: str) -> WebsitePage:
        """Read a page; `https://` may be left out. Raises `InvalidData` with the reason."""
        deadline = time.monotonic() + self._seconds
        given = address.strip()
        url = given if "://" in given else f"https://{given}"
        rules: dict[tuple[str, str], Protego | None] = {}
        for _ in range(MOST_REDIRECTS + 1):
            parts = _parts(url)
            url = urlunsplit(parts)
            origin = (parts.scheme, parts.netloc)
            if origin not in rules:
                rules[origin] = self._robots(parts, deadline)
            known = rules[origin]
            if known is None or not known.can_fetch(url, AGENT):
                raise _refusal(url, msg("its robots.txt does not permit it"))
            answer = self._ask(parts, deadline, PAGE.packed)
            if answer.status not in _REDIRECTS:
                return self._page(url, answer)
            url = urljoin(url, answer.location)
        raise _refusal(given, msg("it leads on more than %(most)s times", most=MOST_REDIRECTS))

    def _page(self, url: str, answer: _Answer) -> WebsitePage:
        if answer.status != http.client.OK:
            raise _refusal(url, msg("its server answers %(status)s", status=answer.status))
        if answer.kind not in ("text/html", "application/xhtml+xml"):
            raise _refusal(url, msg("it is no web page but %(kind)s", kind=answer.kind[:60] or "?"))
        if len(answer.body) > PAGE.packed:
            raise _refusal(url, msg("it is larger than %(most)s MiB", most=PAGE.packed >> 20))
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "page.html"
            place.write_text(_decoded(answer), encoding="utf-8")
            return WebsitePage(url, page_lines(place, url, PAGE))

    def _robots(self, parts: SplitResult, deadline: float) -> Protego | None:
        """The rules of an origin; None where nothing is permitted, since its server fails to tell."""
        place = parts._replace(path="/robots.txt", query="")
        answer = self._ask(place, deadline, MOST_OF_ROBOTS)
        for _ in range(MOST_REDIRECTS):
            if answer.status not in _REDIRECTS:
                break
            place = _parts(urljoin(urlunsplit(place), answer.location))
            answer = self._ask(place, deadline, MOST_OF_ROBOTS)
        if answer.status >= http.client.INTERNAL_SERVER_ERROR or answer.status in _REDIRECTS:
            return None
        said = answer.body[:MOST_OF_ROBOTS] if answer.status == http.client.OK else b""
        return Protego.parse(said.decode("utf-8", "replace"))

    def _ask(self, parts: SplitResult, deadline: float, most: int) -> _Answer:
        """One request. The body is cut one byte after `most`."""
        self._wait()
        url, host = urlunsplit(parts), parts.hostname or ""
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        try:
            connection = CheckedConnection(
                host, port, checked_address(host, port, self._also), secure=secure, patience=PATIENCE
            )
            with _until(connection, deadline):
                path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
                headers = {"User-Agent": USER_AGENT, "Accept": "text/html", "Accept-Encoding": "identity"}
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                packed = response.getheader("Content-Encoding", "identity").lower() != "identity"
                if packed and response.status == http.client.OK:
                    raise _refusal(url, msg("it is sent packed, though it was asked for as it is"))
                body = response.read(most + 1) if response.status == http.client.OK else b""
        except ForbiddenAddress as error:
            why = msg("it leads to an address inside a network (%(at)s)", at=str(error))
            raise _refusal(url, why) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= deadline:
                raise self._too_long(url) from None
            told = str(getattr(error, "strerror", None) or type(error).__name__)
            raise _refusal(url, msg("its server cannot be reached (%(why)s)", why=told)) from None
        if time.monotonic() >= deadline:  # what was cut off then reads as the end of the page
            raise self._too_long(url)
        content = response.headers
        return _Answer(
            response.status,
            content.get_content_type() if "Content-Type" in content else "",
            content.get_content_charset() or "",
            response.getheader("Location", "").encode("latin-1", "replace").decode("utf-8", "replace"),
            body,
        )

    def _too_long(self, url: str) -> InvalidData:
        return _refusal(url, msg("it takes longer than %(most)s seconds", most=self._seconds))

    def _wait(self) -> None:
        """Let `pause` seconds pass since the request before, whoever made it."""
        with self._turn:
            time.sleep(max(self._last + self._pause - time.monotonic(), 0))
            self._last = time.monotonic()


def _parts(url: str) -> SplitResult:
    """The parts of an address without its fragment. Raises `InvalidData` for one that no page has."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        raise _refusal(url, msg("it is no address of a web page")) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise _refusal(url, msg("it is no address of a web page"))
    if any(not sign.isprintable() or sign == " " for sign in url):
        raise _refusal(url, msg("it is no address of a web page"))
    shown = f"[{host}]" if ":" in host else host
    path, query = (quote(part, safe=_KEPT) for part in (parts.path, parts.query))
    return SplitResult(parts.scheme, shown if port is None else f"{shown}:{port}", path, query, "")


@contextmanager
def _until(connection: CheckedConnection, deadline: float) -> Iterator[None]:
    """Cut the connection at the deadline, however slowly it goes on."""

    def cut() -> None:
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(max(deadline - time.monotonic(), 0.01), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _decoded(answer: _Answer) -> str:
    """The text of a page by the encoding that its server, its marks or itself name, else UTF-8 or cp1252."""
    body = answer.body
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-8-sig" if body[0] == 0xEF else "utf-16", "replace")
    told = _CHARSET.search(body[:4096])
    for name in (answer.charset, told[1].decode("ascii") if told else ""):
        if name.lower() in _ENCODINGS:
            return body.decode(_ENCODINGS[name.lower()], "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _refusal(url: str, why: Message) -> InvalidData:
    shown = "".join(sign if sign.isprintable() else "?" for sign in url)[:200]
    return InvalidData(msg("%(address)s was not read: %(why)s", address=shown, why=why))
