"""Resilience: single points of failure, and coverage after successive removal of members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphsvc.answers.coverage.board import Board, board
from graphsvc.coverage import ChainIndex, CoverageResult, Selection, coverage
from graphsvc.coverage.resilience import (
    CurvePoint,
    Worst,
    alone_in_place,
    alone_inside,
    removal_curves,
    supplied,
    worst_removal,
)
from graphsvc.errors import UnknownId
from graphsvc.messages import Message, msg, say_n
from graphsvc.state.chain_selection import REGION, chosen, index_of, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref
from graphsvc.state.snapshot_tables import tables

Label = Mapping[str, str]

_SEED = 7
_MOST = 3
_LAND = 3


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """One without whom stages have no supplier; `loss` is the share of required stages among them."""

    ref: Ref
    stages: tuple[Label, ...]
    loss: float


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The parts whose leaving together costs most."""

    members: tuple[Ref, ...]
    share_after: float


@dataclass(frozen=True, slots=True)
class Resilience:
    """Single points of failure, worst removals, removal curves, and the board after a chosen removal.

    `left` are those who left, parts of the set and organizations in them.
    """

    chain: str
    taxonomy_version: str
    digest: str
    sentence: Message
    single_points: tuple[SinglePoint, ...]
    worst: tuple[WorstCase, ...]
    exact: bool
    curve_targeted: tuple[CurvePoint, ...]
    curve_random: tuple[CurvePoint, ...]
    left: tuple[Ref, ...]
    after: Board | None


def resilience(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    leave: Sequence[str] = (),
    k: int = _MOST,
    as_of: str | None = None,
    own: str | None = None,
) -> Resilience:
    """How a set stands up to parts leaving; with `leave` everything is said of what stays, with its board.

    Parts can leave, and organizations that parts bring; a cluster stays with what it says of itself.

    Single points are first the parts of the set, then organizations inside them, then regions (NUTS level 1)
    in which all suppliers of a stage sit where there are several. Raises `UnknownId`, also where one of
    `leave` is neither part of the set nor brought by one.
    """
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    leaving = {index.snapshot.merged.get(one, one) for one in leave}
    without = [_brought(index, parts, one) for one in sorted(leaving - set(parts.ids))]
    if leaving:
        of = [part for part in parts.ids if part not in leaving]
        parts = chosen(index, of, as_of=as_of, own=own).without(without)
    found = coverage(index, parts, strict=strict)
    by_parts = _by_parts(graph, index, found)
    inside = _inside(graph, index, parts, strict=strict, all_shown=own is not None)
    has = supplied(index, parts, strict=strict)
    cases = [worst_removal(has, size) for size in range(1, min(k, len(parts) - 1) + 1)]
    aimed, random = removal_curves(has, seed=_SEED) if len(parts) else ((), ())
    return Resilience(
        chain=found.chain,
        taxonomy_version=found.taxonomy_version,
        digest=found.digest,
        sentence=_sentence(by_parts, inside, len(parts)),
        single_points=(*by_parts, *inside, *_regions(graph, index, parts, found, strict=strict)),
        worst=tuple(_case(graph, parts.ids, case) for case in cases),
        exact=all(case.exact for case in cases),
        curve_targeted=aimed,
        curve_random=random,
        left=tuple(part_ref(graph, one) for one in sorted(leaving)),
        after=board(graph, chain_id, of, strict=strict, as_of=as_of, own=own, without=without)
        if leaving
        else None,
    )


def _brought(index: ChainIndex, parts: Selection, identifier: str) -> int:
    """The row of an organization that a part of the set brings. Raises `UnknownId`."""
    row = index.organization_rows.get(identifier, -1)
    if row < 0 or not parts.brings[:, [row]].nnz:
        raise UnknownId("part of the set", identifier)
    return row


def _by_parts(graph: CurrentGraph, index: ChainIndex, found: CoverageResult) -> list[SinglePoint]:
    return _sorted(
        _point(index, part_ref(graph, member.id), (index.chain.position[stage] for stage in member.opens))
        for member in found.members
        if member.opens
    )


def _inside(
    graph: CurrentGraph, index: ChainIndex, parts: Selection, *, strict: bool, all_shown: bool
) -> list[SinglePoint]:
    """Organizations that are not themselves parts; those found by exact search alone only on demand."""
    table = index.snapshot.organizations
    lone = alone_inside(index, parts, strict=strict)
    shown = {row: stages for row, stages in lone.items() if all_shown or not table.hidden[row]}
    return _sorted(
        _point(index, part_ref(graph, table.ids[row]), stages.tolist())
        for row, stages in shown.items()
        if table.ids[row] not in parts.ids
    )


def _regions(
    graph: CurrentGraph, index: ChainIndex, parts: Selection, found: CoverageResult, *, strict: bool
) -> list[SinglePoint]:
    """Regions without which a stage of several suppliers has none."""
    known = tables(graph).places
    places = [code[:_LAND] if len(code) >= _LAND else "" for code in (*known.organizations, *known.clusters)]
    several = [stage.n > 1 for stage in found.stages]
    lone = {
        REGION + code: [stage for stage in stages.tolist() if several[stage]]
        for code, stages in alone_in_place(index, parts, places, strict=strict).items()
    }
    return _sorted(
        _point(index, part_ref(graph, region), stages)
        for region, stages in lone.items()
        if stages and region not in parts.ids
    )


def _point(index: ChainIndex, ref: Ref, stages: Iterable[int]) -> SinglePoint:
    columns = list(stages)
    loss = int(index.required[columns].sum()) / int(index.required.sum())
    return SinglePoint(ref, tuple(index.chain.stages[column].label for column in columns), loss)


def _sorted(points: Iterable[SinglePoint]) -> list[SinglePoint]:
    return sorted(points, key=lambda point: (-point.loss, point.ref.id))


def _case(graph: CurrentGraph, ids: Sequence[str], case: Worst) -> WorstCase:
    return WorstCase(tuple(part_ref(graph, ids[place]) for place in case.places), case.share_after)


def _sentence(by_parts: Sequence[SinglePoint], inside: Sequence[SinglePoint], parts: int) -> Message:
    if parts == 0:
        return msg("Nobody is chosen yet.")
    if parts == 1 and inside:
        return say_n(
            "One member alone carries something: %(first)s.",
            "%(n)s members each carry something alone, first of all %(first)s.",
            n=len(inside),
            first=inside[0].ref.name,
        )
    if parts == 1 and by_parts:
        return msg(
            "Only %(first)s is chosen, and none of its members alone carries a stage.",
            first=by_parts[0].ref.name,
        )
    if by_parts:
        return say_n(
            "One of %(parts)s is a single point of failure: %(first)s.",
            "%(n)s of %(parts)s are single points of failure, first of all %(first)s.",
            n=len(by_parts),
            parts=parts,
            first=by_parts[0].ref.name,
        )
    if inside:
        return say_n(
            "No part of the set is a single point of failure, but one organization in it is: %(first)s.",
            "No part of the set is a single point of failure, but %(n)s organizations in it are, "
            "first of all %(first)s.",
            n=len(inside),
            first=inside[0].ref.name,
        )
    return msg("Whoever leaves, every stage covered now keeps a supplier.")
