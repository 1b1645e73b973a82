"""Coverage indicators of a selection, each with a value and a one-sentence interpretation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.coverage import ChainIndex, CoverageResult, coverage
from graphsvc.coverage.collaboration import Connectivity, connectivity
from graphsvc.coverage.suppliers import supplying
from graphsvc.coverage.vertex_cut import Bottleneck, bottleneck
from graphsvc.messages import Message, msg, say_n
from graphsvc.snapshot import COMPANY, ORGANIZATION_KINDS
from graphsvc.state.chain_selection import chosen, index_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import tables

_SCIENCE = [ORGANIZATION_KINDS.index(kind) for kind in ("research", "education")]
_LAND = 3
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label and meaning; `proof_stage` is the stage whose proof shows it best."""

    id: str
    label: Message
    value: Message
    meaning: Message
    proof_stage: str | None = None


def figures(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    as_of: str | None = None,
    own: str | None = None,
) -> tuple[Figure, ...]:
    """Share, depth, firmness, redundancy, mix, spread, ties and weakest passage. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict)
    said = supplying(index, parts, strict=strict)
    suppliers, count = np.unique(said.node), index.organization_count
    nodes, clusters = suppliers[suppliers < count].tolist(), (suppliers[suppliers >= count] - count).tolist()
    kinds = index.snapshot.organizations.kind[nodes]
    where = tables(graph).places
    regions = [where.organizations[node] for node in nodes] + [where.clusters[row] for row in clusters]
    return (
        *_shares(found),
        _redundancy(found),
        _mix(int((kinds == COMPANY).sum()), int(np.isin(kinds, _SCIENCE).sum()), len(clusters)),
        _spread(regions),
        _ties(connectivity(index, parts, strict=strict, suppliers=said)),
        _passage(index, bottleneck(index, parts, strict=strict)),
    )


def _shares(found: CoverageResult) -> tuple[Figure, Figure, Figure]:
    return (
        Figure(
            "share",
            msg("Covered"),
            msg("%(value_share)s", value_share=found.share),
            msg("of the required stages have at least one supplier."),
        ),
        Figure(
            "share_deep",
            msg("Covered in depth"),
            msg("%(value_share)s", value_share=found.share_deep),
            msg("of the required stages have as many suppliers as their depth asks for."),
        ),
        Figure(
            "share_stated",
            msg("Covered by stated facts"),
            msg("%(value_share)s", value_share=found.share_stated),
            msg("of the required stages have a supplier that a source or a person names."),
        ),
    )


def _redundancy(found: CoverageResult) -> Figure:
    """Redundancy: the mean over required stages of min(n, 2) / 2, with n the suppliers of a stage."""
    needed = [stage for stage in found.stages if stage.required]
    value = sum(min(stage.n, 2) / 2 for stage in needed) / len(needed) if needed else 0.0
    thinnest = min(needed, key=lambda stage: stage.n, default=None)
    return Figure(
        "redundancy",
        msg("Redundancy"),
        msg("%(value_share)s", value_share=value),
        msg("of two suppliers for each required stage: with all of them no single one can break the chain."),
        thinnest.id if thinnest else None,
    )


def _mix(business: int, science: int, clusters: int) -> Figure:
    return Figure(
        "mix",
        msg("Business and research"),
        msg("%(business)s : %(science)s", business=business, science=science),
        say_n(
            "companies to research and education among the suppliers; one more is a cluster by its own word.",
            "companies to research and education among the suppliers; "
            "%(n)s more are clusters by their own word.",
            n=clusters,
        ),
    )


def _spread(regions: Sequence[str]) -> Figure:
    lands = {code[:_LAND] for code in regions if len(code) >= _LAND}
    return Figure(
        "spread",
        msg("Regional spread"),
        msg("%(value)s", value=len(lands)),
        msg("regions (NUTS level 1, in Germany the Länder) in which the suppliers are known to sit."),
    )


def _ties(found: Connectivity) -> Figure:
    linked = sum(link.linked for link in found.links)
    loose = next((link.source for link in found.links if not link.linked), None)
    return Figure(
        "connectivity",
        msg("Ties along the chain"),
        msg("%(linked)s of %(links)s", linked=linked, links=len(found.links)),
        msg(
            "steps from one required stage to the next have suppliers that work together: in a project of at "
            "most 40 partners, in a stated cooperation, or by doing both."
        ),
        loose,
    )


def _passage(index: ChainIndex, found: Bottleneck) -> Figure:
    label, value = msg("Weakest passage"), msg("%(value)s", value=found.ways)
    if not found.ways:
        nowhere = msg("ways lead through the whole chain by suppliers that work together.")
        return Figure("passage", label, value, nowhere)
    if not found.holders:
        many = msg("ways lead through the whole chain by suppliers that work together; no few hold them all.")
        return Figure("passage", label, value, many, found.narrow[0][1] if found.narrow else None)
    snapshot = index.snapshot
    names = tuple(snapshot.name(snapshot.node(holder)) for holder in found.holders[:_NAMED])
    further = len(found.holders) - len(names)
    meaning = (
        say_n(
            "ways lead through the whole chain by suppliers that work together; none is left without "
            "%(names)s and one more.",
            "ways lead through the whole chain by suppliers that work together; none is left without "
            "%(names)s and %(n)s more.",
            n=further,
            names=names,
        )
        if further
        else msg(
            "ways lead through the whole chain by suppliers that work together; none is left without "
            "%(names)s.",
            names=names,
        )
    )
    return Figure("passage", label, value, meaning, found.narrow[0][1] if found.narrow else None)
