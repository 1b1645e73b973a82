"""Value-chain coverage: what a set of clusters covers, how firmly, what is missing and who would close it."""

from graphsvc.coverage.chain_index import ChainIndex, Inferred, build_index
from graphsvc.coverage.proof import proofs
from graphsvc.coverage.result import CoverageResult, coverage
from graphsvc.coverage.selection import Selection, select
from graphsvc.setcover.minimum import MinimumCovers, minimum_covers

__all__ = [
    "ChainIndex",
    "CoverageResult",
    "Inferred",
    "MinimumCovers",
    "Selection",
    "build_index",
    "coverage",
    "minimum_covers",
    "proofs",
    "select",
]
