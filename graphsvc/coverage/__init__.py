"""Value-chain coverage: what a set of clusters covers, how firmly, what is missing and who would close it."""

from graphsvc.coverage.alliance import SmallestAlliances, smallest_alliances
from graphsvc.coverage.coverage import Coverage, MemberCoverage, StageCoverage, coverage
from graphsvc.coverage.index import NOTHING, THETA, ChainIndex, Inferred, build_index
from graphsvc.coverage.proof import Proof, proofs
from graphsvc.coverage.selection import Selection, select

__all__ = [
    "NOTHING",
    "THETA",
    "ChainIndex",
    "Coverage",
    "Inferred",
    "MemberCoverage",
    "Proof",
    "Selection",
    "SmallestAlliances",
    "StageCoverage",
    "build_index",
    "coverage",
    "proofs",
    "select",
    "smallest_alliances",
]
