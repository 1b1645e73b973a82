"""Value-chain coverage: what a set of clusters covers, how firmly, what is missing and who would close it."""

from graphsvc.coverage.alliance import SmallestAlliances, smallest_alliances

__all__ = ["SmallestAlliances", "smallest_alliances"]
