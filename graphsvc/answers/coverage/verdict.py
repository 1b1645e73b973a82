"""One-sentence summary of the result of the alliance search."""

from graphsvc.coverage import MinimumCovers
from graphsvc.messages import Message, msg, say_n
from graphsvc.setcover.constrained import ConstrainedCovers


def verdict(result: ConstrainedCovers, deepest: int) -> Message:
    """The answer in one sentence; `deepest` is the size of the sets that reach the depth there is, or 0."""
    if result.too_large is not None:
        return say_n(
            "Not possible with so few: one cluster is needed.",
            "Not possible with so few: %(n)s clusters are needed.",
            n=result.too_large,
        )
    found = result.found
    if found.impossible and deepest:
        return say_n(
            "Not possible with the known clusters: one required stage stays short. "
            "For the depth they have, %(size)s are needed.",
            "Not possible with the known clusters: %(n)s required stages stay short. "
            "For the depth they have, %(size)s are needed.",
            n=len(found.impossible),
            size=deepest,
        )
    if found.impossible:
        return say_n(
            "Not possible with the known clusters: one required stage stays open.",
            "Not possible with the known clusters: %(n)s required stages stay open.",
            n=len(found.impossible),
        )
    return _found(found) if found.sets else _nothing(result)


def _nothing(result: ConstrainedCovers) -> Message:
    if not result.found.proven:
        return msg("No answer was found in the time allowed.")
    return msg("Not possible under these conditions.")


def _found(found: MinimumCovers) -> Message:
    size = len(found.sets[0])
    if not found.complete:
        return say_n(
            "One cluster is enough; there are at least %(sets)s such clusters.",
            "%(n)s clusters are enough; there are at least %(sets)s such sets.",
            n=size,
            sets=found.total,
        )
    if found.total == 1:
        return say_n(
            "One cluster is enough; it is the only one.",
            "%(n)s clusters are enough; there is one such set.",
            n=size,
        )
    return say_n(
        "One cluster is enough; there are %(sets)s such clusters.",
        "%(n)s clusters are enough; there are %(sets)s such sets.",
        n=size,
        sets=found.total,
    )
