"""Coverage of a set: how many suppliers each stage has, which figures follow, and who proves it.

DESIGN section 4, points 3 to 7. Suppliers of a stage are the organizations of the set that hold it, and those
clusters of the set that hold it by their own focus while no member of theirs does; an organization that
runs such a cluster is not counted again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from graphsvc.coverage.reading import Flags, Ints, Reading
from graphsvc.snapshot import BASES, Snapshot
from graphsvc.taxonomy import Stage

State = Literal["missing", "thin", "covered"]

_ORDER = {basis: place for place, basis in enumerate(("confirmed", "stated", "inferred", "refused"))}


@dataclass(frozen=True, eq=False)
class Part:
    """One element of a set: its id, and the rows of clusters and organizations it stands for."""

    id: str
    clusters: Ints
    organizations: Ints


@dataclass(frozen=True)
class StageCoverage:
    """One stage of the set: number of suppliers, state against the stage's depth, its sole supplier if any.

    `sole` is the part of the set without which nobody supplies the stage, given only where the set has at
    least two parts; `suppliers` are nodes, clusters by their own word among them.
    """

    stage: Stage
    n: int
    state: State
    sole: str | None
    suppliers: tuple[int, ...]


@dataclass(frozen=True)
class Coverage:
    """Coverage of a set of parts; the shares are of required stages, 0 to 1 (0 without any).

    `share` asks for one supplier, `share_deep` for the stage's depth, `share_stated` for one supplier on
    stated or confirmed evidence alone.
    """

    stages: tuple[StageCoverage, ...]
    share: float
    share_deep: float
    share_stated: float
    required: int
    covered_once: int
    covered_deep: int


@dataclass(frozen=True)
class Proof:
    """One reason why somebody supplies a stage; `through` are the parts of the set it came through."""

    id: str
    stage: str
    basis: str
    through: tuple[str, ...]
    citation: str = ""
    date: str = ""
    confidence: float | None = None
    words: str = ""
    by: str = ""
    dataset: str = ""


def parts(
    snapshot: Snapshot, ids: Iterable[str], located: Mapping[str, Ints] | None = None
) -> tuple[Part, ...]:
    """The parts of a set by id, each once, sorted.

    Parameters
    ----------
    ids : ids of clusters, organizations and regions
    located : organization rows of each region named in `ids`

    Raises
    ------
    UnknownId
        If an id is none of these.
    """
    nothing = np.empty(0, np.int64)
    made = []
    for identifier in sorted({snapshot.merged.get(one, one) for one in ids}):
        if located and identifier in located:
            made.append(Part(identifier, nothing, np.asarray(located[identifier], np.int64)))
        elif identifier.startswith("cluster:"):
            made.append(Part(identifier, np.array([snapshot.cluster(identifier)]), nothing))
        else:
            made.append(Part(identifier, nothing, np.array([snapshot.organization(identifier)])))
    return tuple(made)


def counts(reading: Reading, chosen: Sequence[Part]) -> Ints:
    """Number of suppliers of each stage of the chain, in its order."""
    clusters, organizations = expanded(reading, chosen)
    rows = reading.holds[np.flatnonzero(organizations)]
    total = np.bincount(rows.indices, minlength=len(reading.chain.stages))
    if len(clusters):
        total += reading.own_word[clusters].sum(axis=0) - _counted_twice(reading, clusters, organizations)
    return total


def expanded(reading: Reading, chosen: Sequence[Part]) -> tuple[Ints, Flags]:
    """Cluster rows of the set, and which organizations are in it, members of its clusters included."""
    clusters = np.unique(np.concatenate([part.clusters for part in chosen] or [np.empty(0, np.int64)]))
    organizations = np.zeros(reading.holds.shape[0], dtype=bool)
    for part in chosen:
        organizations[part.organizations] = True
    organizations[reading.members[clusters].indices] = True
    return clusters, organizations


def _counted_twice(reading: Reading, clusters: Ints, organizations: Flags) -> Ints:
    """Per stage: organizations of the set that hold it and run a cluster that counts by its own word."""
    twice = np.zeros(len(reading.chain.stages), dtype=np.int64)
    offices = reading.offices[clusters]
    for stage in np.flatnonzero(reading.own_word[clusters].any(axis=0)):
        running = np.unique(offices[np.flatnonzero(reading.own_word[clusters, stage])].indices)
        running = running[organizations[running]]
        twice[stage] = reading.holds[running][:, [stage]].nnz
    return twice


def sole_suppliers(reading: Reading, chosen: Sequence[Part], total: Ints) -> dict[str, Flags]:
    """For each part the stages that somebody supplies and nobody without it."""
    found = {}
    for place, part in enumerate(chosen):
        without = counts(reading, [*chosen[:place], *chosen[place + 1 :]])
        found[part.id] = (total >= 1) & (without == 0)
    return found


def coverage(reading: Reading, strict: Reading, chosen: Sequence[Part]) -> Coverage:
    """Coverage of a set under `reading`; `strict` is the strict reading of the chain, for `share_stated`."""
    stages = reading.chain.stages
    total = counts(reading, chosen)
    stated = total if reading is strict else counts(strict, chosen)
    depth = np.array([stage.depth for stage in stages])
    required = np.array([stage.required for stage in stages], dtype=bool)
    sole = _sole_of(reading, chosen, total)
    needed = int(required.sum())
    once, deep = int((total[required] >= 1).sum()), int((total[required] >= depth[required]).sum())
    return Coverage(
        stages=tuple(
            StageCoverage(
                stage=stage,
                n=int(total[place]),
                state=state_of(int(total[place]), stage.depth),
                sole=sole.get(place),
                suppliers=tuple(suppliers(reading, chosen, place)),
            )
            for place, stage in enumerate(stages)
        ),
        share=_share(once, needed),
        share_deep=_share(deep, needed),
        share_stated=_share(int((stated[required] >= 1).sum()), needed),
        required=needed,
        covered_once=once,
        covered_deep=deep,
    )


def state_of(n: int, depth: int) -> State:
    """Missing without a supplier, covered from `depth` suppliers on, thin between."""
    if n == 0:
        return "missing"
    return "covered" if n >= depth else "thin"


def suppliers(reading: Reading, chosen: Sequence[Part], stage: int) -> list[int]:
    """Nodes that supply a stage (its place in the chain), sorted; as many as `counts` says."""
    clusters, organizations = expanded(reading, chosen)
    holding = np.zeros(len(organizations), dtype=bool)
    holding[reading.holds[:, [stage]].nonzero()[0]] = True
    own = clusters[reading.own_word[clusters, stage]]
    chosen_rows = organizations & holding
    chosen_rows[reading.offices[own].indices] = False
    return [*np.flatnonzero(chosen_rows).tolist(), *(own + len(organizations)).tolist()]


def proof(reading: Reading, chosen: Sequence[Part], stage: str) -> tuple[Proof, ...]:
    """Every claim that makes a supplier of the set hold `stage` or a part of it, by basis, then id."""
    chain = reading.chain
    place = chain.position[chain.stage(stage).id]
    family = [chain.position[name] for name in chain.family(chain.stages[place].id)]
    nodes = np.array(suppliers(reading, chosen, place), dtype=np.int64)
    rows = np.flatnonzero(np.isin(reading.rows.node, nodes) & np.isin(reading.rows.stage, family))
    found = [_proof(reading, chosen, int(row)) for row in rows]
    return tuple(sorted(found, key=lambda item: (_ORDER[item.basis], item.id, item.stage, item.dataset)))


def _proof(reading: Reading, chosen: Sequence[Part], row: int) -> Proof:
    snapshot, source = reading.snapshot, int(reading.rows.source[row])
    node = int(reading.rows.node[row])
    bare = Proof(
        id=snapshot.node_id(node),
        stage=reading.chain.stages[int(reading.rows.stage[row])].id,
        basis=BASES[int(reading.rows.basis[row])],
        through=_through(reading, chosen, node),
    )
    if source < 0:
        guess = -1 - source
        confidence = round(float(reading.inferred.confidence[guess]), 4)
        return replace(bare, confidence=confidence, words=reading.inferred.words[guess])
    says = snapshot.activities.evidence
    stated = float(says.confidence[source])
    return replace(
        bare,
        citation=says.citation[source],
        date=says.date[source],
        confidence=None if np.isnan(stated) else stated,
        words=says.words[source],
        by=says.by[source],
        dataset=snapshot.datasets[int(says.dataset[source])].id,
    )


def _through(reading: Reading, chosen: Sequence[Part], node: int) -> tuple[str, ...]:
    organizations = reading.holds.shape[0]
    found = []
    for part in chosen:
        if node >= organizations:
            inside = node - organizations in part.clusters
        else:
            inside = node in part.organizations or node in reading.members[part.clusters].indices
        if inside:
            found.append(part.id)
    return tuple(found)


def _sole_of(reading: Reading, chosen: Sequence[Part], total: Ints) -> dict[int, str]:
    if len(chosen) < 2:
        return {}
    alone = sole_suppliers(reading, chosen, total)
    return {int(stage): part for part, stages in alone.items() for stage in np.flatnonzero(stages)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
