"""Positions: where each node stands, computed once on the server so that maps never move by themselves."""

import math

import numpy as np
from scipy import sparse

from graphsvc.arrays import Float64s, Int64s
from graphsvc.network import communities
from graphsvc.network.sparse import Matrix, ratio

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_NEW_AT_MOST = 0.3
_FILLED = 0.2
SMALL = 500
PLACED_TOGETHER = 100_000
"""Nodes up to which all maps share the picture of the whole network, so that each keeps its place.
Of more nobody sees the whole, since views have such a cap too: what is drawn is placed by itself."""


def placed_together(nodes: int) -> bool:
    """Whether so many nodes get one picture, see `PLACED_TOGETHER`."""
    return nodes <= PLACED_TOGETHER


def positions(network: Matrix, *, seed: int = 1, start: Float64s | None = None) -> Float64s:
    """Place the nodes of a weighted network in the plane; equal input and seed give equal positions.

    Nodes with ties repel one another and ties pull (logarithmic attraction, so that communities come apart);
    the forces are those of LinLog, the repulsion is summed on a grid by Fourier transform, so that 100,000
    nodes take seconds. Above 500 nodes first communities are placed, then their members around them. Nodes
    with the same ties would stand on one spot: all are moved until hardly two overlap as discs that
    together fill a fifth of the picture. Nodes without ties stand in rows below. The result is centered and
    its larger side has length 1.

    Args:
        network: symmetric tie strength.
        seed: of the communities and of the first placement.
        start: an earlier picture, NaN for nodes it did not have: the new one stays close to it.

    Reference: A. Noack, "Modularity clustering is force-directed layout", Physical Review E 79 (2009).
    """
    size = network.shape[0]
    placed = np.zeros((size, 2))
    tied = np.flatnonzero(np.diff(network.indptr) > 0)
    if len(tied):
        inner = Matrix(network[tied][:, tied])
        known = start[tied] if start is not None else None
        placed[tied] = _distinct(normalized(_settled(inner, known, seed)))
    alone = np.setdiff1d(np.arange(size), tied)
    if len(alone):
        placed[alone] = _rows_below(placed[tied], len(alone))
    return normalized(placed)


def normalized(placed: Float64s) -> Float64s:
    """Center positions and scale them so that the larger side of their box has length 1."""
    if not len(placed):
        return placed
    low, high = placed.min(axis=0), placed.max(axis=0)
    side = float((high - low).max()) or 1.0
    return np.asarray((placed - (low + high) / 2) / side, dtype=np.float64)


def _settled(network: Matrix, known: Float64s | None, seed: int) -> Float64s:
    if known is None or np.isnan(known[:, 0]).all():
        return _fresh(network, seed)
    if np.isnan(known[:, 0]).mean() < _NEW_AT_MOST:
        return _turned_like(_refined(network, known), known)
    return _turned_like(_fresh(network, seed), known)


def _distinct(placed: Float64s) -> Float64s:
    """Let no node hide another: spread crowds around their center, then push overlapping discs apart."""
    result = placed.copy()
    radius = math.sqrt(_FILLED / 4 / len(placed))
    for room in (256, 16, 1):  # discs that a square holds, from large squares to small ones
        squares = np.floor(result / (2 * radius * math.sqrt(room))).astype(np.int64)
        groups = np.unique(squares, axis=0, return_inverse=True)[1].ravel()
        amount = np.bincount(groups).astype(np.float64)
        center = np.column_stack([np.bincount(groups, result[:, axis]) / amount for axis in (0, 1)])
        spread = radius * np.sqrt(amount[groups])[:, None] * _around(groups, amount)
        crowded = amount[groups] > room
        result[crowded] = (center[groups] + spread)[crowded]
    return apart(result, np.full(len(result), radius))


def _fresh(network: Matrix, seed: int) -> Float64s:
    size = network.shape[0]
    if size <= SMALL:
        return _forces(network, _spiral(np.ones(size)), _mass(network), steps=_steps(size), start_heat=0.15)
    groups = communities(network, seed=seed).of
    number = int(groups.max()) + 1
    belongs = Matrix((np.ones(size), (groups, np.arange(size))), shape=(number, size))
    between = Matrix(belongs @ network @ belongs.T)
    between.setdiag(0)
    between.eliminate_zeros()
    amount = np.bincount(groups).astype(np.float64)
    centers = (
        _forces(between, _spiral(amount), amount, steps=200, start_heat=0.15)
        if number > 1
        else _spiral(amount)
    )
    around = _around(groups, amount)
    spread = np.sqrt(amount[groups])[:, None] * around
    picture = centers[groups] * 1.6 * math.sqrt(size) + spread
    return _forces(network, picture, _mass(network), steps=_steps(size), start_heat=0.05)


def _refined(network: Matrix, known: Float64s) -> Float64s:
    """Place new nodes at the mean of their known neighbors, then let everything settle a little."""
    picture = known.copy()
    for _ in range(3):
        missing = np.isnan(picture[:, 0])
        if not missing.any():
            break
        there = (~missing).astype(np.float64)
        pull = network @ np.column_stack([np.where(missing[:, None], 0.0, picture), there])
        mean = np.column_stack([ratio(pull[:, axis], pull[:, 2]) for axis in (0, 1)])
        picture[missing] = mean[missing]
    lost = np.isnan(picture[:, 0])
    picture[lost] = _spiral(np.ones(int(lost.sum()))) * 0.1 + np.nanmax(picture, axis=0)
    return _forces(network, picture, _mass(network), steps=15, start_heat=0.002)


def _turned_like(picture: Float64s, known: Float64s) -> Float64s:
    """Turn and mirror a picture so that nodes of an earlier one move least (Procrustes)."""
    shared = ~np.isnan(known[:, 0])
    if shared.sum() < 3:
        return picture
    center, target = picture[shared].mean(axis=0), known[shared].mean(axis=0)
    left, _, right = np.linalg.svd((picture[shared] - center).T @ (known[shared] - target))
    return np.asarray((picture - center) @ (left @ right), dtype=np.float64)


def _mass(network: Matrix) -> Float64s:
    return 1.0 + np.sqrt(np.diff(network.indptr).astype(np.float64))


def _steps(size: int) -> int:
    return int(min(300, max(60, 1_000_000 / max(size, 1))))


def _spiral(amount: Float64s) -> Float64s:
    """Points on a sunflower spiral, each with room for its amount, the largest first."""
    radius = np.sqrt(np.cumsum(amount) - amount / 2)
    angle = _GOLDEN_ANGLE * np.arange(len(amount))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _around(groups: Int64s, amount: Float64s) -> Float64s:
    """For each node a place in the unit disc of its community, evenly spread in node order."""
    order = np.argsort(groups, kind="stable")
    begins = np.cumsum(amount) - amount
    rank = np.empty(len(groups))
    rank[order] = np.arange(len(groups)) - begins[groups[order]]
    radius = np.sqrt((rank + 0.5) / amount[groups])
    angle = _GOLDEN_ANGLE * rank
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _forces(network: Matrix, start: Float64s, mass: Float64s, *, steps: int, start_heat: float) -> Float64s:
    """Let LinLog forces act for some steps; each step moves a node at most by the falling heat."""
    upper = sparse.coo_array(sparse.triu(network, k=1))
    strength = upper.data / upper.data.mean() if upper.nnz else upper.data
    pull = Matrix((np.sqrt(strength), (upper.row, upper.col)), shape=network.shape)
    edges = pull.tocoo()
    picture = normalized(start)
    grid = _Grid(len(mass))
    share = 1.0 / float(mass.sum())
    for step in range(steps):
        heat = start_heat * (1 - step / steps) + 1e-4
        force = grid.repulsion(picture, mass) * share * mass[:, None]
        force += _attraction(edges, picture, mass, len(mass))
        force -= 0.6 * mass[:, None] * picture
        force /= mass[:, None]
        length = np.sqrt((force**2).sum(axis=1))
        limit = np.minimum(1.0, ratio(np.full(len(mass), heat), length * 0.25, empty=1.0)) * 0.25
        picture = picture + force * limit[:, None]
    return picture


def _attraction(edges: sparse.coo_array, picture: Float64s, mass: Float64s, size: int) -> Float64s:
    offset = picture[edges.col] - picture[edges.row]
    distance = np.sqrt((offset**2).sum(axis=1))
    pull = offset * (edges.data * ratio(np.log1p(20 * distance), 20 * distance, empty=1.0))[:, None]
    total = np.zeros((size, 2))
    for axis in (0, 1):
        total[:, axis] += np.bincount(edges.row, weights=pull[:, axis], minlength=size)
        total[:, axis] -= np.bincount(edges.col, weights=pull[:, axis], minlength=size)
    return total


class _Grid:
    """Sum of repulsions m / d between all pairs, on a grid by Fourier transform."""

    def __init__(self, size: int) -> None:
        from scipy.fft import rfft2

        self.cells = 32 if size < 150 else 64 if size < 500 else 128 if size < 10_000 else 256
        reach = np.arange(-self.cells, self.cells)
        dx, dy = np.meshgrid(np.fft.ifftshift(reach), np.fft.ifftshift(reach), indexing="ij")
        square = (dx**2 + dy**2).astype(np.float64)
        square[0, 0] = 1.0
        self.kernels = [rfft2(axis / (square + 0.3)) for axis in (dx, dy)]

    def repulsion(self, picture: Float64s, mass: Float64s) -> Float64s:
        """Return for each node the sum over all others of their mass / distance, pointing away."""
        from scipy.fft import irfft2, rfft2

        low = picture.min(axis=0)
        side = float((picture.max(axis=0) - low).max()) or 1.0
        width = side / (self.cells - 2)
        place = (picture - low) / width
        cell = np.floor(place).astype(np.int64)
        part = place - cell
        corners = [
            ((cell[:, 0] + i) * self.cells + cell[:, 1] + j, _weight(part[:, 0], i) * _weight(part[:, 1], j))
            for i in (0, 1)
            for j in (0, 1)
        ]
        amount = np.zeros(self.cells**2)
        for index, weight in corners:
            amount += np.bincount(index, weights=weight * mass, minlength=self.cells**2)
        padded = rfft2(amount.reshape(self.cells, self.cells), s=(2 * self.cells, 2 * self.cells))
        result = np.zeros_like(picture)
        for axis, kernel in enumerate(self.kernels):
            field = irfft2(padded * kernel)[: self.cells, : self.cells].ravel() / width
            for index, weight in corners:
                result[:, axis] += weight * field[index]
        return result


def _weight(part: Float64s, corner: int) -> Float64s:
    return part if corner else 1.0 - part


def apart(placed: Float64s, radius: Float64s, rounds: int = 20) -> Float64s:
    """Push overlapping nodes apart until, after some rounds, hardly any two discs overlap.

    Args:
        placed: positions.
        radius: of each node's disc, in the same unit.
    """
    from scipy.spatial import cKDTree

    result = placed.copy()
    for _ in range(rounds):
        pairs = cKDTree(result).query_pairs(2 * float(radius.max(initial=0.0)), output_type="ndarray")
        one, other = pairs[:, 0], pairs[:, 1]
        offset = result[other] - result[one]
        distance = np.sqrt((offset**2).sum(axis=1))
        overlap = np.maximum(radius[one] + radius[other] - distance, 0.0)
        if not (overlap > 0).any():
            break
        angle = _GOLDEN_ANGLE * one
        aside = np.column_stack([np.cos(angle), np.sin(angle)])
        direction = np.where(distance[:, None] > 0, offset / np.maximum(distance, 1e-12)[:, None], aside)
        push = direction * (overlap / 2 * 0.9)[:, None]
        for axis in (0, 1):
            result[:, axis] += np.bincount(other, weights=push[:, axis], minlength=len(result))
            result[:, axis] -= np.bincount(one, weights=push[:, axis], minlength=len(result))
    return result


def _rows_below(above: Float64s, number: int) -> Float64s:
    low = above.min(axis=0) if len(above) else np.array([-0.5, 0.0])
    width = float(np.ptp(above[:, 0])) if len(above) else 1.0
    width = width or 1.0
    columns = max(1, min(number, math.ceil(math.sqrt(number * 6))))
    step = width * min(1 / max(columns, 12), 1.1 / math.sqrt(len(above) + number))
    row, column = np.divmod(np.arange(number), columns)
    used = min(columns, number)
    x = low[0] + width / 2 + (column - (used - 1) / 2) * step
    return np.column_stack([x, low[1] - (row + 3) * step])
