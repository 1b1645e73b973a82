"""All clusters under two versions of a criteria set: whom the change touches, and of whom nobody can tell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.programme.assessment import AssessedCriterion, CriterionAnswer, assess
from graphsvc.programme.comparison import CriterionPair, changed_criteria, pairs
from graphsvc.programme.eligibility import meets
from graphsvc.programme.validity import Known
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.taxonomy.criteria import CriteriaSet, criteria_set

Answers = Callable[[str, CriteriaSet], Mapping[str, CriterionAnswer]]
_THRESHOLD = re.compile(r"([a-z0-9-]+)=([0-9]{1,9}(?:\.[0-9]{1,6})?)?")


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion of a cluster under two versions; a state is None where a version does not ask for it.

    `value` is what both versions look at, `least` marks one that may be higher.
    """

    id: str
    title: Mapping[str, str]
    before: str | None
    after: str | None
    value: float | bool | None
    least: bool
    threshold_before: float | bool | None
    threshold_after: float | bool | None


@dataclass(frozen=True, slots=True)
class TouchedCluster:
    """A cluster with the criteria that change for it, and whether it meets all of each version."""

    ref: Ref
    before: Known
    after: Known
    criteria: tuple[CriterionChange, ...]


@dataclass(frozen=True, slots=True)
class CriteriaComparison:
    """Two versions of a criteria set on an ISO day.

    `changed` are the criteria that ask for something else. `touched` are the clusters with another state of
    one of them; `open` are others of which no value tells whether they are; all further ones are not touched.
    """

    set: str
    before: str
    after: str
    on: str
    changed: tuple[str, ...]
    n: int
    touched: tuple[TouchedCluster, ...]
    open: tuple[Ref, ...]


def compare(
    graph: CurrentGraph, before: CriteriaSet, after: CriteriaSet, answers: Answers, on: str
) -> CriteriaComparison:
    """All clusters, by name. Raises `InvalidData` for versions of different sets."""
    if before.id != after.id:
        reason = msg("%(one)s and %(other)s are no versions of one set", one=before.id, other=after.id)
        raise InvalidData(reason)
    snapshot, changed = graph.snapshot(), changed_criteria(before, after)
    rows = sorted(
        (cluster_ref(snapshot, row) for row in range(len(snapshot.clusters.ids))),
        key=lambda one: one.order,
    )
    touched, left = [], []
    for ref in rows:
        row = snapshot.cluster(ref.id)
        old, new = (assess(snapshot, row, one, answers(ref.id, one), on) for one in (before, after))
        found = pairs(old, new, changed)
        moving = tuple(_change(one) for one in found if one.moves)
        if moving:
            touched.append(TouchedCluster(ref, meets(old), meets(new), moving))
        elif any(one.open for one in found):
            left.append(ref)
    return CriteriaComparison(
        set=before.id,
        before=before.version,
        after=after.version,
        on=on,
        changed=changed,
        n=len(rows),
        touched=tuple(touched),
        open=tuple(left),
    )


def with_thresholds(asked: CriteriaSet, given: Sequence[str]) -> CriteriaSet:
    """A version with other numbers: `members=20` asks for 20, `members=` for nothing that is known.

    Raises `InvalidData` for what names no criterion with a number, and for what is no number.
    """
    numbers: dict[str, float | None] = {}
    known = [one.id for one in asked.criteria if one.value == "number"]
    for one in given:
        read = _THRESHOLD.fullmatch(one)
        if not read or read[1] not in known:
            raise InvalidData(
                msg("%(given)s: write a criterion and its number, as members=20; criteria are %(known)s",
                    given=one[:80], known=tuple(known))
            )  # fmt: skip
        numbers[read[1]] = float(read[2]) if read[2] else None
    if not numbers:
        return asked
    criteria = tuple(
        replace(one, threshold=numbers[one.id]) if one.id in numbers else one for one in asked.criteria
    )
    return replace(asked, version=f"{asked.version}*", criteria=criteria)


def two_versions(
    name: str, before: str | None, after: str | None, thresholds: Sequence[str] = ()
) -> tuple[CriteriaSet, CriteriaSet]:
    """Two versions of a set, each the newest where none is named; `thresholds` change the later one.

    Raises `UnknownId` and `InvalidData`.
    """
    return criteria_set(name, before), with_thresholds(criteria_set(name, after), thresholds)


def _change(pair: CriterionPair) -> CriterionChange:
    def threshold(one: AssessedCriterion | None) -> Any:
        return one.criterion.threshold if one else None

    value = pair.after or pair.before
    return CriterionChange(
        id=pair.criterion.id,
        title=pair.criterion.title,
        before=pair.before.state.value if pair.before else None,
        after=pair.after.state.value if pair.after else None,
        value=value.value if value else None,
        least=bool(value and value.least),
        threshold_before=threshold(pair.before),
        threshold_after=threshold(pair.after),
    )
