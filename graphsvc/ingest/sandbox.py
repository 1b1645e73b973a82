"""Files that nobody vouches for are read in a process of their own, with limits of memory and time.

Whatever a workbook or a packed file does to its reader, the process that asked goes on and gets a sentence.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

import graphsvc
from graphsvc.errors import InvalidData
from graphsvc.ingest.child.__main__ import REFUSED
from graphsvc.ingest.source_files import NO_GZIP, unreadable
from graphsvc.messages import msg

_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 4
"""How many times the processor time may pass on the clock, on a busy machine."""
_ROOT = str(Path(graphsvc.__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: memory of the reading process and sizes in bytes, processor time.

    `rows`, `columns` and `cells` bound the table of a workbook, `lines` a text, `cell` the characters of
    a cell.
    """

    packed: int
    unpacked: int
    memory: int
    seconds: int
    rows: int
    cells: int
    columns: int = 1_000
    cell: int = 1_000_000
    lines: int | None = None


TABLE = Limits(
    packed=64 << 20, unpacked=512 << 20, memory=2 << 30, seconds=120, rows=1_048_576, cells=5_000_000
)
"""For the tables of a dataset that are workbooks."""
LIST = Limits(
    packed=8 << 20,
    unpacked=16 << 20,
    memory=256 << 20,
    seconds=20,
    rows=20_000,
    cells=1_000_000,
    cell=100_000,
    lines=200_000,
)
"""For member lists, whatever their form."""
PAGE = Limits(
    packed=2 << 20, unpacked=2 << 20, memory=512 << 20, seconds=10, rows=0, cells=0, lines=2_000, cell=2_000
)
"""For a page of a website."""

_REASONS = {
    "unpacked": msg("holds more than %(most)s MiB, unpacked; save the table as CSV"),
    "memory": msg("reading it takes more than %(most)s MiB of memory"),
    "result": msg("its cells hold more text than a table of its size; save the table as CSV"),
    "seconds": msg("reading it takes longer than %(most)s seconds"),
    "crash": msg("its reader broke off"),
    "gzip": NO_GZIP,
    "workbook": msg("not a readable spreadsheet, or cut off; open it and save it again as XLSX"),
    "old": msg("an old or protected Excel file; save it as XLSX without a password"),
    "no-workbook": msg(
        "an archive without a workbook; unpack it first and send its files, or save it as XLSX or CSV"
    ),
    "no-sheet": msg("the workbook has no sheet"),
    "no-header": msg("no header"),
    "protected": msg("protected by a password; save it without one"),
    "part-twice": msg("holds two parts of one name"),
    "part-name": msg("holds a part with an unsafe name"),
    "doctype": msg("its XML declares entities or a document type, which no spreadsheet does"),
    "xml": msg("its XML is damaged"),
    "depth": msg("its XML is nested too deeply"),
    "place": msg("names a cell that no sheet has"),
    "rows": msg("more than %(most)s rows"),
    "columns": msg("the header has more than %(most)s columns"),
    "cells": msg("the table spans more than %(most)s cells"),
}


def workbook_rows(path: Path, file: str, limits: Limits, sheet: str = "") -> mmap:
    """A sheet of a spreadsheet file as lines of JSON (see `graphsvc.ingest.child.workbook`).

    Read is the one called `sheet`, else the first that is not hidden. Raises `InvalidData` with place and
    reason. The memory behind the answer is a file that is gone already.
    """
    return _read("workbook", path, file, limits, sheet)


def unpacked(path: Path, file: str, limits: Limits) -> bytes:
    """The content of a gzip file. Raises `InvalidData`."""
    with _read("gzip", path, file, limits) as content:
        return content[:-1]


def page_lines(path: Path, file: str, limits: Limits) -> tuple[str, ...]:
    """The text of a web page in UTF-8, a line each heading, paragraph or list entry. Raises `InvalidData`."""
    with _read("page", path, file, limits) as content:
        return tuple(content[:].decode("utf-8").split("\n")[:-2])


def _read(kind: str, path: Path, file: str, limits: Limits, sheet: str = "") -> mmap:
    command = [sys.executable, "-P", "-m", "graphsvc.ingest.child", kind, str(path.resolve())]
    paths = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    with _AT_ONCE, tempfile.TemporaryFile() as result:
        child = subprocess.Popen(  # noqa: S603 - our own program; the path is one of its arguments
            [*command, json.dumps(asdict(limits)), sheet],
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
        )
        try:
            code = child.wait(limits.seconds * _PATIENCE)
        except subprocess.TimeoutExpired:
            raise _refusal(file, {"code": "seconds"}, limits) from None
        finally:
            child.kill()
            child.wait()
        if code == 0:
            result.seek(0, os.SEEK_END)
            result.write(b"\n")  # an empty file could not be mapped
            result.flush()
            return mmap(result.fileno(), 0, access=ACCESS_READ)
        raise _refusal(file, _why(code, result), limits)


def _why(code: int, result: IO[bytes]) -> Mapping[str, object]:
    if code == REFUSED:
        result.seek(0)
        found: dict[str, object] = json.loads(result.read(1 << 16))
        return found
    if os.name == "posix":
        import signal

        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return {"code": "seconds"}
        if code == -signal.SIGABRT:  # what a reader written in Rust does when memory is refused
            return {"code": "memory"}
    return {"code": "crash"}


def _refusal(file: str, why: Mapping[str, object], limits: Limits) -> InvalidData:
    code = str(why["code"])
    bounds = {"memory": limits.memory >> 20, "seconds": limits.seconds}
    most, row = bounds.get(code, why.get("most")), why.get("row")
    reason = replace(_REASONS[code], values={"most": most} if isinstance(most, int) else {})
    place = (row if isinstance(row, int) else 0, str(why.get("column", "")), str(why.get("value", "")))
    return unreadable(file, reason, *place)
