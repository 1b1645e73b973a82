"""What texts say about the stages of organizations: worked out once a snapshot and chain, kept in a file."""

from pathlib import Path

import numpy as np

from graphsvc.coverage.chain_index import Inferred
from graphsvc.coverage.text_inference import infer
from graphsvc.files import dispensable, intact, prune, read_arrays, replacing
from graphsvc.snapshot import Snapshot, Strings
from graphsvc.taxonomy import Chain

_KEPT = 8


def inferred(snapshot: Snapshot, chain: Chain, home: Path) -> Inferred:
    """The stages concluded for each organization of a snapshot; `home` is the instance folder.

    The file is named by the digest of the data and the fingerprint of the chain, so that it is never stale.
    """
    shelf = home / "inferred"
    path = shelf / f"{snapshot.digest[:32]}-{chain.fingerprint()}.npz"
    kept = intact(path, _read)
    if kept is not None:
        return kept
    found = infer(snapshot, chain)
    with dispensable(path):
        with replacing(path) as file:
            np.savez(
                file,
                organization=found.organization,
                stage=found.stage,
                confidence=found.confidence,
                data=found.words.data,
                offsets=found.words.offsets,
            )
        prune(shelf.glob("*.npz"), _KEPT)
    return found


def _read(path: Path) -> Inferred:
    kept = read_arrays(path)
    words = Strings(kept["data"], kept["offsets"])
    return Inferred(kept["organization"], kept["stage"], kept["confidence"], words)
