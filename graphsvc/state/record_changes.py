"""What newer versions of datasets changed about organizations, and who was retired; a store shows only what
holds now.

The folder `record_changes` of the instance folder has 256 files; the id of an organization tells which one
holds its changes, a line of JSON each: day, dataset, id, field, value before and after. A record that came or
left has the field `` (nothing) with an empty value before or after. Files are only added to.
"""

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from graphsvc.derived_files import dispensable
from graphsvc.domain import Organization
from graphsvc.domain.ports import GraphStore, Reader
from graphsvc.files import locked, private_folder
from graphsvc.state.own_words import today

FOLDER = "record_changes"
FOLLOWED = ("name", "organization_kind", "country", "city", "nuts", "website", "sme")
"""Fields whose changes are kept."""
RETIREMENT = "retired"
"""The field of a change that a person made: the reason after it was retired, before it when it came back."""
MOST = 100_000
"""Changes of one load that are kept, the first by id."""


class RecordChange(NamedTuple):
    """One change that a load brought; `field` is empty where the record itself came or left."""

    day: str
    dataset: str
    record: str
    field: str
    before: Any
    after: Any

    @property
    def came(self) -> bool:
        """Whether the dataset had no such record before."""
        return not self.field and not self.before

    @property
    def left(self) -> bool:
        """Whether the dataset has the record no longer."""
        return not self.field and not self.after


class _Followed(NamedTuple):
    id: str
    fields: dict[str, Any]


class RecordChanges:
    """The changes kept in the instance folder `home`."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def of(self, ids: Iterable[str]) -> tuple[RecordChange, ...]:
        """The changes of records, the newest first."""
        wanted = set(ids)
        files = sorted({*map(self._path, wanted)})
        found = [one for path in files for one in _kept(path) if one.record in wanted]
        found.reverse()
        return tuple(sorted(found, key=lambda one: one.day, reverse=True))

    @contextmanager
    def following(self, store: GraphStore, dataset: str) -> Iterator[None]:
        """Keep what the block changes about organizations of a dataset, if it is there already."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as before:
            with store.read() as reader:
                again = dataset in reader.runs()
                if again:
                    before.writelines(json.dumps(one) + "\n" for one in _records(reader, dataset))
            yield
            if again:
                before.seek(0)
                with store.read() as reader, dispensable(self._folder):
                    self._add(islice(_changes(dataset, _read(before), _records(reader, dataset)), MOST))

    def note(self, change: RecordChange) -> None:
        """Keep one change that a person made."""
        with dispensable(self._folder):
            self._add((change,))

    def _add(self, changes: Iterable[RecordChange]) -> None:
        lines: dict[Path, list[str]] = defaultdict(list)
        for one in changes:
            lines[self._path(one.record)].append(json.dumps(one, ensure_ascii=False) + "\n")
        if lines:
            with locked(private_folder(self._folder) / ".lock", wait=True):
                for path, added in sorted(lines.items()):
                    with path.open("a", encoding="utf-8") as file:
                        file.writelines(added)

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{hashlib.sha256(identifier.encode()).hexdigest()[:2]}.jsonl"


def _kept(path: Path) -> Iterator[RecordChange]:
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from (RecordChange(*json.loads(line)) for line in file if line.endswith("\n"))


def _records(reader: Reader, dataset: str) -> Iterator[_Followed]:
    """The organizations of a dataset that are no persons, with what is followed, by id."""
    rows = reader.entities_of(dataset, Organization.kind)
    for identifier, several in groupby(rows, lambda row: row.id):
        fields: dict[str, Any] = {}
        for row in several:
            fields |= json.loads(row.fields)
        if not fields.get("person"):
            yield _Followed(identifier, {one: fields[one] for one in FOLLOWED if one in fields})


def _read(file: TextIO) -> Iterator[_Followed]:
    return (_Followed(*json.loads(line)) for line in file)


def _changes(dataset: str, before: Iterator[_Followed], after: Iterator[_Followed]) -> Iterator[RecordChange]:
    """What differs between two walks by id."""
    day = today()
    old, new = next(before, None), next(after, None)
    while old or new:
        if old and (not new or old.id < new.id):
            yield RecordChange(day, dataset, old.id, "", old.fields.get("name") or old.id, "")
            old = next(before, None)
        elif new and (not old or new.id < old.id):
            yield RecordChange(day, dataset, new.id, "", "", new.fields.get("name") or new.id)
            new = next(after, None)
        elif old and new:
            for field in FOLLOWED:
                values = old.fields.get(field), new.fields.get(field)
                if values[0] != values[1]:
                    yield RecordChange(day, dataset, new.id, field, *values)
            old, new = next(before, None), next(after, None)
