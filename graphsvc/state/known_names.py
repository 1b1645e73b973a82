"""The organizations known here as records to compare, and what a comparison found in words."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from graphsvc.domain.ids import PRIVATE
from graphsvc.ingest.member_matching import KnownOrganization, NameIndex
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import country
from graphsvc.state.snapshot_tables import SnapshotTables, tables

FIELDS = {
    "name": msg("the name"),
    "short name": msg("the short name"),
    "city": msg("the place"),
    "country": msg("the country"),
    "postcode": msg("the postcode"),
    "website": msg("the website"),
    "kind": msg("the kind of organization"),
    "legal form": msg("the legal form"),
    "identifier": msg("the identifier"),
}
"""Fields of a comparison in words; that a name holds the same numbers goes without saying."""

_REMEMBERED = 20_000
"""Organizations up to which this process keeps the index of the data before, in memory."""


def known_names(graph: CurrentGraph) -> NameIndex:
    """All organizations that are found by more than their exact name, ready to be compared with.

    Who is on a member list alone is none of them, also where its people see it: the list knows its own.
    """
    return tables(graph).memo("names", _name_index)


def likeness(agreed: Sequence[str], differing: Sequence[str]) -> Message:
    """What speaks for it that two records are one, and what against it."""
    same, other = (
        tuple(FIELDS[field] for field in fields if field in FIELDS) for fields in (agreed, differing)
    )
    if same and other:
        return msg("agrees: %(same)s; differs: %(other)s", same=same, other=other)
    return msg("agrees: %(same)s", same=same) if same else msg("differs: %(other)s", other=other)


def _name_index(known: SnapshotTables) -> NameIndex:
    records = tuple(_records(known.snapshot))
    return _remembered(records) if len(records) <= _REMEMBERED else NameIndex(records)


@lru_cache(maxsize=1)
def _remembered(records: tuple[KnownOrganization, ...]) -> NameIndex:
    """The index made last, for most changes of the data leave these records as they are."""
    return NameIndex(records)


def _records(snapshot: Snapshot) -> Iterator[KnownOrganization]:
    table = snapshot.organizations
    texts = (table.ids, table.names, table.aliases, table.city, table.website, table.identifiers)
    numbers = (table.country.tolist(), table.kind.tolist(), table.hidden.tolist())
    for identifier, name, aliases, city, website, identifiers, place, kind, hidden in zip(
        *texts, *numbers, strict=True
    ):
        if not (hidden or identifier.startswith(PRIVATE)):
            yield KnownOrganization(
                id=identifier,
                name=name,
                aliases=tuple(filter(None, aliases.split("\n"))),
                city=city or None,
                country=country(snapshot, place) or None,
                website=website or None,
                kind=ORGANIZATION_KINDS[kind],
                identifiers=frozenset(filter(None, identifiers.split("\n"))),
            )
