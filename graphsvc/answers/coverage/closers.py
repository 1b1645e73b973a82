"""Gaps of a selection, and ranked candidates outside it that would close them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.answers.coverage.ranked_closers import Closer, RankedClosers
from graphsvc.answers.coverage.scope import scope
from graphsvc.arrays import Bools
from graphsvc.coverage import ChainIndex, coverage
from graphsvc.coverage.closers import cluster_closers, organization_closers
from graphsvc.coverage.result import StageCoverage
from graphsvc.messages import Message, msg
from graphsvc.state.chain_info import StageInfo, stage_info
from graphsvc.state.chain_selection import chosen, index_of
from graphsvc.state.graph import CurrentGraph


@dataclass(frozen=True, slots=True)
class GapRow:
    """One stage that is missing or thin, and who could close it, nearest first; `total` counts all."""

    stage: StageInfo
    state: str
    n: int
    closers: tuple[Closer, ...]
    total: int
    none_known: Message | None


@dataclass(frozen=True, slots=True)
class Closers:
    """All gaps of a set in chain order; `scope` says over how many clusters the answer speaks."""

    chain: str
    taxonomy_version: str
    digest: str
    gaps: tuple[GapRow, ...]
    scope: Message


def closers(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    kind: str = "cluster",
    limit: int = 20,
    most: int | None = None,
    only: str | None = None,
    countries: Sequence[str] = (),
    within_km: float | None = None,
    as_of: str | None = None,
    own: str | None = None,
    listed_by: str | None = None,
) -> Closers:
    """Who closes which gap, nearest first.

    Those whose distance is not known come last; of those equally near the ones that close more gaps come
    first. Organizations found by exact search alone and those that object are not among them.

    Parameters
    ----------
    limit : most of one stage
    most : most of all stages together, dealt out evenly
    only : one stage alone
    countries : ISO codes; others, and those without a known country, are left out
    within_km : largest distance to the nearest of the set; those without a known place are left out
    listed_by : the cluster whose own list names organizations that are candidates too, before all others

    Raises `UnknownId`.
    """
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict)
    listed = _listed(index, listed_by)
    if kind == "organization":
        hidden = index.snapshot.organizations.hidden & ~listed
        candidates = organization_closers(index, parts, hidden, strict=strict)
    else:
        day = as_of or index.snapshot.retrieved
        candidates = cluster_closers(index, parts, strict=strict, as_of=day)
    ranked = RankedClosers(graph, index, parts, candidates, kind)
    ranked.keep(countries, within_km)
    if listed_by is not None:
        ranked.order.sort(key=lambda at: not listed[candidates.rows[at]])
    open_ones = [
        (place, stage)
        for place, stage in enumerate(found.stages)
        if stage.state != "covered" and (stage.required or stage.n == 0) and only in (None, stage.id)
    ]
    shares = _dealt([len(ranked.adding(place)) for place, _ in open_ones], limit, most)
    gaps = [
        _gap(index, ranked, place, stage, share)
        for (place, stage), share in zip(open_ones, shares, strict=True)
    ]
    gaps.sort(key=lambda gap: not gap.stage.required)
    return Closers(found.chain, found.taxonomy_version, found.digest, tuple(gaps), scope(index, own))


def _dealt(wanted: Sequence[int], limit: int, most: int | None) -> list[int]:
    """How many of each stage are listed: at most `limit`, and `most` in all, one after the other."""
    wanted = [min(count, limit) for count in wanted]
    if most is None:
        return wanted
    given = [0] * len(wanted)
    while sum(given) < most and given != wanted:
        for place, count in enumerate(wanted):
            if given[place] < count and sum(given) < most:
                given[place] += 1
    return given


def complements(
    graph: CurrentGraph, chain_id: str, organization: str, *, limit: int = 5, listed_by: str | None = None
) -> tuple[GapRow, ...]:
    """Who does what lies next in the chain to what an organization does, best first, stage by stage.

    Next to a stage are those that feed it, that it feeds, and that serve it or that it serves; nothing where
    no stage of the organization is known. `listed_by` is the cluster whose own list names the organization:
    the others on that list come first. Raises `UnknownId`.
    """
    index = index_of(graph, chain_id)
    row = index.snapshot.organization(organization)
    held = {index.chain.stages[column].id for column in index.strength[[row]].indices.tolist()}
    next_to = {
        stage.id
        for stage in index.chain.stages
        if stage.id not in held
        and (
            held & {*stage.feeds, *stage.serves}
            or any(stage.id in {*mine.feeds, *mine.serves} for mine in map(index.chain.stage, sorted(held)))
        )
    }
    gaps = closers(
        graph, chain_id, (organization,), kind="organization", limit=limit, listed_by=listed_by
    ).gaps
    return tuple(gap for gap in gaps if gap.stage.id in next_to and gap.closers)


def _listed(index: ChainIndex, cluster: str | None) -> Bools:
    """The organizations (as a mask) that the own list of a cluster names."""
    found = np.zeros(index.organization_count, dtype=bool)
    if cluster is not None:
        table = index.snapshot.memberships
        found[table.organization[table.private & (table.cluster == index.snapshot.cluster(cluster))]] = True
    return found


def _gap(index: ChainIndex, ranked: RankedClosers, place: int, stage: StageCoverage, limit: int) -> GapRow:
    info, total = stage_info(index.chain, index.chain.stages[place]), len(ranked.adding(place))
    listed = ranked.of_stage(place, limit)
    return GapRow(info, stage.state, stage.n, listed, total, None if total else _nobody(ranked))


def _nobody(ranked: RankedClosers) -> Message:
    if ranked.clusters:
        return msg("Nobody known: of no other cluster is it known that it would add to this stage.")
    return msg("Nobody known: the data holds no organization outside the set that would add to this stage.")
