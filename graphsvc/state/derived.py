"""Disk cache of what is derived from a snapshot and takes long, in a folder of the instance folder."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from graphsvc.derived_files import dispensable, intact, prune
from graphsvc.snapshot import load_as, save

T = TypeVar("T")

_KEPT = 2


def kept(folder: Path, key: str, kind: type[T], make: Callable[[], T]) -> T:
    """`make()`, or what it made before under an equal `key`, opened from a folder inside `folder`.

    Args:
        folder: where values of this `kind` lie; the last two are kept.
        key: names all that the value depends on: the digest of the data, versions of rules and of its form.
        kind: the dataclass that `make` returns; see `snapshot.save` for its fields.
        make: called only when nothing is kept.
    """
    path = folder / sha256(key.encode()).hexdigest()[:32]
    found = intact(path, lambda place: load_as(kind, place))
    if found is None:
        found = make()
        with dispensable(path):
            save(found, path)
            prune(folder.glob("[!.]*"), _KEPT)
    return found
