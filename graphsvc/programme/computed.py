"""What criteria can be computed from the data of a cluster: members, their kinds, sectors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.domain import Basis, OrganizationKind, RelationKind
from graphsvc.programme.members import MembersStated, members_stated
from graphsvc.snapshot import BASES, COMPANY, ORGANIZATION_KINDS, Snapshot, links

_FIRM = [BASES.index(basis.value) for basis in (Basis.STATED, Basis.CONFIRMED)]
_SIDES: Mapping[str, str] = {
    OrganizationKind.COMPANY: "industry",
    OrganizationKind.RESEARCH: "research",
    OrganizationKind.EDUCATION: "research",
    OrganizationKind.PUBLIC: "public",
}
"""Kinds of members as criteria count them; universities and institutes are one, other organizations none."""


@dataclass(frozen=True, slots=True)
class ComputedValue:
    """A value with what it rests on.

    Attributes
    ----------
    value : None where nothing firm is known
    least : it may be more, since not all members are known
    sure : it can be held against the cluster; a value that is neither `least` nor `sure` only hints
    basis : stated, confirmed or inferred; empty where nothing is known
    evidence : ids of organizations or of the cluster that it was read from, sorted
    """

    value: float | None = None
    least: bool = False
    sure: bool = False
    basis: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class MembersOnDay:
    """The members (rows of organizations) of a cluster on a day.

    `rows` are those that sources or persons name, `hints` those that were only inferred. `complete` says that
    no other member is known to exist: a list of one's own is in use, or all of the stated number are named.
    """

    rows: Int64s
    hints: Int64s
    confirmed: bool
    stated: MembersStated | None
    complete: bool


def members_on(snapshot: Snapshot, row: int, on: str) -> MembersOnDay:
    """The members of a cluster (row) on an ISO day, with those of a list of one's own."""
    table = snapshot.memberships
    held = (table.cluster == row) & links.valid(table, on) & links.is_member(table)
    firm = held & np.isin(table.evidence.basis, _FIRM)
    runs = links.cluster_organizations(snapshot, (RelationKind.RUNS,))
    own = runs.first[runs.second == row]
    rows = np.setdiff1d(np.unique(table.organization[firm]), own).astype(np.int64)
    hints = np.setdiff1d(np.unique(table.organization[held & ~firm]), np.append(rows, own)).astype(np.int64)
    stated = members_stated(snapshot.clusters.records[row].facts)
    listed = bool((held & table.private).any())
    return MembersOnDay(
        rows=rows,
        hints=hints,
        confirmed=_all_confirmed(snapshot, firm),
        stated=stated,
        complete=listed or (stated is not None and len(rows) >= stated.total),
    )


def computed(name: str, snapshot: Snapshot, row: int, on: str) -> ComputedValue:
    """The value of a function of criteria sets for a cluster (row) on an ISO day."""
    return _FUNCTIONS[name](snapshot, row, on)


def _members(snapshot: Snapshot, row: int, on: str) -> ComputedValue:
    """How many members there are: those named, or as many as a source states where these are more."""
    found = members_on(snapshot, row, on)
    if found.stated and found.stated.total > len(found.rows):
        cluster = snapshot.clusters.ids[row]
        return ComputedValue(found.stated.total, sure=True, basis=Basis.STATED.value, evidence=(cluster,))
    return _over(snapshot, found, float(len(found.rows)))


def _kinds(snapshot: Snapshot, row: int, on: str) -> ComputedValue:
    """Of how many kinds the members are: industry, research and education, public bodies."""
    found = members_on(snapshot, row, on)
    kinds = {ORGANIZATION_KINDS[kind] for kind in snapshot.organizations.kind[found.rows].tolist()}
    return _over(snapshot, found, float(len({_SIDES[kind] for kind in kinds if kind in _SIDES})))


def _companies(snapshot: Snapshot, row: int, on: str) -> ComputedValue:
    """The share of companies among the members, in percent; a hint as long as members are missing."""
    found = members_on(snapshot, row, on)
    if not len(found.rows):
        return _over(snapshot, found, 0.0)
    companies = int((snapshot.organizations.kind[found.rows] == COMPANY).sum())
    value = _over(snapshot, found, round(100 * companies / len(found.rows), 1))
    return ComputedValue(value.value, False, value.sure, value.basis, value.evidence)


def _sectors(snapshot: Snapshot, row: int, _on: str) -> ComputedValue:
    """How many sectors the data names."""
    named = snapshot.clusters.records[row].sectors
    if not named:
        return ComputedValue()
    cluster = snapshot.clusters.ids[row]
    return ComputedValue(float(len(named)), least=True, basis=Basis.STATED.value, evidence=(cluster,))


_FUNCTIONS: Mapping[str, Callable[[Snapshot, int, str], ComputedValue]] = {
    "members": _members,
    "member-kinds": _kinds,
    "company-share": _companies,
    "sectors": _sectors,
}


def _over(snapshot: Snapshot, found: MembersOnDay, value: float) -> ComputedValue:
    """A value over the named members; without any there is none, and inferred ones only hint."""
    if not len(found.rows):
        basis = Basis.INFERRED.value if len(found.hints) else ""
        return ComputedValue(basis=basis, evidence=_ids(snapshot, found.hints))
    basis = Basis.CONFIRMED if found.confirmed else Basis.STATED
    evidence = _ids(snapshot, found.rows)
    return ComputedValue(value, not found.complete, found.complete, basis.value, evidence)


def _all_confirmed(snapshot: Snapshot, chosen: Bools) -> bool:
    codes = snapshot.memberships.evidence.basis[chosen]
    return bool(len(codes)) and bool((codes == BASES.index(Basis.CONFIRMED.value)).all())


def _ids(snapshot: Snapshot, rows: Int64s) -> tuple[str, ...]:
    """The ids of organizations (rows in their order), without those that are named after persons."""
    shown = rows[~snapshot.organizations.hidden[rows]].tolist()
    return tuple(snapshot.organizations.ids[one] for one in shown)
