"""User preferences: three sliders, pinned and excluded organizations.

A slider is 0 (less), 1 (as learned) or 2 (more). `near` multiplies the learned weights of the families in
`NEAR` by `FACTORS`, `new` those of the `NETWORK` by `KNOWN`; each of the three adds a term, with the weights
`GAP`, `SEATS` and `NEW`.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s, Int32s
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import SignalExplanation
from graphsvc.matching.query import QueryContext
from graphsvc.messages import Message, msg
from graphsvc.snapshot.geo import nearness

# Chosen by hand, not evaluated (docs/matching.md, "Steering"); one value for each slider position.
FACTORS = (0.5, 1.0, 1.5)
GAP = (0.0, 0.5, 2.0)
NEW = (-3.0, 0.0, 3.0)
KNOWN = (1.0, 1.0, 0.0)
SEATS = (-2.0, 0.0, 5.0)
NEAR_KM, FAR_KM = 250.0, 1000.0
"""Decay length of the nearness of seats, and the distance from which they are no longer near."""
NETWORK = ("ties", "nearness", "joint")
NEAR = (*NETWORK, "place")
LABELS = {"complement": msg("Closes our gap"), "seats": msg("Near to our seat"), "newness": msg("New to us")}


@dataclass(frozen=True, eq=False)
class Stages:
    """Value-chain stages: `holds` is organizations × stages (nonzero: performs it), `missing` the stages
    (boolean) that the asking side lacks.
    """

    holds: sp.csr_array
    ids: tuple[str, ...]
    labels: tuple[Message | str, ...]
    missing: Bools


@dataclass(frozen=True, eq=False)
class Preferences:
    """Preferences of one query. `mask` is boolean over organizations (None: no restriction); `exclude` and
    `pin` are rows; `clusters` is organizations × clusters (membership), used for newness; `km` is the
    distance of each organization to the nearest seat of those asking, NaN where a seat is unknown. None
    leaves either out.
    """

    gap: int = 1
    near: int = 1
    new: int = 1
    mask: Bools | None = None
    exclude: Int32s = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    pin: Int32s = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    stages: Stages | None = None
    clusters: sp.csr_array | None = None
    km: Float64s | None = None

    @property
    def factors(self) -> dict[str, float]:
        """Factor on the learned weights of each family in `NEAR`."""
        return {
            family: FACTORS[self.near] * (KNOWN[self.new] if family in NETWORK else 1.0) for family in NEAR
        }


def complement(preferences: Preferences, rows: Int32s) -> Float32s:
    """Contribution of missing stages that a candidate performs: weight × 2 (1 - 0.5 ** number), float32 of
    the length of `rows`.
    """
    stages = preferences.stages
    weight = GAP[preferences.gap]
    if stages is None or not weight or not stages.missing.any():
        return np.zeros(len(rows), dtype=np.float32)
    filled = stages.holds[rows][:, np.flatnonzero(stages.missing)].sum(axis=1)
    count = np.asarray(filled, dtype=np.float32).ravel()
    return (weight * 2 * (1 - 0.5**count)).astype(np.float32)


def seats(preferences: Preferences, rows: Int32s) -> Float32s:
    """Weight × exp(-km / `NEAR_KM`) up to `FAR_KM` from the nearest seat of those asking; float32 per row."""
    weight = SEATS[preferences.near]
    if preferences.km is None or not weight:
        return np.zeros(len(rows), dtype=np.float32)
    return (weight * nearness(preferences.km[rows], decay=NEAR_KM, reach=FAR_KM)).astype(np.float32)


def newness(context: QueryContext, preferences: Preferences, rows: Int32s) -> Float32s:
    """Weight × mean of: another country (0/1), another cluster (0/1), 1 / (1 + Adamic–Adar);
    float32 per row.
    """
    weight = NEW[preferences.new]
    if not weight:
        return np.zeros(len(rows), dtype=np.float32)
    country = context.index.history.country[rows]
    parts = [np.where(country >= 0, context.countries[country] == 0, 0)]
    if preferences.clusters is not None:
        ours = np.unique(gather_rows(preferences.clusters, context.query.given))
        shared = np.asarray(preferences.clusters[rows][:, ours].sum(axis=1), dtype=np.float64).ravel()
        parts.append(np.where(shared == 0, 1.0, 0.0))
    graph = context.index.graph
    adamic, _ = graph.common(context.query.given, np.ones(len(context.query.given), dtype=np.float32))
    parts.append(1 / (1 + adamic[rows]))
    return np.asarray(weight * np.mean(np.stack(parts), axis=0), dtype=np.float32)


def explain_complement(preferences: Preferences, row: int, organization: str) -> SignalExplanation:
    """Explain `complement`: the missing stages that a candidate performs."""
    stages = preferences.stages
    if stages is None:
        return SignalExplanation(msg("None of our gaps is closed"))
    held = set(gather_rows(stages.holds, np.array([row], dtype=np.int32)).tolist())
    filled = [place for place in np.flatnonzero(stages.missing).tolist() if place in held]
    if not filled:
        return SignalExplanation(msg("None of our gaps is closed"))
    names = tuple(str(stages.labels[place]) for place in filled)
    ids = tuple(stages.ids[place] for place in filled)
    return SignalExplanation(msg("Performs what we lack: %(stages)s", stages=names), ids, (organization,))


def explain_seats(preferences: Preferences, row: int) -> SignalExplanation:
    """Explain `seats` for one candidate."""
    away = math.nan if preferences.km is None else float(preferences.km[row])
    if not away <= FAR_KM:
        return SignalExplanation(msg("Far from our seat, or it is not known where"))
    return SignalExplanation(msg("About %(km)s km from our seat", km=max(round(away / 10) * 10, 10)))


def explain_newness(context: QueryContext, row: int) -> SignalExplanation:
    """Explain `newness` for one candidate."""
    code = int(context.index.history.country[row])
    if code >= 0 and context.countries[code] == 0:
        country = context.index.history.countries[code]
        return SignalExplanation(
            msg("From another country (%(country)s) and outside our circle", country=country)
        )
    return SignalExplanation(msg("Outside our circle so far"))
