"""Backups: the claims of a store and what people left in the instance folder, one file for either store.

A backup is a ZIP archive: `claims.jsonl` has one claim a line (a row of `domain.rows` as a JSON array,
entities first), below `home/` are files of the instance folder, and `backup.json` says what there is. The
archive's comment, the last bytes of the file, is the SHA-256 of everything before, so that any change shows.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from pydantic import BaseModel, ConfigDict

from graphsvc.collaboration.copies import PEOPLE_FILES, check_copies, people_copies, put_back
from graphsvc.domain import DatasetInfo
from graphsvc.domain.ports import GraphStore, batches
from graphsvc.domain.rows import Digest, EntityRow, LinkRow, Row
from graphsvc.errors import InvalidData
from graphsvc.files import replacing, write_file

FORMAT = 1
"""Version of the form of the file."""

KEPT = (
    "members.salt",
    "member_columns.json",
    "member_columns",
    "members",
    "judged_pairs.json",
    "uploads",
    "undo",
    "desks",
    "reports",
    "record_changes",
    "assessments",
    "admissions",
    "stories",
    "reminders.json",
    "registers",
)
"""What lies in the instance folder and cannot be made anew, beside `PEOPLE_FILES`; the rest is derived, or is
made when missing."""

_CLAIMS, _ABOUT, _HOME = "claims.jsonl", "backup.json", "home"
_REPORTS = "reports"
_SUM = 64
_BLOCK = 1 << 20
_FAST = 1
"""Level of compression: the next one takes twice the time for a tenth of the size."""


class BackupContent(BaseModel):
    """What a backup holds; `runs` are the runs that its datasets showed, `made` the day it was made."""

    model_config = ConfigDict(frozen=True)

    format: int
    made: str
    digest: str
    claims: int
    datasets: tuple[DatasetInfo, ...]
    runs: dict[str, int]
    files: tuple[str, ...]


def write_backup(store: GraphStore, home: Path, path: Path, made: str) -> BackupContent:
    """Write one consistent state of a store, whatever is written meanwhile, and the kept files of `home`.

    The file is for its owner alone, since it holds what is private. Raises `StoreError`, `OSError`.
    """
    with replacing(path, sync=True) as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_FAST) as archive:
            files = tuple(_keep_files(archive, home))
            content = _write_claims(archive, store, made, files)
            archive.writestr(_ABOUT, content.model_dump_json(exclude_defaults=True))
            archive.comment = b"0" * _SUM
        file.flush()
        with Path(file.name).open("r+b") as sealed:
            mark = _sum_of(sealed)
            sealed.write(mark)
    return content


def read_content(path: Path) -> BackupContent:
    """What a backup holds. Raises `InvalidData` for a file that is not as `write_backup` wrote it."""
    try:
        with path.open("rb") as file:
            intact = _sum_of(file) == file.read()
    except ValueError:
        intact = False
    if not intact:
        raise InvalidData(
            f"{path} is no backup of this service, or was cut or changed since it was made: "
            "nothing was written. Take another backup"
        )
    with ZipFile(path) as archive:
        about = json.loads(archive.read(_ABOUT))
    if about["format"] > FORMAT:
        raise InvalidData(f"{path} was made by a newer version of this service; update it first")
    return BackupContent.model_validate(about)


def restore_backup(path: Path, store: GraphStore, home: Path, *, replace: bool = False) -> BackupContent:
    """Bring a backup into a store of either kind, all of it or nothing, and its files into `home`.

    Raises `InvalidData` for a file that is no intact backup, and for a store that holds something unless
    `replace` says that it goes.
    """
    content = read_content(path)
    with ZipFile(path) as archive:
        people = {name: archive.read(f"{_HOME}/{name}") for name in content.files if name in PEOPLE_FILES}
    check_copies(home, people, replace=replace)
    with store.read() as reader:
        there = len(reader.datasets())
    if there and not replace:
        raise InvalidData(
            f"the store is not empty (datasets: {there}), and a backup takes the place of everything in it: "
            "give --replace to have that replaced, or name an empty store"
        )
    digest = Digest()
    with ZipFile(path) as archive:
        with store.replace(content.datasets) as run:
            for batch in batches(digest.through(_read_claims(archive))):
                run.write_rows(batch)
            if digest.hexdigest() != content.digest:
                raise InvalidData(f"{path} does not hold the claims that it was made of: nothing was written")
        with store.read() as reader:
            runs = reader.runs()
        if replace:
            for name in KEPT:
                _remove(home / name)
        put_back(home, people)
        for name in (one for one in content.files if one not in people):
            data: bytes | None = archive.read(f"{_HOME}/{name}")
            folder, _, file = name.partition("/")
            if folder == _REPORTS and data is not None:
                dataset = file.removesuffix(".json")
                data = _renumbered(data, content, dataset, runs.get(dataset))
            if data is not None:
                write_file(home / name, data)
    return content


def _keep_files(archive: ZipFile, home: Path) -> Iterator[str]:
    """Put the kept files of `home` into the archive; their names."""
    for kept in KEPT:
        place = home / kept
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            name = path.relative_to(home)
            hidden = any(part.startswith(".") for part in name.parts)
            with suppress(FileNotFoundError):  # what waits there may go meanwhile
                if path.is_file() and not hidden:
                    archive.writestr(f"{_HOME}/{name.as_posix()}", path.read_bytes())
                    yield name.as_posix()
    for file, content in people_copies(home):
        archive.writestr(f"{_HOME}/{file}", content)
        yield file


def _write_claims(archive: ZipFile, store: GraphStore, made: str, files: tuple[str, ...]) -> BackupContent:
    digest, count = Digest(), 0
    with (
        store.read() as reader,
        archive.open(_CLAIMS, "w", force_zip64=True) as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as lines,
    ):
        rows: Iterator[Row] = chain(reader.entities(), reader.links())
        for row in digest.through(rows):
            lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
        return BackupContent(
            format=FORMAT,
            made=made,
            digest=digest.hexdigest(),
            claims=count,
            datasets=tuple(reader.datasets()),
            runs=dict(reader.runs()),
            files=files,
        )


def _read_claims(archive: ZipFile) -> Iterator[Row]:
    with archive.open(_CLAIMS) as raw:
        for line in raw:
            values = json.loads(line)
            entity = len(values) == len(EntityRow._fields)
            yield EntityRow._make(values) if entity else LinkRow._make(values)


def _renumbered(report: bytes, content: BackupContent, dataset: str, run: int | None) -> bytes | None:
    """A report that names the run of its dataset here; nothing for one on a run that was not shown."""
    about = json.loads(report)
    if about.get("run") not in (None, content.runs.get(dataset)):
        return None
    return json.dumps(about | {"run": run}, ensure_ascii=False).encode()


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _sum_of(file: BinaryIO) -> bytes:
    """The SHA-256, in hexadecimal digits, of a file but for its last bytes; the file then stands at these.

    Raises `ValueError` for a file that is too short.
    """
    left = file.seek(0, io.SEEK_END) - _SUM
    if left < 0:
        raise ValueError("too short")
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(min(_BLOCK, left)):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest().encode()
