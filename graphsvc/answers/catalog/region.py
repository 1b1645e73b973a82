"""Page data of a region: shares compared with its country, and ties to other regions."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.answers.search.documents import topics
from graphsvc.answers.search.results import region_ref
from graphsvc.arrays import Bools, Int64s, Integers
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg
from graphsvc.network import concentration
from graphsvc.snapshot.regions import country_of, lies_in, region_code
from graphsvc.state.chain_info import chains, stages
from graphsvc.state.chain_selection import index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Label, Ref, cluster_ref, organization_ref
from graphsvc.state.region_names import parent_of, region_exists
from graphsvc.state.snapshot_tables import SnapshotTables, tables

LEAST = 8
_MOST = 10


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many organizations here (`n`) have something, their share here and in the country."""

    id: str
    label: Label
    here_share: float
    country_share: float
    n: int


@dataclass(frozen=True, slots=True)
class RegionTie:
    """Another region and the number of ties to it."""

    ref: Ref
    n: int


@dataclass(frozen=True, slots=True)
class RegionPage:
    """Everything that a page shows of a region; rows of fewer than eight organizations are left out."""

    ref: Ref
    code: str
    level: int
    parent: Ref | None
    organizations: int
    clusters: tuple[Ref, ...]
    top: tuple[Ref, ...]
    stages: tuple[ShareRow, ...]
    topics: tuple[ShareRow, ...]
    concentration: Message | None
    ties_inside: int
    ties_outside: int
    partners: tuple[RegionTie, ...]
    crossing: tuple[Ref, ...]


def region_page(graph: CurrentGraph, identifier: str) -> RegionPage:
    """The page of a region by NUTS or ISO country code, with or without `region:`. Raises `UnknownId`."""
    code = region_code(identifier.removeprefix("region:"))
    if not region_exists(code):
        raise UnknownId("region", identifier)
    snapshot, known = graph.snapshot(), tables(graph)
    visible = ~snapshot.organizations.hidden
    here, land = _within(known, code) & visible, _within(known, country_of(code)) & visible
    rows = np.flatnonzero(here)
    active = known.projects.of[rows].astype(np.int64)
    best = rows[np.lexsort((rows, -active))][:_MOST].tolist()
    inside, outside, partners = _ties(known, here, code)
    own = np.flatnonzero(lies_in(known.places.clusters, code)).tolist()
    parent = parent_of(code)
    return RegionPage(
        ref=region_ref(code),
        code=code,
        level=max(len(code) - 2, 0),
        parent=region_ref(parent) if parent else None,
        organizations=len(rows),
        clusters=tuple(cluster_ref(snapshot, row) for row in own),
        top=tuple(organization_ref(snapshot, row) for row in best if known.projects.of[row]),
        stages=_shares(known.memo("stage holders", lambda _: _stage_holders(graph)), here, land),
        topics=_shares(known.memo("topic holders", lambda _: _topic_holders(graph)), here, land),
        concentration=_concentration(active),
        ties_inside=inside,
        ties_outside=outside,
        partners=partners,
        crossing=tuple(cluster_ref(snapshot, row) for row in _crossing(known, here, own)),
    )


Holders = tuple[tuple[tuple[str, Label], ...], sp.csc_array]
"""Names of the columns, and organizations × columns with ones where an organization has it."""


def _stage_holders(graph: CurrentGraph) -> Holders:
    indexes = [index_of(graph, info.id) for info in chains()]
    names = [index.chain.ref(stage) for index in indexes for stage in index.chain.stages]
    parts = [(index.strength[: index.organization_count] > 0).astype(np.int64) for index in indexes]
    return tuple((name, stages()[name].label) for name in names), sp.csc_array(sp.hstack(parts))


def _topic_holders(graph: CurrentGraph) -> Holders:
    snapshot, found = graph.snapshot(), topics(graph)
    names = sorted(name for name in found.names if name in found.projects)
    rows = [np.array(found.projects[name], dtype=np.int64) for name in names]
    columns = np.repeat(np.arange(len(names)), [len(one) for one in rows])
    shape = len(snapshot.projects.ids), len(names)
    about = _ones(np.concatenate([*rows, np.zeros(0, dtype=np.int64)]), columns, shape)
    matrix = sp.csc_array(((snapshot.participation > 0).astype(np.int64) @ about) > 0)
    return tuple((name, found.names[name]) for name in names), matrix


def _shares(holders: Holders, here: Bools, land: Bools) -> tuple[ShareRow, ...]:
    """Shares of the organizations that have anything of the kind, the largest here first."""
    names, matrix = holders
    any_of = np.asarray(matrix.sum(axis=1)).ravel() > 0
    n_here, n_land = int((here & any_of).sum()), int((land & any_of).sum())
    in_region = (here.astype(np.int64) @ matrix).ravel()
    in_land = (land.astype(np.int64) @ matrix).ravel()
    order = np.argsort(-in_region, kind="stable").tolist()
    found = []
    for place in [one for one in order if in_region[one] >= LEAST][:_MOST]:
        identifier, label = names[place]
        n, of_land = int(in_region[place]), int(in_land[place])
        found.append(ShareRow(identifier, label, n / n_here, of_land / n_land, n))
    return tuple(found)


def _concentration(active: Int64s) -> Message | None:
    if (active > 0).sum() < LEAST:
        return None
    found = concentration(active.astype(np.float64))
    return msg(
        "The most active organization holds %(largest_share)s of the participations in projects; "
        "they spread as if over %(n)s organizations of equal size.",
        largest_share=found.largest_share,
        n=round(found.effective_places),
    )


def _ties(known: SnapshotTables, here: Bools, code: str) -> tuple[int, int, tuple[RegionTie, ...]]:
    """Ties inside, ties out of the region, and the regions of its own level that they lead to."""
    rows = np.flatnonzero(here)
    ends = known.collaboration.ties[rows].indices
    inside = int(here[ends].sum()) // 2
    out = ends[~here[ends]]
    names, numbers = known.regions(len(code))
    counted = np.bincount(numbers[out][numbers[out] >= 0], minlength=len(names))
    best = [place for place in np.argsort(-counted, kind="stable").tolist() if counted[place]][:_MOST]
    return inside, len(out), tuple(RegionTie(region_ref(names[place]), int(counted[place])) for place in best)


def _within(known: SnapshotTables, code: str) -> Bools:
    """Which organizations lie in a region."""
    names, numbers = known.regions(len(code))
    return np.equal(numbers, names.index(code) if code in names else -2)


def _crossing(known: SnapshotTables, here: Bools, own: list[int]) -> list[int]:
    """Clusters with organizations both here and elsewhere, and those here with organizations elsewhere."""
    attached = known.attached.own
    inside = np.asarray(attached @ here.astype(np.float64)).ravel()
    total = np.asarray(attached.sum(axis=1)).ravel()
    both = (inside > 0) & (inside < total)
    both[own] |= total[own] > inside[own]
    return [int(row) for row in np.flatnonzero(both)]


def _ones(rows: Integers, columns: Integers, shape: tuple[int, int]) -> sp.csc_array:
    matrix = sp.csc_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    return sp.csc_array((matrix > 0).astype(np.int64))
