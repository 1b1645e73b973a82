"""Coverage report as JSON data, returned by `graphsvc coverage --json` and `GET /api/v1/coverage`."""

from collections.abc import Sequence
from typing import Any

from graphsvc.coverage import coverage
from graphsvc.coverage.proof import every_proof
from graphsvc.state.chain_selection import chosen, index_of
from graphsvc.state.graph import CurrentGraph

_STAGE = ("id", "role", "required", "depth", "n", "state", "sole_cluster", "sole_region")
_MEMBER = ("id", "covered_alone", "opens", "deepens")


def report(
    graph: CurrentGraph, chain_id: str, of: Sequence[str], *, strict: bool = False, as_of: str | None = None
) -> dict[str, Any]:
    """Shares and, for each stage, its state and proof. Raises `UnknownId`."""
    index = index_of(graph, chain_id)
    parts = chosen(index, of, as_of=as_of)
    found = coverage(index, parts, strict=strict)
    proven = every_proof(index, parts, strict=strict)
    return {
        **_fields(found, ("chain", "taxonomy_version", "digest")),
        "as_of": as_of or graph.snapshot().retrieved,
        "of": list(found.of),
        "basis": "stated" if strict else "all",
        **_fields(found, ("share", "share_deep", "share_stated")),
        "stages": [
            {**_fields(stage, _STAGE), "proof": [vars(proof) for proof in proofs]}
            for stage, proofs in zip(found.stages, proven, strict=True)
        ],
        "members": [_fields(member, _MEMBER) for member in found.members],
    }


def _fields(value: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
