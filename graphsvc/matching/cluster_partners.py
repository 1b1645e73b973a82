"""Partner clusters for a cluster. The weights are hand-set and have not been evaluated.

Too few alliances between clusters are recorded to learn weights from (docs/matching.md, "Clusters"). They
are in the matching profile `clusters`; suggestions carry no likelihood.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float32s, Float64s, Int32s
from graphsvc.matching.features.family import SignalExplanation
from graphsvc.matching.results import ScoredMatch, ScoredMatches, ScoreTerm
from graphsvc.matching.tfidf import TfidfIndex
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot.geo import kilometers
from graphsvc.taxonomy.matching import MatchingProfile

# Chosen by hand: decay length of the nearness feature, and the sentence cosine that counts as unrelated.
NEAR_KM = 150.0
ALIKE = 0.25
# Scores up to this count as zero.
LEAST = 1e-9


@dataclass(frozen=True, eq=False)
class ClusterData:
    """Arrays over all clusters, sorted by id.

    `sectors` are texts and `vectors` their sentence vectors (whole numbers; None without an encoder),
    `words` the TF-IDF of sectors and statements. `labels` are the programs and labels of each; `lat`,
    `lng` degrees, NaN unknown. `stages` is clusters × value-chain stages, the number of suppliers (the
    cluster's own focus or its members), `required` marks stages that count. `projects` is clusters ×
    projects of the cluster organizations and the members. `alliances` marks pairs that cooperate already,
    clusters × clusters.
    """

    ids: Sequence[str]
    names: Sequence[str]
    sectors: Sequence[str]
    vectors: Float32s | None
    words: TfidfIndex
    labels: Sequence[tuple[str, ...]]
    country: Sequence[str]
    lat: Float32s
    lng: Float32s
    stages: sp.csr_array
    stage_ids: Sequence[str]
    stage_names: Sequence[Message | str]
    required: Bools
    projects: sp.csr_array
    project_ids: Sequence[str]
    project_titles: Sequence[str]
    alliances: sp.csr_array


@dataclass(frozen=True)
class _Feature:
    label: Message
    values: Callable[[ClusterData, int], Float64s]
    explain: Callable[[ClusterData, int, int], SignalExplanation]


def cluster_partners(
    data: ClusterData, cluster: int, profile: MatchingProfile, *, top: int = 10, mask: Bools | None = None
) -> ScoredMatches:
    """Rank other clusters for one cluster (a row), best first; existing allies are listed in `known`.

    Every feature is in [0, 1]; its contribution is weight × value, and the contributions sum to the score.
    `mask` is boolean over clusters (None: no restriction).
    """
    permitted = np.ones(len(data.ids), dtype=bool) if mask is None else mask.copy()
    permitted[cluster] = False
    rows = np.flatnonzero(permitted)
    if not len(rows):
        return ScoredMatches("clusters", profile.name, (), reason=msg("The filters leave no other cluster"))
    weight = {term.signal.partition(".")[2]: term.weights[0] for term in profile.terms}
    values = {name: np.round(FEATURES[name].values(data, cluster), 6) * weight[name] for name in weight}
    scores = {int(row): math.fsum(value[row] for value in values.values()) for row in rows}
    ranked = sorted(scores, key=lambda row: (-scores[row], data.ids[row]))
    allied = np.zeros(len(data.ids), dtype=bool)
    allied[data.alliances[[cluster]].indices] = True
    fresh = [row for row in ranked if not allied[row] and scores[row] > LEAST]
    known = [row for row in ranked if allied[row]]

    def match(row: int) -> ScoredMatch:
        parts = [_part(data, cluster, row, name, value[row]) for name, value in values.items() if value[row]]
        ordered = tuple(sorted(parts, key=lambda part: (-part.contribution, part.feature)))
        return ScoredMatch(data.ids[row], row, scores[row], ordered)

    return ScoredMatches(
        task="clusters",
        profile=profile.name,
        matches=tuple(match(row) for row in fresh[:top]),
        known=tuple(match(row) for row in known[:top]),
        candidates=len(rows),
        reason=None
        if fresh
        else msg("No other cluster shares a sector, region, label or project with this one"),
    )


def _part(data: ClusterData, cluster: int, row: int, name: str, value: float) -> ScoreTerm:
    feature = FEATURES[name]
    reason = feature.explain(data, cluster, row)
    return ScoreTerm(name, feature.label, float(value), reason.detail, reason.ours, reason.theirs)


def sector_cosines(data: ClusterData, vector: Float32s) -> Float64s:
    """Cosine of a sentence vector with the sectors of each cluster, rounded to four decimals.

    The result is float64 of shape (clusters,), all zeros when the clusters have no sentence vectors.
    """
    if data.vectors is None:
        return np.zeros(len(data.ids))
    length = np.sqrt(np.sum(data.vectors.astype(np.float64) ** 2, axis=1))
    own = max(float(np.sqrt(np.sum(vector.astype(np.float64) ** 2))), 1.0)
    products = (data.vectors @ vector).astype(np.float64)
    return np.asarray(np.round(products / np.maximum(length * own, 1.0), 4), dtype=np.float64)


def _sector(data: ClusterData, cluster: int) -> Float64s:
    """Sector similarity: the larger of the TF-IDF cosine and the rescaled sentence cosine."""
    words = data.words.cosines(data.words.weights[[cluster]]).dense.astype(np.float64)
    if data.vectors is None:
        return np.asarray(words)
    meaning = np.maximum(sector_cosines(data, data.vectors[cluster]) - ALIKE, 0) / (1 - ALIKE)
    return np.asarray(np.minimum(np.maximum(words, meaning), 1.0))


def _explain_sector(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    ours, theirs = data.sectors[cluster], data.sectors[row]
    return SignalExplanation(msg("Related sectors: %(ours)s and %(theirs)s", ours=ours, theirs=theirs))


def _holds(data: ClusterData) -> Bools:
    return np.asarray(data.stages.toarray() > 0) & data.required


def _complement(data: ClusterData, cluster: int) -> Float64s:
    """Share of our missing required stages that the other holds; 0 when we hold no required stage."""
    holds = _holds(data)
    missing = data.required & ~holds[cluster]
    if not holds[cluster].any() or not missing.any():
        return np.zeros(len(data.ids))
    return np.asarray((holds & missing).sum(axis=1) / missing.sum(), dtype=np.float64)


def _explain_complement(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    holds = _holds(data)
    places = np.flatnonzero(holds[row] & ~holds[cluster]).tolist()
    names = tuple(str(data.stage_names[place]) for place in places)
    ids = tuple(data.stage_ids[place] for place in places)
    return SignalExplanation(
        msg("Covers stages that we lack: %(stages)s", stages=names), ids, (data.ids[row],)
    )


def _chain(data: ClusterData, cluster: int) -> Float64s:
    """Shared required stages: min(shared, 3) / 3."""
    holds = _holds(data)
    shared = (holds & holds[cluster]).sum(axis=1)
    return np.asarray(np.minimum(shared, 3) / 3, dtype=np.float64)


def _explain_chain(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    holds = _holds(data)
    places = np.flatnonzero(holds[row] & holds[cluster]).tolist()
    names = tuple(str(data.stage_names[place]) for place in places)
    ids = tuple(data.stage_ids[place] for place in places)
    return SignalExplanation(msg("Active in the same stages: %(stages)s", stages=names), ids, ids)


def _distance(data: ClusterData, cluster: int) -> Float64s:
    lat, lng = data.lat.astype(np.float64), data.lng.astype(np.float64)
    return np.asarray(kilometers(lat, lng, lat[cluster], lng[cluster]), dtype=np.float64)


def _near(data: ClusterData, cluster: int) -> Float64s:
    """exp(-distance / `NEAR_KM`) between the seats; where a seat is unknown, 0.25 for the same country."""
    distance = _distance(data, cluster)
    ours = data.country[cluster]
    same = np.array([0.25 if ours and country == ours else 0.0 for country in data.country])
    return np.where(np.isnan(distance), same, np.exp(-np.nan_to_num(distance) / NEAR_KM))


def _explain_near(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    distance = float(_distance(data, cluster)[row])
    if math.isnan(distance):
        return SignalExplanation(msg("In the same country"))
    return SignalExplanation(
        msg("The seats are about %(km)s km apart", km=max(round(distance / 10) * 10, 10))
    )


def _labels(data: ClusterData, cluster: int) -> Float64s:
    """Sum over shared programs and labels of 1 / log2(1 + clusters that have it), at most 1."""
    holders: dict[str, int] = {}
    for labels in data.labels:
        for label in set(labels):
            holders[label] = holders.get(label, 0) + 1
    ours = set(data.labels[cluster])
    values = [
        math.fsum(1 / math.log2(1 + holders[label]) for label in sorted(ours & set(labels)))
        for labels in data.labels
    ]
    return np.asarray(np.minimum(np.array(values), 1.0))


def _explain_labels(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    shared = tuple(sorted(set(data.labels[cluster]) & set(data.labels[row])))
    return SignalExplanation(msg("Same program or label: %(labels)s", labels=shared))


def _joint(data: ClusterData, cluster: int) -> Float64s:
    """1 - 0.5 ** n, where n is the number of projects in which both clusters or their members took part."""
    joint = np.asarray((data.projects @ data.projects[[cluster]].T).toarray()).ravel()
    return np.asarray(1 - 0.5**joint, dtype=np.float64)


def _explain_joint(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    both: Int32s = np.intersect1d(data.projects[[cluster]].indices, data.projects[[row]].indices)
    places = both.tolist()
    titles = tuple(data.project_titles[place] or data.project_ids[place] for place in places[:2])
    ids = tuple(data.project_ids[place] for place in places[:2])
    detail = say_n(
        "%(n)s project with people from both: %(projects)s",
        "%(n)s projects with people from both, among them %(projects)s",
        n=len(places),
        projects=titles,
    )
    return SignalExplanation(detail, ids, ids)


FEATURES: dict[str, _Feature] = {
    "sector": _Feature(msg("Related sectors"), _sector, _explain_sector),
    "complement": _Feature(msg("Closes our gap"), _complement, _explain_complement),
    "chain": _Feature(msg("Same value chain"), _chain, _explain_chain),
    "near": _Feature(msg("Near in space"), _near, _explain_near),
    "label": _Feature(msg("Same program or label"), _labels, _explain_labels),
    "joint": _Feature(msg("Joint projects"), _joint, _explain_joint),
}
