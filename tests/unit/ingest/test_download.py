"""Downloads from a real server on this machine that cuts, changes and lies."""

import errno
import hashlib
import io
import json
import shutil
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request

import pytest

from graphsvc.answers.fetching import brought, unpacked
from graphsvc.errors import DiskFull, InvalidData
from graphsvc.files import locked
from graphsvc.ingest import download
from graphsvc.ingest.archives import Downloaded, kept
from graphsvc.ingest.sources import sources
from tests.support.website import Answer, Website, answer, website

DAY = date(2026, 11, 29)
FILE = "cordis-h2020projects-csv.zip"
PATH = f"/data/{FILE}"
ROR_FILE = "/api/records/1/files/v2.1-ror-data.zip/content"
LIST = "/api/communities/ror-data/records?q=&sort=newest"
TABLE = (
    "projectID;organisationID;name;country;role;city\n101;999000001;Musterwerk GmbH;DE;coordinator;Bremen\n"
)


def archive(text: str = TABLE, name: str = "organization.csv") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr(name, text)
        opened.writestr("readme.txt", "x" * 5000)
    return stream.getvalue()


ZIP = archive()
ROR = archive("id,status\n", "v2_schema_v2.csv")
OTHER = archive(TABLE.replace("Bremen", "Kiel"))


class Served:
    """A file on a server that may cut connections, or know no parts of files."""

    def __init__(
        self,
        site: Website,
        body: bytes,
        *,
        cut: int = 0,
        cuts: int = 0,
        first: int = 0,
        parts: bool = True,
        etag: bool = True,
    ) -> None:
        """`cuts` answers end after `cut` bytes, the first of them after `first` if that is given."""
        self.site, self.body, self.parts, self.etag = site, body, parts, etag
        self.cut = [first or cut, *([cut] * (cuts - 1))] if cuts else []
        self.asked: list[dict[str, str]] = []

    def __call__(self, connection: socket.socket) -> None:
        lines = self.site.heads[-1].split("\r\n")[1:]
        sent = {key.lower(): value for key, _, value in (line.partition(": ") for line in lines)}
        self.asked.append(sent)
        body = self.body
        tag = f'"{hashlib.md5(body).hexdigest()}"'  # noqa: S324 - a name
        day = "Mon, 02 Nov 2026 10:00:00 GMT" if body == ZIP else "Tue, 03 Nov 2026 10:00:00 GMT"
        named = f"ETag: {tag}\r\n" if self.etag else f"Last-Modified: {day}\r\n"
        if tag == sent.get("if-none-match") or day == sent.get("if-modified-since"):
            connection.sendall(answer(b"", status="304 Not Modified", more=named))
            return
        status = "200 OK"
        if self.parts and "range" in sent and sent["if-range"] in (tag, day):
            start = int(sent["range"].removeprefix("bytes=").removesuffix("-"))
            body = body[start:]
            status = "206 Partial Content"
            named += f"Content-Range: bytes {start}-{len(self.body) - 1}/{len(self.body)}\r\n"
        reply = answer(body, "application/zip", named, status)
        if self.cut:
            reply = reply[: len(reply) - len(body) + self.cut.pop(0)]
        connection.sendall(reply)


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {}


@pytest.fixture
def site(answers: dict[str, Answer]) -> Iterator[Website]:
    with website(answers) as server:
        yield server


@dataclass
class Client:
    """Downloads into one folder from the server of a test, and keeps what is said meanwhile."""

    folder: Path
    site: Website
    answers: dict[str, Answer]
    said: list[str] = field(default_factory=list)
    bytes: list[tuple[int, int]] = field(default_factory=list)

    def fetch(self, served: Answer | None = None, name: str = "cordis-h2020") -> tuple[Path, Downloaded]:
        if served:
            self.answers[PATH] = served
        return brought(
            name,
            self.folder,
            base=self.site.address,
            day=DAY,
            progress=lambda *here: self.bytes.append(here),
            say=self.said.append,
        )

    def refused(self, served: Answer | None = None, name: str = "cordis-h2020") -> str:
        with pytest.raises(InvalidData) as error:
            self.fetch(served, name)
        return str(error.value)

    def left(self) -> set[str]:
        return {path.name for path in self.folder.rglob("*.*") if path.name != ".lock"}


@pytest.fixture
def client(
    tmp_path: Path, site: Website, answers: dict[str, Answer], monkeypatch: pytest.MonkeyPatch
) -> Client:
    monkeypatch.setattr(download, "_PAUSE", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return Client(tmp_path, site, answers)


def test_a_file_is_downloaded_once_and_known_by_what_stands_beside_it(client: Client, site: Website) -> None:
    path, found = client.fetch(Served(site, ZIP))
    assert path.read_bytes() == ZIP
    assert (found.size, found.sha256, found.retrieved) == (
        len(ZIP),
        hashlib.sha256(ZIP).hexdigest(),
        "2026-11-29",
    )
    assert kept(path.parent) == (path, found)
    assert json.loads((path.parent / f"{FILE}.json").read_text("utf-8"))["address"] == site.address + PATH
    assert client.left() == {FILE, f"{FILE}.json"}
    assert client.bytes[-1] == (len(ZIP), len(ZIP))
    assert client.said == []


@pytest.mark.parametrize("etag", [True, False])
def test_what_did_not_change_is_not_sent_again_and_what_did_replaces_it(
    client: Client, site: Website, etag: bool
) -> None:
    first = client.fetch(Served(site, ZIP, etag=etag))
    client.bytes.clear()
    assert client.fetch() == first
    assert client.bytes == []
    path, found = client.fetch(Served(site, OTHER, etag=etag))
    assert path.read_bytes() == OTHER
    assert found.sha256 != first[1].sha256


def test_a_file_that_was_changed_here_is_downloaded_anew(client: Client, site: Website) -> None:
    path, found = client.fetch(Served(site, ZIP))
    path.write_bytes(ZIP[:-1])
    assert client.fetch() == (path, found)
    assert path.read_bytes() == ZIP
    assert "was changed since it was downloaded" in client.said[0]


@pytest.mark.parametrize("etag", [True, False])
def test_a_cut_connection_goes_on_where_it_was(client: Client, site: Website, etag: bool) -> None:
    served = Served(site, ZIP, cut=1000, cuts=2, etag=etag)
    path, _ = client.fetch(served)
    assert path.read_bytes() == ZIP
    assert [one.get("range") for one in served.asked] == [None, "bytes=1000-", "bytes=2000-"]
    assert len(client.said) == 2


def test_a_later_call_goes_on_and_begins_anew_when_the_file_changed(client: Client, site: Website) -> None:
    assert "the next call goes on from there" in client.refused(Served(site, ZIP, cut=0, cuts=9, first=700))
    assert client.left() == {f"{FILE}.part", f"{FILE}.part.json"}
    served = Served(site, OTHER)
    path, _ = client.fetch(served)
    assert served.asked[0]["range"] == "bytes=700-"
    assert path.read_bytes() == OTHER
    assert "begun anew" in client.said[-1]
    assert client.left() == {FILE, f"{FILE}.json"}


def test_a_server_without_parts_begins_anew(client: Client, site: Website) -> None:
    path, _ = client.fetch(Served(site, ZIP, cut=900, cuts=1, parts=False))
    assert path.read_bytes() == ZIP
    assert "begun anew" in client.said[-1]


def test_another_part_than_asked_for_is_refused(client: Client, site: Website) -> None:
    lie = answer(ZIP[5:], more=f"Content-Range: bytes 5-{len(ZIP) - 1}/{len(ZIP)}\r\n", status="206 Part")
    client.refused(Served(site, ZIP, cut=0, cuts=9, first=700))
    assert "another part than the one asked for" in client.refused(lie)


@pytest.mark.parametrize(
    ("served", "told"),
    [
        (answer(b"", status="404 Not Found"), "is not there any more (404)"),
        (answer(b"", status="503 Service Unavailable"), "answers 503 Service Unavailable; try again later"),
        (answer(b"", status="304 Not Modified"), "answers 304 Not Modified"),
        (answer(b"", status="416 Range Not Satisfiable"), "answers 416 Range Not Satisfiable"),
        (answer(b"<html>Please log in"), "no ZIP archive"),
        (answer(ZIP[:-30]), "no ZIP archive, or a cut one"),
        (answer(ZIP.replace(b"Musterwerk", b"Mosterwerk")), "is damaged (organization.csv)"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + ZIP[:-30], "no ZIP archive, or a cut one"),
        (b"nonsense\r\n\r\n", "cannot be reached"),
    ],
    ids=[
        "gone",
        "busy",
        "unasked 304",
        "unasked 416",
        "page",
        "cut",
        "damaged",
        "length unknown",
        "no web server",
    ],
)
def test_what_is_no_whole_archive_is_said_and_leaves_nothing(
    client: Client, served: bytes, told: str
) -> None:
    assert told in client.refused(served)
    assert client.left() == set()


def test_without_a_server_it_says_what_to_do(client: Client, site: Website) -> None:
    site.__exit__()
    site.port = 1
    said = client.refused()
    assert "is this machine on the network?" in said
    assert "graphsvc load FILE" in said


def test_a_full_disk_keeps_what_came(client: Client, site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(client.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100))
    assert "make room and call it again" in client.refused(Served(site, ZIP))
    monkeypatch.undo()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(DiskFull):
        brought(
            "cordis-h2020",
            client.folder,
            base=site.address,
            day=DAY,
            progress=_full,
            say=client.said.append,
        )
    assert client.fetch()[0].read_bytes() == ZIP


def _full(done: int, _total: int) -> None:
    if done:
        raise OSError(errno.ENOSPC, "No space left on device")


def zenodo(site: Website, checksum: str, size: int = 0) -> bytes:
    files = [
        {"key": "readme.txt", "size": 1, "checksum": "md5:0", "links": {"self": "https://zenodo.org/x"}},
        {
            "key": "v2.1-ror-data.zip",
            "size": size or len(ROR),
            "checksum": checksum,
            "links": {"self": "https://zenodo.org/api/records/1/files/v2.1-ror-data.zip/content"},
        },
    ]
    return answer(json.dumps({"hits": {"hits": [{"files": files}]}}).encode(), "application/json")


def test_the_newest_record_says_size_and_checksum(client: Client, site: Website) -> None:
    good = f"md5:{hashlib.md5(ROR).hexdigest()}"  # noqa: S324 - what the source uses
    client.answers |= {ROR_FILE: answer(ROR), LIST: zenodo(site, "md5:" + "0" * 32)}
    assert "is not the file of its source: md5" in client.refused(name="ror")
    client.answers[LIST] = zenodo(site, good, len(ROR) + 1)
    assert f"its source says {len(ROR) + 1:,}" in client.refused(name="ror")
    assert client.left() == set()
    client.answers[LIST] = zenodo(site, good)
    path, found = client.fetch(name="ror")
    with unpacked("ror", path, found.retrieved) as folder:
        assert {one.name for one in folder.iterdir()} == {"v2_schema_v2.csv", "dataset.yml"}
    client.answers[LIST] = answer(b"{}")
    assert "does not answer with a list of records" in client.refused(name="ror")


def test_from_https_it_never_leads_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Request("https://example.org/x.zip")
    with pytest.raises(URLError, match="without https"):
        download._Redirects().redirect_request(asked, None, 302, "", {}, "http://example.org/x.zip")


def test_two_processes_do_not_download_the_same(client: Client, site: Website) -> None:
    folder = client.folder / "downloads" / "cordis-h2020"
    folder.mkdir(parents=True)
    with locked(folder / ".lock"):
        assert "another process is downloading" in client.refused(Served(site, ZIP))


def test_every_source_says_licence_and_title_in_both_languages() -> None:
    for name, source in sources().items():
        about = source.dataset
        assert about.id == name
        assert all((about.title, about.title_de, about.licence, about.attribution))
