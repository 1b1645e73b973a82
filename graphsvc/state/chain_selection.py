"""The index of a chain over the current snapshot, and the set a question is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from graphsvc.coverage import ChainIndex, Selection, build_index, select
from graphsvc.domain import short_name
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import msg
from graphsvc.snapshot import Snapshot
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.inference_cache import inferred
from graphsvc.state.refs import FactReference, Ref, activity_fact, ref
from graphsvc.state.region_names import places, region_exists, region_name
from graphsvc.state.words_read import read_in
from graphsvc.taxonomy import chain

REGION = "region:"


def index_of(graph: CurrentGraph, chain_id: str) -> ChainIndex:
    """The index of a chain over the current snapshot, made once: who holds which stage, on what evidence.

    Its matrices are (organizations, then clusters) × stages in the order of the chain; conclusions from texts
    are in it. Raises `UnknownId` for a chain that is not known.
    """
    made = chain(chain_id)

    def build(snapshot: Snapshot) -> ChainIndex:
        regions = places(snapshot, graph.home).organizations
        return build_index(snapshot, made, inferred=inferred(snapshot, made, graph.home), regions=regions)

    return graph.derived(("index", made.id, made.version), build)


def held_fact(index: ChainIndex, source: int) -> FactReference:
    """The fact behind an entry of `ChainIndex.proof`: a row of activities + 1, or -1 - a row concluded."""
    if source > 0:
        return activity_fact(index.snapshot, source - 1)
    told, row = index.inferred, -1 - source
    words, place = read_in(index.snapshot, int(told.organization[row]), told.words[row])
    return FactReference(
        basis="inferred",
        dataset="",
        confidence=float(told.confidence[row]),
        words=words,
        read_in=place,
    )


def chosen(
    index: ChainIndex, ids: Iterable[str], *, as_of: str | None = None, own: str | None = None
) -> Selection:
    """The parts of a set by id of clusters, organizations and regions, on the day `as_of`.

    `own` is the cluster whose private memberships count. Raises `UnknownId`, and `InvalidData` for a day that
    is none.
    """
    wanted, snapshot = tuple(ids), index.snapshot
    for one in wanted:
        if one.startswith(REGION) and not region_exists(one.removeprefix(REGION)):
            raise UnknownId("region", one)
    return select(index, wanted, as_of=_day(as_of) or snapshot.retrieved, own=own_rows(index, own))


def own_rows(index: ChainIndex, own: str | None) -> tuple[int, ...]:
    """The rows of the clusters whose private memberships count. Raises `UnknownId`."""
    return (index.snapshot.cluster(own),) if own else ()


def _day(as_of: str | None) -> str | None:
    """`as_of` as it is, if it is a day in ISO form."""
    if as_of:
        try:
            date.fromisoformat(as_of)
        except ValueError as error:
            raise InvalidData(
                msg("no day: %(day)s; a day is written as 2026-01-31", day=repr(as_of))
            ) from error
    return as_of


def part_ref(graph: CurrentGraph, identifier: str) -> Ref:
    """The reference of an organization, region or cluster, by its short name. Raises `UnknownId`."""
    if identifier.startswith(REGION):
        return Ref(identifier, "region", region_name(identifier.removeprefix(REGION)))
    found = ref(graph.snapshot(), identifier)
    return replace(found, name=short_name(str(found.name))) if found.kind == "cluster" else found
