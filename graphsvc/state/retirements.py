"""Organizations that a person retired: what is known of them is kept, and counts nowhere until they are back.

A retirement is a refused claim of a dataset of its own, with the reason in its words. Nothing of the records
is touched, so that taking it back leaves the data as it was. Those that were merged are retired together.
"""

from graphsvc.domain import Basis, DatasetInfo, Evidence, Organization, is_private, kind_of
from graphsvc.domain.dataset import RETIRED
from graphsvc.domain.rows import to_claim
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.record_changes import RETIREMENT, RecordChange, RecordChanges

RETIREMENTS = DatasetInfo(
    id=RETIRED, title="Organizations retired by hand", title_de="Von Hand stillgelegte Organisationen"
)
MOST_LETTERS = 500
"""Of a reason."""


def retire(graph: CurrentGraph, identifier: str, reason: str, *, by: str, date: str) -> str:
    """Let an organization count nowhere from now on; returns the id that stood for it.

    `by` says so on `date`. Raises `UnknownId`, also for one that is retired already, and `InvalidData` for
    what is no organization, for one known from an own list alone, and without a reason.
    """
    snapshot, why = graph.snapshot(), " ".join(reason.split())
    if kind_of(identifier) != Organization.kind:
        raise InvalidData(msg("Only organizations can be retired, and %(id)s is none.", id=identifier))
    stands = snapshot.organizations.ids[snapshot.organization(identifier)]
    if is_private(stands.partition(":")[2]):
        raise InvalidData(msg("It is known from an own member list alone: take it out of the list."))
    if not why or len(why) > MOST_LETTERS:
        raise InvalidData(msg("Say why, in at most %(most)s letters.", most=MOST_LETTERS))
    said = Evidence(basis=Basis.REFUSED, dataset=RETIRED, by=by, date=date, words=why)
    graph.store.write(RETIREMENTS, [Organization(id=stands, evidence=said)])
    graph.refresh()
    RecordChanges(graph.home).note(RecordChange(date, RETIRED, stands, RETIREMENT, None, why))
    return stands


def reinstate(graph: CurrentGraph, identifier: str, *, date: str) -> str:
    """Let an organization that was retired count again, as it did before; returns its id.

    Raises `UnknownId` for one that is not retired, and `StillUsed` where its sources have left and others
    still link to it.
    """
    snapshot = graph.snapshot()
    if snapshot.retirement(identifier) is None:
        raise UnknownId("retired organization", identifier)
    ids = snapshot.ids_of(identifier)
    with graph.store.read() as reader:
        rows = [row for row in reader.entities((Organization.kind,), ids) if row.dataset == RETIRED]
    graph.store.delete(map(to_claim, rows))
    if len(snapshot.retired) == 1:
        with graph.store.read() as reader:
            empty = all(row.dataset != RETIRED for row in reader.entities((Organization.kind,)))
        if empty:
            graph.store.retire(RETIRED)
    graph.refresh()
    changes = RecordChanges(graph.home)
    for row in rows:
        changes.note(RecordChange(date, RETIRED, row.id, RETIREMENT, row.words, None))
    return ids[0]
