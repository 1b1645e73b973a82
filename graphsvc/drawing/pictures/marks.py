"""What a picture consists of, in pixels from its upper left corner; later marks lie above earlier ones."""

from dataclasses import dataclass

from graphsvc.drawing.palette import TEXT

Point = tuple[float, float]
DASH, GAP = 5.0, 3.0
"""Parts of a dashed line, in its widths; a thin line has those of one pixel."""
RING = 0.35
"""Width of a ring, as a share of its radius."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, bent towards `control` where there is one, or `dashed`."""

    start: Point
    end: Point
    color: str
    width: float
    opacity: float = 1.0
    control: Point | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, or a ring; `name` is told when one points at it."""

    center: Point
    radius: float
    color: str
    name: str = ""
    ring: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon with an outline."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: left end of its baseline, height of the font and width as measured.

    With a `halo` it is readable over lines.
    """

    at: Point
    text: str
    size: float
    width: float
    color: str = TEXT
    bold: bool = False
    halo: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture: `areas` are seen within `stage` alone, `about` says in words where it comes from."""

    width: int
    height: int
    title: str
    about: str
    stage: Box
    areas: tuple[Area, ...]
    marks: tuple[Stroke | Disc | TextLine, ...]
