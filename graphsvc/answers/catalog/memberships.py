"""Who belongs to a cluster in which role, who hosts it, and how many of how many members are known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools
from graphsvc.domain import Fact, MembershipRole, RelationKind
from graphsvc.messages import Message, Value, msg
from graphsvc.programme import members_stated
from graphsvc.snapshot import MEMBERSHIP_ROLES, NO_DAY, Memberships, Relations, Snapshot, iso, links
from graphsvc.state.refs import FactReference, Ref, cluster_ref, fact, organization_ref

HOST = "host"
_ROLES: Mapping[str, Mapping[str, str]] = {
    MembershipRole.MEMBER: {"en": "a member", "de": "Mitglied"},
    MembershipRole.FOUNDING_MEMBER: {"en": "a founding member", "de": "Gründungsmitglied"},
    MembershipRole.BOARD: {"en": "on the board or a committee", "de": "im Vorstand oder in einem Gremium"},
    MembershipRole.CONSORTIUM_PARTNER: {
        "en": "a partner of the funded consortium",
        "de": "Partner des geförderten Konsortiums",
    },
    HOST: {"en": "its carrier or office", "de": "Träger oder Geschäftsstelle"},
}


@dataclass(frozen=True, slots=True)
class ClusterRole:
    """The role of an organization in a cluster; `ref` is whichever of the two one does not come from.

    `date` is that of the source, empty where it has none; `told` says the role with its date, in the past
    where the source is old.
    """

    ref: Ref
    role: str
    date: str
    told: Message
    fact: FactReference

    @property
    def member(self) -> bool:
        """Whether the role makes a member."""
        return self.role not in (HOST, MembershipRole.CONSORTIUM_PARTNER)


@dataclass(frozen=True, slots=True)
class MemberCount:
    """How many members of a cluster are known by name, and how many there are by the newest statement."""

    known: int
    total: int | None
    told: Message


def roles_in_cluster(snapshot: Snapshot, row: int) -> tuple[ClusterRole, ...]:
    """The public roles in a cluster that hold now, by name, without organizations named after persons."""
    table, hidden = snapshot.memberships, snapshot.organizations.hidden
    shown = np.asarray(table.cluster == row) & ~hidden[table.organization]
    found = [
        _role(snapshot, organization_ref(snapshot, int(table.organization[link])), link)
        for link in _public(snapshot, shown)
    ]
    found += [
        _host(snapshot, organization_ref(snapshot, organization), link)
        for organization, cluster, link in _hosts(snapshot)
        if cluster == row and not hidden[organization]
    ]
    return _sorted(found)


def roles_of_organization(snapshot: Snapshot, row: int) -> tuple[ClusterRole, ...]:
    """The public roles of an organization in clusters that hold now, by name of the cluster."""
    table = snapshot.memberships
    found = [
        _role(snapshot, cluster_ref(snapshot, int(table.cluster[link])), link)
        for link in _public(snapshot, np.asarray(table.organization == row))
    ]
    found += [
        _host(snapshot, cluster_ref(snapshot, cluster), link)
        for organization, cluster, link in _hosts(snapshot)
        if organization == row
    ]
    return _sorted(found)


def member_count(known: int, facts: Iterable[Fact]) -> MemberCount:
    """How many members are known of how many: the newest number that a fact of the cluster states."""
    stated = members_stated(facts)
    if stated is None:
        told = msg("%(known)s known by name; how many there are is not stated.", known=known)
        return MemberCount(known, None, told)
    day, total, _ = stated
    values: dict[str, Value] = {"known": known, "total": total}
    if not day:
        return MemberCount(known, total, msg("%(known)s known of about %(total)s.", **values))
    told = msg("%(known)s known of about %(total)s (as of %(as_of_date)s).", as_of_date=day, **values)
    return MemberCount(known, total, told)


def _public(snapshot: Snapshot, chosen: Bools) -> list[int]:
    table = snapshot.memberships
    public = chosen & ~table.private & links.valid(table, snapshot.retrieved)
    rows: list[int] = np.flatnonzero(public).tolist()
    return rows


def _hosts(snapshot: Snapshot) -> Iterator[tuple[int, int, int]]:
    today = links.valid(snapshot.relations, snapshot.retrieved)
    found = links.cluster_organizations(snapshot, (RelationKind.HOSTS,))
    for organization, cluster, link in zip(*(part.tolist() for part in found), strict=True):
        if today[link]:
            yield organization, cluster, link


def _role(snapshot: Snapshot, ref: Ref, link: int) -> ClusterRole:
    return _told(snapshot, ref, MEMBERSHIP_ROLES[int(snapshot.memberships.role[link])], link)


def _host(snapshot: Snapshot, ref: Ref, link: int) -> ClusterRole:
    return _told(snapshot, ref, HOST, link)


def _told(snapshot: Snapshot, ref: Ref, role: str, link: int) -> ClusterRole:
    table: Memberships | Relations = snapshot.relations if role == HOST else snapshot.memberships
    held = fact(snapshot, table.evidence, link)
    read = snapshot.datasets[int(table.evidence.dataset[link])].retrieved
    date = "" if held.date is None or held.date == read else held.date
    since = "" if table.start[link] == NO_DAY else iso(int(table.start[link]))
    year, name = (date or since)[:4], _ROLES[role]
    if year and (held.aged or role == MembershipRole.CONSORTIUM_PARTNER or not date):
        told = msg("was %(role)s in %(on_date)s", role=name, on_date=year)
    elif date:
        told = msg("%(role)s, known of %(on_date)s", role=name, on_date=date)
    else:
        told = msg("%(role)s, by a page without a date", role=name)
    return ClusterRole(ref, role, date, told, held)


def _sorted(found: list[ClusterRole]) -> tuple[ClusterRole, ...]:
    return tuple(sorted(found, key=lambda one: (*one.ref.order, one.role)))
