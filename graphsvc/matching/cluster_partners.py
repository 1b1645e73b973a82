"""Partner clusters for a cluster: a weighted sum of signals, each explained.

Too few cooperations between clusters are on record to learn weights from: they are set by hand in the
matching profile `clusters` and checked by `graphsvc evaluate clusters` (docs/matching.md, "Clusters").
Suggestions carry no likelihood.
"""

import math
from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Bools, Float64s
from graphsvc.matching.cluster_data import ClusterData
from graphsvc.matching.cluster_signals import CLUSTER_SIGNALS
from graphsvc.matching.results import ScoredMatch, ScoredMatches, ScoreTerm
from graphsvc.messages import msg
from graphsvc.taxonomy.matching import MatchingProfile

# Scores up to this count as zero.
LEAST = 1e-9
# Reasons that are said first: what answers a need, then what is particular to the two. The others follow by
# what they contribute, so that a seat 380 km away is not named before a field in common.
_SAID_FIRST = ("complement", "members", "joint", "acquaintances")


def cluster_partners(
    data: ClusterData, cluster: int, profile: MatchingProfile, *, top: int = 10, mask: Bools | None = None
) -> ScoredMatches:
    """Rank other clusters for one cluster (a row), best first; who knows it already is listed in `known`.

    The contribution of a signal is weight × value, and the contributions sum to the score. `mask` is
    boolean over clusters (None: no restriction).
    """
    permitted = np.ones(len(data.ids), dtype=bool) if mask is None else mask.copy()
    permitted[cluster] = False
    rows = np.flatnonzero(permitted)
    if not len(rows):
        return ScoredMatches("clusters", profile.name, (), reason=msg("The filters leave no other cluster"))
    values = contributions(data, cluster, profile)
    total = summed(values)
    scores = {int(row): float(total[row]) for row in rows}
    ranked = sorted(scores, key=lambda row: (-scores[row], data.ids[row]))
    allied = np.zeros(len(data.ids), dtype=bool)
    allied[data.alliances[[cluster]].indices] = True
    fresh = [row for row in ranked if not allied[row] and scores[row] > LEAST]
    known = [row for row in ranked if allied[row]]

    def match(row: int) -> ScoredMatch:
        named = ((name, CLUSTER_SIGNALS[name], value[row]) for name, value in values.items() if value[row])
        parts = [one.explain(data, cluster, row).term(name, one.label, value) for name, one, value in named]
        return ScoredMatch(data.ids[row], row, scores[row], tuple(sorted(parts, key=_said)))

    nobody = msg("No other cluster shares a field, member, project or partner with this one")
    return ScoredMatches(
        task="clusters",
        profile=profile.name,
        matches=tuple(match(row) for row in fresh[:top]),
        known=tuple(match(row) for row in known[:top]),
        candidates=len(rows),
        reason=None if fresh else nobody,
    )


def contributions(data: ClusterData, cluster: int, profile: MatchingProfile) -> dict[str, Float64s]:
    """For each signal of the profile its weight × value for all clusters, rounded to six decimals."""
    weights = {term.signal.partition(".")[2]: term.weights[0] for term in profile.terms}
    return {
        name: np.round(CLUSTER_SIGNALS[name].values(data, cluster), 6) * weight
        for name, weight in weights.items()
    }


def summed(values: Mapping[str, Float64s]) -> Float64s:
    """The exactly rounded sum of contributions: the partner score of all clusters."""
    return np.array([math.fsum(column) for column in zip(*values.values(), strict=True)])


def _said(part: ScoreTerm) -> tuple[int, float]:
    place = _SAID_FIRST.index(part.feature) if part.feature in _SAID_FIRST else len(_SAID_FIRST)
    return place, -part.contribution
