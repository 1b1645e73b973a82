"""Current snapshot: opened once, shared between requests, replaced when a newer one is ready."""

import hashlib
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from graphsvc import snapshot as snapshots
from graphsvc.derived_files import dispensable, intact, prune
from graphsvc.domain import DatasetInfo, Feedback, is_private
from graphsvc.domain.dataset import MEMBER_LISTS
from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import EntityRow, LinkRow
from graphsvc.errors import Busy
from graphsvc.snapshot import Snapshot
from graphsvc.store.public import PublicStore

T = TypeVar("T")

_KEPT = 2
_KEPT_VIEWS = 8
_PUBLIC, _VIEWS = "public", "views"


def derived_folder(home: Path, *, public: bool, lists: Sequence[str] = ()) -> Path:
    """Where what is derived lies in the instance folder: apart for each set of claims that it is built from.

    `lists` are member lists that a public graph shows to some readers.
    """
    if lists:
        return home / _VIEWS / hashlib.sha256(" ".join(lists).encode()).hexdigest()[:16]
    return home / _PUBLIC if public else home


def drop_views(home: Path) -> None:
    """Throw away what was derived from member lists for some readers; it is made anew when asked for."""
    shutil.rmtree(home / _VIEWS, ignore_errors=True)


@dataclass
class _Preparing:
    """The thread that makes ready what all need, and how many of its steps are done."""

    thread: int
    total: int
    done: int = 0


class CurrentGraph:
    """Hands out the current snapshot and what is derived from it.

    Snapshots lie in the instance folder by `name` of the store, layout and revision, so that another process
    can build them and this one only opens them.

    A `public` graph is built from public claims, and the member lists `lists` where it is a view for some
    readers. `home` is the folder for all that is derived from the graph; each of them has a folder of its own
    inside the instance folder, since some of what is kept depends on what was there before (a layout starts
    from the last one). `instance` is that folder, where lies what people keep; `everything` is the store with
    all claims.
    """

    def __init__(
        self, store: GraphStore, name: str, home: Path, *, public: bool = False, lists: Sequence[str] = ()
    ) -> None:
        self._public, self.everything, self.instance = public, store, home
        self.words_beside: Callable[[], Iterable[Feedback]] = tuple
        """Gives words of persons that count and are kept elsewhere than in the store."""
        self.store = PublicStore(store, frozenset(lists)) if public else store
        self.home = derived_folder(home, public=public, lists=lists)
        if lists:
            prune(self.home.parent.glob("*"), _KEPT_VIEWS)
        self._folder = self.home / "snapshots"
        self._prefix = hashlib.sha256(name.encode()).hexdigest()[:16]
        self._lock = threading.RLock()
        self._refreshing = threading.RLock()  # never asked for by who holds the other one
        self._current: Snapshot | None = None
        self._revision: int | None = None
        self._derived: dict[Hashable, tuple[Callable[[Snapshot], object], object]] = {}
        self._forgotten: Counter[Hashable] = Counter()
        self._preparing: _Preparing | None = None

    @contextmanager
    def preparing(self, total: int) -> Iterator[Callable[[], None]]:
        """A block in which this thread makes ready, in `total` steps, what all ask for.

        Whoever asks meanwhile for what is not there yet gets `Busy` at once, so that nobody waits for a lock
        and nothing half-made is seen. The function handed out counts one step as done.
        """
        now = self._preparing = _Preparing(threading.get_ident(), total)

        def done() -> None:
            now.done += 1

        try:
            yield done
        finally:
            self._preparing = None

    def being_prepared(self) -> Busy | None:
        """How far the thread is that makes ready what all ask for; None for itself and when it has ended."""
        now = self._preparing
        if now is None or now.thread == threading.get_ident():
            return None
        return Busy(now.done, now.total)

    def snapshot(self) -> Snapshot:
        """The current snapshot, opened or built by the first call. Raises `Busy` while another does that."""
        if self._current is None:
            if busy := self.being_prepared():
                raise busy
            self.refresh()
        return cast("Snapshot", self._current)

    def stale(self) -> bool:
        """Whether the store has moved on since the current snapshot."""
        return self._revision != self.store.revision()

    def built(self) -> bool:
        """Whether the snapshot of the store's revision lies in the instance folder."""
        return self._at(self.store.revision()).exists()

    def refresh(self) -> Snapshot:
        """Open the snapshot of the store's revision, building it when nobody has; then swap.

        Who comes while another does this waits, and finds it done.
        """
        with self._refreshing:
            revision = self.store.revision()
            opened = intact(self._at(revision), snapshots.load)
            if opened is None:
                revision, opened = self._build()
            return self._swap(revision, opened)

    def _swap(self, revision: int, opened: Snapshot) -> Snapshot:
        """Show a snapshot once everything that was derived from the last one is derived from it."""
        with self._lock:
            if self._current is not None and _same(self._current, opened):
                self._revision = revision
                return self._current
            forgotten = self._forgotten.copy()
            known = tuple(self._derived.items())
        derived = {key: (make, make(opened)) for key, (make, _) in known}
        with self._lock:
            for key, (make, _) in known:
                if self._forgotten[key] != forgotten[key]:  # said more while this was being made
                    derived[key] = (make, make(opened))
            self._current, self._derived, self._revision = opened, derived, revision
        return opened

    def derived(self, key: Hashable, make: Callable[[Snapshot], T]) -> T:
        """`make(snapshot)`, kept while the snapshot stands and made again before the next one is shown.

        `key` names what is derived; there are few of them, since all are remade at every change. Raises
        `Busy` for what is not there yet while another thread is `preparing`.
        """
        if busy := self.being_prepared():
            known = self._derived.get(key)
            if known is None:
                raise busy
            return cast("T", known[1])
        self.snapshot()
        with self._lock:
            if key not in self._derived:
                self._derived[key] = (make, make(self.snapshot()))
            return cast("T", self._derived[key][1])

    def forget(self, key: Hashable) -> None:
        """Have what is derived under `key` made anew: what it read beside the snapshot has changed."""
        with self._lock:
            self._forgotten[key] += 1
            if key in self._derived:
                make, _ = self._derived[key]
                self._derived[key] = (make, make(self.snapshot()))

    def _build(self) -> tuple[int, Snapshot]:
        """The store's revision and its snapshot, from its folder; from memory where it cannot be kept.

        A public snapshot is numbered by its content, since the store's revision counts private changes too.
        """
        with self.store.read() as reader:
            built = snapshots.build(reader)
        revision, folder = built.revision, self._at(built.revision)
        if self._public:
            built = replace(built, revision=int(built.digest[:7], 16))
        with dispensable(folder):
            snapshots.save(built, folder)
            prune(self._folder.glob(f"{self._prefix}-*"), _KEPT)
        return revision, intact(folder, snapshots.load) or built

    def _at(self, revision: int) -> Path:
        return self._folder / f"{self._prefix}-{snapshots.LAYOUT}-{revision}"

    def runs(self) -> Mapping[str, int]:
        """The run that each loaded dataset shows now; what persons say bit by bit is no load."""
        with self.store.read() as reader:
            return {
                name: run
                for name, run in reader.runs().items()
                if not is_private(name) or name.startswith(MEMBER_LISTS)
            }

    def claims(self, identifier: str) -> tuple[list[EntityRow], list[LinkRow], list[DatasetInfo]]:
        """All claims about an entity and its links, for the page that says where facts come from."""
        with self.store.read() as reader:
            entities = list(reader.entities(ids=[identifier]))
            return entities, list(reader.links(ends=[identifier])), reader.datasets()


def _same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots hold the same claims of the same datasets under one number."""
    return (one.revision, one.digest, one.datasets) == (other.revision, other.digest, other.datasets)
