"""Two versions of a criteria set: which criteria ask for something else, and which clusters that touches."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.programme.assessment import AssessedCriterion, CriterionState
from graphsvc.taxonomy.criteria import CriteriaSet, Criterion

_SAID = (CriterionState.MET, CriterionState.NOT_MET, CriterionState.WAIVED)


@dataclass(frozen=True, slots=True)
class CriterionPair:
    """A criterion of a cluster under two versions, the later one's words first; None where one has it not."""

    criterion: Criterion
    before: AssessedCriterion | None
    after: AssessedCriterion | None

    @property
    def moves(self) -> bool:
        """Whether what can be said of the cluster differs; nothing known on both sides is no difference."""
        old, new = self.before and self.before.state, self.after and self.after.state
        return old != new and (old in _SAID or new in _SAID)

    @property
    def open(self) -> bool:
        """Whether a version asks for what nobody can tell of the cluster."""
        return any(one is not None and one.state not in _SAID for one in (self.before, self.after))


def changed_criteria(before: CriteriaSet, after: CriteriaSet) -> tuple[str, ...]:
    """The ids of criteria of which what is asked differs, those of the later version first, in its order."""
    old, new = ({one.id: _asked(one) for one in version.criteria} for version in (before, after))
    return tuple(name for name in {**new, **old} if old.get(name) != new.get(name))


def pairs(
    before: Sequence[AssessedCriterion], after: Sequence[AssessedCriterion], changed: Sequence[str]
) -> tuple[CriterionPair, ...]:
    """The `changed` criteria of one cluster under both versions."""
    old, new = ({one.criterion.id: one for one in version} for version in (before, after))
    named = {**old, **new}
    return tuple(CriterionPair(named[name].criterion, old.get(name), new.get(name)) for name in changed)


def _asked(one: Criterion) -> tuple[object, ...]:
    return one.known, one.function, one.value, one.threshold, one.waivable
