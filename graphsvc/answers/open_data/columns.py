"""Columns of lists over the arrays of a snapshot: values of some rows, an order, conditions on all rows."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s, Integers
from graphsvc.snapshot import NO_DAY, Snapshot, iso

Value = str | int | float | bool | list[str] | None


class Column(ABC):
    """One value a row; rows are numbered from 0."""

    @abstractmethod
    def take(self, rows: Iterable[int]) -> list[Value]:
        """The values of some rows as JSON has them, None where nothing is known."""

    @property
    @abstractmethod
    def order(self) -> Float64s:
        """Numbers that sort as the values do, NaN where nothing is known."""


@dataclass(frozen=True, eq=False)
class Texts(Column):
    """Texts; an empty one is nothing."""

    texts: Sequence[str]

    def take(self, rows: Iterable[int]) -> list[Value]:
        return [self.texts[row] or None for row in rows]

    @cached_property
    def order(self) -> Float64s:
        """Alphabetical, capitals aside."""
        folded = np.empty(len(self.texts), dtype=object)
        folded[:] = [text.casefold() for text in self.texts]
        _, place = np.unique(folded, return_inverse=True)
        return np.where(folded == "", np.nan, place)


@dataclass(frozen=True, eq=False)
class Words(Column):
    """Words of a vocabulary by their number, -1 where nothing is known."""

    codes: Integers
    vocabulary: tuple[str, ...]

    def take(self, rows: Iterable[int]) -> list[Value]:
        return [self.vocabulary[code] if code >= 0 else None for code in self.codes[list(rows)].tolist()]

    @cached_property
    def order(self) -> Float64s:
        place = np.argsort(np.argsort(self.vocabulary)).astype(np.float64)
        return np.append(place, np.nan)[self.codes]

    def used(self) -> list[str]:
        """The words that occur, in order."""
        return sorted(self.vocabulary[code] for code in np.unique(self.codes).tolist() if code >= 0)

    def equal(self, values: Iterable[str]) -> Bools:
        """The rows that have one of the words."""
        wanted = [code for code, word in enumerate(self.vocabulary) if word in set(values)]
        return np.isin(self.codes, wanted)


@dataclass(frozen=True, eq=False)
class Numbers(Column):
    """Numbers, NaN where nothing is known; `whole` ones are integers."""

    numbers: Float64s
    whole: bool = False

    def take(self, rows: Iterable[int]) -> list[Value]:
        found = self.numbers[list(rows)].tolist()
        return [None if math.isnan(value) else int(value) if self.whole else value for value in found]

    @property
    def order(self) -> Float64s:
        return self.numbers

    @classmethod
    def counted(cls, counts: Integers) -> "Numbers":
        """Whole numbers that are all known."""
        return cls(counts.astype(np.float64), whole=True)


@dataclass(frozen=True, eq=False)
class DayColumn(Column):
    """Days by number, `NO_DAY` where none is known; ISO dates outside."""

    days: Integers

    def take(self, rows: Iterable[int]) -> list[Value]:
        return [iso(day) or None for day in self.days[list(rows)].tolist()]

    @property
    def order(self) -> Float64s:
        return np.where(self.days == NO_DAY, np.nan, self.days)


@dataclass(frozen=True, eq=False)
class Flags(Column):
    """1 yes, 0 no, -1 unknown."""

    codes: Integers

    def take(self, rows: Iterable[int]) -> list[Value]:
        return [None if code < 0 else code == 1 for code in self.codes[list(rows)].tolist()]

    @property
    def order(self) -> Float64s:
        return np.where(self.codes < 0, np.nan, self.codes)


@dataclass(frozen=True, eq=False)
class Entities(Column):
    """Entities by node number: their ids, or their names."""

    snapshot: Snapshot
    numbers: Int64s
    named: bool = False

    def take(self, rows: Iterable[int]) -> list[Value]:
        of = self.snapshot.name if self.named else self.snapshot.node_id
        return [of(number) for number in self.numbers[list(rows)].tolist()]

    @property
    def order(self) -> Float64s:
        """By id within a kind: nodes are numbered so."""
        return self.numbers.astype(np.float64)


@dataclass(frozen=True, eq=False)
class Lists(Column):
    """Several texts a row."""

    texts: Sequence[tuple[str, ...]]

    def take(self, rows: Iterable[int]) -> list[Value]:
        return [list(self.texts[row]) for row in rows]

    @property
    def order(self) -> Float64s:
        return np.array([len(texts) for texts in self.texts], dtype=np.float64)

    def used(self) -> list[str]:
        """The texts that occur, in order."""
        return sorted({text for texts in self.texts for text in texts})

    def equal(self, values: Iterable[str]) -> Bools:
        """The rows that have one of the texts."""
        wanted = set(values)
        return np.array([not wanted.isdisjoint(texts) for texts in self.texts], dtype=np.bool_)
