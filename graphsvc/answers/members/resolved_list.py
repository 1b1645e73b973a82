"""A member list, resolved against the organizations known here, as it is kept until a person decides."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from graphsvc.answers.members.reading import kept_reading, not_taken, reading_of
from graphsvc.answers.members.review import LeftOutRow, kept_row
from graphsvc.errors import Issue
from graphsvc.ingest.list_rows import Aside, ReadList, names_of
from graphsvc.ingest.member_matching import KnownOrganization, NameIndex, ResolvedMember
from graphsvc.ingest.persons import is_person
from graphsvc.messages import Message, msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import country
from graphsvc.state.snapshot_tables import SnapshotTables, tables

PERSON_NAME = msg("looks like the name of a person")


def kept_list(graph: CurrentGraph, read: ReadList, remembered: bool) -> dict[str, Any]:
    """A list that was read as JSON: its rows resolved, those that are set aside, and how it was read."""
    index = tables(graph).memo("names", _name_index)
    rows = [index.resolve(entry) for entry in read.entries]
    asides = {one.entry.row: Aside(one.entry, PERSON_NAME, True) for one in rows if _doubts_person(one)}
    for one in read.asides:
        found = index.resolve(one.entry)
        rows.append(found)
        if not one.doubted or found.state != "found":
            asides[one.entry.row] = one
    rows = [replace(one, state="doubtful") if one.entry.row in asides else one for one in rows]
    return {
        "reading": kept_reading(reading_of(read, remembered)),
        "rows": [kept_row(one) for one in sorted(rows, key=lambda one: one.entry.row)],
        "asides": {str(row): [one.reason, one.doubted] for row, one in asides.items()},
        "left_out": [list(vars(issue).values()) for issue in read.left_out],
        "refused": [list(vars(issue).values()) for issue in read.refused],
        "corrected": [list(vars(issue).values()) for issue in read.corrected],
        "not_taken": not_taken(read),
        "names": names_of_list(read),
    }


def _doubts_person(one: ResolvedMember) -> bool:
    """Whether a name that nobody here has looks like a person's: persons are asked about."""
    return one.state == "new" and is_person(one.entry.name, one.entry.kind)


def names_of_list(read: ReadList) -> tuple[str, ...]:
    """The names of the columns of a list."""
    return names_of(read.sheet, read.columns.header)


def left_out_rows(
    rows: Iterable[ResolvedMember], asides: Mapping[int, Any], which: Collection[int], others: Iterable[Issue]
) -> tuple[LeftOutRow, ...]:
    """Rows taken for no member: those with a name, which may be taken all the same, and others."""
    named = [
        LeftOutRow(one.entry.row, one.entry.name, asides[one.entry.row][0], choosable=True)
        for one in rows
        if one.entry.row in which
    ]
    bare = [
        LeftOutRow(issue.row, issue.value, issue.reason, choosable=False)
        for issue in others
        if isinstance(issue.reason, Message)
    ]
    return tuple(sorted((*named, *bare), key=lambda row: row.row))


def _name_index(known: SnapshotTables) -> NameIndex:
    """The names of all organizations that are found by more than their exact name."""
    snapshot = known.snapshot
    table = snapshot.organizations
    shown = zip(table.ids, table.names, table.aliases, table.city, table.country.tolist(), strict=True)
    hidden = table.hidden.tolist()
    return NameIndex(
        KnownOrganization(
            id=identifier,
            name=name,
            aliases=tuple(aliases.split("\n")) if aliases else (),
            city=city or None,
            country=country(snapshot, code) or None,
        )
        for place, (identifier, name, aliases, city, code) in enumerate(shown)
        if not hidden[place]
    )
