"""Signals between two clusters: values that are never negative, each with the facts it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Bools, Float64s
from graphsvc.domain.names import told_title
from graphsvc.matching.cluster_data import ClusterData, mean_cosines
from graphsvc.matching.features.family import SignalExplanation
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot.geo import kilometers, nearness
from graphsvc.taxonomy.sectors import sector_label

# Chosen by hand, and looked at with `graphsvc evaluate clusters`: decay length of nearness, the distance
# from which a seat is no longer called near, the share of nearness that counts without a common field, the
# sentence cosine that counts as unrelated, the share of what a field lacks to 1 that sectors of the same
# value chain add, the factor for sectors of different ones, and the similarity from which fields are called
# related.
NEAR_KM = 200.0
FAR_KM = 400.0
NEIGHBOR = 0.15
UNRELATED = 0.22
SAME_CHAIN = 0.45
OTHER_CHAIN = 0.7
RELATED = 0.35
_NAMED = 3


@dataclass(frozen=True)
class ClusterSignal:
    """A signal of one cluster to all: its name for people, its values (clusters,) and its explanation."""

    label: Message
    values: Callable[[ClusterData, int], Float64s]
    explain: Callable[[ClusterData, int, int], SignalExplanation]


def _field(data: ClusterData, cluster: int) -> Float64s:
    """Similarity of what two clusters work on, 0 to 1.

    The mean over both encoders of two cosines of sentence vectors, of the sectors and of the sectors with the
    stages, above `UNRELATED`, stretched to 0 … 1; of the sectors alone where no stage of one of the two is
    known, so that both are compared by the same parts. Without sentence vectors the TF-IDF cosine of sectors
    and statements. Sectors are a few words, in which the encoders miss that life sciences and medical
    technology belong together: those of the same value chain raise the similarity, those of different ones
    lower it.
    """
    alike = _alike(data, cluster)
    ours = data.chains[cluster]
    same = (data.chains & ours).any(axis=1)
    other = data.chains.any(axis=1) & ours.any() & ~same
    found = np.where(other, alike * OTHER_CHAIN, alike)
    return np.asarray(np.where(same, alike + (1 - alike) * SAME_CHAIN, found))


def _alike(data: ClusterData, cluster: int) -> Float64s:
    if data.content is None or data.vectors is None:
        words = data.words.cosines(data.words.weights[[cluster]]).dense.astype(np.float64)
        return np.asarray(np.minimum(words, 1.0))
    staged = np.diff(data.stages.indptr) > 0
    sectors = mean_cosines(data.vectors, cluster)
    found = np.where(staged & staged[cluster], (sectors + mean_cosines(data.content, cluster)) / 2, sectors)
    return np.asarray(np.minimum(np.maximum(found - UNRELATED, 0) / (1 - UNRELATED), 1.0))


def _explain_field(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    theirs = tuple(sector_label(one) for one in data.sectors[row].split("; "))
    if _field(data, cluster)[row] < RELATED:
        detail = msg("Its field is only distantly related: %(theirs)s", theirs=theirs)
        return SignalExplanation(detail, speaks="against")
    return SignalExplanation(msg("Works in a related field: %(theirs)s", theirs=theirs))


def _holds(data: ClusterData) -> Bools:
    return np.asarray(data.stages.toarray() > 0)


def _gap(data: ClusterData, cluster: int) -> Float64s:
    """Share of our missing required stages (`missing_stages`) that the other holds."""
    holds = _holds(data)
    missing = missing_stages(data, holds[cluster])
    if not missing.any():
        return np.zeros(len(data.ids))
    return np.asarray((holds & missing).sum(axis=1) / missing.sum(), dtype=np.float64)


def missing_stages(data: ClusterData, held: Bools) -> Bools:
    """Required stages that are not held (boolean over stages), in the chain of which most required are held.

    Chains of which equally many are held count alike; where none is held, nothing is missing.
    """
    names, chain = np.unique([stage.partition("/")[0] for stage in data.stage_ids], return_inverse=True)
    count = np.bincount(chain[held & data.required], minlength=len(names))
    ours = (count == count.max(initial=0)) & (count > 0)
    return np.asarray(data.required & ~held & ours[chain])


def _explain_gap(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    holds = _holds(data)
    places = np.flatnonzero(holds[row] & missing_stages(data, holds[cluster])).tolist()
    names = tuple(str(data.stage_names[place]) for place in places)
    ids = tuple(data.stage_ids[place] for place in places)
    members = data.members[[row]].indices
    performing = members[(data.performs[members][:, places].sum(axis=1) > 0).ravel()].tolist()[:_NAMED]
    theirs = (data.ids[row], *(data.organization_ids[one] for one in performing))
    if not performing:
        return SignalExplanation(msg("Covers stages that we lack: %(stages)s", stages=names), ids, theirs)
    who = tuple(data.organization_names[one] for one in performing)
    detail = msg("Covers stages that we lack: %(stages)s, with %(who)s", stages=names, who=who)
    return SignalExplanation(detail, ids, theirs)


def _stages(data: ClusterData, cluster: int) -> Float64s:
    """Jaccard index of the stages that two clusters hold."""
    holds = _holds(data)
    shared = (holds & holds[cluster]).sum(axis=1)
    either = (holds | holds[cluster]).sum(axis=1)
    return np.asarray(shared / np.maximum(either, 1), dtype=np.float64)


def _explain_stages(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    """Name the stages in common that the fewest clusters hold: nearly all hold research."""
    holds = _holds(data)
    both = np.flatnonzero(holds[row] & holds[cluster])
    places = both[np.argsort(holds[:, both].sum(axis=0), kind="stable")].tolist()
    names = tuple(str(data.stage_names[place]) for place in places[:_NAMED])
    ids = tuple(data.stage_ids[place] for place in places)
    if len(places) <= _NAMED:
        return SignalExplanation(msg("Active in the same stages: %(stages)s", stages=names), ids, ids)
    detail = say_n(
        "Active in the same stages: %(stages)s and %(n)s more",
        "Active in the same stages: %(stages)s and %(n)s more",
        n=len(places) - _NAMED,
        stages=names,
    )
    return SignalExplanation(detail, ids, ids)


def _distance(data: ClusterData, cluster: int) -> Float64s:
    lat, lng = data.lat.astype(np.float64), data.lng.astype(np.float64)
    return np.asarray(kilometers(lat, lng, lat[cluster], lng[cluster]), dtype=np.float64)


def _near(data: ClusterData, cluster: int) -> Float64s:
    """exp(-distance / `NEAR_KM`) of the seats, times `NEIGHBOR` + (1 - `NEIGHBOR`) · field; 0 where far away
    or not known.

    Nearness counts fully only within a field: a neighbor with nothing in common is hardly a partner.
    """
    near = nearness(_distance(data, cluster), decay=NEAR_KM, reach=FAR_KM)
    return np.asarray(near * (NEIGHBOR + (1 - NEIGHBOR) * _field(data, cluster)))


def _explain_near(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    distance = float(_distance(data, cluster)[row])
    detail = msg("The seats are about %(km)s km apart", km=max(round(distance / 10) * 10, 10))
    return SignalExplanation(detail, speaks="for" if distance <= NEAR_KM else "little")


def _country(data: ClusterData, cluster: int) -> Float64s:
    ours = data.country[cluster]
    return np.array([1.0 if ours and country == ours else 0.0 for country in data.country])


def _explain_country(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    return SignalExplanation(msg("In the same country"), speaks="little")


def _rarity_of_shared(of: sp.csr_array, row: int) -> Float64s:
    """For each row, the sum over columns it shares with `row` of 1 / log2(1 + sum of the column)."""
    held = np.asarray(of.sum(axis=0), dtype=np.float64).ravel()
    weight = np.zeros(len(held))
    ours = of[[row]].indices
    weight[ours] = 1 / np.log2(1 + held[ours])
    return np.asarray(of @ weight, dtype=np.float64)


def _shared(of: sp.csr_array, first: int, second: int) -> list[int]:
    """Columns that two rows share."""
    return [int(one) for one in np.intersect1d(of[[first]].indices, of[[second]].indices)]


def _shared_members(data: ClusterData, cluster: int) -> Float64s:
    """Sum over common members of 1 / log2(1 + clusters that have the member)."""
    return _rarity_of_shared(data.members, cluster)


def _explain_members(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    both = _shared(data.members, cluster, row)
    names = tuple(data.organization_names[one] for one in both[:_NAMED])
    ids = tuple(data.organization_ids[one] for one in both[:_NAMED])
    detail = say_n(
        "%(n)s member in common: %(names)s",
        "%(n)s members in common, among them %(names)s",
        n=len(both),
        names=names,
    )
    return SignalExplanation(detail, ids, ids)


def _joint_projects(data: ClusterData, cluster: int) -> Float64s:
    """1 - 0.5 ** s; s sums 2 / participants over the projects in which people from both took part."""
    weight = np.minimum(2 / np.maximum(data.project_sizes, 2), 1)
    ours = np.zeros(len(weight))
    ours[data.projects[[cluster]].indices] = 1
    return np.asarray(1 - 0.5 ** ((data.projects > 0) @ (ours * weight)), dtype=np.float64)


def _explain_projects(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    both = _shared(data.projects, cluster, row)
    titles = tuple(told_title(data.project_titles[place], data.project_ids[place]) for place in both[:2])
    ids = tuple(data.project_ids[place] for place in both[:2])
    detail = say_n(
        "%(n)s project with people from both: %(projects)s",
        "%(n)s projects with people from both, among them %(projects)s",
        n=len(both),
        projects=titles,
    )
    return SignalExplanation(detail, ids, ids)


def _acquaintances(data: ClusterData, cluster: int) -> Float64s:
    """Adamic–Adar over known cooperations: sum over common partners of 1 / log2(1 + partners they have)."""
    return _rarity_of_shared(data.cooperations, cluster)[: len(data.ids)]


def _explain_acquaintances(data: ClusterData, cluster: int, row: int) -> SignalExplanation:
    both = _shared(data.cooperations, cluster, row)
    names = tuple(data.partner_names[one] for one in both[:_NAMED])
    ids = tuple(data.partner_ids[one] for one in both[:_NAMED])
    return SignalExplanation(msg("Both cooperate with %(names)s", names=names), ids, ids)


CLUSTER_SIGNALS: dict[str, ClusterSignal] = {
    "field": ClusterSignal(msg("Related field"), _field, _explain_field),
    "complement": ClusterSignal(msg("Closes our gap"), _gap, _explain_gap),
    "stages": ClusterSignal(msg("Same stages"), _stages, _explain_stages),
    "near": ClusterSignal(msg("Near in space"), _near, _explain_near),
    "country": ClusterSignal(msg("Same country"), _country, _explain_country),
    "members": ClusterSignal(msg("Members in common"), _shared_members, _explain_members),
    "joint": ClusterSignal(msg("Joint projects"), _joint_projects, _explain_projects),
    "acquaintances": ClusterSignal(msg("Partners in common"), _acquaintances, _explain_acquaintances),
}
