"""Files to take away: any content under a name, and tables as CSV or XLSX."""

from collections.abc import Iterable, Mapping, Sequence

from flask import Response

from graphsvc.drawing.spreadsheets import Cell, sheet_csv, sheets_xlsx
from graphsvc.errors import UnknownId
from graphsvc.web.language import language

TABLES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""Formats of tables with their media types."""


def attachment(content: str | bytes, name: str, mimetype: str) -> Response:
    """A file that the browser saves under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)


def tables(sheets: Mapping[str, Iterable[Sequence[Cell]]], name: str, form: str) -> Response:
    """Sheets by title as XLSX; as CSV the first of them, with the marks of the page's language.

    Sheets that are generators are not run where they are not written. Raises `UnknownId` for another format.
    """
    if form not in TABLES:
        raise UnknownId("file format", form)
    first = next(iter(sheets.values()))
    content = sheet_csv(first, language()) if form == "csv" else sheets_xlsx(sheets)
    return attachment(content, f"{name}.{form}", TABLES[form])
