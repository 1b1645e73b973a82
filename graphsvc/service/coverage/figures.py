"""The figures under the board: each a number, and one plain sentence that says what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphsvc.coverage import Coverage, coverage
from graphsvc.coverage.coverage import supplying
from graphsvc.domain.sentence import Sentence, say, say_n
from graphsvc.service.coverage.readings import chosen, index_of
from graphsvc.service.graph import Graph
from graphsvc.service.tables import tables
from graphsvc.snapshot import ORGANIZATION_KINDS

_BUSINESS = ORGANIZATION_KINDS.index("company")
_SCIENCE = [ORGANIZATION_KINDS.index(kind) for kind in ("research", "education")]
_LAND = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label and meaning; `proof_stage` is the stage whose proof shows it best."""

    id: str
    label: Sentence
    value: Sentence
    meaning: Sentence
    proof_stage: str | None = None


def figures(
    graph: Graph,
    chain_id: str,
    of: Sequence[str],
    *,
    strict: bool = False,
    as_of: str | None = None,
    own: str | None = None,
) -> tuple[Figure, ...]:
    """Share, depth, firmness, redundancy, mix and spread of a set. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of, own=own)
    found = coverage(index, parts, strict=strict)
    said = supplying(index, parts, strict=strict)
    nodes = np.unique(said.node[said.node < index.organization_count])
    clusters = np.unique(said.node[said.node >= index.organization_count]) - index.organization_count
    kinds = index.snapshot.organizations.kind[nodes]
    where = tables(graph).places
    regions = [where.organizations[node] for node in nodes] + [where.clusters[row] for row in clusters]
    return (
        *_shares(found),
        _redundancy(found),
        _mix(int((kinds == _BUSINESS).sum()), int(np.isin(kinds, _SCIENCE).sum()), len(clusters)),
        _spread(regions),
    )


def _shares(found: Coverage) -> tuple[Figure, Figure, Figure]:
    return (
        Figure(
            "share",
            say("Covered"),
            say("%(value_share)s", value_share=found.share),
            say("of the required stages have at least one supplier."),
        ),
        Figure(
            "share_deep",
            say("Covered in depth"),
            say("%(value_share)s", value_share=found.share_deep),
            say("of the required stages have as many suppliers as their depth asks for."),
        ),
        Figure(
            "share_stated",
            say("Covered by stated facts"),
            say("%(value_share)s", value_share=found.share_stated),
            say("of the required stages have a supplier that a source or a person names."),
        ),
    )


def _redundancy(found: Coverage) -> Figure:
    """Mean over required stages of min(n, 2) / 2; METHODS section 6, R_k with k = 2."""
    needed = [stage for stage in found.stages if stage.required]
    value = sum(min(stage.n, 2) / 2 for stage in needed) / len(needed) if needed else 0.0
    thinnest = min(needed, key=lambda stage: stage.n, default=None)
    return Figure(
        "redundancy",
        say("Redundancy"),
        say("%(value_share)s", value_share=value),
        say("of two suppliers for each required stage: with all of them no single one can break the chain."),
        thinnest.id if thinnest else None,
    )


def _mix(business: int, science: int, clusters: int) -> Figure:
    return Figure(
        "mix",
        say("Business and research"),
        say("%(business)s : %(science)s", business=business, science=science),
        say_n(
            "companies to research and education among the suppliers; one more is a cluster by its own word.",
            "companies to research and education among the suppliers; "
            "%(n)s more are clusters by their own word.",
            n=clusters,
        ),
    )


def _spread(regions: Sequence[str]) -> Figure:
    lands = {code[:_LAND] for code in regions if code}
    return Figure(
        "spread",
        say("Regional spread"),
        say("%(value)s", value=len(lands)),
        say("regions (NUTS level 1, in Germany the Länder) in which the suppliers sit."),
    )
