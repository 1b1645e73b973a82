"""Download a known source and load it, as its own dataset."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml

from graphsvc.ingest.archives import Announced, Downloaded, kept
from graphsvc.ingest.download import Progress, download, newest_of_zenodo
from graphsvc.ingest.mapping import DATASET
from graphsvc.ingest.sources import KnownSource, at, source_named
from graphsvc.ingest.staging import staged

DOWNLOADS = "downloads"


def brought(
    name: str, home: Path, *, base: str, day: date, progress: Progress, say: Callable[[str], None]
) -> tuple[Path, Downloaded]:
    """The archive of a source, downloaded into `home` where the newest version is not there yet.

    `base` is the address of another server that has the same paths. Raises `InvalidData`, `UnknownId` and
    `DiskFull`.
    """
    source = source_named(name)
    wanted = _announced(source, base)
    return download(wanted, home / DOWNLOADS / name, day=day.isoformat(), progress=progress, say=say)


def kept_of(name: str, home: Path) -> tuple[Path, Downloaded] | None:
    """The archive of a source that was downloaded before."""
    return kept(home / DOWNLOADS / name)


@contextmanager
def unpacked(name: str, archive: Path, retrieved: str) -> Iterator[Path]:
    """The tables of a downloaded archive as a folder that says which dataset it is, for `load_folder`."""
    source = source_named(name)
    with staged(archive, only=source.files) as folder:
        info = source.dataset.model_copy(update={"retrieved": retrieved})
        text = yaml.safe_dump(info.model_dump(exclude_defaults=True), allow_unicode=True)
        (folder / DATASET).write_text(text, encoding="utf-8")
        yield folder


def _announced(source: KnownSource, base: str) -> Announced:
    address = at(source.address, base)
    if source.latest != "zenodo":
        return Announced(address, Path(address.partition("?")[0]).name)
    found = newest_of_zenodo(address)
    return Announced(at(found.address, base), found.name, found.size, found.checksum)
