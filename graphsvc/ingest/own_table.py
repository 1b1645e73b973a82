"""A table of organizations that no layout knows, its columns told as those of a member list are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graphsvc.errors import Issue
from graphsvc.ingest.list_columns import NAME_GOES_ON
from graphsvc.ingest.list_header_words import NAME, PLACE
from graphsvc.ingest.list_rows import MemberRow, ReadList, names_of_list
from graphsvc.ingest.readers import Rows, SourceTable, refuse
from graphsvc.messages import msg

DATASET = {"licence": "unknown", "source": "own file"}
"""What is known of such a dataset besides its title."""
OWN_PREFIX = "own-"
"""Before the name of the file in the id of its dataset, so that it replaces no other dataset of that name."""
FIELDS = {
    NAME: "name",
    PLACE: "city",
    "country": "country",
    "website": "website",
    "kind": "organization_kind",
    "branch": "text",
}
"""What columns of a list become fields of organizations."""
_KEY = "name and place"


@dataclass(frozen=True)
class OwnTable(SourceTable):
    """The organizations of a list as a table; rows that are none are refused with the reason."""

    read: ReadList | None = field(default=None, repr=False)

    def rows(self, issues: list[Issue]) -> Rows:
        """Row number and cells of each organization, the last one its name and place."""
        read = self.read
        if read is None:
            return
        asides = (Issue(self.file, one.entry.row, "", one.entry.name, one.reason) for one in read.asides)
        for issue in sorted((*read.refused, *read.left_out, *asides)):
            refuse(issue, issues)
        for entry in read.entries:
            yield entry.row, _cells(entry, self._fields())

    def _fields(self) -> list[str]:
        return [name for name in FIELDS if self.read and name in self.read.columns.fields]


def own_table(read: ReadList, path: Path, file: str) -> tuple[OwnTable, Mapping[str, Any]]:
    """The table of a list that was read, and the part of a mapping that makes organizations of it.

    Notes tell what was mended, and columns that nothing is taken of.
    """
    names = [name or letters for name, letters in zip(names_of_list(read), read.sheet.columns, strict=True)]
    taken = {one: names[read.columns.fields.index(one)] for one in FIELDS if one in read.columns.fields}
    taken = {one: name if names.count(name) == 1 else FIELDS[one] for one, name in taken.items()}
    unused = [
        Issue(file, read.columns.header, name, "", msg("nothing is taken of this column"))
        for name, one in zip(names, read.columns.fields, strict=True)
        if one not in {*FIELDS, NAME_GOES_ON}
    ]
    table = OwnTable(
        path,
        file,
        (*taken.values(), _KEY),
        len(read.entries),
        notes=(*unused, *(replace(issue, file=file) for issue in sorted(read.corrected))),
        read=read,
    )
    record = {
        "record": "organization",
        "id": {"key": _KEY},
        "fields": {FIELDS[one]: column for one, column in taken.items()},
        "evidence": {"citation": {"const": DATASET["source"]}},
    }
    return table, {"file": file, "records": [record]}


def _cells(entry: MemberRow, fields: Sequence[str]) -> list[str]:
    said = {one: getattr(entry, one) or "" for one in fields}
    return [*said.values(), ", ".join(filter(None, (entry.name, entry.city)))]
