"""Assessments of clusters by criteria sets: answers as they are typed, and the result as it is shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import Message, msg
from graphsvc.programme.assessment import (
    WAIVER,
    AssessedCriterion,
    CriterionAnswer,
    CriterionState,
    assess,
)
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set, load_criteria

_LARGEST = 1e9
_MOST_CHARACTERS = 500
OPEN = (CriterionState.UNKNOWN, CriterionState.NO_THRESHOLD)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A cluster by a criteria set on an ISO day; `open` are the criteria nobody can tell yet."""

    cluster: Ref
    set: CriteriaSet
    on: str
    criteria: tuple[AssessedCriterion, ...]
    open: tuple[str, ...]
    waived: bool

    def as_json(self) -> dict[str, Any]:
        """The assessment as plain data."""
        return {
            "cluster": self.cluster.id,
            "set": self.set.id,
            "version": self.set.version,
            "on": self.on,
            "criteria": [
                {
                    "id": one.criterion.id,
                    "state": one.state.value,
                    "value": one.value,
                    "unit": one.criterion.unit.get("en"),
                    "threshold": one.criterion.threshold,
                    "basis": one.basis,
                    "evidence": list(one.evidence),
                }
                for one in self.criteria
            ],
            "open": list(self.open),
        }


def assessment(
    graph: CurrentGraph, cluster: str, asked: CriteriaSet, answers: Mapping[str, CriterionAnswer], on: str
) -> Assessment:
    """How a cluster stands by a criteria set on an ISO day. Raises `UnknownId`."""
    snapshot = graph.snapshot()
    row = snapshot.cluster(cluster)
    found = assess(snapshot, row, asked, answers, on)
    left = tuple(one.criterion.id for one in found if one.state in OPEN)
    waived = any(one.state is CriterionState.WAIVED for one in found)
    return Assessment(cluster_ref(snapshot, row), asked, on, found, left, waived)


def named_set(name: str, version: str | None = None) -> CriteriaSet:
    """The criteria set of an id, or of a YAML file. Raises `UnknownId` and `InvalidTaxonomy`."""
    return load_criteria(name) if name.endswith((".yml", ".yaml")) else criteria_set(name, version)


def read_answers(path: Path, asked: CriteriaSet) -> Mapping[str, CriterionAnswer]:
    """The answers in a JSON file, by id of a criterion: a value, or `{"value": …, "document": …}`.

    Raises `InvalidData` by file, id and value for everything that is no answer to a criterion of the set.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as error:
        reason = msg("cannot be read: %(error)s", error=error.strerror or "")
        raise InvalidData(msg("the answers cannot be used"), [Issue(path.name, 0, "", "", reason)]) from error
    except (ValueError, RecursionError) as error:
        reason = msg("not JSON: %(error)s", error=str(error)[:100])
        raise InvalidData(msg("the answers cannot be used"), [Issue(path.name, 0, "", "", reason)]) from error
    return checked_answers(given, asked, path.name)


def checked_answers(given: object, asked: CriteriaSet, file: str = "") -> Mapping[str, CriterionAnswer]:
    """Answers by id as they were sent; those without a value are left out. Raises `InvalidData`."""
    if not isinstance(given, dict):
        reason = msg("must be a group of answers by id of a criterion")
        raise InvalidData(msg("the answers cannot be used"), [Issue(file, 0, "", "", reason)])
    kinds = {one.id: one.value for one in asked.criteria} | ({WAIVER: "yes-no"} if asked.waiver else {})
    faults: list[Issue] = []
    found: dict[str, CriterionAnswer] = {}
    for name, answer in given.items():
        parts = answer if isinstance(answer, dict) else {"value": answer}
        value, document = parts.get("value"), parts.get("document", "")
        fault = _fault(kinds.get(name), value, document)
        if fault:
            faults.append(Issue(file, 0, str(name), str(value)[:80], fault))
        elif value is not None:
            found[name] = CriterionAnswer(value, document)
    if faults:
        raise InvalidData(msg("the answers cannot be used"), sorted(faults))
    return found


def _fault(kind: str | None, value: object, document: object) -> Message | None:
    if kind is None:
        return msg("this criteria set has no such criterion")
    if not isinstance(document, str) or len(document) > _MOST_CHARACTERS:
        return msg("the document must be a text of at most %(most)s characters", most=_MOST_CHARACTERS)
    if value is None:
        return None
    if kind == "yes-no":
        return None if isinstance(value, bool) else msg("must be true or false")
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return None
    return msg("must be a number that is not negative")


def _no_number(name: str) -> float:
    raise ValueError(name)
