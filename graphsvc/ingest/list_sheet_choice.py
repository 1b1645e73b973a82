"""Which sheet of a file holds the member list, and what its columns are taken for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.list_beside import in_one_table
from graphsvc.ingest.list_columns import Columns, guessed, header_row, names_in_one_row
from graphsvc.ingest.list_header_words import HEADER_WITHIN, NAME
from graphsvc.ingest.list_row_kinds import no_member, usual_rows
from graphsvc.ingest.list_sheet import ListSheet, ReadingChoice, read_sheet
from graphsvc.ingest.list_turned import upright
from graphsvc.ingest.source_files import LONG_COLUMN_NAME, column_name_fault, unreadable
from graphsvc.messages import msg
from graphsvc.text_folding import plain

NEWEST = msg("the sheet of the latest year is read; choose another above if that is not the list")
_YEAR = re.compile(r"(?:19|20)\d\d")
MOST_SHEETS = 6
"""Sheets that are tried, the first ones, where the first is a cover or the like."""


def sheet_with_names(
    path: Path, choice: ReadingChoice, known: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[ListSheet, Columns]:
    """The sheet that a person chose, and its columns; else the first with clear columns and members.

    `known` are columns chosen before by the names of columns. Raises `InvalidData` for a file that cannot be
    read, that is empty, or whose columns have names that are too long.
    """
    first = _prepared(path, choice)
    others = () if choice.sheet else first.sheets[1:MOST_SHEETS]
    if (newest := _of_newest_year(first)) and not choice.sheet:
        sheet = _prepared(path, replace(choice, sheet=newest))
        if sheet.rows and (found := _columns(sheet, choice, known)).problem is None:
            told = Issue(sheet.file, 0, "", newest, NEWEST)
            return replace(sheet, mended=(*sheet.mended, told)), found
    columns = _columns(first, choice, known) if first.rows or not others else None
    if columns is None or columns.problem is not None or (others and not _names_somebody(first, columns)):
        for name in others:
            sheet = _prepared(path, replace(choice, sheet=name))
            if sheet.rows and (found := _columns(sheet, choice, known)).problem is None and found.header:
                return sheet, found
    return first, columns or _columns(first, choice, known)


def sheets_alike(path: Path, choice: ReadingChoice, sheet: ListSheet, header: int) -> list[str]:
    """The other ones of the first sheets that name columns as this one does, but those of other years."""
    names = [*map(plain, names_of(sheet, header))]
    found = []
    for name in sheet.sheets[:MOST_SHEETS] if header else ():
        if name != sheet.sheet and not _same_but_year(name, sheet.sheet):
            other = read_sheet(path, replace(choice, sheet=name, header=None, fields=()))
            if any([*map(plain, cells)] == names for _, cells in other.rows[:HEADER_WITHIN]):
                found.append(name)
    return found


def _of_newest_year(sheet: ListSheet) -> str:
    """The sheet called as this one but for a later year, the latest of several; "" where there is none."""
    alike = [name for name in sheet.sheets if _same_but_year(name, sheet.sheet)]
    newest = max(alike, key=_years, default="")
    return newest if newest and _years(newest) > _years(sheet.sheet) else ""


def _same_but_year(one: str, other: str) -> bool:
    return bool(_years(one) and _years(other)) and _YEAR.sub("", one) == _YEAR.sub("", other)


def _years(name: str) -> list[str]:
    return _YEAR.findall(name)


def _prepared(path: Path, choice: ReadingChoice) -> ListSheet:
    """A sheet with a row for each member, tables beside the first below it, names of columns in one row."""
    sheet = upright(read_sheet(path, choice))
    sheet = replace(sheet, rows=tuple((row, tuple(cells)) for row, cells in names_in_one_row(sheet.rows)))
    header = header_row(sheet.rows) if choice.header is None else choice.header
    return in_one_table(sheet, header)


def _names_somebody(sheet: ListSheet, columns: Columns) -> bool:
    """Whether a sheet has a row that may be a member: a cover has none."""
    body = [cells for number, cells in sheet.rows if number > columns.header]
    usual = usual_rows(names_of(sheet, columns.header), body)
    return any(no_member(cells, usual, placed=False) is None for cells in body)


def names_of(sheet: ListSheet, header: int) -> tuple[str, ...]:
    """The names of the columns, empty ones where no row names them."""
    return next((cells for number, cells in sheet.rows if number == header), ("",) * len(sheet.columns))


def _columns(
    sheet: ListSheet, choice: ReadingChoice, known: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Columns:
    if not sheet.rows:
        issue = Issue(sheet.file, 0, "", "", msg("it holds no rows"))
        raise InvalidData(msg("%(file)s is empty", file=sheet.file), [issue])
    found = guessed(sheet.rows, choice.header)
    chosen = choice.fields or known.get(names_of(sheet, found.header), ())
    if len(chosen) != len(sheet.columns):
        return found
    problem = None if chosen.count(NAME) == 1 else msg("choose one column for the name of the organization")
    return Columns(found.header, tuple(chosen), problem)


def check_header(sheet: ListSheet, columns: Columns) -> None:
    """Raise `InvalidData` where the name of a column is too long."""
    first = sheet.rows[0][0]
    for issue in sheet.refused:
        if issue.row < first:
            raise unreadable(sheet.file, LONG_COLUMN_NAME, issue.row, issue.column, issue.value)
    for letters, column in zip(sheet.columns, names_of(sheet, columns.header), strict=True):
        if fault := column_name_fault(column):
            raise unreadable(sheet.file, fault, columns.header, letters, column[:100])
