"""Files of the instance folder that hold a list of entries as JSON."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphsvc.files import locked, write_file


def entries_in(path: Path) -> list[Any]:
    """The entries of a file, oldest first; none where there is no file."""
    return list(json.loads(path.read_bytes())) if path.exists() else []


def write_entries(path: Path, entries: Sequence[Any]) -> None:
    """Let a file hold these entries, all or, where it raises `OSError`, those of before."""
    write_file(path, json.dumps(entries, ensure_ascii=False, indent=1).encode())


@contextmanager
def adding_entries(path: Path) -> Iterator[list[Any]]:
    """The entries of a file, to append to; no other process changes them meanwhile.

    What was appended is written when the block ends, all at once. A block that raises writes nothing.
    """
    with locked(path.with_suffix(".lock"), wait=True):
        entries = entries_in(path)
        before = len(entries)
        yield entries
        if len(entries) > before:
            write_entries(path, entries)


def file_of(folder: Path, cluster: str, criteria: str) -> Path:
    """The file of a cluster (id) and a criteria set (id)."""
    return folder / f"{cluster.replace(':', '-')}.{criteria}.json"
