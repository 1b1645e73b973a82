"""Who may apply by what the record of a call tells: yes, no, or not known. The text of the call decides."""

from collections.abc import Iterable

from graphsvc.programme.assessment import AssessedCriterion, CriterionState
from graphsvc.programme.awards import Award
from graphsvc.programme.validity import Known, state_on
from graphsvc.taxonomy.labels import label_of, labels_named

_FULFILLED = (CriterionState.MET, CriterionState.WAIVED)


def together(parts: Iterable[Known]) -> Known:
    """No where any part is no, else unknown where any is unknown, else yes."""
    found = {*parts}
    return "no" if "no" in found else "unknown" if "unknown" in found else "yes"


def in_country(country: str | None, asked: str) -> Known:
    """Whether a cluster lies in the country that is asked for."""
    if not country:
        return "unknown"
    return "yes" if country == asked else "no"


def holds_label(awards: Iterable[Award], words: str, on: str) -> Known:
    """Whether a cluster holds a label that `words` mean on an ISO day.

    Without any award on record it is unknown: sources do not say who does not hold it. One that holds is
    enough; one that ended is a no only where no other may hold.
    """
    meant = {(one.kind.id, one.level) for one in labels_named(words) or (label_of(words),)}
    states = {state_on(one, on).holds for one in awards if (one.label.kind.id, one.label.level) in meant}
    if "yes" in states:
        return "yes"
    return "no" if states == {"no"} else "unknown"


def meets(criteria: Iterable[AssessedCriterion]) -> Known:
    """Whether a cluster meets all criteria of a set, as far as they can be told."""
    states = {one.state for one in criteria}
    if CriterionState.NOT_MET in states:
        return "no"
    return "yes" if states <= {*_FULFILLED} else "unknown"
