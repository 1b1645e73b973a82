"""What texts say about the stages of organizations, worked out once a snapshot and chain."""

from graphsvc.coverage.index import Inferred
from graphsvc.coverage.texts import infer
from graphsvc.snapshot import Snapshot
from graphsvc.taxonomy import Chain


def inferred(snapshot: Snapshot, chain: Chain) -> Inferred:
    """The stages concluded for each organization of a snapshot."""
    return infer(snapshot, chain)
