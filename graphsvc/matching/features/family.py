"""The shape of a family of signals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphsvc.domain.sentence import Sentence
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.reading import Reading

Signals = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Told:
    """A reason in words: one sentence, what of ours and what of theirs it rests on (ids), and how it reads.

    `ours` and `theirs` are ids of projects and organizations that exist in the data.
    """

    detail: Sentence
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """Signals that are shown as one reason.

    `sums` gives values of the projects named, to be added up over each candidate's projects; `signals`
    gives values a candidate, with those sums at hand; `tell` puts one candidate's standing in words.
    """

    name: str
    label: Sentence
    sums: Callable[[Reading, Ints], Signals]
    signals: Callable[[Reading, Ints, Mapping[str, Floats]], Signals]
    tell: Callable[[Reading, int], Told]


def no_sums(_reading: Reading, _projects: Ints) -> Signals:
    """For families that look at no project."""
    return {}
