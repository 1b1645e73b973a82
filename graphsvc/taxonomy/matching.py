"""Matching profiles: weights of signals as versioned data."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Shape = Literal["plain", "share", "root", "rank"]
SHAPES: tuple[Shape, ...] = ("plain", "share", "root", "rank")


@dataclass(frozen=True, slots=True)
class Term:
    """One weighted signal: `signal` is `family.name`, `weights` one for each stratum of who asks."""

    signal: str
    shape: Shape
    weights: tuple[float, ...]

    @property
    def family(self) -> str:
        """The family whose contribution this term belongs to."""
        return self.signal.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Band:
    """Evaluation result of the ranks `first` to `last`: of `suggested` candidates `realized` came true.

    `low` and `high` bound the share with 95 % confidence.
    """

    first: int
    last: int
    suggested: int
    realized: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of suggestions that came true."""
        return self.realized / self.suggested if self.suggested else 0.0


@dataclass(frozen=True)
class MatchingProfile:
    """Weights of one task.

    `retrievers` are the signals whose `each` best become candidates. `strata` are upper bounds of the
    number of past projects of who asks: a term has one weight for each stratum, one more than there are
    bounds. `bands` tell the likelihood by rank, `measured` says on what; without a measurement both are
    empty.
    """

    id: str
    version: str
    task: str
    note: Mapping[str, str]
    learned: Mapping[str, Any]
    retrievers: tuple[str, ...]
    each: int
    strata: tuple[int, ...]
    terms: tuple[Term, ...]
    measured: Mapping[str, Any]
    bands: tuple[Band, ...]

    @property
    def name(self) -> str:
        """How results name the profile: id and version."""
        return f"{self.id} {self.version}"

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Families in the order in which the terms name them first."""
        return tuple(dict.fromkeys(term.family for term in self.terms))

    def stratum(self, projects: int) -> int:
        """Index of the stratum for a number of past projects."""
        return bisect_left(self.strata, projects)

    def band(self, rank: int) -> Band | None:
        """The band that a rank (from 1) falls into."""
        return next((band for band in self.bands if band.first <= rank <= band.last), None)
