"""How a list was read: what its file held, what each column is taken for, and what a person may change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from graphsvc.domain.dataset import member_list_of
from graphsvc.errors import Issue
from graphsvc.files import private_folder, write_file
from graphsvc.ingest.encodings import ENCODINGS
from graphsvc.ingest.list_columns import FIELDS, SEVERAL
from graphsvc.ingest.list_header_words import HEADER_WITHIN
from graphsvc.ingest.list_rows import ReadList
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.list_sheet_choice import names_of
from graphsvc.ingest.list_text import DELIMITERS
from graphsvc.ingest.text_repair import visible
from graphsvc.messages import Message
from graphsvc.settings import Settings

_SHOWN_ROWS, _SHOWN_SIGNS = 5, 80
_MOST_REMEMBERED = 200

Table = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ListReading:
    """How a list was read, with the first rows of its file.

    `top` are the rows among which the names of columns are looked for, `sample` the first ones below them,
    each with its number; `fields` says what each column is taken for; `problem` what has to be chosen before
    rows can be taken. `remembered` tells that the columns are those chosen for such a list before.
    """

    file: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    fields: tuple[str, ...]
    header: int
    top: Table
    sample: Table
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    problem: Message | None = None
    remembered: bool = False

    @property
    def encodings(self) -> Mapping[str, str | Message]:
        """The encodings to choose from."""
        given = {} if self.encoding in ENCODINGS else {self.encoding: self.encoding}
        return given | ENCODINGS

    @property
    def delimiters(self) -> Mapping[str, str | Message]:
        """The delimiters to choose from."""
        given = {} if self.delimiter in DELIMITERS else {self.delimiter: self.delimiter}
        return given | DELIMITERS

    @property
    def choices(self) -> Mapping[str, Message]:
        """What a column may be taken for."""
        return FIELDS


def reading_of(read: ReadList, remembered: bool) -> ListReading:
    """What is shown of how a list was read."""
    sheet, columns = read.sheet, read.columns
    body = [row for row in sheet.rows if row[0] > columns.header]
    return ListReading(
        file=sheet.file,
        columns=sheet.columns,
        names=_cut(names_of(sheet, columns.header)),
        fields=columns.fields,
        header=columns.header,
        top=_shown(sheet.rows[:HEADER_WITHIN]),
        sample=_shown(body[:_SHOWN_ROWS]),
        sheets=sheet.sheets,
        sheet=sheet.sheet,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        problem=columns.problem,
        remembered=remembered,
    )


def _shown(rows: Any) -> Table:
    return tuple((number, _cut(cells)) for number, cells in rows)


def _cut(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= _SHOWN_SIGNS else f"{cell[:_SHOWN_SIGNS]} …" for cell in map(_seen, cells)
    )


def _seen(cell: str) -> str:
    return visible(cell)[0]


def kept_reading(reading: ListReading) -> dict[str, Any]:
    """A reading as JSON."""
    return {one.name: getattr(reading, one.name) for one in fields(reading)}


def restored_reading(plain: Mapping[str, Any]) -> ListReading:
    """The inverse of `kept_reading`."""
    tables = {
        name: tuple((number, tuple(cells)) for number, cells in plain[name]) for name in ("top", "sample")
    }
    lists = {name: tuple(plain[name]) for name in ("columns", "names", "fields", "sheets")}
    return ListReading(**{**plain, **tables, **lists})


def kept_choice(choice: ReadingChoice) -> dict[str, Any]:
    """A choice as JSON."""
    return asdict(choice)


def restored_choice(plain: Mapping[str, Any]) -> ReadingChoice:
    """The inverse of `kept_choice`."""
    return ReadingChoice(**{**plain, "fields": tuple(plain["fields"])})


def changed_choice(choice: ReadingChoice, asked: ReadingChoice, was: ListReading) -> ReadingChoice:
    """The choice after a person asked for another reading.

    Columns that were chosen, and the row of their names, hold for the same rows only: of another sheet,
    encoding or delimiter they are guessed anew, and so are columns below another row of names, unless they
    are chosen with it.
    """
    same = (asked.sheet, asked.encoding, asked.delimiter) == (was.sheet, was.encoding, was.delimiter)
    if not same:
        return replace(asked, header=None, fields=())
    changed = asked.fields != was.fields
    kept = changed or (bool(choice.fields) and asked.header == was.header)
    return replace(asked, fields=asked.fields if kept else ())


def fit(fields_given: tuple[str, ...]) -> bool:
    """Whether every column is taken for something known, and no two for what only one may be."""
    once = [field for field in fields_given if field not in SEVERAL]
    return all(field in FIELDS for field in fields_given) and len(set(once)) == len(once)


class ColumnMemory:
    """What columns were taken for in lists that were confirmed, by the names of the columns, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """What columns were taken for; a damaged file knows nothing."""
        try:
            kept = json.loads(self._path.read_bytes())
            return {tuple(names): tuple(found) for names, found in kept if fit(tuple(found))}
        except (OSError, ValueError, TypeError):
            return {}

    def remember(self, names: tuple[str, ...], found: tuple[str, ...]) -> None:
        """Keep what columns of these names are taken for; the oldest ones are forgotten."""
        if not any(names):
            return
        known = self.known()
        known.pop(names, None)
        known[names] = found
        private_folder(self._path.parent)
        write_file(
            self._path, json.dumps(list(known.items())[-_MOST_REMEMBERED:], ensure_ascii=False).encode()
        )


def column_memory(home: Path, settings: Settings, cluster: str) -> ColumnMemory:
    """What the local person chose, kept in the folder `home`; with accounts, for each cluster apart."""
    name = f"member_columns/{member_list_of(cluster)}.json" if settings.accounts else "member_columns.json"
    return ColumnMemory(home / name)


def not_taken(read: ReadList) -> list[tuple[int, list[str], list[str | Message]]]:
    """The rows that were refused or left out: number, cells and reasons."""
    reasons: dict[int, list[str | Message]] = {}
    for issue in (*read.refused, *read.left_out, *_aside(read)):
        reasons.setdefault(issue.row, []).append(issue.reason)
    cells = dict(read.sheet.rows)
    begun = {issue.row: [issue.value] for issue in read.refused}
    return [(row, list(cells.get(row, begun.get(row, ()))), found) for row, found in sorted(reasons.items())]


def _aside(read: ReadList) -> list[Issue]:
    return [
        Issue(read.sheet.file, one.entry.row, "", one.entry.name, one.reason)
        for one in read.asides
        if not one.doubted
    ]
