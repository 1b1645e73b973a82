"""Indicators of organizations, clusters, regions and the whole network, each with its definition."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc import network
from graphsvc.answers.network.results_cache import Figures
from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.domain.ids import kind_of
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg
from graphsvc.network import ProjectSums, descriptions
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot.regions import lies_in
from graphsvc.state.region_names import region_exists
from graphsvc.state.snapshot_tables import SnapshotTables, entries

NETWORK = "network"
REGION_LENGTH = 4

_NAMES = {"component", "community", "articulation_point"}
"""Indicators whose numbers name a part; their order says nothing."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: its value (None where there is none), what it means, where it is defined, a note.

    `rank` 1 is the highest of `n` organizations, None for anything but an organization.
    """

    id: str
    label: Mapping[str, str]
    value: float | None
    rank: int | None
    n: int
    sentence: Mapping[str, str]
    reference: str
    page: bool
    note: Message | None = None


def visible(known: SnapshotTables) -> Int64s:
    """Rows of the organizations that may be shown; all others are outside every network."""
    return np.flatnonzero(~known.snapshot.organizations.hidden)


def computed(known: SnapshotTables, communities: Int64s) -> Figures:
    """Every indicator of every organization that may be shown.

    `communities` are those of the map, so that both tell of the same ones.
    """
    organizations = known.snapshot.organizations
    found = network.visible_indicators(organizations, known.collaboration, _first_cluster(known))
    those = communities[: len(organizations.ids)].astype(np.float64)
    values = {**found.values, "community": np.where(organizations.hidden, np.nan, those)}
    return Figures(values, network.largest_error(found.paths), found.paths.pivots, found.paths.exact)


def _first_cluster(known: SnapshotTables) -> Int64s:
    """The first cluster, by id, that each organization belongs to, -1 for none."""
    first = np.full(known.attached.own.shape[1], -1, dtype=np.int64)
    for cluster in range(known.attached.own.shape[0] - 1, -1, -1):
        first[entries(known.attached.own, cluster)] = cluster
    return first


def of_organization(known: SnapshotTables, row: int, figures: Figures | None) -> tuple[Indicator, ...]:
    """The indicators of an organization; before all are computed, the few that need no computing."""
    if figures is None:
        ties, weight = known.collaboration.ties, known.collaboration.weight
        quick = {"degree": float(np.diff(ties.indptr)[row]), "strength": float(weight[[row]].sum())}
        note = msg("This is being computed; ask again in a moment.")
        return tuple(
            _indicator(name, quick.get(name), None if name in quick else note)
            for name, about in descriptions().items()
            if about.of == "organization"
        )
    notes = {} if figures.exact else {"betweenness": _sampled(figures)}
    return tuple(
        _ranked(name, figures.values[name], row, notes.get(name))
        for name, about in descriptions().items()
        if about.of == "organization" and name in figures.values
    )


def _ranked(name: str, column: Float64s, row: int, note: Message | None) -> Indicator:
    if name in _NAMES:
        return _indicator(name, float(column[row]), note)
    known = column[~np.isnan(column)]
    return _indicator(name, float(column[row]), note, rank=int((known > column[row]).sum()) + 1, n=len(known))


def _sampled(figures: Figures) -> Message:
    return msg(
        "From a sample of %(pivots)s starting points; the standard error is at most %(error)s.",
        pivots=figures.pivots,
        error=figures.betweenness_error,
    )


def of_group(known: SnapshotTables, members: Bools) -> tuple[Indicator, ...]:
    """The indicators of a group of organizations: a cluster's, a region's."""
    ties = known.collaboration.ties
    inside = np.where(members, 0, -1)
    regions, countries = known.regions(REGION_LENGTH)[1], known.regions(2)[1]
    values = {
        "ei_index": network.ei_index(ties, inside, 1),
        "supra_regional_share": network.outside_share(ties, inside, regions, 1),
        "international_share": network.outside_share(ties, inside, countries, 1),
    }
    return tuple(_indicator(name, float(found[0])) for name, found in values.items())


def of_network(known: SnapshotTables, sums: Mapping[str, ProjectSums] | None) -> tuple[Indicator, ...]:
    """The indicators of the whole network; those over projects once `sums` are there."""
    rows = visible(known)
    ties = Matrix(known.collaboration.ties[rows][:, rows])
    names, regions = known.regions(REGION_LENGTH)
    seats = regions[rows]
    spread = np.bincount(seats[seats >= 0], minlength=len(names)).astype(np.float64)
    values = {
        "density": network.density(ties),
        "centralization": network.centralization(ties),
        "repeated_share": network.repeated_share(known.collaboration.count),
        "concentration": network.concentration(spread).effective_places,
    }
    found = [_indicator(name, value) for name, value in values.items()]
    for name, about in descriptions().items():
        if about.of == NETWORK and name not in values:
            one = sums.get(name) if sums else None
            below = float(one.below.sum()) if one else 0.0
            note = None if sums else msg("This is being computed; ask again in a moment.")
            found.append(_indicator(name, float(one.above.sum()) / below if one and below else None, note))
    return tuple(found)


def members_of(known: SnapshotTables, identifier: str) -> Bools:
    """The organizations of a cluster or in a region. Raises `UnknownId`."""
    snapshot = known.snapshot
    flags = np.zeros(len(snapshot.organizations.ids), dtype=bool)
    if kind_of(identifier) == "cluster":
        flags[entries(known.attached.own, snapshot.cluster(identifier))] = True
        return flags & ~snapshot.organizations.hidden
    code = identifier.removeprefix("region:")
    if code == identifier or not region_exists(code):
        raise UnknownId("cluster or region", identifier)
    return np.asarray(lies_in(known.places.organizations, code)) & ~snapshot.organizations.hidden


def _indicator(
    name: str, value: float | None, note: Message | None = None, *, rank: int | None = None, n: int = 0
) -> Indicator:
    about = descriptions()[name]
    known = value is not None and not math.isnan(value)
    return Indicator(
        id=name,
        label=about.label,
        value=value if known else None,
        rank=rank if known else None,
        n=n,
        sentence=about.meaning,
        reference=about.reference,
        page=about.page,
        note=note,
    )
