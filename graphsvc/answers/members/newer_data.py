"""Members that only a list knew when it was brought, and that the data has by now."""

from dataclasses import dataclass

from graphsvc.answers.members.in_use import ListInUse
from graphsvc.domain.ids import PRIVATE
from graphsvc.ingest.list_rows import MemberRow
from graphsvc.ingest.member_matching import Candidate
from graphsvc.messages import Message
from graphsvc.snapshot import Snapshot
from graphsvc.state.judged_pairs import JudgedPairs
from graphsvc.state.known_names import known_names, likeness
from graphsvc.state.refs import Ref, country, organization_ref
from graphsvc.state.snapshot_tables import tables

LARGEST = 50_000
"""Of more organizations nobody is told: to prepare 30,000 names takes 3.6 s, and a page waits for it."""


@dataclass(frozen=True, slots=True)
class KnownByNow:
    """A member that the list alone knows, who it is in the data, and what agrees."""

    member: Ref
    other: Ref
    why: Message


def known_by_now(in_use: ListInUse) -> tuple[KnownByNow, ...]:
    """Whom the list would find without a question if it were brought today, by name of the member.

    Left out are pairs that a person said are different, and members merged already. Raises `UnknownId`.
    """
    graph = in_use.graph
    snapshot, judged = graph.snapshot(), JudgedPairs(graph.home).all()
    if len(snapshot.organizations.ids) > LARGEST:
        return ()
    found = tables(graph).lately(f"known by now {in_use.cluster}", lambda: _found(in_use))
    return tuple(
        KnownByNow(
            one,
            organization_ref(snapshot, snapshot.organization(best.id)),
            likeness(best.agreed, best.differing),
        )
        for one, best in found
        if judged.get((min(one.id, best.id), max(one.id, best.id))) != "different"
    )


def _found(in_use: ListInUse) -> list[tuple[Ref, Candidate]]:
    snapshot = in_use.graph.snapshot()
    alone = [
        one for one in in_use.members() if all(same.startswith(PRIVATE) for same in snapshot.ids_of(one.id))
    ]
    resolved = known_names(in_use.graph).resolve_all([_row(snapshot, one.id) for one in alone])
    return [
        (one, row.candidates[0]) for one, row in zip(alone, resolved, strict=True) if row.state == "found"
    ]


def _row(snapshot: Snapshot, member: str) -> MemberRow:
    row, table = snapshot.organization(member), snapshot.organizations
    return MemberRow(
        row,
        table.names[row],
        city=table.city[row] or None,
        country=country(snapshot, int(table.country[row])) or None,
        website=table.website[row] or None,
    )
