"""Which sheet of a file holds the member list, and what its columns are taken for."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.list_columns import Columns, guessed, names_in_one_row
from graphsvc.ingest.list_header_words import NAME
from graphsvc.ingest.list_row_kinds import no_member, usual_rows
from graphsvc.ingest.list_sheet import ListSheet, ReadingChoice, read_sheet
from graphsvc.ingest.list_turned import upright
from graphsvc.ingest.source_files import LONG_COLUMN_NAME, column_name_fault, unreadable
from graphsvc.messages import msg

MOST_SHEETS = 6
"""Sheets that are tried, the first ones, where the first is a cover or the like."""


def sheet_with_names(
    path: Path, choice: ReadingChoice, known: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[ListSheet, Columns]:
    """The sheet that a person chose, and its columns; else the first with clear columns and members.

    `known` are columns chosen before by the names of columns. Raises `InvalidData` for a file that cannot be
    read, that is empty, or whose columns have names that are too long.
    """
    first = _in_one_row(upright(read_sheet(path, choice)))
    others = () if choice.sheet else first.sheets[1:MOST_SHEETS]
    columns = _columns(first, choice, known) if first.rows or not others else None
    if columns is None or columns.problem is not None or (others and not _names_somebody(first, columns)):
        for name in others:
            sheet = _in_one_row(upright(read_sheet(path, replace(choice, sheet=name))))
            if sheet.rows and (found := _columns(sheet, choice, known)).problem is None and found.header:
                return sheet, found
    return first, columns or _columns(first, choice, known)


def _names_somebody(sheet: ListSheet, columns: Columns) -> bool:
    """Whether a sheet has a row that may be a member: a cover has none."""
    body = [cells for number, cells in sheet.rows if number > columns.header]
    usual = usual_rows(names_of(sheet, columns.header), body)
    return any(no_member(cells, usual, placed=False) is None for cells in body)


def _in_one_row(sheet: ListSheet) -> ListSheet:
    return replace(
        sheet, rows=tuple((number, tuple(cells)) for number, cells in names_in_one_row(sheet.rows))
    )


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
