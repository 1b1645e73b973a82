"""Columns of one kind of link while its rows are read, some at a time."""

import json
from collections.abc import Sequence
from itertools import compress

import numpy as np

from graphsvc.domain import DatasetInfo, is_private
from graphsvc.domain.rows import NO_FIELDS, LinkRow
from graphsvc.snapshot.dates import day
from graphsvc.snapshot.entity_tables import ints
from graphsvc.snapshot.model import BASES, Evidences
from graphsvc.snapshot.strings import Strings

_BASIS = {basis: number for number, basis in enumerate(BASES)}


class LinkColumns:
    """What links say and the numbers of their ends, a list a column; `dropped` counts what was left out.

    Rows come in lists and are taken apart by column, which costs less than one row after the other.
    """

    def __init__(self, infos: Sequence[DatasetInfo]) -> None:
        """`infos` are all datasets there are, in the order of their numbers."""
        self._datasets = {info.id: (number, is_private(info.id)) for number, info in enumerate(infos)}
        self.source: list[int] = []
        self.target: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.qualifier: list[str] = []
        self.private: list[bool] = []
        self.read_as: list[str] = []
        self.read_as_de: list[str] = []
        self._dataset: list[int] = []
        self._basis: list[int] = []
        self._confidence: list[float] = []
        self._texts: tuple[list[str], ...] = ([], [], [], [])
        self._told: dict[str, str] = {}
        self.dropped = 0

    def add(self, rows: Sequence[LinkRow], source: Sequence[int], target: Sequence[int]) -> None:
        """Take rows whose ends have these numbers; one with a negative number is left out."""
        known = [min(ends) >= 0 for ends in zip(source, target, strict=True)]
        if not all(known):
            self.dropped += known.count(False)
            rows = [*compress(rows, known)]
            source, target = [*compress(source, known)], [*compress(target, known)]
        if not rows:
            return
        _, _, _, qualifiers, datasets, bases, citations, dates, confidences, words, by, texts = zip(
            *rows, strict=True
        )
        fields = [_NOTHING if text == NO_FIELDS else json.loads(text) for text in texts]
        self.source += source
        self.target += target
        self.start += [day(of.get("start")) for of in fields]
        self.end += [day(of.get("end"), last=True) for of in fields]
        self.qualifier += qualifiers
        self.read_as += [of.get("read_as", "") for of in fields]
        self.read_as_de += [of.get("read_as_de", "") for of in fields]
        numbers, private = zip(*map(self._datasets.__getitem__, datasets), strict=True)
        self._dataset += numbers
        self.private += private
        self._basis += map(_BASIS.__getitem__, bases)
        self._confidence += [np.nan if one is None else one for one in confidences]
        for column, told in zip(self._texts, (citations, dates, words, by), strict=True):
            column += [self._told.setdefault(text, text) if text else "" for text in told]

    def evidence(self) -> Evidences:
        """What proves the links that were taken, in their order."""
        citation, date, words, by = map(Strings.of, self._texts)
        return Evidences(
            dataset=ints(self._dataset),
            basis=np.array(self._basis, dtype=np.int8),
            confidence=np.array(self._confidence, dtype=float),
            citation=citation,
            date=date,
            words=words,
            by=by,
        )


_NOTHING: dict[str, str] = {}
