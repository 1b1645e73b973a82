"""Disk cache of what is derived from a snapshot and takes long, in a folder of the instance folder."""

from collections.abc import Callable, Iterable
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graphsvc.derived_files import dispensable, intact, prune
from graphsvc.snapshot import Strings, load_as, save

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


def content_digest(version: str, columns: Iterable[Strings | NDArray[Any]], words: Iterable[str] = ()) -> str:
    """A digest of all that is read for a value, and of the version of its rules; 32 hexadecimal digits.

    Changes of the data that a value does not read leave it as it is.
    """
    found = blake2b(version.encode(), digest_size=16)
    for column in columns:
        for part in (column.data, column.offsets) if isinstance(column, Strings) else (column,):
            found.update(np.ascontiguousarray(part).tobytes())
    for word in words:
        found.update(f"{word}\n".encode())
    return found.hexdigest()
