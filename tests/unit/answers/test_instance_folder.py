"""What the instance folder withstands: damaged files, a full disk, other users, an emptied database."""

import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.derived_files import read_checked, write_checked
from graphsvc.domain.ports import opened
from graphsvc.errors import DiskFull, StoreEmptied
from graphsvc.files import Damaged, check_folder, replacing_folder, secret, write_file
from graphsvc.settings import Settings
from graphsvc.state.vector_cache import vectors
from graphsvc.web.app import create_app
from tests.support.claims import cluster, info, organization, participation, project

CLAIMS = (
    organization("a", name="Alpha Mills"),
    organization("b", name="Beta Dairy"),
    cluster("c", name="Gamma"),
    project("p", title="Bread from oats"),
    participation("a", "p"),
    participation("b", "p"),
)
PAGES = ("/", "/search?q=alpha", "/data", "/trends", "/organizations/organization:a", "/map")


@contextmanager
def service(home: Path) -> Iterator[Services]:
    """The services over an instance folder."""
    found = bootstrap(Settings(home=home))
    with opened(found.graph.store):
        yield found


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder in which every page was made."""
    home = tmp_path_factory.mktemp("filled") / "home"
    with service(home) as found:
        found.graph.store.write(info("alpha"), CLAIMS)
        write_file(home / "reports" / "alpha.json", b'{"refused": [], "corrected": []}')
        asked(found)
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(filled, tmp_path / "home")


def asked(found: Services) -> dict[str, int]:
    """The status of the pages, with nobody at work beside them."""
    found.handlers()["network"]({}, lambda _done, _total: None)
    _ = found.matching.world
    client = create_app(found).test_client()
    return {page: client.get(page, follow_redirects=True).status_code for page in PAGES}


def derived(home: Path) -> list[Path]:
    """The files that can be made anew."""
    kept = {"graph.db", "graph.db-wal", "graph.db-shm", "secret", "worker.lock"}
    return sorted(path for path in home.rglob("*") if path.is_file() and path.name not in kept)


@pytest.mark.parametrize("damage", ["cut", "noise", "emptied"])
def test_damaged_derived_files_are_made_anew_and_said(
    home: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(5)
    names = set()
    for path in derived(home):
        content = path.read_bytes()
        if len(content) < 8:
            continue
        place = rng.randrange(len(content) // 2)
        changed = {
            "cut": content[: len(content) // 2],
            "noise": content[:place] + rng.randbytes(64) + content[place + 64 :],
            "emptied": b"",
        }[damage]
        path.write_bytes(changed)
        names.add(path.relative_to(home).parts[0])
    assert {"snapshots", "search", "vectors.db", "layouts", "jobs.db", "network", "inferred"} <= names
    with service(home) as found:
        assert set(asked(found).values()) == {200}
        assert found.catalog.search("alpha mills").groups[0].total == 1
        assert found.datasets.report("alpha") == ()
    assert any("damaged" in line for line in caplog.messages)


@pytest.mark.parametrize("damage", ["cut", "noise", "gone"])
def test_a_damaged_snapshot_is_built_anew(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    with service(tmp_path / "home") as found:
        found.graph.store.write(info("alpha"), CLAIMS)
        digest = found.graph.refresh().digest
        (folder,) = (tmp_path / "home" / "snapshots").iterdir()
        for name in (*sorted(path.name for path in folder.glob("*.npy"))[::30], "snapshot.json", "sums.json"):
            content = (folder / name).read_bytes()
            place = len(content) // 2
            if damage == "gone":
                (folder / name).unlink()
            else:
                rest = b"" if damage == "cut" else bytes([content[place] ^ 255]) + content[place + 1 :]
                (folder / name).write_bytes(content[:place] + rest)
            caplog.clear()
            assert found.graph.refresh().digest == digest
            assert len([line for line in caplog.messages if "was damaged and is made anew" in line]) == 1


@pytest.mark.parametrize("public", [False, True])
def test_a_folder_that_is_moved_keeps_its_snapshot(tmp_path: Path, public: bool) -> None:
    with service(tmp_path / "home") as found:
        found.graph.store.write(info("alpha"), CLAIMS)
    here, there = (Settings(home=tmp_path / name, public=public) for name in ("home", "moved"))
    made = bootstrap(here)
    with opened(made.graph.store):
        digest = made.graph.snapshot().digest
        assert made.graph.built()
    here.home.rename(there.home)
    made = bootstrap(there)
    with opened(made.graph.store):
        assert made.graph.built()
        assert made.graph.snapshot().digest == digest


def test_vectors_with_noise_are_encoded_again(tmp_path: Path) -> None:
    texts = ["bread from oats", "milk"]
    before = vectors(texts, tmp_path)
    path = tmp_path / "vectors.db"
    content = bytearray(path.read_bytes())
    place = content.rfind(before[0].astype("int8").tobytes()[:64])
    content[place : place + 64] = bytes(64)
    path.write_bytes(content)
    assert (vectors(texts, tmp_path) == before).all()


def test_noise_in_what_is_checked_is_found(tmp_path: Path) -> None:
    write_checked(tmp_path / "kept", b"content")
    assert read_checked(tmp_path / "kept") == b"content"
    (tmp_path / "kept").write_bytes(b"Content" + (tmp_path / "kept").read_bytes()[7:])
    with pytest.raises(Damaged):
        read_checked(tmp_path / "kept")
    with replacing_folder(tmp_path / "folder") as draft:
        (draft / "one").write_bytes(b"1")
    check_folder(tmp_path / "folder")
    (tmp_path / "folder" / "one").write_bytes(b"2")
    with pytest.raises(Damaged, match="one"):
        check_folder(tmp_path / "folder")


@pytest.mark.parametrize("content", [b"", b"cut", b'{"refused": 3}', b"[]", bytes(range(256))])
def test_a_damaged_report_is_done_without(home: Path, content: bytes) -> None:
    (home / "reports" / "alpha.json").write_bytes(content)
    with service(home) as found:
        client = create_app(found).test_client()
        assert client.get("/data").status_code == 200
        assert client.get("/data/alpha/report").status_code == 200


@pytest.mark.parametrize("content", [b"", b"short"])
def test_an_emptied_secret_is_made_anew(home: Path, content: bytes) -> None:
    (home / "secret").write_bytes(content)
    with service(home) as found:
        assert create_app(found).test_client().get("/data").status_code == 200
        assert len(found.secret) >= 32
    assert (home / "secret").read_bytes() == found.secret == secret(home / "secret")


def test_nobody_else_may_look_into_the_instance_folder(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with service(home) as found:
        asked(found)
    loose = [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]
    assert loose == []


def test_new_files_are_for_their_owner_alone(filled: Path) -> None:
    assert [path for path in (filled, *filled.rglob("*")) if path.stat().st_mode & 0o077] == []


def test_a_full_disk_is_said_and_pages_go_on(home: Path) -> None:
    for name in ("snapshots", "search", "layouts", "network", "inferred", "trends"):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / "vectors.db").unlink()
    with service(home) as found:
        app = create_app(found)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        with full_disk():
            pages = {page: client.get(page, follow_redirects=True) for page in PAGES if page != "/map"}
            assert {answer.status_code for answer in pages.values()} == {200}
            with pytest.raises(DiskFull):
                found.graph.store.write(info("beta"), [organization("z", "beta", name="Z")])
            answer = client.post("/data/example")
        assert answer.status_code == 507
        assert "The disk of the service is full" in answer.text
        found.graph.store.write(info("beta"), [organization("z", "beta", name="Z")])


def test_an_emptied_database_is_not_filled_as_if_new(home: Path) -> None:
    for log in home.glob("graph.db-*"):
        log.unlink()
    (home / "graph.db").write_bytes(b"")
    with pytest.raises(StoreEmptied, match="although this instance had data"):
        bootstrap(Settings(home=home))
    assert (home / "graph.db").read_bytes() == b""
    (home / "graph.db").unlink()
    with service(home) as found:
        assert found.graph.snapshot().empty
