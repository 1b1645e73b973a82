"""Over how many clusters an answer about a chain speaks."""

import numpy as np

from graphsvc.coverage import ChainIndex
from graphsvc.coverage.claim_resolution import STATED
from graphsvc.messages import Message, msg


def scope(index: ChainIndex) -> Message:
    """Of how many clusters the stages of the chain are stated, inferred alone, or not known."""
    held = index.strength[index.organization_count :]
    firm = held.copy()
    firm.data = (firm.data >= STATED).astype(np.int8)
    firm.eliminate_zeros()
    clusters, known = held.shape[0], int((np.diff(held.indptr) > 0).sum())
    stated = int((np.diff(firm.indptr) > 0).sum())
    return msg(
        "Of %(clusters)s clusters, %(stated)s name stages of this chain themselves, of %(inferred)s stages "
        "are inferred alone, of %(unknown)s none is known.",
        clusters=clusters,
        stated=stated,
        inferred=known - stated,
        unknown=clusters - known,
    )
