"""What the words of a member list say about stages: those it names, and pieces that nothing is known by."""

import re
from dataclasses import dataclass
from functools import lru_cache

from graphsvc.coverage.chain_index import DEFAULT_THRESHOLD
from graphsvc.coverage.inference import OrganizationText, StageClassifier
from graphsvc.ingest.list_rows import MemberRow
from graphsvc.taxonomy import Chain, chain
from graphsvc.text_folding import plain

_PIECES = re.compile(r"\s*[,;/|+•]\s*")
_REMEMBERED = 20_000
"""Different words of rows whose stages are kept: a list is read for its preview and when it is taken over."""
_AND = re.compile(r"\s+(?:und|and|&)\s+")


@dataclass(frozen=True, slots=True)
class StatedStages:
    """Stages (ids) that a row names itself, and the pieces of its words that are not understood."""

    stages: tuple[str, ...]
    unknown: tuple[str, ...]


class StageColumn:
    """Reads the columns of a list for one chain."""

    def __init__(self, made: Chain) -> None:
        self._chain = made
        self._reader = StageClassifier(made)
        self._subject = tuple(word for words in made.subject.values() for word in words)[:1] or ("",)
        self._named: dict[str, str] = {}
        self._known: dict[tuple[str, str], StatedStages] = {}
        for stage in reversed(made.stages):
            for name in (stage.id, *stage.label.values()):
                for part in (*_AND.split(name), name):
                    self._named[plain(part)] = stage.id

    def read(self, row: MemberRow) -> StatedStages:
        """What a row states: of its stage column all that is understood, of its branch what names a stage."""
        said = row.stage, row.branch
        found = self._known.get(said)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[said] = self._read(row)
        return found

    def _read(self, row: MemberRow) -> StatedStages:
        stages: list[str] = []
        unknown: list[str] = []
        for piece in _pieces(row.stage, self._named):
            found = self._exact(piece) or self._by_words(piece)
            stages += found
            unknown += [] if found else [piece]
        for piece in _pieces(row.branch, self._named):
            found = self._exact(piece)
            stages += found
            unknown += [] if found or self._by_words(piece) else [piece]
        order = self._chain.position
        return StatedStages(tuple(sorted(set(stages), key=order.__getitem__)), tuple(dict.fromkeys(unknown)))

    def _exact(self, piece: str) -> list[str]:
        found = self._named.get(plain(piece))
        return [found] if found else []

    def _by_words(self, piece: str) -> list[str]:
        text = OrganizationText("", text=piece, fields=self._subject)
        return [one.stage for one in self._reader.guesses(text) if one.confidence >= DEFAULT_THRESHOLD]


@lru_cache(maxsize=16)
def stage_column(chain_id: str) -> StageColumn:
    """The reader for the newest version of a chain. Raises `UnknownId`."""
    return StageColumn(chain(chain_id))


def _pieces(text: str, named: dict[str, str]) -> list[str]:
    """A text cut at commas and the like; at an "and" only where the whole names no stage."""
    found: list[str] = []
    for piece in _PIECES.split(text):
        found += [piece] if plain(piece) in named else _AND.split(piece)
    return [piece.strip() for piece in found if piece.strip()]
