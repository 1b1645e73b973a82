"""Rows of member lists: a cluster's own table of names and places, read and cleaned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest import cleaning, country_codes, dates
from graphsvc.ingest.csv_cells import unguarded
from graphsvc.ingest.readers import SourceTable, open_table
from graphsvc.ingest.reference import countries
from graphsvc.ingest.sandbox import LIST
from graphsvc.ingest.text_folding import plain
from graphsvc.messages import Message, msg, reason_of

TEMPLATE = "name,city,country,stage,description\nMusterwerk GmbH,Musterstadt,DE,,\n"
"""The table offered for download."""
MAX_ENTRIES = LIST.rows
_HEADERS = {
    "name": "name names firma firmenname unternehmen unternehmensname organisation organization company "
    "mitglied member institution mitgliedsunternehmen",
    "city": "city ort stadt place sitz standort town wohnort location",
    "country": "country land staat countrycode laendercode landercode",
    "since": "mitgliedseit seit eintritt eintrittsdatum beitritt since membersince joined",
}
_SAID = {
    "stage": "stage stages stufe stufen wertschopfungsstufe wertschopfungsstufen wertschoepfungsstufe "
    "wertschoepfungsstufen valuechainstage valuechainstages",
    "branch": "branche branchen tatigkeit tatigkeiten taetigkeit taetigkeiten sector sectors sektor industry "
    "activity activities beschreibung kurzbeschreibung description geschaftsfeld geschaeftsfeld "
    "geschaftsfelder produkte products leistungen unternehmensgegenstand",
}
"""Columns of which a list may have several; what they say is put together."""


@dataclass(frozen=True)
class MemberRow:
    """A row of a member list.

    `since` is the date a membership began; `stage` what the list says is the value-chain stage, `branch` what
    it says the member does (columns of sectors, products and descriptions).
    """

    row: int
    name: str
    city: str | None = None
    country: str | None = None
    since: str | None = None
    stage: str = ""
    branch: str = ""


class ReadList(NamedTuple):
    """The rows of a member list, those that could not be taken, and what was repaired in the others."""

    entries: list[MemberRow]
    refused: list[Issue]
    corrected: list[Issue]


def read_members(path: Path) -> ReadList:
    """Read a member list (CSV or XLSX).

    A column for the name is needed (name, Firma, Unternehmen …); place, country, value-chain stage, branch or
    description, and the begin of the membership help. Raises `InvalidData` when there is no column for the
    name or the list is too long.
    """
    table = open_table(path, limits=LIST)
    columns = _columns(table)
    said = {
        field: [index for index, column in enumerate(table.header) if _folded(column) in names.split()]
        for field, names in _SAID.items()
    }
    found = ReadList([], [], [])
    for row, cells in table.rows(found.refused):
        if len(found.entries) + len(found.refused) >= MAX_ENTRIES:
            raise InvalidData(
                msg("%(file)s has more than %(most)s rows", file=table.file, most=MAX_ENTRIES),
                [Issue(table.file, row, "", "", msg("too many rows"))],
            )
        given = {field: unguarded(cells[index].strip()) for field, index in columns.items()}
        given |= {field: _joined(cells, indices) for field, indices in said.items()}
        entry, notes = _entry(row, given)
        told = [
            Issue(table.file, row, table.header[columns[field]], given[field][:100], note)
            for field, note in notes
        ]
        if entry:
            found.entries.append(entry)
            found.corrected.extend(told)
        else:
            found.refused.extend(told)
    return found


def _entry(row: int, given: Mapping[str, str]) -> tuple[MemberRow | None, list[tuple[str, str | Message]]]:
    """What a row says, nothing where it cannot be taken, and notes by field."""
    try:
        name, note = cleaning.name(given["name"])
    except cleaning.Refuse as reason:
        return None, [("name", reason_of(reason))]
    if not name:
        return None, [("name", msg("no name"))]
    city, city_note = cleaning.line(given.get("city", ""))
    country = country_code(given.get("country", ""))
    unknown = msg("left out: unknown country") if given.get("country") and not country else ""
    since, since_note = dates.date(given["since"]) if given.get("since") else (None, "")
    notes = [("name", note), ("city", city_note), ("country", unknown), ("since", since_note)]
    read = MemberRow(row, name, city, country, since, given.get("stage", ""), given.get("branch", ""))
    return read, [(field, note) for field, note in notes if note]


def country_code(text: str) -> str | None:
    """The ISO code of a country given by code or by its English or German name."""
    word = text.strip()
    return country_codes.country(word)[0] if len(word) == 2 else _country_names().get(plain(word))


def _joined(cells: Sequence[str], indices: Sequence[int]) -> str:
    """What several columns say, one after the other."""
    said = (cleaning.line(unguarded(cells[index]))[0] for index in indices)
    return "; ".join(text for text in said if text)


def _folded(header: str) -> str:
    return plain(header).replace(" ", "").replace("-", "").replace("_", "")


def _columns(table: SourceTable) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, names in _HEADERS.items():
        known = set(names.split())
        for index, column in enumerate(table.header):
            if field not in found and _folded(column) in known:
                found[field] = index
    if "name" not in found:
        looked = "name, Firma, Unternehmen, Organisation, company"
        raise InvalidData(
            msg("%(file)s has no column for the name", file=table.file),
            [
                Issue(
                    table.file,
                    1,
                    "",
                    ", ".join(table.header)[:200],
                    msg("looked for %(what)s", what=looked),
                )
            ],
        )
    return found


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    names = {plain(name): code for code, name in countries().items()}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if code in countries():
                names.setdefault(plain(name), code)
    return names
