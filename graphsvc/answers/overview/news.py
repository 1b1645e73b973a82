"""Changes on an overview between two visits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import Snapshot
from graphsvc.state.chain_info import stages
from graphsvc.state.refs import ref
from graphsvc.state.visits import Seen

MOST_OF_A_KIND = 5

STATES: Mapping[str, Mapping[str, str]] = {
    "missing": {"en": "missing", "de": "fehlt"},
    "thin": {"en": "thin", "de": "nur einmal vorhanden"},
    "covered": {"en": "covered", "de": "abgedeckt"},
}


@dataclass(frozen=True, slots=True)
class News:
    """One change, and where its proof is: the page of an id, or an address."""

    sentence: Message
    id: str | None = None
    address: str | None = None


def news(snapshot: Snapshot, before: Seen, after: Seen) -> tuple[News, ...]:
    """The changes, stages first, then members, projects and suggestions; at most five of a kind by name."""
    if before == after:
        return ()
    return (*_stages(before, after), *_members(snapshot, before, after), *_others(snapshot, before, after))


def _stages(before: Seen, after: Seen) -> Iterator[News]:
    for name, stage in stages().items():
        old, new = before.stages.get(name), after.stages.get(name)
        if old and new and old != new:
            values = {"stage": stage.label, "before": STATES[old], "after": STATES[new]}
            yield News(msg("%(stage)s: was %(before)s, is %(after)s now", **values), name)


def _members(snapshot: Snapshot, before: Seen, after: Seen) -> Iterator[News]:
    come = sorted(set(after.members) - set(before.members))
    gone = sorted(set(before.members) - set(after.members))
    for one in come[:MOST_OF_A_KIND]:
        yield News(msg("%(name)s is a member now", name=_name(snapshot, one)), one)
    if len(come) > MOST_OF_A_KIND:
        n = len(come) - MOST_OF_A_KIND
        yield News(say_n("and one more new member", "and %(n)s more new members", n=n), come[-1])
    for one in gone[:MOST_OF_A_KIND]:
        yield News(msg("%(name)s is no longer a member", name=_name(snapshot, one)), one)
    if len(gone) > MOST_OF_A_KIND:
        n = len(gone) - MOST_OF_A_KIND
        yield News(say_n("and one more is no longer a member", "and %(n)s more are no longer members", n=n))


def _others(snapshot: Snapshot, before: Seen, after: Seen) -> Iterator[News]:
    projects = sorted(set(after.projects) - set(before.projects))
    for one in projects[:MOST_OF_A_KIND]:
        yield News(_of_project(snapshot, after, one), one)
    if len(projects) > MOST_OF_A_KIND:
        n = len(projects) - MOST_OF_A_KIND
        yield News(say_n("and one more new project", "and %(n)s more new projects", n=n), projects[-1])
    known = set(before.suggestions)
    for one in [one for one in after.suggestions if one not in known][:MOST_OF_A_KIND]:
        yield News(msg("New among the best suggestions: %(name)s", name=_name(snapshot, one)), one)


def _of_project(snapshot: Snapshot, after: Seen, project: str) -> Message:
    """A new project, and which members take part in it."""
    name = _name(snapshot, project)
    parts = snapshot.participation.tocsc()
    row = snapshot.node(project) - len(snapshot.organizations.ids) - len(snapshot.clusters.ids)
    inside = snapshot.organizations.ids.take(
        parts.indices[parts.indptr[row] : parts.indptr[row + 1]].tolist()
    )
    mine = tuple(_name(snapshot, one) for one in sorted({*inside} & {*after.members}))
    if not mine:
        return msg("New project: %(name)s", name=name)
    return msg("New project of %(members)s: %(name)s", members=mine, name=name)


def _name(snapshot: Snapshot, identifier: str) -> str:
    try:
        return str(ref(snapshot, identifier).name)
    except UnknownId:
        return identifier.partition(":")[2]
