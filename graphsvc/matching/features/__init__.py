"""What speaks for a candidate, one module a family; a family is what a person reads as one reason."""

from graphsvc.matching.features import fit, joint, memory, nearness, place, programme, size, standing, ties
from graphsvc.matching.features.family import Family, Told

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        ties.FAMILY,
        nearness.FAMILY,
        joint.FAMILY,
        fit.FAMILY,
        memory.FAMILY,
        programme.FAMILY,
        place.FAMILY,
        size.FAMILY,
        standing.FAMILY,
    )
}

__all__ = ["FAMILIES", "Family", "Told"]
