"""Value-chain board: a table of stages × members of a selection, with up to three summary sentences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.answers.coverage.scope import scope
from graphsvc.coverage import minimum_covers
from graphsvc.coverage.chain_index import ChainIndex
from graphsvc.coverage.claim_resolution import CONFIRMED, INFERRED, STATED
from graphsvc.coverage.result import CoverageResult, MemberCoverage, coverage
from graphsvc.coverage.selection import Selection
from graphsvc.domain.ids import kind_of
from graphsvc.messages import Message, msg, say_n
from graphsvc.state.chain_info import ChainInfo, StageInfo, chain_info, stage_info
from graphsvc.state.chain_selection import chosen, index_of, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref

Label = Mapping[str, str]

_SECONDS = 1.0
_BASIS = {CONFIRMED: "confirmed", STATED: "stated", INFERRED: "inferred"}


@dataclass(frozen=True, slots=True)
class Cell:
    """How many suppliers one part of the set has for a stage, and the firmest basis among them."""

    member: str
    n: int
    basis: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One stage across the set; `sole` is the part without which nobody supplies it."""

    stage: StageInfo
    state: str
    n: int
    cells: tuple[Cell, ...]
    sole: Ref | None


@dataclass(frozen=True, slots=True)
class Without:
    """What the set covers when one part leaves."""

    ref: Ref
    share: float
    covered_once: int
    covered_deep: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a set; shares are of required stages, whatever rows are shown.

    `ignored` counts facts of the whole data at stages that this version of the chain lacks.
    """

    chain: ChainInfo
    columns: tuple[Ref, ...]
    rows: tuple[Row, ...]
    share: float
    share_deep: float
    share_stated: float
    required: int
    covered_once: int
    covered_deep: int
    best_alone: int
    best_alone_of: Ref | None
    sole_suppliers: tuple[tuple[Ref, tuple[Label, ...]], ...]
    without: tuple[Without, ...]
    sentences: tuple[Message, ...]
    ignored: int
    digest: str
    taxonomy_version: str
    scope: Message


def board(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    required_only: bool = False,
    as_of: str | None = None,
    own: str | None = None,
    without: Collection[int] = (),
) -> Board:
    """The board of a set: for each stage its state and suppliers, for each part what it adds.

    Args:
        graph: the current data.
        chain_id: id of a value chain.
        of: ids of clusters, organizations and regions; columns stand in this order, the shares of required
            stages (0 to 1) are of all together.
        strict: count stated and confirmed stages alone, no inferred ones.
        required_only: leave optional stages out of the rows.
        as_of: ISO day on which memberships must be valid, by default the day of the data.
        own: the cluster whose private memberships count.
        without: organizations (rows) that count nowhere.

    Raises `UnknownId` for a chain or part that is not there, `InvalidData` for a day that is none.
    """
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own).without(without)
    found = coverage(index, parts, strict=strict)
    columns = tuple(part_ref(graph, part) for part in parts.ids)
    named = {column.id: column for column in columns}
    labels = {stage.id: stage.label for stage in index.chain.stages}
    best = max(found.members, key=lambda member: member.covered_alone, default=None)
    several = len(columns) > 1
    sole = tuple(
        (named[part], tuple(labels[stage] for stage in stages)) for part, stages in found.sole_suppliers
    )
    cells = _cells(index, parts, found, strict=strict)
    rows = (
        Row(
            stage=stage_info(index.chain, index.chain.stages[place]),
            state=stage.state,
            n=stage.n,
            cells=tuple(row[place] for row in cells),
            sole=_sole(found, named, stage.id) if several else None,
        )
        for place, stage in enumerate(found.stages)
    )
    return Board(
        chain=chain_info(index.chain),
        columns=columns,
        rows=tuple(row for row in rows if row.stage.required or not required_only),
        share=found.share,
        share_deep=found.share_deep,
        share_stated=found.share_stated,
        required=found.required,
        covered_once=found.covered,
        covered_deep=found.deep,
        best_alone=best.covered_alone if best else 0,
        best_alone_of=named[best.id] if best and best.covered_alone else None,
        sole_suppliers=sole if several else (),
        without=tuple(_without(found, named[member.id], member) for member in found.members if several),
        sentences=_sentences(found, columns, sole),
        ignored=index.ignored,
        digest=found.digest,
        taxonomy_version=found.taxonomy_version,
        scope=scope(index, own),
    )


def _without(found: CoverageResult, named: Ref, member: MemberCoverage) -> Without:
    return Without(
        named, member.covered_without / found.required, member.covered_without, member.deep_without
    )


def _sole(found: CoverageResult, named: Mapping[str, Ref], stage: str) -> Ref | None:
    return next((named[part] for part, stages in found.sole_suppliers if stage in stages), None)


def _cells(index: ChainIndex, parts: Selection, found: CoverageResult, *, strict: bool) -> list[list[Cell]]:
    """Parts × stages: suppliers of the part alone, with the firmest basis among them."""
    bases = [basis for basis in sorted(_BASIS) if basis >= (STATED if strict else INFERRED)]
    strength = np.zeros((len(parts), len(index.chain.stages)), dtype=np.int64)
    for basis in bases:
        strength[(parts.brings @ index.by_strength[basis].T).toarray() > 0] = basis
    clusters = np.flatnonzero(parts.cluster >= 0)
    own = index.strength[index.organization_count + parts.cluster[clusters]].toarray()
    by_focus = np.where(own >= bases[0], own, 0)
    strength[clusters] = np.where(strength[clusters] > 0, strength[clusters], by_focus)
    return [
        [Cell(member.id, n, _BASIS.get(firm)) for n, firm in zip(member.n_alone, firmest, strict=True)]
        for member, firmest in zip(found.members, strength.tolist(), strict=True)
    ]


def _sentences(
    found: CoverageResult, columns: Sequence[Ref], sole: Sequence[tuple[Ref, tuple[Label, ...]]]
) -> tuple[Message, ...]:
    if not columns:
        return ()
    if len(columns) == 1:
        numbers = {"once": found.covered, "required": found.required}
        name = columns[0].name
        return (msg("%(name)s covers %(once)s of %(required)s required stages.", name=name, **numbers),)
    names = {column.id: column.name for column in columns}
    told = (_covered(found), _rests(sole), _depth(found, names))
    return tuple(sentence for sentence in told if sentence)


def _covered(found: CoverageResult) -> Message:
    numbers = {
        "count": len(found.members),
        "once": found.covered,
        "required": found.required,
        "best": max(member.covered_alone for member in found.members),
    }
    equalled = numbers["best"] == found.covered
    if all(kind_of(member.id) == "cluster" for member in found.members):
        if equalled:
            return msg(
                "Together the %(count)s cover %(once)s of %(required)s required stages; "
                "one alone covers as many.",
                **numbers,
            )
        return msg(
            "Together the %(count)s cover %(once)s of %(required)s required stages; "
            "none alone covers more than %(best)s.",
            **numbers,
        )
    if equalled:
        return msg(
            "Together the %(count)s chosen here cover %(once)s of %(required)s required stages; "
            "one alone covers as many.",
            **numbers,
        )
    return msg(
        "Together the %(count)s chosen here cover %(once)s of %(required)s required stages; "
        "none alone covers more than %(best)s.",
        **numbers,
    )


def _rests(sole: Sequence[tuple[Ref, tuple[Label, ...]]]) -> Message | None:
    if not sole:
        return None
    (first, stages), *more = sole
    if not more:
        return msg("Only supplier: %(name)s (%(stages)s).", stages=stages, name=first.name)
    (second, others), *further = more
    values: dict[str, Any] = {"stages": stages, "name": first.name, "others": others, "second": second.name}
    if not further:
        return msg("Only supplier: %(name)s (%(stages)s); %(second)s (%(others)s).", **values)
    return say_n(
        "Only supplier: %(name)s (%(stages)s); %(second)s (%(others)s); and one more.",
        "Only supplier: %(name)s (%(stages)s); %(second)s (%(others)s); and %(n)s more.",
        n=len(further),
        **values,
    )


def _depth(found: CoverageResult, names: Mapping[str, Any]) -> Message | None:
    """What those add without whom every stage would still be covered once: depth, in numbers."""
    covered = [place for place, stage in enumerate(found.stages) if stage.required and stage.n]
    adding = [one for one in found.members if one.deep_without < found.deep and not one.opens]
    if not covered:
        return None
    supply = np.array([member.n_alone for member in found.members])[:, covered]
    once = minimum_covers(supply, np.ones(len(covered), dtype=int), limit=1, time_limit=_SECONDS)
    if not once.proven or len(once.sets[0]) == len(names):
        return None
    if not adding:
        return say_n(
            "One of them would cover each of these stages once.",
            "%(n)s of them would cover each of these stages once.",
            n=len(once.sets[0]),
        )
    most = min(adding, key=lambda one: (one.deep_without, one.id))
    return say_n(
        "One of them would cover each of these stages once; with all %(count)s, %(deep)s stages have the "
        "suppliers they need, without %(name)s only %(less)s.",
        "%(n)s of them would cover each of these stages once; with all %(count)s, %(deep)s stages have the "
        "suppliers they need, without %(name)s only %(less)s.",
        n=len(once.sets[0]),
        count=len(names),
        deep=found.deep,
        name=names[most.id],
        less=most.deep_without,
    )
