"""Interface of a signal family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphsvc.domain.messages import Message
from graphsvc.matching.history import Floats, Ints
from graphsvc.matching.query import QueryContext

Signals = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class SignalExplanation:
    """Explanation of a signal: one sentence, and the ids on either side that it is derived from.

    `ours` and `theirs` are ids of projects and organizations that exist in the data.
    """

    detail: Message
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """Signals that are shown as one part of the score.

    `project_values` returns values for the given projects, which are summed over each candidate's projects;
    `signals` returns values for the given rows from these sums; `explain` describes one candidate (a row).
    All values are float32.
    """

    name: str
    label: Message
    project_values: Callable[[QueryContext, Ints], Signals]
    signals: Callable[[QueryContext, Ints, Mapping[str, Floats]], Signals]
    explain: Callable[[QueryContext, int], SignalExplanation]


def no_project_values(_reading: QueryContext, _projects: Ints) -> Signals:
    """`Family.project_values` of families that use no project values."""
    return {}
