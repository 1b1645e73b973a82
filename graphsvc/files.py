"""Files of the instance folder: private, written as drafts that replace them as a whole, and locks."""

import errno
import fcntl
import json
import logging
import os
import secrets
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger("graphsvc.files")

SUMS = "sums.json"
"""Name of the file that holds the checksums of the other files of a folder."""

_DRAFT = ".part"
_SECRET_BYTES = 32
_BLOCK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SQLITE_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


class Damaged(ValueError):
    """A file does not hold what was written into it."""


def disk_full(error: BaseException | None) -> bool:
    """Whether `error`, or what it came from, says that the disk takes no more."""
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None) or getattr(
            getattr(error, "orig", None), "sqlite_errorcode", None
        )
        if code in _SQLITE_FULL or (isinstance(error, OSError) and error.errno in _FULL):
            return True
        error = error.__cause__
    return False


def private_folder(folder: Path) -> Path:
    """Make `folder` and the folders above it that are missing, for their owner alone; returns it."""
    for one in reversed([folder, *folder.parents]):
        if not one.is_dir():
            one.mkdir(mode=0o700, exist_ok=True)
    return folder


def private_file(path: Path) -> Path:
    """Make an empty file for its owner alone, unless there is one; returns its path."""
    private_folder(path.parent)
    path.touch(mode=0o600)
    return path


def make_private(folder: Path) -> None:
    """Make `folder`, and take from others what they may do in an existing one."""
    private_folder(folder)
    if not folder.stat().st_mode & 0o077:
        return
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                (Path(place) / name).chmod(0o600)
        Path(place).chmod(0o700)


@contextmanager
def replacing(path: Path, *, sync: bool = False) -> Iterator[BinaryIO]:
    """A draft to write into, which replaces `path` when the block ends and is removed when it fails.

    `sync` waits until the content is on the disk. The file is for its owner alone.
    """
    private_folder(path.parent)
    draft, handle = _locked_draft(path.parent, _draft_file)
    try:
        with draft.open("wb") as file:
            yield file
            if sync:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
        os.close(handle)


@contextmanager
def replacing_output(path: Path) -> Iterator[BinaryIO]:
    """As `replacing`, for a file that somebody asked for: its folder is made, others may read it as usual."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        yield file
        mask = os.umask(0)
        os.umask(mask)
        Path(file.name).chmod(0o666 & ~mask)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """A draft folder, which becomes `folder` when the block ends, with a checksum of each of its files.

    Where another process was faster, its folder stays. Raises `OSError`.
    """
    private_folder(folder.parent)
    draft, handle = _locked_draft(folder.parent, _draft_folder)
    try:
        yield draft
        sums = {path.name: _sum_of(path) for path in sorted(draft.iterdir())}
        (draft / SUMS).write_text(json.dumps(sums), encoding="utf-8")
        for path in draft.iterdir():
            path.chmod(0o600)
        try:
            draft.replace(folder)
        except OSError:
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(handle)


def sweep_drafts(folder: Path) -> None:
    """Remove the drafts below `folder` whose writers were killed; what a process is writing stays."""
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            if name.startswith(".") and name.endswith(_DRAFT):
                _remove_abandoned(Path(place) / name)


def remove_folder(folder: Path) -> None:
    """Remove a folder that others may look into: killed meanwhile, it is whole or a draft."""
    going = folder.with_name(f".{folder.name}{_DRAFT}")
    folder.replace(going)
    shutil.rmtree(going, ignore_errors=True)


def _remove_abandoned(draft: Path) -> None:
    with suppress(OSError):  # its writer has the lock, or it is gone
        handle = os.open(draft, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()
        finally:
            os.close(handle)


def _locked_draft(parent: Path, make: Callable[[Path], Path]) -> tuple[Path, int]:
    """A new draft in `parent` and the handle that holds its lock, which goes with this process."""
    while True:
        draft = make(parent)
        with suppress(FileNotFoundError):  # `sweep_drafts` came before the lock: another draft
            handle = os.open(draft, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if draft.exists():
                return draft, handle
            os.close(handle)


def _draft_file(parent: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=parent, prefix=".", suffix=_DRAFT)
    os.close(handle)
    return Path(name)


def _draft_folder(parent: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=parent, prefix=".", suffix=_DRAFT))


def check_folder(folder: Path) -> None:
    """Compare a folder that `replacing_folder` wrote with its checksums. Raises `Damaged`, `OSError`."""
    sums = json.loads((folder / SUMS).read_bytes())
    for name, expected in sums.items():
        if _sum_of(folder / name) != expected:
            raise Damaged(f"{name} does not have its checksum")


def write_file(path: Path, content: bytes) -> None:
    """Replace the content of `path`: all of it or nothing."""
    with replacing(path) as file:
        file.write(content)


def secret(path: Path) -> bytes:
    """The random bytes kept in `path`, made when they are missing or too few; the same for all processes."""
    found = _long_enough(path)
    if found is None:
        with locked(path.with_name(f".{path.name}.lock"), wait=True):
            found = _long_enough(path)
            if found is None:
                if path.exists():
                    log.warning("%s was empty or cut and is made anew", path)
                found = secrets.token_hex(_SECRET_BYTES).encode()
                write_file(path, found)
    return found


@contextmanager
def locked(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold a lock file while the block runs; false when another process holds it and `wait` is not set.

    The lock goes with the process, however that ends.
    """
    handle = take_lock(path, wait=wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def take_lock(path: Path, *, wait: bool = False) -> int | None:
    """A handle that holds the lock file `path` until it is closed; None when another process holds it."""
    handle = os.open(private_file(path), os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _long_enough(path: Path) -> bytes | None:
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return None
    return kept if len(kept) >= _SECRET_BYTES else None


def _sum_of(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found = zlib.crc32(block, found)
    return found
