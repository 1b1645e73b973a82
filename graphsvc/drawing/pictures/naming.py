"""Which nodes of a picture are named, and where: whole names that cover neither each other nor nodes."""

from collections.abc import Sequence

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.drawing.palette import LINE
from graphsvc.drawing.pictures.lettering import width, wrapped
from graphsvc.drawing.pictures.marks import Box, Stroke, TextLine

_WIDEST = 15.0
_LEADING = 1.12
_GAP = 0.3
"""Widest line of a name, height of a line, and distance from the node, in heights of the font."""
_COVERED = 0.16
"""Share of the room that names may take."""
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_AWAY = (0.0, 1.5, 3.0)
"""Distances, in heights of the font, at which a name is tried in a picture of few nodes."""
_FEW = 40


class Names:
    """Names placed one after the other, each where there is room for it."""

    def __init__(self, room: Box, size: float, discs: Float64s) -> None:
        """Args: the room, height of the font, and centers and radii of the nodes (n, 3) that stay visible."""
        self.marks: list[Stroke | TextLine] = []
        self.count = 0
        self._room, self._size = room, size
        self._discs = np.column_stack(
            [
                discs[:, 0] - discs[:, 2],
                discs[:, 1] - discs[:, 2],
                discs[:, 0] + discs[:, 2],
                discs[:, 1] + discs[:, 2],
            ]
        )
        self._taken = np.empty((0, 4))
        self._left = _COVERED * room.width * room.height

    def place(self, order: Sequence[int], labels: Sequence[str], discs: Float64s) -> None:
        """Name nodes in an order while there is room; few nodes get names farther away as well."""
        away = _AWAY if len(order) <= _FEW else _AWAY[:1]
        for node in order:
            if self._left <= 0:
                return
            self._name(labels[node], discs[node], away)

    def _name(self, label: str, disc: Float64s, away: Sequence[float]) -> None:
        lines = wrapped(label, self._size, _WIDEST * self._size)
        if not lines:
            return
        wide = max(width(line, self._size) for line in lines)
        high = len(lines) * _LEADING * self._size
        own = (disc[0] - disc[2], disc[1] - disc[2], disc[0] + disc[2], disc[1] + disc[2])
        others = self._discs[~np.isclose(self._discs, own).all(axis=1)]
        for distance in away:
            for side in _SIDES:
                box = self._beside(disc, side, distance, wide, high)
                if self._free(box, others):
                    self._put(lines, box, disc, leading=distance > 0)
                    return

    def _beside(
        self, disc: Float64s, side: tuple[int, int], distance: float, wide: float, high: float
    ) -> Box:
        x, y, radius = disc.tolist()
        out = radius + (_GAP + distance) * self._size
        slant = 0.75 if all(side) else 1.0
        left = x + side[0] * out * slant - (wide if side[0] < 0 else 0 if side[0] else wide / 2)
        top = y + side[1] * out * slant - (high if side[1] < 0 else 0 if side[1] else high / 2)
        return Box(left, top, left + wide, top + high)

    def _free(self, box: Box, others: Float64s) -> bool:
        room = self._room
        if box.left < room.left or box.right > room.right or box.top < room.top or box.bottom > room.bottom:
            return False
        edge = self._size * 0.15
        return not any(
            (
                (boxes[:, 0] < box.right + edge)
                & (boxes[:, 2] > box.left - edge)
                & (boxes[:, 1] < box.bottom)
                & (boxes[:, 3] > box.top)
            ).any()
            for boxes in (self._taken, others)
        )

    def _put(self, lines: Sequence[str], box: Box, disc: Float64s, *, leading: bool) -> None:
        if leading:
            near = (min(max(disc[0], box.left), box.right), min(max(disc[1], box.top), box.bottom))
            self.marks.append(
                Stroke(
                    (float(disc[0]), float(disc[1])), (float(near[0]), float(near[1])), LINE, self._size / 12
                )
            )
        for place, line in enumerate(lines):
            long = width(line, self._size)
            left = box.right - long if box.right <= disc[0] else box.left
            if box.left < disc[0] < box.right:
                left = (box.left + box.right - long) / 2
            base = box.top + (place + 0.82) * _LEADING * self._size
            self.marks.append(TextLine((left, base), line, self._size, long, halo=True))
        self._taken = np.vstack([self._taken, [box.left, box.top, box.right, box.bottom]])
        self._left -= box.width * box.height
        self.count += 1
