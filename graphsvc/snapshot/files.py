"""A snapshot, or what is derived from one, in a folder: one `.npy` file an array, opened memory-mapped,
and one JSON file for the rest.
"""

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_type_hints

import numpy as np
import scipy.sparse as sp

from graphsvc.domain import DatasetInfo
from graphsvc.files import check_folder, replacing_folder
from graphsvc.snapshot.model import Snapshot
from graphsvc.snapshot.strings import Strings

T = TypeVar("T")

LAYOUT = 8
"""Goes up whenever a snapshot of the same data would hold something else, so that nobody opens an old one."""
_PLAIN = "snapshot.json"


def save(value: object, folder: Path) -> None:
    """Write a snapshot or another dataclass as `folder`, all of it or nothing; an existing one stays.

    Fields may be arrays, `Strings`, sparse matrices, such dataclasses, and what JSON can hold; a list of
    texts comes back as `Strings`.
    """
    if folder.exists():
        return
    with replacing_folder(folder) as draft:
        plain: dict[str, Any] = {}
        _write(value, draft, "", plain)
        (draft / _PLAIN).write_text(json.dumps(plain), encoding="utf-8")


def load(folder: Path) -> Snapshot:
    """Open the folder of a snapshot; see `load_as`."""
    return load_as(Snapshot, folder)


def load_as(kind: type[T], folder: Path) -> T:
    """Open a folder that `save` wrote of a `kind`; arrays stay on disk until they are touched.

    Raises `Damaged`, `OSError` or `ValueError` when it is not as it was written.
    """
    check_folder(folder)
    plain = json.loads((folder / _PLAIN).read_text(encoding="utf-8"))
    return cast("T", _read(kind, folder, "", plain))


def _write(value: Any, folder: Path, name: str, plain: dict[str, Any]) -> None:
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        value = Strings.of(value)
    if isinstance(value, Strings):
        np.save(folder / f"{name}.data.npy", value.data)
        np.save(folder / f"{name}.offsets.npy", value.offsets)
    elif isinstance(value, np.ndarray):
        np.save(folder / f"{name}.npy", value)
    elif isinstance(value, sp.csr_array):
        for part in ("data", "indices", "indptr"):
            np.save(folder / f"{name}.{part}.npy", getattr(value, part))
        plain[name] = list(value.shape)
    elif is_dataclass(value):
        for field in fields(value):
            _write(getattr(value, field.name), folder, f"{name}.{field.name}".lstrip("."), plain)
    elif name == "datasets":
        plain[name] = [info.model_dump(mode="json") for info in value]
    else:
        plain[name] = value


def _read(kind: Any, folder: Path, name: str, plain: dict[str, Any]) -> Any:
    if NoneType in get_args(kind):
        inner = next(one for one in get_args(kind) if one is not NoneType)
        return None if plain.get(name, "") is None else _read(inner, folder, name, plain)
    if kind is Strings or (folder / f"{name}.offsets.npy").exists():
        return Strings(_array(folder, f"{name}.data"), _array(folder, f"{name}.offsets"))
    if kind is sp.csr_array:
        parts = tuple(_array(folder, f"{name}.{part}") for part in ("data", "indices", "indptr"))
        return sp.csr_array(parts, shape=tuple(plain[name]))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        values = {
            field.name: _read(hints[field.name], folder, f"{name}.{field.name}".lstrip("."), plain)
            for field in fields(kind)
        }
        return cast("Any", kind)(**values)
    if name in plain:
        infos = name == "datasets"
        return tuple(map(DatasetInfo.model_validate, plain[name])) if infos else _tuples(plain[name])
    return _array(folder, name)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _array(folder: Path, name: str) -> Any:
    path = folder / f"{name}.npy"
    if path.stat().st_size <= 4096:
        return np.load(path)
    # the same pages of the file without the slow ways of `np.memmap`
    return np.asarray(np.load(path, mmap_mode="r"))
