"""What speaks for a candidate, one module a family; a family is what a person reads as one reason."""

from graphsvc.matching.features import (
    activity,
    consortium,
    country,
    direct_ties,
    programme,
    proximity,
    shared_circle,
    size,
    topic,
)
from graphsvc.matching.features.family import Family, SignalExplanation

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        direct_ties.FAMILY,
        proximity.FAMILY,
        shared_circle.FAMILY,
        topic.FAMILY,
        consortium.FAMILY,
        programme.FAMILY,
        country.FAMILY,
        size.FAMILY,
        activity.FAMILY,
    )
}

__all__ = ["FAMILIES", "Family", "SignalExplanation"]
