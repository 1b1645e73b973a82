"""Tables of registers as people have them: CSV or a workbook, columns in German or English."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graphsvc.domain.validation import validation_issues
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest.cleaning import FIELDS, Cleaner
from graphsvc.ingest.list_sheet import ReadingChoice, read_sheet
from graphsvc.messages import msg
from graphsvc.programme.registers import RegisterEntry, RegisterForm

_CLEANERS: dict[str, Cleaner] = {
    **dict.fromkeys(("begins", "ends", "opens", "closes"), FIELDS["start"]),
    "country": FIELDS["country"],
    "region": FIELDS["nuts"],
    "budget": FIELDS["contribution"],
}
_UNION = "EU"


def read_register(path: Path, form: RegisterForm) -> tuple[RegisterEntry, ...]:
    """The entries of a table, in its order.

    Raises `InvalidData` with every fault by file, row, column, value and reason: columns that are missing,
    cells that cannot be read, entries that are incomplete or stand there twice. Nothing is taken then.
    """
    sheet = read_sheet(path, ReadingChoice())
    issues = list(sheet.refused)
    if not sheet.rows:
        issues.append(Issue(sheet.file, 0, "", "", msg("holds no rows")))
        raise InvalidData(msg("%(file)s cannot be taken", file=sheet.file), issues)
    (first, header), *rows = sheet.rows
    names = {german: name for name, german in form.columns.items()} | {name: name for name in form.columns}
    places = {
        names[key]: place for place, text in enumerate(header) if (key := text.strip().casefold()) in names
    }
    there = ", ".join(filter(None, header))[:200]
    issues += [
        Issue(sheet.file, first, form.columns[name], there, msg("the column is missing"))
        for name in form.needed
        if name not in places
    ]
    entries: dict[str, RegisterEntry] = {}
    for row, cells in [] if issues else rows:
        given, faults = _cells(cells, places, sheet.file, row)
        try:
            entry = form.model.model_validate(given)
        except ValidationError as error:
            told = {issue.column for issue in faults}
            faults += [one for one in validation_issues(error, sheet.file, row) if one.column not in told]
        else:
            if entry.title in entries:
                faults.append(
                    Issue(sheet.file, row, "title", entry.title, msg("this title stands here twice"))
                )
            entries[entry.title] = entry
        issues += faults
    if issues:
        raise InvalidData(msg("%(file)s cannot be taken", file=sheet.file), sorted(issues))
    return tuple(entries.values())


def _cells(
    cells: tuple[str, ...], places: dict[str, int], file: str, row: int
) -> tuple[dict[str, Any], list[Issue]]:
    """What a row gives by column, and the cells that cannot be read."""
    given: dict[str, Any] = {}
    faults: list[Issue] = []
    for name, place in places.items():
        text = cells[place].strip()
        if not text:
            continue
        if name == "country" and text.upper() == _UNION:
            given[name] = _UNION
            continue
        value, note = _CLEANERS.get(name, FIELDS["citation"])(text)
        if value is None:
            faults.append(Issue(file, row, name, text[:200], note or msg("cannot be read")))
        else:
            given[name] = value
    return given, faults
