"""A scene composed to a picture: title, caption, map with names, legend, and where the data comes from."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from graphsvc.arrays import Float64s
from graphsvc.drawing.exports import about, note
from graphsvc.drawing.messages import in_language, told
from graphsvc.drawing.origin import Origin
from graphsvc.drawing.palette import MUTED, TEXT, node_color, tie_color
from graphsvc.drawing.pictures.legend import LegendColumn, LegendRow, blocks
from graphsvc.drawing.pictures.lettering import width, wrapped
from graphsvc.drawing.pictures.marks import Box, Disc, Picture, Point, Stroke, TextLine
from graphsvc.drawing.pictures.naming import Names
from graphsvc.drawing.pictures.places import Places, geographic_places, network_places
from graphsvc.drawing.pictures.size import PictureSize
from graphsvc.drawing.scene import Scene

_LINES = 85
"""Lines of text, without space between them, in a square as large as the picture: the size of its font."""
_USUAL_FONT, _LEAST_FONT = 11.0, 6.0
"""Height in pixels of the font of a small picture, and of one in which that leaves no room."""
_LEAST_ROOM = 0.4
"""Share of the height that the map has at least."""
_LEADING = 1.32
_COVERED = 0.03
"""Share of the map that discs cover together, and the largest and smallest radius in heights of the font."""
_LARGEST, _SMALLEST = 1.25, 0.12
_VISIBLE = 0.4
"""Radius, in heights of the font, from which on a disc is not covered by names."""
_BEND = 0.25


def composed(scene: Scene, language: str, origin: Origin, size: PictureSize, outlines: str = "") -> Picture:
    """Return the picture of a scene; with `outlines` (countries as GeoJSON) nodes stand at their seats."""
    sheet, radii = _sheet(scene, language, origin, size)
    stage, font = sheet.stage, sheet.font
    room = Box(stage.left + 2 * font, stage.top + 2 * font, stage.right - 2 * font, stage.bottom - 2 * font)
    places = geographic_places(scene, room, outlines) if outlines else network_places(scene, room)
    discs = np.column_stack([places.x, places.y, radii.of(scene.nodes.size)])
    names = _named(scene, places, discs, stage, 0.86 * font)
    sheet.caption(places, names.count)
    shown = np.flatnonzero(places.shown).tolist()
    marks = (
        *_ties(scene, places, font),
        *(
            disc(scene, node, (x, y), radius)
            for node, (x, y, radius) in zip(shown, discs[places.shown].tolist(), strict=True)
        ),
        *names.marks,
        *sheet.marks,
    )
    return Picture(
        size.width, size.height, sheet.title, about(scene, language, origin), stage, places.areas, marks
    )


def _sheet(scene: Scene, language: str, origin: Origin, size: PictureSize) -> "tuple[_Sheet, _Radii]":
    """The page with a font so small that the map and its legend have room."""
    font = max(_USUAL_FONT, float(np.sqrt(size.width * size.height)) / _LINES)
    while True:
        sheet = _Sheet(scene, language, size, font)
        sheet.head(note(scene, language) or (told("map.empty", language) if scene.empty else ""))
        sheet.foot(_sources(scene, language, origin))
        radii = _Radii(scene, sheet.stage, font)
        room = sheet.legend(radii) and sheet.stage.height > _LEAST_ROOM * size.height
        if room or font <= _LEAST_FONT:
            return sheet, radii
        font = max(0.92 * font, _LEAST_FONT)


class _Radii:
    """Areas follow the figure that sizes nodes, as on the page."""

    def __init__(self, scene: Scene, stage: Box, font: float) -> None:
        self._font = font
        self._most = max(scene.nodes.size, default=0.0) or 1.0
        total = float(self._share(scene.nodes.size).sum()) or 1.0
        self._scale = min(np.sqrt(_COVERED * stage.width * stage.height / np.pi / total), _LARGEST * font)

    def of(self, values: Sequence[float]) -> Float64s:
        radii: Float64s = np.maximum(self._scale * np.sqrt(self._share(values)), _SMALLEST * self._font)
        return radii

    def _share(self, values: Sequence[float]) -> Float64s:
        share: Float64s = 0.02 + np.maximum(np.array(values, dtype=np.float64), 0) / self._most
        return share


class _Sheet:
    """The page around the map: what is put on it makes `stage`, the room of the map, smaller."""

    def __init__(self, scene: Scene, language: str, size: PictureSize, font: float) -> None:
        self.font = font
        self.title = in_language(scene.title, language)
        self.marks: list[Stroke | Disc | TextLine] = []
        self._scene, self._language = scene, language
        edge = 1.8 * self.font
        self.stage = Box(edge, edge, size.width - edge, size.height - edge)

    def head(self, hint: str) -> None:
        """Title, what is seen, and what was cut."""
        stage, font = self.stage, self.font
        caption = in_language(self._scene.caption, self._language)
        top = self._text([self.title], stage.top, 1.7 * font, bold=True)
        top = self._text([caption], top, font, muted=True)
        top = self._text([hint], top, font, bold=True)
        self._caption = top
        self.stage = Box(stage.left, top + 2.2 * font, stage.right, stage.bottom)

    def foot(self, lines: list[str]) -> None:
        """Where the data comes from, at the bottom."""
        stage, small = self.stage, 0.78 * self.font
        high = sum(len(wrapped(line, small, stage.width)) for line in lines) * _LEADING * small
        self._text(lines, stage.bottom - high, small, muted=True)
        self.stage = Box(stage.left, stage.top, stage.right, stage.bottom - high - 0.6 * self.font)

    def legend(self, radii: "_Radii") -> bool:
        """Right of the map where the picture is wide, else below it in columns; whether there was room."""
        stage, font, bottom = self.stage, 0.86 * self.font, self.stage.bottom + 1
        parts = blocks(self._scene, self._language, radii.of, font)
        if stage.width > 1.1 * stage.height:
            wide = min(max(0.2 * stage.width, 15 * font), 22 * font)
            columns = [self._column(chain.from_iterable(parts), stage.right - wide, stage.top, wide, font)]
            self.stage = Box(stage.left, stage.top, stage.right - wide - font, stage.bottom)
        else:
            wide = stage.width / max(len(parts), 1)
            trial = [self._column(rows, 0, 0, wide - font, font) for rows in parts]
            top = stage.bottom - max((column.bottom for column in trial), default=0.0)
            columns = [
                self._column(rows, stage.left + place * wide, top, wide - font, font)
                for place, rows in enumerate(parts)
            ]
            self.stage = Box(stage.left, stage.top, stage.right, top - font)
        self.marks += [mark for column in columns for mark in column.marks]
        return all(column.bottom <= bottom for column in columns)

    def caption(self, places: Places, named: int) -> None:
        """How much is drawn and named; stands below the title, where room was left for it."""
        scene, language = self._scene, self._language
        nodes, total = int(places.shown.sum()), len(scene.nodes)
        edges = int((places.shown[list(scene.edges.source)] & places.shown[list(scene.edges.target)]).sum())
        said = [told("map.counts", language, nodes=nodes, edges=edges)]
        if nodes < total:
            said.append(told("picture.outside", language, nodes=total - nodes))
        if named < nodes:
            said.append(told("picture.named", language, named=named))
        self._text([" · ".join(said)], self._caption, self.font)

    def _column(
        self, rows: Iterable[LegendRow], left: float, top: float, wide: float, size: float
    ) -> LegendColumn:
        column = LegendColumn(left, top, wide, size)
        for row in rows:
            column.add(row)
        return column

    def _text(
        self, texts: Iterable[str], top: float, size: float, *, bold: bool = False, muted: bool = False
    ) -> float:
        """Put paragraphs across the page; returns where the next one would begin."""
        color = MUTED if muted else TEXT
        for text in texts:
            for line in wrapped(text, size, self.stage.width, bold=bold):
                long = width(line, size, bold=bold)
                self.marks.append(TextLine((self.stage.left, top + size), line, size, long, color, bold))
                top += _LEADING * size
        return top


def _sources(scene: Scene, language: str, origin: Origin) -> list[str]:
    rows = [f"{what}: {value}" for what, value in origin.rows(language)]
    return [*rows, told("alone.source", language, digest=scene.digest[:16])]


def _ties(scene: Scene, places: Places, font: float) -> Iterable[Stroke]:
    """Lines between nodes that are drawn, further ones of the same two bent; the more, the fainter."""
    edges = scene.edges
    opacity = min(0.6, max(0.035, 2_000 / max(len(edges), 1)))
    strongest = max(edges.weight, default=0.0) or 1.0
    spots: list[Point] = list(zip(places.x.tolist(), places.y.tolist(), strict=True))
    shown = places.shown.tolist()
    seen: dict[tuple[int, int], int] = {}
    for place, (source, target) in enumerate(zip(edges.source, edges.target, strict=True)):
        pair = (min(source, target), max(source, target))
        before = seen[pair] = seen.get(pair, -1) + 1
        if not (shown[source] and shown[target]):
            continue
        start, end = spots[pair[0]], spots[pair[1]]
        wide = (0.4 + 3 * (edges.weight[place] / strongest) ** 0.5) * font / 12
        dashed = scene.edge_kinds[edges.kind[place]].outlined
        yield Stroke(start, end, tie_color(scene, place), wide, opacity, _control(start, end, before), dashed)


def disc(scene: Scene, node: int, center: Point, radius: float) -> Disc:
    """A node as it is drawn: in the color of its group, as a ring where that is outlined."""
    group = scene.nodes.group[node]
    ring = group >= 0 and scene.groups[group].outlined
    return Disc(center, radius, node_color(scene, node), scene.nodes.labels[node], ring)


def _control(start: Point, end: Point, before: int) -> Point | None:
    if not before:
        return None
    bend = _BEND * -(-before // 2) * (1 if before % 2 else -1)
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 + down * bend, (start[1] + end[1]) / 2 - across * bend


def _named(scene: Scene, places: Places, discs: Float64s, stage: Box, size: float) -> Names:
    """The largest are named first, equal ones by how many ties they have."""
    ties = np.bincount([*scene.edges.source, *scene.edges.target], minlength=len(scene.nodes))
    order = [node for node in np.lexsort((-ties, -np.array(scene.nodes.size))).tolist() if places.shown[node]]
    visible = places.shown & ((discs[:, 2] >= _VISIBLE * size) | (len(order) <= 60))
    names = Names(stage, size, discs[visible])
    names.place(order, scene.nodes.labels, discs)
    return names
