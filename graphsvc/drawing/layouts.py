"""Where pictures are kept: positions by digest and view in the instance folder."""

import hashlib
from pathlib import Path

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.derived_files import dispensable, intact, prune, read_arrays, write_arrays
from graphsvc.drawing.layout import positions
from graphsvc.network.sparse import Matrix

_KEPT = 20
_VERSION = "4"


class Layouts:
    """Positions, computed once for each graph and view.

    A graph that changed a little starts from the last picture of the same view, so that what was known stays
    where it was. Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def positions(self, view: str, digest: str, ids: tuple[str, ...], network: Matrix) -> Float64s:
        """Return positions of `ids` (sorted as the rows of `network`), kept or computed.

        Args:
            view: what is drawn; pictures of one view resemble one another.
            digest: of the data and everything else the picture depends on.
            ids: node ids.
            network: symmetric tie strength.
        """
        if self._folder is None:
            return positions(network)
        kept = self.kept(view, digest, ids)
        if kept is not None:
            return kept
        folder = self._folder / view
        placed = positions(network, start=self._earlier(folder, ids)).astype(np.float32).astype(np.float64)
        path = folder / _file(digest)
        with dispensable(path):
            _write(path, ids, placed)
            prune(folder.glob("*.npz"), _KEPT)
        return placed

    def kept(self, view: str, digest: str, ids: tuple[str, ...]) -> Float64s | None:
        """Positions of `ids` that were computed before, if they were; see `positions`."""
        kept = intact(self._folder / view / _file(digest), _read) if self._folder is not None else None
        return kept[1] if kept is not None and kept[0] == ids else None

    def _earlier(self, folder: Path, ids: tuple[str, ...]) -> Float64s | None:
        newest = max(
            folder.glob("*.npz"), key=lambda path: (path.stat().st_mtime_ns, path.name), default=None
        )
        kept = intact(newest, _read) if newest is not None else None
        if kept is None:
            return None
        known = dict(zip(kept[0], kept[1], strict=True))
        nowhere = np.full(2, np.nan)
        return np.array([known.get(identifier, nowhere) for identifier in ids]).reshape(-1, 2)


def _file(digest: str) -> str:
    return f"{hashlib.sha256(f'{_VERSION} {digest}'.encode()).hexdigest()[:32]}.npz"


def _read(path: Path) -> tuple[tuple[str, ...], Float64s]:
    kept = read_arrays(path)
    ids = tuple(kept["ids"].tobytes().decode().split("\n")) if kept["ids"].size else ()
    return ids, kept["positions"].astype(np.float64)


def _write(path: Path, ids: tuple[str, ...], placed: Float64s) -> None:
    ids_bytes = np.frombuffer("\n".join(ids).encode(), dtype=np.uint8)
    write_arrays(path, ids=ids_bytes, positions=placed.astype(np.float32))
