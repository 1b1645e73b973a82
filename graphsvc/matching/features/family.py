"""Interface of a signal family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.query import QueryContext
from graphsvc.matching.results import ScoreTerm, Stance
from graphsvc.messages import Message

Signals = dict[str, Float32s]


@dataclass(frozen=True, slots=True)
class SignalExplanation:
    """Explanation of a signal: one sentence, and the ids on either side that it is derived from.

    `ours` and `theirs` are ids of projects and organizations that exist in the data. `speaks` says
    whether a person would name it among the first reasons.
    """

    detail: Message
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    speaks: Stance = "for"

    def term(self, feature: str, label: Message, contribution: float) -> ScoreTerm:
        """The term of a score that it explains."""
        return ScoreTerm(
            feature, label, float(contribution), self.detail, self.ours, self.theirs, self.speaks
        )


@dataclass(frozen=True)
class Family:
    """Signals that are shown as one part of the score.

    `project_values` returns values for the given projects, which are summed over each candidate's projects;
    `signals` returns values for the given rows from these sums; `explain` describes one candidate (a row).
    All values are float32.
    """

    name: str
    label: Message
    project_values: Callable[[QueryContext, Int32s], Signals]
    signals: Callable[[QueryContext, Int32s, Mapping[str, Float32s]], Signals]
    explain: Callable[[QueryContext, int], SignalExplanation]


def no_project_values(_reading: QueryContext, _projects: Int32s) -> Signals:
    """`Family.project_values` of families that use no project values."""
    return {}
