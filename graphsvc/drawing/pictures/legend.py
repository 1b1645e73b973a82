"""The legend of a picture: what colors, sizes and lines stand for, with counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphsvc.arrays import Float64s
from graphsvc.drawing.exports import looks
from graphsvc.drawing.measures import figure
from graphsvc.drawing.messages import in_language, number, told
from graphsvc.drawing.palette import MUTED, NONE, TEXT, group_color, kind_color
from graphsvc.drawing.pictures.lettering import width, wrapped
from graphsvc.drawing.pictures.marks import Disc, Point, Stroke, TextLine
from graphsvc.drawing.scene import LegendLine, Scene

Mark = Stroke | Disc | TextLine
Sign = Callable[[Point], Mark]
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of a legend: a sign (a disc of a radius, or a line) with what it stands for, or words alone."""

    text: str
    sign: Sign | None = None
    radius: float = 0.0
    bold: bool = False
    muted: bool = False


class LegendColumn:
    """Rows one below the other, in a width in pixels; `bottom` is where the next one would begin."""

    def __init__(self, left: float, top: float, wide: float, size: float) -> None:
        self.marks: list[Mark] = []
        self.bottom = top
        self._left, self._wide, self._size = left, wide, size

    def add(self, row: LegendRow) -> None:
        """Put a row below those before."""
        size = self._size
        indent = max(1.9 * size, row.radius + 1.2 * size) if row.sign else 0.0
        self.bottom += max(row.radius - 0.6 * size, 0.0)
        if row.bold:
            self.bottom += 0.5 * size
        for place, line in enumerate(wrapped(row.text, size, self._wide - indent, bold=row.bold)):
            base = self.bottom + size
            if row.sign and place == 0:
                self.marks.append(row.sign((self._left + 0.75 * size, base - 0.36 * size)))
            long = width(line, size, bold=row.bold)
            color = MUTED if row.muted else TEXT
            self.marks.append(TextLine((self._left + indent, base), line, size, long, color, row.bold))
            self.bottom += _LEADING * size
        self.bottom += max(row.radius - 0.6 * size, 0.0)


def blocks(
    scene: Scene, language: str, radii: Callable[[Sequence[float]], Float64s], size: float
) -> list[list[LegendRow]]:
    """The parts of a legend: colors, sizes, ties.

    Args:
        scene: what is drawn.
        language: of the words.
        radii: of the discs of nodes by the figures that size them.
        size: height of the font.
    """
    found = [_colors(scene, language, size), _sizes(scene, language, radii), _ties(scene, language, size)]
    return [rows for rows in found if rows]


def _colors(scene: Scene, language: str, size: float) -> list[LegendRow]:
    counts = Counter(scene.nodes.group)
    rows = [LegendRow(looks(scene, language)[0], bold=True)]
    for place, group in enumerate(scene.groups):
        if counts[place]:
            sign = _dot(group_color(scene, group), 0.45 * size, ring=group.outlined)
            rows.append(LegendRow(_counted(group, counts[place], language), sign))
    if counts[-1] and (scene.groups or scene.measure):
        rest = told("map.no_value" if scene.measure else "map.ungrouped", language)
        rows.append(LegendRow(f"{rest} ({number(counts[-1], language)})", _dot(NONE, 0.45 * size)))
    if scene.measure:
        unit = "" if scene.measure.share else in_language(scene.measure.unit, language)
        words = in_language(scene.measure.meaning, language)
        rows.append(
            LegendRow(f"{words} {told('picture.unit', language, unit=unit)}" if unit else words, muted=True)
        )
    return rows if len(rows) > 1 else []


def _sizes(scene: Scene, language: str, radii: Callable[[Sequence[float]], Float64s]) -> list[LegendRow]:
    low, high = min(scene.nodes.size, default=0.0), max(scene.nodes.size, default=0.0)
    rows = [LegendRow(looks(scene, language)[1], bold=True)] if scene.nodes.ids else []
    if low < high:
        steps = (low, (low + high) / 2, high)
        rows += [
            LegendRow(figure(value, language), _dot(MUTED, radius), radius)
            for value, radius in zip(steps, radii(steps).tolist(), strict=True)
        ]
    return rows


def _ties(scene: Scene, language: str, size: float) -> list[LegendRow]:
    counts = Counter(scene.edges.kind)
    rows = [
        LegendRow(
            _counted(kind, counts[place], language), _line(kind_color(kind), size, dashed=kind.outlined)
        )
        for place, kind in enumerate(scene.edge_kinds)
        if counts[place]
    ]
    return [LegendRow(told("map.ties", language), bold=True), *rows] if rows else []


def _counted(entry: LegendLine, count: int, language: str) -> str:
    return f"{in_language(entry.label, language)} ({number(count, language)})"


def _dot(color: str, radius: float, *, ring: bool = False) -> Sign:
    return lambda center: Disc(center, radius, color, ring=ring)


def _line(color: str, size: float, *, dashed: bool = False) -> Sign:
    return lambda center: Stroke(
        (center[0] - 0.7 * size, center[1]),
        (center[0] + 0.7 * size, center[1]),
        color,
        size / 6,
        dashed=dashed,
    )
