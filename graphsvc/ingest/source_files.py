"""Files that are brought: what their first bytes say, and how one that cannot be read is refused."""

import re
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import Message, msg

ZIP, GZIP, OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of archives (also XLSX and ODS), of packed files, and of old or protected Excel files."""
NO_GZIP = msg("not a readable gzip file, or cut off")
PACKED_TWICE = msg("a packed file inside a packed file; unpack it first")
MAX_COLUMN_NAME = 1000
LONG_COLUMN_NAME = msg("the name of the column is longer than %(most)s characters", most=MAX_COLUMN_NAME)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def unreadable(
    file: str, reason: str | Message, row: int = 0, column: str = "", value: str = ""
) -> InvalidData:
    """The error for a file that cannot be read at all, with the place and the reason."""
    return InvalidData(msg("%(file)s cannot be read", file=file), [Issue(file, row, column, value, reason)])


def check_size(path: Path, file: str, most: int) -> None:
    """Raise `InvalidData` for a file of more than `most` bytes."""
    if path.stat().st_size > most:
        raise InvalidData(
            msg("%(file)s is larger than %(most)s MiB; save the sheet as CSV", file=file, most=most >> 20),
            [Issue(file, 0, "", "", msg("too large"))],
        )


def column_name_fault(column: str) -> Message | None:
    """Why a text cannot name a column; nothing where it can."""
    if len(column) > MAX_COLUMN_NAME:
        return LONG_COLUMN_NAME
    return msg("the name of the column holds control characters") if _CONTROL.search(column) else None
