"""Organizations that a cluster with gaps should meet: who performs what it lacks, near and within reach.

The weights are set by hand in the matching profile `cluster-organizations` and were not evaluated: which
organizations join a cluster is not on record over time. Suggestions carry no likelihood.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s, Int16s, Int32s
from graphsvc.matching.features.family import SignalExplanation
from graphsvc.matching.preferences import Preferences, Stages, explain_complement
from graphsvc.matching.results import ScoredMatch, ScoredMatches
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot.geo import kilometers, nearness
from graphsvc.taxonomy.matching import MatchingProfile

# Chosen by hand: decay length of nearness and the distance from which an organization is no longer near.
NEAR_KM = 100.0
FAR_KM = 300.0
_NAMED = 3
# The order of the reasons.
_SAID = ("complement", "reach", "introduced", "near", "country")


@dataclass(frozen=True, eq=False)
class ClusterNeeds:
    """What a cluster lacks and whom it can reach; rows are organizations, sorted by id.

    `stages` says who performs what and which stages the cluster lacks. `lat`, `lng`, `country` are of the
    organizations, `seat` and `home` of the cluster (degrees, NaN unknown; country code or -1). `ours` marks
    the organizations of the cluster, `partners` is who has worked with whom (organizations × organizations).
    `friend_clusters` (organizations × clusters) says who belongs to clusters that cooperate with this one.
    """

    ids: Sequence[str]
    names: Sequence[str]
    stages: Stages
    lat: Float32s
    lng: Float32s
    country: Int16s
    seat: tuple[float, float]
    home: int
    ours: Bools
    partners: sp.csr_array
    friend_clusters: sp.csr_array
    cluster_ids: Sequence[str]
    cluster_names: Sequence[str]


def cluster_organizations(
    needs: ClusterNeeds, profile: MatchingProfile, *, top: int, mask: Bools, pin: Int32s
) -> ScoredMatches:
    """Rank the organizations that perform a stage the cluster lacks, best first; pinned ones come before.

    The contribution of a signal is weight × value, and the contributions sum to the score. `mask` is boolean
    over organizations.
    """
    weights = {term.signal.partition(".")[2]: term.weights[0] for term in profile.terms}
    closes = _complement(needs) > 0
    rows = np.flatnonzero(mask & closes & ~needs.ours)
    values = {name: np.round(_SIGNALS[name].values(needs), 6) * weight for name, weight in weights.items()}
    total = np.round(np.sum(list(values.values()), axis=0), 9)
    order = rows[np.lexsort((rows, -total[rows], ~np.isin(rows, pin)))][:top].tolist()

    def match(row: int) -> ScoredMatch:
        said = ((name, _SIGNALS[name], value[row]) for name, value in values.items() if value[row])
        parts = [one.explain(needs, row).term(name, one.label, value) for name, one, value in said]
        parts.sort(key=lambda part: _SAID.index(part.feature))
        score = math.fsum(part.contribution for part in parts)
        return ScoredMatch(needs.ids[row], row, score, tuple(parts))

    return ScoredMatches(
        task="clusters",
        profile=profile.name,
        matches=tuple(match(row) for row in order),
        candidates=len(rows),
        reason=None if len(rows) else msg("No organization in the data is known to perform what is missing"),
    )


@dataclass(frozen=True)
class _Signal:
    label: Message
    values: Callable[[ClusterNeeds], Float64s]
    explain: Callable[[ClusterNeeds, int], SignalExplanation]


def _complement(needs: ClusterNeeds) -> Float64s:
    """1 - 0.5 ** n, n the missing stages that an organization performs."""
    count = needs.stages.holds[:, np.flatnonzero(needs.stages.missing)].sum(axis=1)
    return np.asarray(1 - 0.5 ** np.asarray(count, dtype=np.float64).ravel(), dtype=np.float64)


def _explain_complement(needs: ClusterNeeds, row: int) -> SignalExplanation:
    return explain_complement(Preferences(stages=needs.stages), row, needs.ids[row])


def _distance(needs: ClusterNeeds) -> Float64s:
    lat, lng = needs.lat.astype(np.float64), needs.lng.astype(np.float64)
    return np.asarray(kilometers(lat, lng, *needs.seat), dtype=np.float64)


def _near(needs: ClusterNeeds) -> Float64s:
    """exp(-distance / `NEAR_KM`) from the seat of the cluster up to `FAR_KM`; 0 where unknown."""
    return nearness(_distance(needs), decay=NEAR_KM, reach=FAR_KM)


def _explain_near(needs: ClusterNeeds, row: int) -> SignalExplanation:
    km = max(round(float(_distance(needs)[row]) / 10) * 10, 10)
    return SignalExplanation(msg("About %(km)s km from the seat of the cluster", km=km))


def _reach(needs: ClusterNeeds) -> Float64s:
    """1 - 0.5 ** n, n the organizations of the cluster that have worked with an organization."""
    worked = needs.partners @ needs.ours.astype(np.float64)
    return np.asarray(1 - 0.5 ** np.asarray(worked, dtype=np.float64).ravel(), dtype=np.float64)


def _explain_reach(needs: ClusterNeeds, row: int) -> SignalExplanation:
    both = [one for one in needs.partners[[row]].indices.tolist() if needs.ours[one]]
    detail = say_n(
        "Has worked in a project with one of us: %(names)s",
        "Has worked in projects with %(n)s of us, among them %(names)s",
        n=len(both),
        names=tuple(needs.names[one] for one in both[:_NAMED]),
    )
    return SignalExplanation(detail, tuple(needs.ids[one] for one in both[:_NAMED]), (needs.ids[row],))


def _introduced(needs: ClusterNeeds) -> Float64s:
    """1 where an organization belongs to a cluster that cooperates with this one."""
    return np.asarray(np.diff(needs.friend_clusters.indptr) > 0, dtype=np.float64)


def _explain_introduced(needs: ClusterNeeds, row: int) -> SignalExplanation:
    known = needs.friend_clusters[[row]].indices.tolist()[:_NAMED]
    names = tuple(needs.cluster_names[one] for one in known)
    detail = msg("Belongs to a cluster that cooperates with this one: %(names)s", names=names)
    return SignalExplanation(detail, tuple(needs.cluster_ids[one] for one in known), (needs.ids[row],))


def _country(needs: ClusterNeeds) -> Float64s:
    return np.asarray((needs.country == needs.home) & (needs.home >= 0), dtype=np.float64)


def _explain_country(_needs: ClusterNeeds, _row: int) -> SignalExplanation:
    return SignalExplanation(msg("In the same country"))


_SIGNALS: dict[str, _Signal] = {
    "complement": _Signal(msg("Closes our gap"), _complement, _explain_complement),
    "near": _Signal(msg("Near in space"), _near, _explain_near),
    "reach": _Signal(msg("Joint projects with us"), _reach, _explain_reach),
    "introduced": _Signal(msg("Known to a cluster we know"), _introduced, _explain_introduced),
    "country": _Signal(msg("Same country"), _country, _explain_country),
}
RECRUIT_LABELS = {name: signal.label for name, signal in _SIGNALS.items()}
