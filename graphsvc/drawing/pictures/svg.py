"""A picture as SVG that needs nothing from elsewhere; lines of text keep their width in another font."""

from collections.abc import Iterable

from graphsvc.drawing.palette import LAND, LINE, PAPER
from graphsvc.drawing.pictures.lettering import FAMILY
from graphsvc.drawing.pictures.marks import DASH, GAP, RING, Area, Disc, Picture, Point, Stroke, TextLine
from graphsvc.drawing.xml_text import escaped

_HALO = 0.24
"""Width of what surrounds a name, as a share of the height of its font."""


def to_svg(picture: Picture) -> str:
    """The picture as text."""
    size = f'width="{picture.width}" height="{picture.height}"'
    family = f'font-family="{FAMILY}, Segoe UI, Helvetica, Arial, sans-serif"'
    view = f'viewBox="0 0 {picture.width} {picture.height}"'
    stage = picture.stage
    clip = f'x="{_n(stage.left)}" y="{_n(stage.top)}" width="{_n(stage.width)}" height="{_n(stage.height)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} {family}>',
            f"<title>{escaped(picture.title)}</title>",
            f"<desc>{escaped(picture.about)}</desc>",
            f'<clipPath id="stage"><rect {clip}/></clipPath>',
            f'<rect {size} fill="{PAPER}"/>',
            f'<g clip-path="url(#stage)" fill="{LAND}" stroke="{LINE}">',
            *(_area(area) for area in picture.areas),
            "</g>",
            *(_mark(mark) for mark in picture.marks),
            "</svg>\n",
        ]
    )


def _mark(mark: Stroke | Disc | TextLine) -> str:
    if isinstance(mark, Stroke):
        bend = f"Q{_at(mark.control)} {_at(mark.end)}" if mark.control else f"L{_at(mark.end)}"
        return (
            f'<path d="M{_at(mark.start)}{bend}" fill="none" stroke="{mark.color}" '
            f'stroke-width="{_n(mark.width)}" stroke-opacity="{mark.opacity:.3g}"{_dashes(mark)}/>'
        )
    if isinstance(mark, Disc):
        x, y = mark.center
        name = f"<title>{escaped(mark.name)}</title>" if mark.name else ""
        look = f'r="{_n(mark.radius)}" fill="{mark.color}"'
        if mark.ring:
            wide = mark.radius * RING
            line = f'stroke="{mark.color}" stroke-width="{_n(wide)}"'
            look = f'r="{_n(mark.radius - wide / 2)}" fill="{PAPER}" {line}'
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" {look}>{name}</circle>'
    return _words(mark)


def _dashes(mark: Stroke) -> str:
    if not mark.dashed:
        return ""
    unit = max(mark.width, 1.0)
    return f' stroke-dasharray="{_n(DASH * unit)} {_n(GAP * unit)}"'


def _words(mark: TextLine) -> str:
    x, y = mark.at
    wide = _n(mark.size * _HALO)
    halo = f' stroke="{PAPER}" stroke-width="{wide}" stroke-linejoin="round" paint-order="stroke"'
    attributes = [
        f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(mark.size)}" fill="{mark.color}"',
        f' textLength="{_n(mark.width)}" lengthAdjust="spacingAndGlyphs"',
        ' font-weight="600"' if mark.bold else "",
        halo if mark.halo else "",
    ]
    return f"<text {''.join(attributes)}>{escaped(mark.text)}</text>"


def _area(area: Area) -> str:
    return f'<polygon points="{_points(area.points)}"/>'


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
