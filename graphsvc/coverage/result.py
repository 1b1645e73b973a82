"""Coverage of a set: state and supplier counts of each stage, contribution of each member."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from graphsvc.arrays import Bools, Int64s
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.claim_resolution import CONFIRMED, INFERRED, STATED
from graphsvc.coverage.selection import Selection
from graphsvc.coverage.suppliers import SelectionCounts, SupplierCounts, suppliers

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
    """Contribution of one member: supplier counts per stage of it alone and of the set without it.

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
class CoverageResult:
    """Coverage of a set; definitions in docs/coverage.md, "Figures".

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


def coverage(
    index: ChainIndex, chosen: Selection, *, strict: bool = False, as_of: str = ""
) -> CoverageResult:
    """Coverage of the set `chosen` (see `select`), lenient (all bases) or strict (stated and confirmed)."""
    look = SelectionCounts(index, chosen, strict=strict)
    counts = look.counts()
    n = counts.n
    stated = n if strict else suppliers(index, chosen, strict=True)
    required = index.required
    total = int(required.sum())
    covered, deep = int((n[required] > 0).sum()), int((n >= index.depth)[required].sum())
    return CoverageResult(
        chain=index.chain.id,
        taxonomy_version=index.chain.version,
        digest=index.snapshot.digest,
        as_of=as_of,
        strict=strict,
        threshold=index.threshold,
        of=chosen.ids,
        organizations=int((look.times > 0).sum()),
        required=total,
        covered=covered,
        deep=deep,
        share=covered / total,
        share_deep=deep / total,
        share_stated=int((stated[required] > 0).sum()) / total,
        stages=_stages(look, counts),
        members=_members(index, chosen, counts),
    )


def state_of(n: int, depth: int) -> State:
    """missing (no supplier), thin (fewer than `depth`) or covered."""
    if n == 0:
        return "missing"
    return "covered" if n >= depth else "thin"


def _stages(look: SelectionCounts, counts: SupplierCounts) -> tuple[StageCoverage, ...]:
    bases = _bases(look)
    chosen = look.chosen
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
        for column, stage in enumerate(look.index.chain.stages)
    )


def _sole(chosen: Selection, counts: SupplierCounts, column: int, places: list[int]) -> str | None:
    if counts.n[column] == 0 or len(places) < 2:
        return None
    lost = np.flatnonzero(counts.without[places, column] == 0)
    return chosen.ids[places[int(lost[0])]] if len(lost) else None


def _bases(look: SelectionCounts) -> dict[int, Int64s]:
    """Number of suppliers of each stage by the basis that counts."""
    index, least = look.index, STATED if look.strict else INFERRED
    inside = (look.times > 0).astype(np.int32)
    places, columns = np.nonzero(look.focus)
    nodes = index.organization_count + look.chosen.cluster[places]
    found = {basis: index.by_strength[basis] @ inside for basis in (CONFIRMED, STATED, INFERRED)}
    for node, column in zip(nodes.tolist(), columns.tolist(), strict=True):
        found[int(index.strength[node, column])][column] += 1
    for organization, masked in look.offices:
        for column in np.flatnonzero(masked).tolist():
            basis = int(index.strength[organization, column])
            if basis >= least:
                found[basis][column] -= 1
    return {basis: numbers if basis >= least else numbers * 0 for basis, numbers in found.items()}


def _members(index: ChainIndex, chosen: Selection, counts: SupplierCounts) -> tuple[MemberCoverage, ...]:
    names, required, depth = [stage.id for stage in index.chain.stages], index.required, index.depth
    opens = (counts.n > 0) & (counts.without == 0)
    deepens = required & (counts.n >= depth) & (counts.without < depth)
    columns = zip(
        chosen.ids,
        counts.alone.tolist(),
        counts.without.tolist(),
        _named(opens, names),
        _named(deepens, names),
        (counts.alone[:, required] > 0).sum(axis=1).tolist(),
        (counts.without[:, required] > 0).sum(axis=1).tolist(),
        (counts.without >= depth)[:, required].sum(axis=1).tolist(),
        strict=True,
    )
    return tuple(MemberCoverage(i, tuple(a), tuple(w), *rest) for i, a, w, *rest in columns)


def _named(flags: Bools, names: list[str]) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[] for _ in range(len(flags))]
    for place, column in zip(*(part.tolist() for part in np.nonzero(flags)), strict=True):
        found[place].append(names[column])
    return [tuple(stages) for stages in found]
