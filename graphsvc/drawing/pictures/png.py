"""A picture as PNG: drawn larger than it is and made smaller, so that edges are smooth."""

import io
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from graphsvc.drawing.palette import LAND, LINE, PAPER
from graphsvc.drawing.pictures.lettering import font
from graphsvc.drawing.pictures.marks import DASH, GAP, RING, Disc, Picture, Point, Stroke, TextLine

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 24_000_000
"""Pixels to draw at most: a picture of up to 6 million is drawn twice as wide and high."""
_A4 = 11.69
"""Inches of the longer side of a page, on which the picture is printed by default."""
_BEND = 12
"""Straight parts of a bent line."""
_HALO = 0.12
"""What surrounds a name on each side, as a share of the height of its font."""


def to_png(picture: Picture) -> bytes:
    """The picture as bytes, with title and origin as text beside it; the same picture, the same bytes."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    scale = 2 if 4 * picture.width * picture.height <= _MOST_PIXELS else 1
    image = Image.new("RGB", (picture.width * scale, picture.height * scale), PAPER)
    brush = _Brush(image, scale)
    for area in picture.areas:
        brush.area(area.points)
    brush.frame(picture)
    for mark in picture.marks:
        if isinstance(mark, Stroke):
            brush.stroke(mark)
        elif isinstance(mark, Disc):
            brush.disc(mark)
        else:
            brush.words(mark)
    if scale > 1:
        image = image.resize((picture.width, picture.height), Image.Resampling.BOX)
    said = PngInfo()
    said.add_itxt("Title", picture.title)
    said.add_itxt("Description", picture.about)
    dots = max(picture.width, picture.height) / _A4
    content = io.BytesIO()
    image.save(content, "PNG", pnginfo=said, dpi=(dots, dots))
    return content.getvalue()


class _Brush:
    """Draws marks at `scale` times their size; lines let through what lies below them."""

    def __init__(self, image: "Image.Image", scale: int) -> None:
        from PIL import ImageDraw

        self._draw = ImageDraw.Draw(image, "RGBA")
        self._scale = scale

    def area(self, points: tuple[Point, ...]) -> None:
        self._draw.polygon([self._at(point) for point in points], fill=LAND, outline=LINE)

    def frame(self, picture: Picture) -> None:
        """Paper over everything outside of the stage."""
        stage, across, down = picture.stage, picture.width, picture.height
        for left, top, right, bottom in (
            (0, 0, across, stage.top),
            (0, stage.bottom, across, down),
            (0, 0, stage.left, down),
            (stage.right, 0, across, down),
        ):
            self._draw.rectangle([self._at((left, top)), self._at((right, bottom))], fill=PAPER)

    def stroke(self, mark: Stroke) -> None:
        from PIL import ImageColor

        color = (*ImageColor.getrgb(mark.color)[:3], round(255 * mark.opacity))
        points = [mark.start, mark.end] if mark.control is None else _bent(mark.start, mark.control, mark.end)
        width = max(round(mark.width * self._scale), 1)
        for part in _dashes(points, max(mark.width, 1.0)) if mark.dashed else [points]:
            self._draw.line([self._at(point) for point in part], fill=color, width=width)

    def disc(self, mark: Disc) -> None:
        center, radius = self._at(mark.center), mark.radius * self._scale
        self._draw.circle(center, radius, fill=mark.color)
        if mark.ring:
            self._draw.circle(center, radius * (1 - RING), fill=PAPER)

    def words(self, mark: TextLine) -> None:
        halo = round(mark.size * _HALO * self._scale) if mark.halo else 0
        self._draw.text(
            self._at(mark.at),
            mark.text,
            font=font(round(mark.size * self._scale), bold=mark.bold),
            fill=mark.color,
            anchor="ls",
            stroke_width=halo,
            stroke_fill=PAPER,
        )

    def _at(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale


def _bent(start: Point, control: Point, end: Point) -> list[Point]:
    """Points of a quadratic curve."""
    shares = [step / _BEND for step in range(_BEND + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t**2 * end[1],
        )
        for t in shares
    ]


def _dashes(points: list[Point], unit: float) -> Iterator[list[Point]]:
    """The parts of a line that are drawn, each straight part of it beginning with one."""
    for (left, top), (right, bottom) in pairwise(points):
        long = math.hypot(right - left, bottom - top)
        step = (DASH + GAP) * unit
        for dash in range(int(long // step) + 1):
            ends = (dash * step / long, min((dash * step + DASH * unit) / long, 1.0)) if long else (0.0, 1.0)
            yield [(left + (right - left) * share, top + (bottom - top) * share) for share in ends]
