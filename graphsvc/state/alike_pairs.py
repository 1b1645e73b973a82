"""Pairs of organizations that are likely one, as they were found in one state of the data: a derived file."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from graphsvc.derived_files import dispensable, intact, prune, read_checked, write_checked
from graphsvc.ingest.member_matching import AlikePair

_VERSION = "1"
_KEPT = 3


class AlikePairs:
    """The pairs of the last states of the data, by digest of the snapshot."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "alike"

    def read(self, digest: str) -> tuple[AlikePair, ...] | None:
        """The pairs that were found in a state of the data; None where nobody has compared yet."""
        return intact(self._path(digest), _read)

    def keep(self, digest: str, pairs: Sequence[AlikePair]) -> None:
        """Keep the pairs of a state, and of a few before."""
        path = self._path(digest)
        with dispensable(path):
            write_checked(path, json.dumps([astuple(pair) for pair in pairs]).encode())
            prune(self._folder.glob("*.json"), _KEPT)

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest[:16]}-{_VERSION}.json"


def _read(path: Path) -> tuple[AlikePair, ...]:
    return tuple(
        AlikePair((one, other), score, tuple(agreed), tuple(differing))
        for (one, other), score, agreed, differing in json.loads(read_checked(path))
    )
