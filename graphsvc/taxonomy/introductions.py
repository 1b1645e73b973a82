"""The states of an introduction and the steps between them, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from graphsvc.messages import msg
from graphsvc.taxonomy.checked_file import Finding, read_checked, repeated_ids

Phase = Literal["open", "agreed", "ended"]


@dataclass(frozen=True, slots=True)
class IntroductionState:
    """A state; in the phase `agreed` both sides have accepted, and contacts are shown."""

    id: str
    title: Mapping[str, str] = field(hash=False)
    phase: Phase


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step from some states to another, by some parts; `condition` is as the schema has it, or empty."""

    step: str
    sources: tuple[str, ...]
    by: tuple[str, ...]
    to: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class IntroductionCourse:
    """All states and steps; the first state is that of the beginning."""

    states: tuple[IntroductionState, ...]
    steps: tuple[CourseStep, ...]

    def phase(self, state: str) -> Phase:
        """The phase of a state. Raises `KeyError`."""
        return {one.id: one.phase for one in self.states}[state]

    def next(self, state: str, part: str, *, brokered: bool, agreed: bool) -> Mapping[str, str]:
        """The steps that a part may take in a state, and where each leads; `agreed`: it has accepted."""
        holds = {"": True, "direct": not brokered, "brokered": brokered, "new-side": not agreed}
        return {
            one.step: one.to
            for one in self.steps
            if state in one.sources and part in one.by and holds[one.condition]
        }


@cache
def introduction_course() -> IntroductionCourse:
    """The course of the package."""
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "introductions" / "1.yml") as path:
        return load_course(Path(path))


def load_course(path: Path) -> IntroductionCourse:
    """Read and check a file of states and steps.

    Raises
    ------
    InvalidTaxonomy
        With every finding: what breaks `introductions.schema.json`, states that stand there twice or not.
    """
    refusal = msg("%(file)s does not describe introductions", file=path.name)
    data = read_checked(path, "introductions", refusal, _faults)
    steps = (
        CourseStep(one["step"], tuple(one["from"]), tuple(one["by"]), one["to"], one.get("if", ""))
        for one in data["steps"]
    )
    return IntroductionCourse(tuple(IntroductionState(**one) for one in data["states"]), tuple(steps))


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    yield from repeated_ids(data, "states")
    known = {state["id"] for state in data["states"]}
    for place, step in enumerate(data["steps"]):
        for name in {*step["from"], step["to"]} - known:
            yield f"steps[{place}]", msg("this state is not described here"), name
