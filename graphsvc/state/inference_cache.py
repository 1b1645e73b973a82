"""Disk cache of inferred stages: computed once for a snapshot and a chain."""

from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from graphsvc.coverage.chain_index import Inferred
from graphsvc.coverage.stage_words import Seen, StageWords
from graphsvc.coverage.text_inference import Guesses, infer
from graphsvc.derived_files import dispensable, intact, prune, read_arrays, write_arrays
from graphsvc.snapshot import Snapshot, Strings
from graphsvc.state.derived import content_digest
from graphsvc.taxonomy import Chain, chains

_KEPT_OF_A_CHAIN = 4
_RULES = "3"
"""Goes up when the same data and chain would give other stages, so that nobody reads old ones."""

_REMEMBERED = 20_000
"""Organizations up to which this process remembers what it concluded from their texts, in memory."""


@lru_cache(maxsize=16)
def _known(_fingerprint: str) -> Guesses:
    """What was concluded last for a chain, so that after a change only new texts are classified."""
    return {}


_looked: WeakKeyDictionary[Snapshot, StageWords] = WeakKeyDictionary()
_seen: Seen = {}
"""What words the texts looked at last have, so that after a change only new texts are read."""


def _words(snapshot: Snapshot) -> StageWords:
    """The look at the texts of a snapshot that all chains share."""
    found = _looked.get(snapshot)
    if found is None:
        found = _looked[snapshot] = StageWords(snapshot, chains(), _seen if _few(snapshot) else None)
    return found


def inferred(snapshot: Snapshot, chain: Chain, home: Path) -> Inferred:
    """The stages concluded for each organization of a snapshot; `home` is the instance folder.

    The file is named by a digest of all that is read and by the fingerprint of the chain, so that it is never
    stale, and what persons say about stages leaves it as it is.
    """
    folder = home / "inferred"
    path = folder / f"{_digest(snapshot)}-{chain.fingerprint()}.npz"
    kept = intact(path, _read)
    if kept is not None:
        return kept
    known = _known(chain.fingerprint()) if _few(snapshot) else None
    found = infer(snapshot, chain, known=known, words=_words(snapshot) if chain in chains() else None)
    with dispensable(path):
        write_arrays(
            path,
            organization=found.organization,
            stage=found.stage,
            confidence=found.confidence,
            data=found.words.data,
            offsets=found.words.offsets,
        )
        prune(folder.glob(f"*-{chain.fingerprint()}.npz"), _KEPT_OF_A_CHAIN)
    return found


def _few(snapshot: Snapshot) -> bool:
    return len(snapshot.organizations.ids) <= _REMEMBERED


def _digest(snapshot: Snapshot) -> str:
    """A digest of what `infer` reads of a snapshot."""
    table, projects, parts, members = (
        snapshot.organizations,
        snapshot.projects,
        snapshot.participation,
        snapshot.memberships,
    )
    texts = (table.names, table.identifiers, table.text, projects.titles, projects.topics)
    of_members = (
        members.organization,
        members.cluster,
        members.role,
        members.private,
        members.evidence.basis,
    )
    columns = (table.kind, table.hidden, projects.size, parts.indptr, parts.indices, *of_members)
    sectors = ("\n".join((*record.sectors, "")) for record in snapshot.clusters.records)
    return content_digest(_RULES, (*texts, *columns), sectors)


def _read(path: Path) -> Inferred:
    kept = read_arrays(path)
    words = Strings(kept["data"], kept["offsets"])
    return Inferred(kept["organization"], kept["stage"], kept["confidence"], words)
