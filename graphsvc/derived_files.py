"""Files that can be made anew: written when there is room, read when they are whole, and thrown away else.

A damaged file is removed with one line in the log; one that cannot be written (a full disk) is done without.
"""

import logging
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphsvc.files import Damaged, disk_full, replacing, write_file

if TYPE_CHECKING:
    import numpy.typing as npt

T = TypeVar("T")

log = logging.getLogger("graphsvc.derived_files")

_SUM_BYTES = 4


def write_checked(path: Path, content: bytes) -> None:
    """`content` with its CRC-32 (4 bytes) behind it in place of the file `path`, for `read_checked`."""
    write_file(path, content + zlib.crc32(content).to_bytes(_SUM_BYTES))


def read_checked(path: Path) -> bytes:
    """What `write_checked` wrote. Raises `Damaged`, `OSError`."""
    kept = path.read_bytes()
    content = kept[:-_SUM_BYTES]
    if zlib.crc32(content).to_bytes(_SUM_BYTES) != kept[-_SUM_BYTES:]:
        raise Damaged("the checksum differs")
    return content


def write_arrays(path: Path, **arrays: "npt.NDArray[Any]") -> None:
    """Arrays by name in place of the file `path`, for `read_arrays`."""
    import numpy as np

    with replacing(path) as file:
        np.savez(file, allow_pickle=False, **arrays)


def read_arrays(path: Path) -> "dict[str, npt.NDArray[Any]]":
    """What `write_arrays` wrote, by name. A damaged file raises nearly anything; see `intact`."""
    import numpy as np

    # opened here, since numpy leaves a file open that is no archive
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


@contextmanager
def dispensable(path: Path) -> Iterator[None]:
    """A block that writes the cache `path`: if that fails, one line in the log says so and work goes on."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = "the disk is full" if disk_full(error) else error
        log.warning("%s cannot be kept: %s", path, reason)


def intact(path: Path, read: Callable[[Path], T]) -> T | None:
    """What `read` makes of a derived file or folder; None where there is none, or no more than rubbish.

    A damaged one is removed with one line in the log, so that it is made anew.
    """
    if not path.exists():
        return None
    try:
        return read(path)
    except Exception as error:  # noqa: BLE001 - noise in a file can raise anything
        discard(path, error)
        return None


def discard(path: Path, error: object) -> None:
    """Remove a damaged file or folder, saying why; what could not be read for another reason stays."""
    unreadable = isinstance(error, OSError) and not isinstance(error, FileNotFoundError | EOFError)
    if not path.exists():
        return
    if unreadable:
        log.warning("%s cannot be read: %s", path, error)
        return
    log.warning("%s was damaged and is made anew: %s", path, str(error) or type(error).__name__)
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    for one in (path, *(path.with_name(f"{path.name}-{part}") for part in ("journal", "wal", "shm"))):
        with suppress(OSError):  # a folder is gone already, and few files have companions of SQLite
            one.unlink()


def prune(paths: Iterable[Path], keep: int) -> None:
    """Remove all but the `keep` files or folders that were changed last."""
    found = []
    for path in paths:
        with suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path))
    for _, old in sorted(found)[: max(len(found) - keep, 0)]:
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.unlink()
