"""The seeds, and an empty store, loaded and computed once, whatever number of processes and runs need them.

The first process that asks makes an instance folder under a lock; everybody works on a copy of it. It is kept
in `.cache` until what it is made from changes: the package below pages and commands, the seeds, the
locked libraries, Python, or the day.
"""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings, packaged

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".cache" / "seeds"
KEPT_EMPTY = ROOT / ".cache" / "empty"
MADE_FROM = ("graphsvc", "seeds", "requirements-test.lock", "tests/support/seeds.py")
VECTORS = "vectors.db"
WITHOUT = {Path("graphsvc/web"), Path("graphsvc/cli")}
"""What the layers below know nothing of, so that it cannot change what they make."""


def instance(factory: pytest.TempPathFactory) -> Path:
    """A folder of one's own with the seeds loaded and what a worker makes of them."""
    home = factory.mktemp("seeds") / "home"
    copy_of(KEPT, _key(), make, home)
    return home


def empty_instance(home: Path) -> None:
    """Make `home` a folder with an empty store and what a worker makes of that, encoded texts above all."""
    copy_of(KEPT_EMPTY, _key(), make_empty, home)


def encoded(home: Path) -> None:
    """Make `home` a folder with nothing but the encoded texts of the seeds, which take longest."""
    home.mkdir(parents=True)
    copy_of(KEPT, _key(), make, home, VECTORS)


def _key() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}-{digest(ROOT)}"


def copy_of(kept: Path, key: str, make: Callable[[Path], None], home: Path, name: str = "") -> None:
    """Copy the folder `key` of `kept` to `home`, or one file of it into that.

    Where the folder is missing, `make` it first and drop all others.
    """
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / key).is_dir():
            for old in (path for path in kept.iterdir() if path.is_dir()):
                shutil.rmtree(old)
            make(kept / "draft")
            (kept / "draft").rename(kept / key)
        if name:
            shutil.copy(kept / key / name, home)
        else:
            shutil.copytree(kept / key, home)


def digest(root: Path) -> str:
    """SHA-256 over names and bytes of what the folder is made from, and the version of Python."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(_files(root)):
        found.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


def _files(root: Path) -> Iterator[Path]:
    for name in MADE_FROM:
        top = root / name
        for path in top.rglob("*") if top.is_dir() else [top]:
            above = set(path.relative_to(root).parents)
            if path.is_file() and path.parent.name != "__pycache__" and WITHOUT.isdisjoint(above):
                yield path


def make(home: Path) -> None:
    """The seeds, and all that is kept beside them, for those in the house and on a service open to others."""
    services = bootstrap(Settings(home=home))
    with opened(services.graph.store):
        load_folder(packaged("seeds"), services.graph.store, home)
        _work(services)
    public = bootstrap(Settings(home=home, public=True))
    public.graph.home.mkdir(exist_ok=True)
    shutil.copy(home / VECTORS, public.graph.home)  # of the same texts, which take long to encode
    with opened(public.graph.store):
        _work(public)


def make_empty(home: Path) -> None:
    """An empty store, for those in the house and on a service open to others."""
    for public in (False, True):
        services = bootstrap(Settings(home=home, public=public))
        with opened(services.graph.store):
            _work(services)


def _work(services: Services) -> None:
    services.graph.refresh()
    services.handlers()["network"]({}, lambda _done, _total: None)
    services.prime()
