"""Coverage report as JSON data, returned by `graphsvc coverage --json` and `GET /api/v1/coverage`."""

from collections.abc import Sequence
from typing import Any

from graphsvc.coverage import coverage
from graphsvc.coverage.proof import every_proof
from graphsvc.state.chain_selection import chosen, index_of
from graphsvc.state.graph import CurrentGraph


def report(
    graph: CurrentGraph, chain_id: str, of: Sequence[str], *, strict: bool = False, as_of: str | None = None
) -> dict[str, Any]:
    """Shares and, for each stage, its state and proof. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of)
    found = coverage(index, parts, strict=strict)
    proven = every_proof(index, parts, strict=strict)
    return {
        "chain": found.chain,
        "taxonomy_version": found.taxonomy_version,
        "digest": found.digest,
        "as_of": as_of or graph.snapshot().retrieved,
        "of": list(found.of),
        "basis": "stated" if strict else "all",
        "share": found.share,
        "share_deep": found.share_deep,
        "share_stated": found.share_stated,
        "stages": [
            {
                "id": stage.id,
                "role": stage.role,
                "required": stage.required,
                "depth": stage.depth,
                "n": stage.n,
                "state": stage.state,
                "sole_cluster": stage.sole_cluster,
                "sole_region": stage.sole_region,
                "proof": [vars(proof) for proof in proofs],
            }
            for stage, proofs in zip(found.stages, proven, strict=True)
        ],
        "members": [
            {
                "id": member.id,
                "covered_alone": member.covered_alone,
                "opens": list(member.opens),
                "deepens": list(member.deepens),
            }
            for member in found.members
        ],
    }
