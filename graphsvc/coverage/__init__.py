"""Value-chain coverage: what a set of clusters covers, how firmly, what is missing and who would close it."""

from graphsvc.coverage.chain_index import DEFAULT_THRESHOLD, NO_INFERENCE, ChainIndex, Inferred, build_index
from graphsvc.coverage.proof import SupplierProof, proofs
from graphsvc.coverage.result import CoverageResult, MemberCoverage, StageCoverage, coverage
from graphsvc.coverage.selection import Selection, select
from graphsvc.setcover.minimum import MinimumCovers, minimum_covers

__all__ = [
    "DEFAULT_THRESHOLD",
    "NO_INFERENCE",
    "ChainIndex",
    "CoverageResult",
    "Inferred",
    "MemberCoverage",
    "MinimumCovers",
    "Selection",
    "StageCoverage",
    "SupplierProof",
    "build_index",
    "coverage",
    "minimum_covers",
    "proofs",
    "select",
]
