"""Downloaded archives: what is known of each, in a file beside it, and whether one is whole."""

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from graphsvc.errors import InvalidData
from graphsvc.files import write_file
from graphsvc.ingest.child.parts import UNREADABLE_ZIP


@dataclass(frozen=True)
class Announced:
    """What a source says of a file before it is downloaded; `checksum` is `md5:…`, or empty."""

    address: str
    name: str
    size: int = 0
    checksum: str = ""


@dataclass(frozen=True)
class Downloaded:
    """A whole file; `etag` and `modified` are what its server calls this version."""

    address: str
    retrieved: str
    size: int
    sha256: str
    etag: str = ""
    modified: str = ""


def read_about(beside: Path) -> Downloaded | None:
    """What `write_about` wrote; None where there is no such file, or a damaged one."""
    try:
        return Downloaded(**json.loads(beside.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write_about(beside: Path, version: Downloaded) -> None:
    """Write what is known of a file into the file `beside` it. Raises `OSError`."""
    write_file(beside, json.dumps(asdict(version), indent=1).encode() + b"\n")


def kept(folder: Path) -> tuple[Path, Downloaded] | None:
    """The whole file that lies in `folder`, by what stands beside it."""
    for beside in sorted(folder.glob("*.json")):
        path = beside.with_suffix("")
        if path.suffix != ".part" and path.is_file() and (known := read_about(beside)):
            return path, known
    return None


def check_archive(path: Path, wanted: Announced, said: int) -> None:
    """Compare a file with what its source announced and the size its server said, and read all of it.

    Raises `InvalidData` where a size (0: not said) or the checksum differs, and for what is no whole archive.
    """
    size = path.stat().st_size
    for expected, who in ((said, "its server"), (wanted.size, "its source")):
        if expected and size != expected:
            raise InvalidData(f"{wanted.name} has {size:,} bytes, and {who} says {expected:,}: removed")
    kind, _, value = wanted.checksum.partition(":")
    if value and (found := checksum(path, kind)) != value:
        raise InvalidData(
            f"{wanted.name} is not the file of its source: {kind} {found} instead of {value}; removed"
        )
    if not zipfile.is_zipfile(path):
        raise InvalidData(
            f"{wanted.address} answers with something that is no ZIP archive, or a cut one; removed"
        )
    with zipfile.ZipFile(path) as archive:
        try:
            damaged = archive.testzip()
        except UNREADABLE_ZIP as error:
            damaged = str(error)
    if damaged:
        raise InvalidData(f"{wanted.name} is damaged ({damaged[:200]}); removed")


def checksum(path: Path, kind: str) -> str:
    """The checksum of a file by `md5`, `sha256` or another algorithm, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()
