"""Coverage of a set: which stages it covers, how often, and what each member of the set adds."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from graphsvc.coverage.claims import CONFIRMED, INFERRED, STATED
from graphsvc.coverage.index import ChainIndex, Holdings
from graphsvc.coverage.selection import Selection

Ints = npt.NDArray[np.int64]
State = Literal["missing", "thin", "covered"]


@dataclass(frozen=True)
class StageCoverage:
    """One stage of the set: `n` suppliers, of them `confirmed`, `stated` and `inferred`.

    `sole_cluster` and `sole_region` name the one cluster or region of the set through which all suppliers
    come, where the set has at least two of that kind.
    """

    id: str
    role: str
    required: bool
    depth: int
    n: int
    state: State
    confirmed: int
    stated: int
    inferred: int
    sole_cluster: str | None
    sole_region: str | None


@dataclass(frozen=True)
class MemberCoverage:
    """What one member of the set brings: suppliers a stage alone and for the set without it.

    `opens` are the stages that nobody else of the set supplies, `deepens` the required stages that reach
    their depth only with it; `covered_alone`, `covered_without` and `deep_without` count required stages.
    """

    id: str
    n_alone: tuple[int, ...]
    n_without: tuple[int, ...]
    opens: tuple[str, ...]
    deepens: tuple[str, ...]
    covered_alone: int
    covered_without: int
    deep_without: int


@dataclass(frozen=True)
class Coverage:
    """Coverage of a set, as DESIGN defines it.

    `share` is the share of required stages with a supplier, `share_deep` with as many as the stage's depth,
    `share_stated` with a supplier by stated or confirmed evidence. `covered`, `deep` and `required` are the
    counts behind them. `organizations` is how many organizations the set holds. Stages stand in chain
    order, members by id.
    """

    chain: str
    taxonomy_version: str
    digest: str
    as_of: str
    strict: bool
    threshold: float
    of: tuple[str, ...]
    organizations: int
    required: int
    covered: int
    deep: int
    share: float
    share_deep: float
    share_stated: float
    stages: tuple[StageCoverage, ...]
    members: tuple[MemberCoverage, ...]

    def stage(self, stage_id: str) -> StageCoverage:
        """The stage of that id (without its chain)."""
        return next(stage for stage in self.stages if stage.id == stage_id)

    @property
    def missing(self) -> tuple[str, ...]:
        """Stages without a supplier."""
        return tuple(stage.id for stage in self.stages if stage.state == "missing")

    @property
    def thin(self) -> tuple[str, ...]:
        """Stages with fewer suppliers than their depth."""
        return tuple(stage.id for stage in self.stages if stage.state == "thin")

    @property
    def sole_suppliers(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Members of the set with the stages that only they supply."""
        return tuple((member.id, member.opens) for member in self.members if member.opens)


@dataclass(frozen=True, eq=False)
class Counts:
    """Suppliers as numbers: `n` a stage, `alone` and `without` members of the set × stages."""

    n: Ints
    alone: Ints
    without: Ints


def coverage(index: ChainIndex, chosen: Selection, *, strict: bool = False, as_of: str = "") -> Coverage:
    """Coverage of the set `chosen` (see `select`), lenient (all bases) or strict (stated and confirmed)."""
    counts = count_suppliers(index, chosen, strict=strict)
    stated = counts.n if strict else suppliers(index, chosen, index.strict)
    required = index.required
    total = int(required.sum())
    covered, deep = int((counts.n[required] > 0).sum()), _deep(index, counts.n)
    return Coverage(
        chain=index.chain.id,
        taxonomy_version=index.chain.version,
        digest=index.snapshot.digest,
        as_of=as_of,
        strict=strict,
        threshold=index.threshold,
        of=chosen.ids,
        organizations=int((_brought(chosen) > 0).sum()),
        required=total,
        covered=covered,
        deep=deep,
        share=covered / total,
        share_deep=deep / total,
        share_stated=int((stated[required] > 0).sum()) / total,
        stages=_stages(index, chosen, counts, strict=strict),
        members=tuple(_member(index, chosen, counts, place) for place in range(len(chosen))),
    )


def suppliers(index: ChainIndex, chosen: Selection, held: Holdings) -> Ints:
    """Number of suppliers of each stage: organizations of the set and clusters that hold it by themselves.

    A cluster of the set counts where it holds a stage by its own focus and none of its members does; an
    organization that runs such a cluster is then not counted again.
    """
    inside = _brought(chosen) > 0
    n = held.by_stage @ inside.astype(np.int32) + _by_focus(chosen, held).sum(axis=0)
    for organization, focus in _offices(index, chosen, held):
        if inside[organization]:
            n = n - _row(held, organization) * focus
    return np.asarray(n, dtype=np.int64)


def count_suppliers(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Counts:
    """Suppliers of the set, of each member alone, and of the set without each member."""
    held = index.holdings(strict=strict)
    times = _brought(chosen)
    focus = _by_focus(chosen, held)
    alone = (chosen.brings @ held.organizations).toarray() + focus
    n = suppliers(index, chosen, held)
    lone = chosen.brings.copy()
    lone.data = (times[lone.indices] == 1).astype(np.int32)
    without = n - (lone @ held.organizations).toarray() - focus
    for place in _near_offices(index, chosen, held):
        without[place] = suppliers(index, chosen.drop(place), held)
    return Counts(n, alone.astype(np.int64), np.asarray(without, dtype=np.int64))


def _near_offices(index: ChainIndex, chosen: Selection, held: Holdings) -> list[int]:
    """Members whose leaving changes what is counted of an organization that runs a cluster of the set."""
    places: set[int] = set()
    for organization, _ in _offices(index, chosen, held):
        runs = [cluster for office, cluster in index.offices if office == organization]
        brings = chosen.brings[:, [organization]].toarray()[:, 0] > 0
        places.update(np.flatnonzero(np.isin(chosen.cluster, runs) | brings).tolist())
    return sorted(places)


def _brought(chosen: Selection) -> Ints:
    """How many members of the set bring each organization."""
    return np.bincount(chosen.brings.indices, minlength=chosen.brings.shape[1])


def _by_focus(chosen: Selection, held: Holdings) -> Ints:
    """Members × stages: clusters that hold a stage which none of their members holds."""
    focus = np.zeros((len(chosen), held.by_stage.shape[0]), dtype=np.int64)
    places = np.flatnonzero(chosen.cluster >= 0)
    if len(places):
        by_members = (chosen.brings[places] @ held.organizations).toarray() > 0
        focus[places] = held.clusters[chosen.cluster[places]] * ~by_members
    return focus


def _offices(index: ChainIndex, chosen: Selection, held: Holdings) -> list[tuple[int, Ints]]:
    """Organizations that run clusters of the set which count by their focus, with those stages."""
    focus = _by_focus(chosen, held)
    place = {int(row): number for number, row in enumerate(chosen.cluster) if row >= 0}
    found: dict[int, Ints] = {}
    for organization, cluster in index.offices:
        if cluster in place and focus[place[cluster]].any():
            before = found.get(organization, np.zeros(focus.shape[1], dtype=np.int64))
            found[organization] = np.maximum(before, focus[place[cluster]])
    return sorted(found.items())


def _row(held: Holdings, organization: int) -> Ints:
    return np.asarray(held.organizations[[organization]].toarray()[0], dtype=np.int64)


def _deep(index: ChainIndex, n: Ints) -> int:
    return int((n >= index.depth)[index.required].sum())


def state_of(n: int, depth: int) -> State:
    """missing (no supplier), thin (fewer than `depth`) or covered."""
    if n == 0:
        return "missing"
    return "covered" if n >= depth else "thin"


def _stages(
    index: ChainIndex, chosen: Selection, counts: Counts, *, strict: bool
) -> tuple[StageCoverage, ...]:
    bases = _bases(index, chosen, strict=strict)
    clusters = [place for place in range(len(chosen)) if chosen.cluster[place] >= 0]
    regions = [place for place, name in enumerate(chosen.ids) if name.startswith("region:")]
    return tuple(
        StageCoverage(
            id=stage.id,
            role=stage.role,
            required=stage.required,
            depth=stage.depth,
            n=int(counts.n[column]),
            state=state_of(int(counts.n[column]), stage.depth),
            confirmed=int(bases[CONFIRMED][column]),
            stated=int(bases[STATED][column]),
            inferred=int(bases[INFERRED][column]),
            sole_cluster=_sole(chosen, counts, column, clusters),
            sole_region=_sole(chosen, counts, column, regions),
        )
        for column, stage in enumerate(index.chain.stages)
    )


def _sole(chosen: Selection, counts: Counts, column: int, places: list[int]) -> str | None:
    if counts.n[column] == 0 or len(places) < 2:
        return None
    return next((chosen.ids[place] for place in places if counts.without[place, column] == 0), None)


def _bases(index: ChainIndex, chosen: Selection, *, strict: bool) -> dict[int, Ints]:
    """Number of suppliers of each stage by the basis that counts."""
    held = index.holdings(strict=strict)
    inside = (_brought(chosen) > 0).astype(np.int32)
    places, columns = np.nonzero(_by_focus(chosen, held))
    nodes = index.organization_count + chosen.cluster[places]
    found = {basis: index.by_strength[basis] @ inside for basis in (CONFIRMED, STATED, INFERRED)}
    for node, column in zip(nodes.tolist(), columns.tolist(), strict=True):
        found[int(index.strength[node, column])][column] += 1
    for organization, masked in _offices(index, chosen, held):
        for column in np.flatnonzero(masked * inside[organization]).tolist():
            basis = int(index.strength[organization, column])
            if basis >= (STATED if strict else INFERRED):
                found[basis][column] -= 1
    if strict:
        found[INFERRED][:] = 0
    return found


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Suppliers as parallel arrays: node number, stage column, strength of the basis, source of proof.

    `source` is as in `ChainIndex.proof`.
    """

    node: Ints
    stage: Ints
    strength: Ints
    source: Ints


def supplying(index: ChainIndex, chosen: Selection, *, strict: bool = False) -> Suppliers:
    """Every supplier of every stage of the set, sorted by node and stage."""
    held = index.holdings(strict=strict)
    inside = np.flatnonzero(_brought(chosen))
    part, proof = index.strength[inside], index.proof[inside]
    node = np.repeat(inside, np.diff(part.indptr))
    keep = part.data >= (STATED if strict else INFERRED)
    for organization, masked in _offices(index, chosen, held):
        keep &= (node != organization) | (masked[part.indices] == 0)
    places, columns = np.nonzero(_by_focus(chosen, held))
    clusters = index.organization_count + chosen.cluster[places]
    own = list(zip(clusters.tolist(), columns.tolist(), strict=True))
    node = np.concatenate([node[keep], clusters])
    stage = np.concatenate([part.indices[keep].astype(np.int64), columns])
    strength = np.concatenate([part.data[keep], np.array([index.strength[at] for at in own], dtype=np.int64)])
    source = np.concatenate([proof.data[keep], np.array([index.proof[at] for at in own], dtype=np.int64)])
    order = np.lexsort((stage, node))
    return Suppliers(node[order], stage[order], strength[order], source[order])


def _member(index: ChainIndex, chosen: Selection, counts: Counts, place: int) -> MemberCoverage:
    stages, required = index.chain.stages, index.required
    alone, without = counts.alone[place], counts.without[place]
    opens = (counts.n > 0) & (without == 0)
    deepens = required & (counts.n >= index.depth) & (without < index.depth)
    return MemberCoverage(
        id=chosen.ids[place],
        n_alone=tuple(alone.tolist()),
        n_without=tuple(without.tolist()),
        opens=tuple(stage.id for stage, hit in zip(stages, opens, strict=True) if hit),
        deepens=tuple(stage.id for stage, hit in zip(stages, deepens, strict=True) if hit),
        covered_alone=int((alone[required] > 0).sum()),
        covered_without=int((without[required] > 0).sum()),
        deep_without=_deep(index, without),
    )
