"""Rows of member lists: a cluster's own table of names and places, read and cleaned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest import cleaning, dates
from graphsvc.ingest.country_codes import country as country_of
from graphsvc.ingest.csv_cells import unguarded
from graphsvc.ingest.empty_cells import is_error, is_nothing
from graphsvc.ingest.list_columns import NAME_GOES_ON, Columns
from graphsvc.ingest.list_floats import float_columns
from graphsvc.ingest.list_header_words import NAME, PLACE
from graphsvc.ingest.list_names import name_and_address, usual_writing, without_mark
from graphsvc.ingest.list_row_kinds import (
    FORMER,
    HEADING,
    TOWN,
    former,
    hidden_or_struck,
    kind_in_words,
    lonely,
    no_member,
    odd_name,
    role_in_words,
    says_active,
    says_no,
    usual_rows,
)
from graphsvc.ingest.list_sheet import ListSheet, ReadingChoice
from graphsvc.ingest.list_sheet_choice import check_header, names_of, sheet_with_names, sheets_alike
from graphsvc.ingest.list_towns import alone_in, is_town, town_headings
from graphsvc.ingest.postal_lines import (
    country_behind,
    country_mark,
    is_reaching,
    post_code_and_place,
    with_lost_zero,
)
from graphsvc.ingest.sandbox import LIST
from graphsvc.messages import Message, msg, reason_of

TEMPLATE = {
    "de": ("Name", "Ort", "Land", "Wertschöpfungsstufe", "Beschreibung"),
    "en": ("name", "city", "country", "stage", "description"),
}
"""Columns of the list offered for download, by language."""
TEMPLATE_ROW = ("Musterwerk GmbH", "Musterstadt", "DE", "", "")
MAX_ENTRIES = LIST.rows
OTHER_SHEET = msg("a sheet with the same columns that is not read; choose it above, and add it to the list")
_LOST_ONE = 4
"""Digits of a postcode of five that has lost its first one."""


@dataclass(frozen=True)
class MemberRow:
    """A row of a member list.

    `since` is the date a membership began; `stage` what the list says is the value-chain stage, `branch` what
    it says the member does (columns of sectors, products and descriptions); `kind` and `role` are values of
    `OrganizationKind` and `MembershipRole`.
    """

    row: int
    name: str
    city: str | None = None
    country: str | None = None
    since: str | None = None
    stage: str = ""
    branch: str = ""
    post_code: str | None = None
    website: str | None = None
    kind: str | None = None
    role: str | None = None


class Aside(NamedTuple):
    """A row that is taken only where a person says so: left out as no member, or doubted for its name."""

    entry: MemberRow
    reason: Message
    doubted: bool


@dataclass(frozen=True)
class ReadList:
    """The rows of a member list, those that are asked about, those refused, what was mended in the others.

    `sheet` and `columns` say how the list was read, `today` on which day (in ISO form, where that is known).
    """

    sheet: ListSheet
    columns: Columns
    today: str | None = None
    entries: list[MemberRow] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    left_out: list[Issue] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)
    corrected: list[Issue] = field(default_factory=list)


def read_list(
    path: Path,
    choice: ReadingChoice,
    known: Mapping[tuple[str, ...], tuple[str, ...]] | None = None,
    today: str | None = None,
) -> ReadList:
    """Read a member list as a person chose; `known` are columns chosen before by the names of columns.

    Who leaves after `today` (in ISO form) is a member still, where that day is known. Where the column of the
    name is not clear, `columns.problem` says so and no row is taken. Raises `InvalidData` for a file that
    cannot be read or is too long.
    """
    sheet, columns = sheet_with_names(path, choice, known or {})
    check_header(sheet, columns)
    found = ReadList(sheet, columns, today)
    found.refused.extend(sheet.refused)
    found.corrected.extend(sheet.mended)
    if columns.problem is None:
        alike = () if choice.sheet else sheets_alike(path, choice, sheet, columns.header)
        found.corrected.extend(Issue(sheet.file, 0, "", name, OTHER_SHEET) for name in alike)
        _read_rows(found)
    return found


def names_of_list(read: ReadList) -> tuple[str, ...]:
    """The names of the columns of a list."""
    return names_of(read.sheet, read.columns.header)


def _read_rows(found: ReadList) -> None:
    sheet, columns = found.sheet, found.columns
    header = names_of(sheet, columns.header)
    body = [(number, cells) for number, cells in sheet.rows if number > columns.header]
    if len(body) > MAX_ENTRIES:
        raise InvalidData(
            msg("%(file)s has more than %(most)s rows", file=sheet.file, most=MAX_ENTRIES),
            [Issue(sheet.file, body[MAX_ENTRIES][0], "", "", msg("too many rows"))],
        )
    reader = _RowReader(found, header, [cells for _, cells in body])
    floats = float_columns([cells for _, cells in body], len(sheet.columns))
    for number, cells in body:
        reader.read(
            number, [cell.partition(".")[0] if at in floats else cell for at, cell in enumerate(cells)]
        )


def _width(found: ReadList, header: Sequence[str]) -> int:
    """How many cells a row may fill: of a text so many as columns are named, where most rows keep to it."""
    named = [at for at, name in enumerate(header) if name]
    if not named or not found.sheet.delimiter:
        return len(header)
    width = max(named) + 1
    beyond = sum(any(cells[width:]) for _, cells in found.sheet.rows)
    return width if beyond * 2 < len(found.sheet.rows) else len(header)


class _RowReader:
    """Reads the rows of one list, each into the part of the result it belongs to."""

    def __init__(self, found: ReadList, header: Sequence[str], body: Sequence[Sequence[str]]) -> None:
        self._found, self._header, self._usual = found, header, usual_rows(header, body)
        self._at: dict[str, list[int]] = {}
        for at, name in enumerate(found.columns.fields):
            self._at.setdefault(name, []).append(at)
        self._width = _width(found, header)
        name_at = self._at[NAME][0]
        names = [cells[name_at] for cells in body if cells[name_at]]
        self._month_first = dates.writes_month_first(
            cells[at] for at in self._at.get("since", ()) for cells in body
        )
        self._writing = usual_writing(names, place_named=PLACE in self._at)
        self._by_town = PLACE not in self._at and town_headings(body)
        self._town = ""
        self._active = [at for at, name in enumerate(header) if says_active(name)]
        codes = [cells[at] for at in self._at.get("post_code", ()) for cells in body]
        self._long_codes = any(code.isdecimal() and len(code) > _LOST_ONE for code in codes)

    def read(self, number: int, cells: Sequence[str]) -> None:
        """Read one row."""
        sheet = self._found.sheet
        file = sheet.file
        if any(cells[self._width :]):
            extra = "; ".join(filter(None, cells[self._width :]))[:200]
            reason = msg("more cells than the header has columns")
            self._found.refused.append(Issue(file, number, "", extra, reason))
            return
        if self._by_town and is_town(town := alone_in(cells)):
            self._town = town.rstrip(":").strip()
            self._found.left_out.append(Issue(file, number, "", town[:100], TOWN))
            return
        given = {name: self._said(cells, name) for name in self._at if name}
        placed = any(given.get(name) and not given[name].isdigit() for name in (PLACE, "country", "website"))
        no = no_member(cells, self._usual, placed=placed)
        entry, notes = self._entry(number, given, cells)
        told = [
            Issue(file, number, self._name_of(name), given.get(name, "")[:100], note) for name, note in notes
        ]
        nothing = entry is None and no is None and not any(given.values())
        if nothing and self._usual.several and not any(map(is_reaching, filter(None, cells))):
            no = HEADING
        if entry is None and no is not None:
            self._found.left_out.append(Issue(file, number, "", "; ".join(filter(None, cells))[:100], no))
        elif entry is None:
            self._found.refused.extend(told)
        else:
            self._found.corrected.extend(told)
            doubt = odd_name(entry.name, self._found.sheet.delimiter) or lonely(cells, self._usual)
            states = [cells[at] for name in ("", "role", "kind") for at in self._at.get(name, ())]
            no = no or hidden_or_struck(sheet, number, self._at[NAME][0])
            if any(says_no(cells[at]) for at in self._active):
                no = no or FORMER
            no = no or former(entry.name, states, given.get("until", ""), self._found.today)
            if no is not None:
                self._found.asides.append(Aside(entry, no, doubted=False))
            elif doubt is not None:
                self._found.asides.append(Aside(entry, doubt, doubted=True))
            else:
                self._found.entries.append(entry)

    def _said(self, cells: Sequence[str], name: str) -> str:
        parts = [
            cell
            for at in self._at[name]
            if (cell := unguarded(cells[at])) and not (name != NAME and is_nothing(cell))
        ]
        if len(parts) < 2:
            return "".join(parts)
        return "; ".join(text for part in parts if (text := cleaning.line(part)[0]))

    def _name_of(self, name: str) -> str:
        at = self._at.get(name, [0])[0]
        return self._header[at] or self._found.sheet.columns[at]

    def _entry(
        self, row: int, given: Mapping[str, str], cells: Sequence[str]
    ) -> tuple[MemberRow | None, list[tuple[str, str | Message]]]:
        """What a row says, nothing where it cannot be taken, and notes by field."""
        stated = " ".join(filter(None, (given.get(NAME, ""), given.get(NAME_GOES_ON, "").replace("; ", " "))))
        if is_error(stated):
            return None, [(NAME, msg("a formula that failed in the spreadsheet"))]
        try:
            first, below = name_and_address(without_mark(stated))
            written, behind = self._writing.parts(first)
            name, note = cleaning.name(written)
        except cleaning.Refuse as reason:
            return None, [(NAME, reason_of(reason))]
        if not name:
            person = given.get("surname") or given.get("first_name")
            return None, [(NAME, msg("names a person and no organization") if person else msg("no name"))]
        stated_place = given.get(PLACE, "") or behind
        post_code, place = post_code_and_place(given.get("post_code", ""), stated_place or f"\n{below}")
        if not stated_place and (not post_code or given.get("post_code")):
            place = self._town
        city, city_note = cleaning.line(place)
        where = stated_place or below
        mark = country_mark(given.get("post_code", ""), where) or country_behind(where)
        country = country_of(given.get("country", "").strip(".") or mark)[0]
        unknown = msg("left out: unknown country") if given.get("country") and not country else ""
        since, since_note = (
            dates.date(given["since"], self._month_first) if given.get("since") else (None, "")
        )
        website, website_note = cleaning.website(given["website"]) if given.get("website") else (None, "")
        full_code = with_lost_zero(post_code, country, place, among_longer=self._long_codes)
        notes = [
            (NAME, note),
            (NAME, msg("read without the number before it") if not stated.startswith(written) else ""),
            (PLACE, city_note),
            (NAME, msg("the address below it is no part of the name") if below else ""),
            (NAME, msg("the sign of a footnote is left out") if without_mark(stated) != stated else ""),
            (PLACE, msg("taken from behind the name") if behind else ""),
            ("country", unknown),
            ("since", since_note),
            ("website", website_note),
            (
                "post_code",
                msg("a zero that was lost at its beginning is added") if full_code != post_code else "",
            ),
        ]
        kind, role = kind_in_words(given.get("kind", "")), role_in_words(given.get("role", ""))
        read = MemberRow(
            row,
            name,
            city,
            country,
            since,
            given.get("stage", ""),
            given.get("branch", ""),
            full_code or None,
            website,
            kind,
            role,
        )
        return read, [(field, note) for field, note in notes if note]
