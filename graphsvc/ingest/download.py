"""Downloads one archive: goes on where it broke off, and is there only when size and checksums are right.

Beside the file stands `NAME.json` with address, day, size, SHA-256 and what its server calls this version.
Until the file is whole it is `NAME.part`, with `NAME.part.json`; the server is asked for the rest of the same
version (`If-Range`, RFC 9110 section 13.1.5), and begins anew when it has another one.
"""

import http.client
import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from graphsvc import __version__
from graphsvc.errors import DiskFull, InvalidData
from graphsvc.files import disk_full, locked
from graphsvc.ingest.archives import (
    Announced,
    Downloaded,
    check_archive,
    checksum,
    read_about,
    write_about,
)

Progress = Callable[[int, int], None]
"""Called with bytes that are here and bytes in all; 0 in all where the server does not say."""

USER_AGENT = f"graphsvc/{__version__}"
_BLOCK = 1 << 18
_PATIENCE = 60.0
_MOST_CUTS = 5
"""Connections in a row that may end without a byte more before it is given up."""
_PAUSE = 1.0
"""Seconds before it is tried again, times the number of connections that brought nothing."""
_MOST_LISTED = 5 << 20


class _Redirects(HTTPRedirectHandler):
    """Follows redirects, but never from https to http."""

    def redirect_request(  # noqa: PLR0917 - as its base
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise URLError(f"it leads to an address without https ({newurl[:200]})")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def newest_of_zenodo(address: str) -> Announced:
    """The archive of the newest record of a list that Zenodo answers. Raises `InvalidData`."""
    try:
        with _asked(address, {}) as answer:
            record = json.loads(answer.read(_MOST_LISTED))["hits"]["hits"][0]
        file = next(one for one in reversed(record["files"]) if one["key"].endswith(".zip"))
        return Announced(file["links"]["self"], Path(file["key"]).name, file["size"], file["checksum"])
    except OSError as error:
        raise _unreachable(address, error) from error
    except (LookupError, TypeError, ValueError, StopIteration, http.client.HTTPException) as error:
        raise InvalidData(f"{address} does not answer with a list of records that hold an archive") from error


def download(
    wanted: Announced, folder: Path, *, day: str, progress: Progress, say: Callable[[str], None]
) -> tuple[Path, Downloaded]:
    """Bring an archive into `folder`, unless this version of it is there; `say` hears what is unusual.

    Raises
    ------
    InvalidData
        When it cannot be had or is not what it should be; what came of it is kept if it can be gone on with.
    DiskFull
        When there is no room; what came of it is kept.
    """
    with locked(folder / ".lock") as alone:
        if not alone:
            raise InvalidData(f"another process is downloading into {folder}; wait until it has ended")
        try:
            return _Transfer(wanted, folder, day, progress, say).run()
        except OSError as error:
            if disk_full(error):
                raise DiskFull from error
            raise


class _Transfer:
    def __init__(
        self,
        wanted: Announced,
        folder: Path,
        day: str,
        progress: Progress,
        say: Callable[[str], None],
    ) -> None:
        self._wanted, self._day, self._progress, self._say = wanted, day, progress, say
        self._path = folder / wanted.name
        self._beside = folder / f"{wanted.name}.json"
        self._part = folder / f"{wanted.name}.part"
        self._part_beside = folder / f"{wanted.name}.part.json"

    def run(self) -> tuple[Path, Downloaded]:
        here = self._here()
        cuts = 0
        while True:
            before = self._size()
            try:
                version = self._ask(here)
            except (http.client.HTTPException, OSError) as error:
                if disk_full(error):
                    raise
                cuts = 0 if self._size() > before else cuts + 1
                if cuts >= _MOST_CUTS or not self._size():
                    raise self._gave_up(error) from error
                self._say(f"the connection was cut after {_amount(self._size())}; going on from there")
                time.sleep(cuts * _PAUSE)
                continue
            return self._path, version if version is here else self._finish(version)

    def _here(self) -> Downloaded | None:
        """The whole file of before, where its content is still what it was."""
        known = read_about(self._beside)
        if known is None or not self._path.is_file():
            return None
        if known.address != self._wanted.address:
            return None
        if self._path.stat().st_size != known.size or checksum(self._path, "sha256") != known.sha256:
            self._say(f"{self._path.name} was changed since it was downloaded, and is downloaded anew")
            return None
        return known

    def _ask(self, here: Downloaded | None) -> Downloaded:
        """One request: the version that came, or `here` when the server says that this is its newest."""
        headers: dict[str, str] = {}
        begun = read_about(self._part_beside)
        start = self._size()
        if start and begun and begun.address == self._wanted.address and _validator(begun):
            headers = {"Range": f"bytes={start}-", "If-Range": _validator(begun)}
        elif here and (here.etag or here.modified):
            headers = {"If-None-Match": here.etag} if here.etag else {"If-Modified-Since": here.modified}
        try:
            answer = _asked(self._wanted.address, headers)
        except HTTPError as error:
            with error:
                if error.code == http.client.NOT_MODIFIED and here:
                    return here
                if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and start:
                    self._part.unlink(missing_ok=True)
                    return self._ask(here)
                raise _unreachable(self._wanted.address, error) from None
        with answer:
            return self._take(answer, start, begun, asked_on="Range" in headers)

    def _take(self, answer: Any, start: int, begun: Downloaded | None, *, asked_on: bool) -> Downloaded:
        if answer.status == http.client.PARTIAL_CONTENT and begun:
            if not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
                raise InvalidData(f"{self._wanted.address} answers with another part than the one asked for")
            version = begun
        else:
            if asked_on:
                self._say(
                    "the file was changed on the server meanwhile, or its server cannot go on: begun anew"
                )
            start = 0
            version = Downloaded(
                self._wanted.address,
                self._day,
                answer.length or 0,
                "",
                answer.headers.get("ETag", ""),
                answer.headers.get("Last-Modified", ""),
            )
            self._part.unlink(missing_ok=True)
            write_about(self._part_beside, version)
        self._check_room(version.size - start)
        with self._part.open("ab") as file:
            self._progress(start, version.size)
            while block := answer.read(_BLOCK):
                file.write(block)
                start += len(block)
                self._progress(start, version.size)
        if start < version.size:
            raise http.client.IncompleteRead(b"", version.size - start)
        return version

    def _finish(self, version: Downloaded) -> Downloaded:
        """The whole file in its place, when it is what it should be; else it is removed."""
        try:
            check_archive(self._part, self._wanted, version.size)
        except InvalidData:
            for path in (self._part, self._part_beside):
                path.unlink(missing_ok=True)
            raise
        whole = replace(
            version, retrieved=self._day, size=self._size(), sha256=checksum(self._part, "sha256")
        )
        self._part.replace(self._path)
        write_about(self._beside, whole)
        for old in self._path.parent.glob("*.zip*"):
            if old not in (self._path, self._beside):
                old.unlink()
        return whole

    def _check_room(self, needed: int) -> None:
        free = shutil.disk_usage(self._part.parent).free
        if needed > free:
            raise InvalidData(
                f"{_amount(needed)} are still to come, and the disk of {self._part.parent} has room for "
                f"{_amount(free)}: make room and call it again"
            )

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _gave_up(self, error: Exception) -> InvalidData:
        if self._size():
            return InvalidData(
                f"the connection to {self._wanted.address} was cut again and again; "
                f"{_amount(self._size())} are here, and the next call goes on from there"
            )
        return _unreachable(self._wanted.address, error)


def _asked(address: str, headers: Mapping[str, str]) -> Any:
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    # addresses are https ones of sources.yml, or what the person at the command line calls a mirror
    request = Request(address, headers=sent)  # noqa: S310
    return build_opener(_Redirects).open(request, timeout=_PATIENCE)


def _unreachable(address: str, error: Exception) -> InvalidData:
    by_hand = "Download it elsewhere and load the file with `graphsvc load FILE`."
    if isinstance(error, HTTPError):
        if error.code in (http.client.NOT_FOUND, http.client.GONE):
            return InvalidData(
                f"{address} is not there any more ({error.code}); its source may have moved it"
            )
        return InvalidData(f"the server of {address} answers {error.code} {error.reason}; try again later")
    why = error.reason if isinstance(error, URLError) else error
    told = getattr(why, "strerror", None) or str(why) or type(why).__name__
    return InvalidData(f"{address} cannot be reached ({told}): is this machine on the network? {by_hand}")


def _validator(version: Downloaded) -> str:
    """What names this version byte by byte: a weak entity tag does not."""
    return version.modified if version.etag.startswith("W/") else version.etag or version.modified


def _amount(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
