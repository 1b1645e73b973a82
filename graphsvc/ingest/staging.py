"""A file or folder as people have it, as a folder of tables: archives unpacked, JSON and graphs as CSV."""

import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.bundle import BUNDLE
from graphsvc.ingest.child.parts import UNREADABLE_ZIP
from graphsvc.ingest.graph_tables import write_graph_tables
from graphsvc.ingest.json_tables import write_json_table
from graphsvc.ingest.mapping import DATASET, MAPPING
from graphsvc.ingest.readers import MAX_RATIO, MAX_UNPACKED, TABLES, is_table
from graphsvc.ingest.source_files import PACKED_TWICE, unreadable
from graphsvc.messages import msg

MAX_MEMBERS = 1_000
"""Files of one archive, and of one folder."""
_DEPTH = 4
_CHUNK = 1 << 20
_SMALL = 64 << 20
_JSON = (".json", ".jsonl", ".ndjson")
_GRAPHS = (".graphml", ".gexf")
FORMS = (*TABLES, *_JSON, *_GRAPHS, ".zip")
"""How the names of files end that hold data."""


@contextmanager
def staged(path: Path, only: Sequence[str] = ()) -> Iterator[Path]:
    """The folder of tables that stands for `path` while it is loaded.

    `only` are patterns for the files of archives: the first that any of them has chooses; none takes all.

    A folder that describes itself (`dataset.yml`, `mapping.yml`, a bundle) and one with tables alone stay as
    they are. Raises `InvalidData` for a path that is not there and for archives that cannot be unpacked.
    """
    if not path.exists():
        raise InvalidData(
            msg("there is no file or folder %(folder)s", folder=path.name),
            [Issue(path.name, 0, "", "", msg("no such file or folder"))],
        )
    if path.is_dir() and _is_ready(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="graphsvc-staged-") as place:
        folder = Path(place) / (path.stem.partition(".")[0] or "data")
        folder.mkdir()
        for source in _files(path):
            name = source.name if path.is_file() else source.relative_to(path).as_posix()
            _lay(source, name, folder, only)
        inner = _described(folder)
        yield inner or folder


def _is_ready(folder: Path) -> bool:
    if any((folder / name).is_file() for name in (DATASET, MAPPING, BUNDLE)):
        return True
    below = [child for child in folder.iterdir() if not child.name.startswith(".")]
    return bool(below) and all(child.is_file() and is_table(child) for child in below)


def _described(folder: Path) -> Path | None:
    """The folder of an unpacked export or dataset."""
    for name in (BUNDLE, DATASET):
        found = sorted(folder.rglob(name))
        if found:
            return found[0].parent
    return None


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = [
        child
        for child in sorted(path.rglob("*"))
        if child.is_file()
        and len(child.relative_to(path).parts) <= _DEPTH
        and not any(part.startswith((".", "~", "__MACOSX")) for part in child.relative_to(path).parts)
    ]
    if len(found) > MAX_MEMBERS:
        raise unreadable(path.name, msg("more than %(most)s files", most=MAX_MEMBERS))
    return found


def _lay(source: Path, name: str, folder: Path, only: Sequence[str] = ()) -> None:
    """Put one file into the folder, as a table where it is one."""
    lower = name.lower()
    target = _free(folder / name)
    if lower.endswith(".zip"):
        _unpack(source, name, folder, only)
    elif lower.endswith(_JSON):
        write_json_table(source, name, _free(target.with_suffix(".csv")))
    elif lower.endswith(_GRAPHS):
        inner = _free(target.with_suffix(""))
        inner.mkdir(parents=True, exist_ok=True)
        write_graph_tables(source, name, inner)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.resolve())


def _free(target: Path) -> Path:
    """`target`, or with a number where that is taken."""
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    chosen = target
    while chosen.exists():
        number += 1
        chosen = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return chosen


def _unpack(archive: Path, name: str, folder: Path, only: Sequence[str]) -> None:
    """Put the files of an archive into the folder; they lie beside it, where no other archive writes."""
    place = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        with ZipFile(archive) as opened:
            members = [one for one in opened.infolist() if not one.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise unreadable(name, msg("more than %(most)s files", most=MAX_MEMBERS))
            chosen = next(
                filter(None, ([one for one in members if fnmatch(one.filename, mark)] for mark in only)),
                members,
            )
            budget = min(MAX_UNPACKED, max(_SMALL, MAX_RATIO * archive.stat().st_size))
            for number, member in enumerate(chosen):
                inner = _inner_name(member, name)
                if inner.startswith("__MACOSX/") or PurePosixPath(inner).name.startswith("."):
                    continue
                if inner.lower().endswith(".zip"):
                    raise unreadable(name, PACKED_TWICE)
                target = place / f"{number}{PurePosixPath(inner).suffix}"
                budget -= _copied(opened, member, target, budget, name)
                _lay(target, inner, folder)
    except UNREADABLE_ZIP as error:
        raise unreadable(name, msg("not a readable archive, or cut off")) from error


def _inner_name(member: ZipInfo, archive: str) -> str:
    """The safe relative name of a member. Raises `InvalidData`."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    unsafe = member.filename.startswith(("/", "\\")) or ".." in parts or ":" in member.filename
    if unsafe or not parts or stat.S_ISLNK(member.external_attr >> 16):
        raise unreadable(archive, msg("holds a part with an unsafe name"), value=member.filename[:100])
    if member.flag_bits & 1:
        raise unreadable(archive, msg("protected by a password; save it without one"))
    return "/".join(parts[-_DEPTH:])


def _copied(archive: ZipFile, member: ZipInfo, target: Path, budget: int, name: str) -> int:
    size = 0
    with archive.open(member) as source, target.open("wb") as copy:
        while block := source.read(_CHUNK):
            size += len(block)
            if size > budget:
                raise unreadable(name, msg("unpacked it is more than %(most)s times larger", most=MAX_RATIO))
            copy.write(block)
    return size
