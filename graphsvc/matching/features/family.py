"""The shape of a family of signals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphsvc.domain.messages import Message
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext

Signals = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class SignalExplanation:
    """A reason in words: one sentence, what of ours and what of theirs it rests on (ids), and how it reads.

    `ours` and `theirs` are ids of projects and organizations that exist in the data.
    """

    detail: Message
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """Signals that are shown as one reason.

    `sums` gives values of the projects named, to be added up over each candidate's projects; `signals`
    gives values a candidate, with those sums at hand; `tell` puts one candidate's standing in words.
    """

    name: str
    label: Message
    project_values: Callable[[QueryContext, Ints], Signals]
    signals: Callable[[QueryContext, Ints, Mapping[str, Floats]], Signals]
    explain: Callable[[QueryContext, int], SignalExplanation]


def no_project_values(_reading: QueryContext, _projects: Ints) -> Signals:
    """For families that look at no project."""
    return {}
