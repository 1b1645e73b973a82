"""What texts say about the stages of organizations: worked out once a snapshot and chain, kept in a file."""

import os
from pathlib import Path

import numpy as np

from graphsvc.coverage.index import Inferred
from graphsvc.coverage.texts import infer
from graphsvc.snapshot import Snapshot, Strings
from graphsvc.taxonomy import Chain

_KEPT = 8


def inferred(snapshot: Snapshot, chain: Chain, home: Path) -> Inferred:
    """The stages concluded for each organization of a snapshot; `home` is the instance folder.

    The file is named by the digest of the data and the fingerprint of the chain, so that it is never stale.
    """
    shelf = home / "inferred"
    path = shelf / f"{snapshot.digest[:32]}-{chain.fingerprint()}.npz"
    if path.exists():
        return _read(path)
    found = infer(snapshot, chain)
    shelf.mkdir(parents=True, exist_ok=True)
    draft = shelf / f".{os.getpid()}-{path.name}"
    np.savez(
        draft,
        organization=found.organization,
        stage=found.stage,
        confidence=found.confidence,
        data=found.words.data,
        offsets=found.words.offsets,
    )
    draft.replace(path)
    for old in sorted(shelf.glob("*.npz"), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)
    return found


def _read(path: Path) -> Inferred:
    with np.load(path) as kept:
        words = Strings(kept["data"], kept["offsets"])
        return Inferred(kept["organization"], kept["stage"], kept["confidence"], words)
