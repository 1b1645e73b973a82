"""A cluster held against a criteria set on a day: what is met, what is not, and what nobody can say yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.programme.computed import ComputedValue, computed
from graphsvc.snapshot import Snapshot
from graphsvc.taxonomy.criteria import CriteriaSet, Criterion

WAIVER = "waiver"
"""Under this name an answer says whether the criteria that can be waived are."""


class CriterionState(StrEnum):
    """How a criterion stands; without a value it is `UNKNOWN`, never `NOT_MET`."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    NO_THRESHOLD = "no threshold"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """What a person says of a criterion, with an address or name of a document; it beats what is computed."""

    value: float | bool
    document: str = ""


@dataclass(frozen=True, slots=True)
class AssessedCriterion:
    """A criterion with its state; `value` is a number or, of yes-no, whether it is so.

    `least` marks a value that may be higher. `basis` is stated, confirmed or inferred, answered where a
    person said it, else None. `evidence` are ids, or the document that an answer names.
    """

    criterion: Criterion
    state: CriterionState
    value: float | bool | None
    least: bool
    basis: str | None
    evidence: tuple[str, ...]


def assess(
    snapshot: Snapshot, row: int, asked: CriteriaSet, answers: Mapping[str, CriterionAnswer], on: str
) -> tuple[AssessedCriterion, ...]:
    """How a cluster (row) stands on an ISO day by each criterion of a set, in its order."""
    waived = bool(asked.waiver) and WAIVER in answers and answers[WAIVER].value is True
    return tuple(
        _assessed(snapshot, row, one, answers.get(one.id), on, waived=waived and one.waivable)
        for one in asked.criteria
    )


def _assessed(
    snapshot: Snapshot,
    row: int,
    criterion: Criterion,
    answer: CriterionAnswer | None,
    on: str,
    *,
    waived: bool,
) -> AssessedCriterion:
    if answer is not None:
        documents = (answer.document,) if answer.document else ()
        found = ComputedValue(answer.value, sure=True, basis="answered", evidence=documents)
    elif criterion.known == "computed":
        found = computed(criterion.function, snapshot, row, on)
    else:
        found = ComputedValue()
    state = CriterionState.WAIVED if waived else _state(criterion.threshold, found)
    return AssessedCriterion(criterion, state, found.value, found.least, found.basis or None, found.evidence)


def _state(threshold: float | bool | None, found: ComputedValue) -> CriterionState:
    if threshold is None:
        return CriterionState.NO_THRESHOLD
    if found.value is None or not (found.least or found.sure):
        return CriterionState.UNKNOWN
    if found.value >= threshold:
        return CriterionState.MET
    return CriterionState.NOT_MET if found.sure else CriterionState.UNKNOWN
