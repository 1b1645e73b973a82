"""What breaks when somebody leaves, and how the set stands up to losing more and more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.coverage import coverage
from graphsvc.coverage.resilience import CurvePoint, Worst, removal_curves, worst_removal
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.service.coverage.board import Board, board, part_ref
from graphsvc.service.coverage.readings import chosen, index_of
from graphsvc.service.graph import Graph
from graphsvc.service.refs import Ref

Label = Mapping[str, str]

_SEED = 7
_MOST = 3


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """Somebody whose leaving alone leaves stages without a supplier; `loss` is the share of required ones."""

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
    """Single points of failure, worst removals, removal curves, and the board after a chosen removal."""

    chain: str
    taxonomy_version: str
    digest: str
    sentence: Sentence
    single_points: tuple[SinglePoint, ...]
    worst: tuple[WorstCase, ...]
    exact: bool
    curve_targeted: tuple[CurvePoint, ...]
    curve_random: tuple[CurvePoint, ...]
    after: Board | None


def resilience(
    graph: Graph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    leave: Sequence[str] = (),
    k: int = _MOST,
    as_of: str | None = None,
) -> Resilience:
    """How a set stands up to parts leaving; `leave` gives the board without them. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of)
    found = coverage(index, parts, strict=strict)
    labels = {stage.id: stage.label for stage in index.chain.stages}
    points = [
        SinglePoint(
            part_ref(graph, member.id),
            tuple(labels[stage] for stage in member.opens),
            (found.covered - member.covered_without) / found.required,
        )
        for member in found.members
        if member.opens
    ]
    points.sort(key=lambda point: (-point.loss, point.ref.id))
    cases = [
        worst_removal(index, parts, size, strict=strict) for size in range(1, min(k, len(parts) - 1) + 1)
    ]
    aimed, random = removal_curves(index, parts, seed=_SEED, strict=strict) if len(parts) else ((), ())
    stay = [part for part in parts.ids if part not in set(leave)]
    return Resilience(
        chain=found.chain,
        taxonomy_version=found.taxonomy_version,
        digest=found.digest,
        sentence=_sentence(points, len(parts)),
        single_points=tuple(points),
        worst=tuple(_case(graph, parts.ids, case) for case in cases),
        exact=all(case.exact for case in cases),
        curve_targeted=aimed,
        curve_random=random,
        after=board(graph, chain_id, stay, strict=strict, as_of=as_of) if leave else None,
    )


def _case(graph: Graph, ids: Sequence[str], case: Worst) -> WorstCase:
    return WorstCase(tuple(part_ref(graph, ids[place]) for place in case.places), case.share_after)


def _sentence(points: Sequence[SinglePoint], parts: int) -> Sentence:
    if parts == 0:
        return say("Nobody is chosen yet.")
    if not points:
        return say("Whoever leaves, every stage covered now keeps a supplier.")
    return say_n(
        "One of %(parts)s is a single point of failure: %(first)s.",
        "%(n)s of %(parts)s are single points of failure, first of all %(first)s.",
        n=len(points),
        parts=parts,
        first=points[0].ref.name,
    )
