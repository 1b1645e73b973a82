"""Which organizations may show a stage, by the words of all that is read of them: most show none.

One look at each text serves all chains. Whom it leaves out shows no stage by `StageClassifier`; for the
others that decides.
"""

from collections.abc import Callable, Collection, Iterable, MutableMapping
from dataclasses import dataclass

import numpy as np

from graphsvc.arrays import Bools, Int32s, Int64s
from graphsvc.coverage.inference import OWN_PROJECT
from graphsvc.coverage.known_texts import only_new
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.taxonomy import Chain
from graphsvc.taxonomy.keyword_index import WordIndex

NACE = "nace:"
"""Begins an identifier that is a NACE code."""

_Mark = tuple[str, str, str]
"""Id and version of a chain, and whether a word begins one of its `_STAGE` or `_SUBJECT` words."""
_STAGE, _SUBJECT = "stage", "subject"


@dataclass(frozen=True, eq=False)
class _Looked:
    """`of` says for each text which of the sets in `found` it has words of."""

    of: Int32s
    found: tuple[frozenset[_Mark], ...]

    def has(self, mark: _Mark) -> Bools:
        return np.array([mark in one for one in self.found] or [False], dtype=bool)[self.of]


Seen = MutableMapping[str, frozenset[_Mark]]
"""What words texts have, for the same chains."""


class StageWords:
    """What words of chains the texts of a snapshot have; made once for all chains."""

    def __init__(self, snapshot: Snapshot, chains: Iterable[Chain], known: Seen | None = None) -> None:
        """Read the texts of all organizations and projects of `snapshot` for the words of `chains`.

        Texts that are `known` are not read again; afterwards it holds those of this snapshot alone.
        """
        index = WordIndex({mark: words for chain in chains for mark, words in _words(chain).items()})
        organizations, projects = snapshot.organizations, snapshot.projects
        with only_new(known) as remembered:

            def begun(text: str) -> frozenset[_Mark]:
                return remembered(text, lambda: index.begun(text))

            self._names, self._texts = _look(organizations.names, begun), _look(organizations.text, begun)
            self._titles, self._topics = _look(projects.titles, begun), _look(projects.topics, begun)
        self._nace = np.array([NACE in one for one in organizations.identifiers], dtype=bool)

    def rows(self, snapshot: Snapshot, chain: Chain, with_field: Collection[int]) -> Int64s:
        """Rows of the organizations that may show a stage of `chain`, ascending.

        `snapshot` is the one whose texts were read; `with_field` are rows of members of clusters whose field
        is on the subject of the chain.
        """
        kinds = {kind for stage in chain.stages for kind in stage.kinds}
        stage, subject = _marks(chain)
        own = self._titles.has(stage) & own_projects(snapshot)
        told = self._nace | self._names.has(stage) | self._texts.has(stage) | _in_any(snapshot, own)
        about = self._names.has(subject) | _in_any(
            snapshot, self._titles.has(subject) | self._topics.has(subject)
        )
        about[np.fromiter(with_field, dtype=np.int64)] = True
        of_kind = np.array([kind in kinds for kind in ORGANIZATION_KINDS])[snapshot.organizations.kind]
        return np.flatnonzero(told | (of_kind & about))

    def telling(self, chain: Chain) -> Bools:
        """Which projects say anything of a stage of `chain` or of its subject."""
        stage, subject = _marks(chain)
        return self._titles.has(stage) | self._titles.has(subject) | self._topics.has(subject)


def own_projects(snapshot: Snapshot) -> Bools:
    """Which projects have so few partners that their titles say what each of these does."""
    size = snapshot.projects.size
    found: Bools = (size > 0) & (size <= OWN_PROJECT)
    return found


def _marks(chain: Chain) -> tuple[_Mark, _Mark]:
    return (chain.id, chain.version, _STAGE), (chain.id, chain.version, _SUBJECT)


def _in_any(snapshot: Snapshot, projects: Bools) -> Bools:
    """Which organizations take part in any of some projects."""
    found: Bools = (snapshot.participation @ projects.astype(np.int32)) > 0
    return found


def _words(chain: Chain) -> dict[_Mark, list[str]]:
    shown = [words for stage in chain.stages for words in (stage.keywords, stage.cues)]
    return {
        mark: [one for words in parts for of in words.values() for one in of]
        for mark, parts in zip(_marks(chain), (shown, [chain.subject]), strict=True)
    }


def _look(texts: Iterable[str], begun: Callable[[str], frozenset[_Mark]]) -> _Looked:
    number: dict[frozenset[_Mark], int] = {}
    of = [number.setdefault(begun(text), len(number)) for text in texts]
    return _Looked(np.array(of, dtype=np.int32), tuple(number))
