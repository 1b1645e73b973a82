"""What the user changes: three sliders, wishes and vetoes. Hand-set, not learned, and said so.

A slider stands at 0 (less), 1 (as learned) or 2 (more). `near` multiplies what is learned about nearness by
`FACTORS`. `gap` and `new` add a term of their own with the weights of `GAP` and `NEW`.
"""

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from graphsvc.domain.messages import Message, msg
from graphsvc.matching.collaboration_graph import gather_rows
from graphsvc.matching.features.family import SignalExplanation
from graphsvc.matching.history import Flags, Floats, Ints
from graphsvc.matching.query import QueryContext

FACTORS = (0.5, 1.0, 1.5)
GAP = (0.0, 0.5, 2.0)
NEW = (-1.0, 0.0, 1.0)
NEAR = ("ties", "nearness", "joint", "place")
LABELS = {"complement": msg("Closes our gap"), "newness": msg("New to us")}


@dataclass(frozen=True, eq=False)
class Stages:
    """Who performs which value-chain stage: organizations × stages, their `ids`, and which ones we miss."""

    holds: sp.csr_array
    ids: tuple[str, ...]
    labels: tuple[Message | str, ...]
    missing: Flags


@dataclass(frozen=True, eq=False)
class Preferences:
    """The user's wishes. `mask` is who may be suggested; `exclude` and `pin` are rows; `clusters` is
    organizations × clusters, used for newness and to stay within other clusters.
    """

    gap: int = 1
    near: int = 1
    new: int = 1
    mask: Flags | None = None
    exclude: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    pin: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    stages: Stages | None = None
    clusters: sp.csr_array | None = None

    @property
    def factors(self) -> dict[str, float]:
        """What each family's learned weights are multiplied with."""
        return dict.fromkeys(NEAR, FACTORS[self.near])


def complement(preferences: Preferences, rows: Ints) -> Floats:
    """Contribution for closing the gap: the weight where a candidate performs a stage that we miss, half
    of it more for each further one, in halves (1, 1.5, 1.75 …).
    """
    stages = preferences.stages
    weight = GAP[preferences.gap]
    if stages is None or not weight or not stages.missing.any():
        return np.zeros(len(rows), dtype=np.float32)
    filled = stages.holds[rows][:, np.flatnonzero(stages.missing)].sum(axis=1)
    count = np.asarray(filled, dtype=np.float32).ravel()
    return (weight * 2 * (1 - 0.5**count)).astype(np.float32)


def newness(context: QueryContext, preferences: Preferences, rows: Ints) -> Floats:
    """Weight times the mean of: another country, another cluster, few common partners."""
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
    """Which of our missing stages a candidate performs."""
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


def explain_newness(context: QueryContext, row: int) -> SignalExplanation:
    """What is new about a candidate."""
    code = int(context.index.history.country[row])
    if code >= 0 and context.countries[code] == 0:
        country = context.index.history.countries[code]
        return SignalExplanation(
            msg("From another country (%(country)s) and outside our circle", country=country)
        )
    return SignalExplanation(msg("Outside our circle so far"))
