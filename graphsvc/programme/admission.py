"""Admission of a cluster by a criteria set: applied for, recommended by one person, decided by another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from graphsvc.errors import NotAllowed
from graphsvc.messages import msg
from graphsvc.text_folding import caseless

StepKind = Literal["application", "recommendation", "decision"]
STEPS: tuple[StepKind, ...] = get_args(StepKind)
_PLACE = {"none": 0, "applied": 1, "recommended": 2, "admitted": 0, "refused": 0}
"""The step that comes next, as a place in `STEPS`; after a decision it may be applied for anew."""


@dataclass(frozen=True, slots=True)
class AdmissionStep:
    """A step that a person took.

    Attributes
    ----------
    by : who took it, as it was typed
    on : ISO day
    favourable : whether it is recommended or decided to admit the cluster; None of an application
    assessment : how the cluster stood by the criteria, as plain data; empty but for an application
    """

    kind: StepKind
    by: str
    on: str
    reason: str
    favourable: bool | None = None
    assessment: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class AdmissionState:
    """Where a procedure stands, with its steps so far; after a decision another one may begin."""

    state: Literal["none", "applied", "recommended", "admitted", "refused"] = "none"
    steps: tuple[AdmissionStep, ...] = ()

    @property
    def next(self) -> StepKind:
        """The step that comes next; a recommendation can be replaced until it is decided."""
        return STEPS[_PLACE[self.state]]

    def last(self, kind: StepKind) -> AdmissionStep | None:
        """The last step of a kind in this procedure."""
        return next((one for one in reversed(self.steps) if one.kind == kind), None)


def replay(steps: Iterable[AdmissionStep]) -> AdmissionState:
    """The state after some steps, in their order. Raises `NotAllowed`."""
    state = AdmissionState()
    for step in steps:
        state = after(state, step)
    return state


def after(state: AdmissionState, step: AdmissionStep) -> AdmissionState:
    """The state after one more step.

    Raises `NotAllowed` for a step out of turn, one without a name or a reason, and a decision by a person who
    recommended it.
    """
    if step.kind != state.next and (step.kind, state.state) != ("recommendation", "recommended"):
        raise NotAllowed(_OUT_OF_TURN[state.next])
    if not step.by.strip():
        raise NotAllowed(msg("Say who takes this step: a name is missing."))
    if not step.reason.strip():
        raise NotAllowed(msg("Give a reason: without one this step is not taken."))
    if step.kind == "application":
        return AdmissionState("applied", (step,))
    if step.favourable is None:
        raise NotAllowed(msg("Say whether the cluster is to be admitted or not."))
    steps = (*state.steps, step)
    if step.kind == "recommendation":
        return replace(state, state="recommended", steps=steps)
    if caseless(step.by) in {caseless(one.by) for one in state.steps if one.kind == "recommendation"}:
        raise NotAllowed(
            msg("%(name)s recommended it; somebody else has to decide.", name=" ".join(step.by.split()))
        )
    return AdmissionState("admitted" if step.favourable else "refused", steps)


_OUT_OF_TURN = {
    "application": msg("Nothing has been applied for: begin with an application."),
    "recommendation": msg("A recommendation comes next."),
    "decision": msg("An application is open: a decision comes next."),
}
