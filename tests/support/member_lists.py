"""Member lists read in one go, without a person who is asked."""

from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.list_rows import ReadList, read_list
from graphsvc.ingest.list_sheet import ReadingChoice


def read_members(path: Path) -> ReadList:
    """Read a list as it is guessed to be. Raises `InvalidData`, also where nobody can tell its names."""
    read = read_list(path, ReadingChoice())
    if read.columns.problem:
        issue = Issue(read.sheet.file, read.columns.header or 1, "", "", read.columns.problem)
        raise InvalidData(f"{read.sheet.file} has no column for the name", [issue])
    return read
