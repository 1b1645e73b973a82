"""The sheets of an OpenDocument spreadsheet (ODS); empty cells cost nothing however often repeated."""

from collections.abc import Iterator

from graphsvc.ingest.child.parts import Attributes, PackedParts, SheetPart, local
from graphsvc.ingest.child.refusal import FileRefused

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_VALUES = {
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


class OpenDocument:
    """Reads all sheets of an ODS file; `sheets` are their names and whether they are shown.

    Raises `FileRefused` for a protected file and for more columns, rows or cells than `limits` allow.
    """

    def __init__(self, parts: PackedParts, limits: dict[str, int]) -> None:
        self._limits = limits
        self.sheets: list[SheetPart] = []
        self._tables: list[list[tuple[int, dict[int, str]]]] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._styles: list[str] = []
        self._row = self._column = self._repeat = self._cells = 0
        self._spans: dict[int, tuple[int, str]] = {}
        self._now: dict[int, str] = {}
        self._cell: Attributes | None = None
        self._text: list[str] = []
        self._marks: list[tuple[list[int], list[tuple[int, int]]]] = []
        self._row_hidden = False
        self._strikes: set[str] = set()
        self._struck: list[int] = []
        self._depth = self._note = 0
        if parts.has(_MANIFEST):
            parts.parse(_MANIFEST, self._in_manifest)
        parts.parse(CONTENT, self._start, self._end, self._said)
        self.sheets = [
            SheetPart(one.name, one.part, style not in self._hidden)
            for one, style in zip(self.sheets, self._styles, strict=True)
        ]

    def columns(self, name: str) -> list[int]:
        """The columns of a sheet that are not empty."""
        return sorted({column for _, cells in self._table(name) for column in cells})

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that are not empty: number and cells of the columns that are not."""
        columns = self.columns(name)
        for number, cells in self._table(name):
            yield number, [cells.get(column, "") for column in columns]

    def marks(self, name: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The rows of a sheet that are hidden, and the cells (row, column) that are struck through."""
        return next(found for one, found in zip(self.sheets, self._marks, strict=True) if one.name == name)

    def _table(self, name: str) -> list[tuple[int, dict[int, str]]]:
        return next(table for one, table in zip(self.sheets, self._tables, strict=True) if one.name == name)

    def _in_manifest(self, tag: str, _attributes: Attributes) -> None:
        if local(tag) == "encryption-data":
            raise FileRefused("protected")

    def _start(self, tag: str, given: Attributes) -> None:
        self._depth += 1
        if self._depth > 100:
            raise FileRefused("depth", self._row)
        attributes = {local(name): value for name, value in given.items()}
        match local(tag):
            case "style":
                self._style = attributes.get("name", "")
            case "table-properties" if attributes.get("display") == "false":
                self._hidden.add(self._style)
            case "text-properties" if attributes.get("text-line-through-style", "none") != "none":
                self._strikes.add(self._style)
            case "table" if tag.startswith("table"):
                name = attributes.get("name", "")
                self.sheets.append(SheetPart(name, name, visible=True))
                self._styles.append(attributes.get("style-name", ""))
                self._tables.append([])
                self._marks.append(([], []))
                self._row, self._cells, self._spans = 0, 0, {}
            case "table-row":
                self._repeat = _times(attributes.get("number-rows-repeated"))
                self._now, self._column, self._struck = {}, 0, []
                self._row_hidden = attributes.get("visibility", "visible") != "visible"
            case "table-cell" | "covered-table-cell":
                self._cell, self._text = attributes, []
            case "p" if self._text and not self._note:
                self._text.append("\n")
            case "annotation":
                self._note = self._depth

    def _said(self, data: str) -> None:
        if self._cell is not None and not self._note:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        if self._depth == self._note:
            self._note = 0
        self._depth -= 1
        match local(tag):
            case "table-cell" | "covered-table-cell" if self._cell is not None:
                self._finish_cell(self._cell)
                self._cell = None
            case "table-row":
                self._finish_row()

    def _finish_cell(self, attributes: Attributes) -> None:
        kind = _VALUES.get(attributes.get("value-type", ""), "")
        value = attributes.get(kind) or "".join(self._text)
        times = _times(attributes.get("number-columns-repeated"))
        if value.strip():
            if times > self._limits["columns"]:
                raise FileRefused("columns", self._row + 1, most=self._limits["columns"])
            for place in range(self._column, self._column + times):
                self._now[place] = _number(value) if kind == "value" else value
                if attributes.get("style-name") in self._strikes:
                    self._struck.append(place)
            span = _times(attributes.get("number-rows-spanned"))
            if span > 1:
                self._spans[self._column] = (self._row + span, value)
        self._column += times

    def _finish_row(self) -> None:
        self._spans = {at: one for at, one in self._spans.items() if one[0] > self._row}
        if self._now:
            self._now = {at: value for at, (_, value) in self._spans.items()} | self._now
            for number in range(self._row + 1, self._row + self._repeat + 1):
                self._cells += len(self._now)
                self._marks[-1][1].extend((number, place) for place in self._struck)
                if self._row_hidden:
                    self._marks[-1][0].append(number)
                self._tables[-1].append((number, self._now))
                if len(self._tables[-1]) > self._limits["rows"] + 1:
                    raise FileRefused("rows", number, most=self._limits["rows"])
                if self._cells > self._limits["cells"]:
                    raise FileRefused("cells", number, most=self._limits["cells"])
        self._row += self._repeat


def _times(text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit()) or len(text) > 7 or not int(text):
        raise FileRefused("place", value=text[:100])
    return int(text)


def _number(text: str) -> str:
    """A number as a CSV would hold it: whole ones without fraction."""
    return text.removesuffix(".0")
