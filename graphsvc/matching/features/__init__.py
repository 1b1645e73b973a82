"""Signal families, one module each; a family is shown to users as one part of the score."""

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
from graphsvc.matching.features.family import Family

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
