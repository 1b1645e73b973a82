"""Hostile files as member lists and mappings are read, and what must be answered to each."""

from collections.abc import Sequence
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.mapping import read_mapping
from tests.support.hostile_files import HostileFile
from tests.support.member_lists import read_members


def told(path: Path) -> tuple[bool, list[Issue]]:
    """Whether the file was refused as a whole, and what was found."""
    try:
        if path.suffix == ".yml":
            read_mapping(path)
            return False, []
        read = read_members(path)
    except InvalidData as error:
        return True, list(error.issues)
    return False, [*read.refused, *read.corrected, *read.left_out]


def check_told(file: HostileFile, refused: bool, issues: Sequence[Issue]) -> None:
    """Raise `AssertionError` unless every finding names file, reason and, in a file that is read, the row."""
    assert refused == file.wrong, (file.kind, issues[:3])
    assert issues, file.kind
    for issue in issues:
        assert (issue.file, bool(str(issue.reason))) == (file.name, True), file.kind
        assert len(str(issue.reason)) < 500, file.kind
        assert refused or issue.row, file.kind
