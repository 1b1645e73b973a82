"""Which two clusters should meet next, and who can introduce them."""

import math
from dataclasses import dataclass

import numpy as np

from graphsvc.network.groups import between_groups
from graphsvc.network.sparse import Bools, Floats, Matrix

WEIGHTS = {"gain": 0.5, "bridges": 0.3, "newness": 0.2}


@dataclass(frozen=True, slots=True)
class Bridge:
    """An organization that works with both clusters: its index and its tie strength to either."""

    organization: int
    to_first: float
    to_second: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """A pair of clusters by index, its score, the parts that sum to it, and who can introduce the two.

    `opens_first` are the stages the second cluster brings to the first, `opens_second` the other way round;
    `direct` is the tie strength that already is between them.
    """

    first: int
    second: int
    score: float
    parts: tuple[tuple[str, float], ...]
    opens_first: tuple[int, ...]
    opens_second: tuple[int, ...]
    direct: float
    bridges: tuple[Bridge, ...]


def meetings(
    supply: Floats,
    required: Bools,
    attached: Matrix,
    strength: Matrix,
    *,
    eligible: Bools | None = None,
    stated: Floats | None = None,
    top: int = 20,
    bridges: int = 5,
) -> tuple[Meeting, ...]:
    r"""Rank pairs of clusters by what they would gain, who bridges them, and how new the tie would be.

    .. math:: score = 0.5 \cdot gain + 0.3 \cdot bridges + 0.2 \cdot newness

    `gain` is the mean over both clusters of the share of required stages that the other one opens.
    `bridges` is b / (1 + b) with b the sum, over organizations outside both, of the smaller of their two tie
    strengths. `newness` is 1 / (1 + d) with d the tie strength already between the two; an organization
    attached to both counts as strength 1, and so does a tie that the two state themselves. Pairs without a
    gain are left out. Order: score, then indices.

    Args:
        supply: clusters × stages, number of suppliers.
        required: which stages the chain requires.
        attached: clusters × organizations, ones where an organization belongs to, runs or hosts the cluster.
        strength: organizations × organizations, symmetric tie strength.
        eligible: organizations that may be named as bridges (none named after persons); default all.
        stated: clusters × clusters, number of ties that they state; default none.
        top: number of pairs.
        bridges: number of organizations named for a pair.
    """
    holds = supply > 0
    reach = Matrix(attached @ strength)
    direct = between_groups(strength, attached) + np.asarray((attached @ attached.T).todense())
    if stated is not None:
        direct = direct + stated
    found = []
    for first in range(len(holds)):
        for second in range(first + 1, len(holds)):
            opens_first = np.flatnonzero(required & holds[second] & ~holds[first])
            opens_second = np.flatnonzero(required & holds[first] & ~holds[second])
            if len(opens_first) + len(opens_second) == 0:
                continue
            between = _bridges(reach, attached, first, second, eligible)
            gain = (len(opens_first) + len(opens_second)) / (2 * int(required.sum()))
            parts = _parts(gain, between, float(direct[first, second]))
            found.append(
                Meeting(
                    first,
                    second,
                    math.fsum(value for _, value in parts),
                    parts,
                    tuple(opens_first.tolist()),
                    tuple(opens_second.tolist()),
                    float(direct[first, second]),
                    between[:bridges],
                )
            )
    found.sort(key=lambda pair: (-pair.score, pair.first, pair.second))
    return tuple(found[:top])


def _parts(gain: float, between: tuple[Bridge, ...], direct: float) -> tuple[tuple[str, float], ...]:
    bridged = math.fsum(min(bridge.to_first, bridge.to_second) for bridge in between)
    values = {"gain": gain, "bridges": bridged / (1 + bridged), "newness": 1 / (1 + direct)}
    return tuple((name, WEIGHTS[name] * value) for name, value in values.items())


def _bridges(
    reach: Matrix, attached: Matrix, first: int, second: int, eligible: Bools | None
) -> tuple[Bridge, ...]:
    one, other = _row(reach, first), _row(reach, second)
    inside = set(_indices(attached, first)) | set(_indices(attached, second))
    shared = [
        Bridge(index, one[index], other[index])
        for index in sorted(one.keys() & other.keys() - inside)
        if eligible is None or eligible[index]
    ]
    shared.sort(key=lambda bridge: (-min(bridge.to_first, bridge.to_second), bridge.organization))
    return tuple(shared)


def _row(matrix: Matrix, row: int) -> dict[int, float]:
    start, stop = matrix.indptr[row], matrix.indptr[row + 1]
    values = zip(matrix.indices[start:stop].tolist(), matrix.data[start:stop].tolist(), strict=True)
    return {index: value for index, value in values if value > 0}


def _indices(matrix: Matrix, row: int) -> list[int]:
    return [int(index) for index in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]]
