"""The organizations known here as records to compare, and what a comparison found in words."""

from collections.abc import Sequence

from graphsvc.domain.ids import PRIVATE
from graphsvc.ingest.member_matching import KnownOrganization, NameIndex
from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS
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
    snapshot = known.snapshot
    table = snapshot.organizations
    return NameIndex(
        KnownOrganization(
            id=identifier,
            name=table.names[row],
            aliases=tuple(filter(None, table.aliases[row].split("\n"))),
            city=table.city[row] or None,
            country=country(snapshot, int(table.country[row])) or None,
            website=table.website[row] or None,
            kind=ORGANIZATION_KINDS[table.kind[row]],
            identifiers=frozenset(filter(None, table.identifiers[row].split("\n"))),
        )
        for row, identifier in enumerate(table.ids)
        if not (table.hidden[row] or identifier.startswith(PRIVATE))
    )
