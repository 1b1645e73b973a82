"""File cache of the worker's network results.

The key is a digest of node ids and ties; `state` names what else a result rests on. What was kept with
another list of indicators or by another `_VERSION` is not read. A changed formula needs a new `_VERSION`.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.arrays import Float64s
from graphsvc.derived_files import (
    dispensable,
    intact,
    prune,
    read_arrays,
    read_checked,
    write_arrays,
    write_checked,
)
from graphsvc.network import Communities, ProjectSums, descriptions
from graphsvc.state.bounded_cache import BoundedCache

_VERSION = "2"
_KEPT = 6
_KEPT_CONTENTS = 40
_IN_MEMORY = 8


@dataclass(frozen=True, eq=False)
class Figures:
    """Indicators by id, a value an organization (NaN where hidden), and how betweenness was found."""

    values: Mapping[str, Float64s]
    betweenness_error: float
    pivots: int
    exact: bool


class Results:
    """Communities, indicators, sums of projects and scenes that took long to compute."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "network"
        self._held: BoundedCache[tuple[str, str], Mapping[str, Float64s]] = BoundedCache(_IN_MEMORY)

    def communities(self, key: str) -> Communities | None:
        """The communities of a network, if they are known."""
        found = self._read(key, "communities")
        if found is None:
            return None
        number, modularity = found["summary"]
        return Communities(found["of"].astype(np.int64), int(number), float(modularity))

    def keep_communities(self, key: str, found: Communities) -> None:
        """Keep the communities of a network."""
        summary = np.array([found.number, found.modularity], dtype=np.float64)
        self._write(key, "communities", {"of": found.of, "summary": summary})

    def figures(self, key: str, state: str) -> Figures | None:
        """The indicators of all organizations, if they are known."""
        found = self._read(key, f"figures-{state}")
        if found is None:
            return None
        values = {name: array for name, array in found.items() if name != "summary"}
        error, pivots, exact = found["summary"]
        return Figures(values, float(error), int(pivots), bool(exact))

    def keep_figures(self, key: str, state: str, found: Figures) -> None:
        """Keep the indicators of all organizations."""
        summary = np.array([found.betweenness_error, found.pivots, found.exact], dtype=np.float64)
        self._write(key, f"figures-{state}", {**found.values, "summary": summary})

    def sums(self, key: str, state: str) -> Mapping[str, ProjectSums] | None:
        """What the indicators by year rest on, if it is known."""
        found = self._read(key, f"sums-{state}")
        if found is None:
            return None
        names = sorted({name.rpartition(".")[0] for name in found})
        return {name: ProjectSums(found[f"{name}.above"], found[f"{name}.below"]) for name in names}

    def keep_sums(self, key: str, state: str, found: Mapping[str, ProjectSums]) -> None:
        """Keep what the indicators by year rest on."""
        above = {f"{name}.above": sums.above for name, sums in found.items()}
        self._write(
            key, f"sums-{state}", above | {f"{name}.below": sums.below for name, sums in found.items()}
        )

    def content(self, key: str, name: str) -> bytes | None:
        """What is kept under a name, if it is there."""
        return intact(self._folder / key / f"{name}-{_version()}.kept", read_checked)

    def keep_content(self, key: str, name: str, content: bytes) -> None:
        """Keep something under a name; of a network the last forty are kept."""
        path = self._folder / key / f"{name}-{_version()}.kept"
        with dispensable(path):
            write_checked(path, content)
            prune(path.parent.glob("*.kept"), _KEPT_CONTENTS)
            self._tidy(path.parent)

    def text(self, key: str, name: str) -> str | None:
        """A text kept under a name, if it is there."""
        found = self.content(key, name)
        return None if found is None else found.decode()

    def keep_text(self, key: str, name: str, text: str) -> None:
        """Keep a text under a name; see `keep_content`."""
        self.keep_content(key, name, text.encode())

    def _read(self, key: str, name: str) -> Mapping[str, Float64s] | None:
        known = self._held.get((key, name))
        if known is not None:
            return known
        found = intact(self._folder / key / f"{name}-{_version()}.npz", _arrays)
        if found is not None:
            self._held.put((key, name), found)
        return found

    def _write(self, key: str, name: str, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        parts: dict[str, Any] = {part: array.astype(np.float64) for part, array in arrays.items()}
        path = self._folder / key / f"{name}-{_version()}.npz"
        with dispensable(path):
            write_arrays(path, **parts)
            prune(path.parent.glob(f"{name.partition('-')[0]}-*.npz"), _KEPT)
            self._tidy(path.parent)

    def _tidy(self, current: Path) -> None:
        os.utime(current)
        prune(self._folder.iterdir(), _KEPT)


def _version() -> str:
    return f"{_VERSION}-{hashlib.sha256(' '.join(descriptions()).encode()).hexdigest()[:8]}"


def _arrays(path: Path) -> Mapping[str, Float64s]:
    return {part: array.astype(np.float64) for part, array in read_arrays(path).items()}
