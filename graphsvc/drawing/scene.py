"""A scene: everything a renderer needs, as plain frozen data. Every renderer draws the same one."""

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line of a legend: an id, its label by language, and the number of its color (-1: grey).

    In pictures what is `outlined` is drawn as a ring or a dashed line.
    """

    id: str
    label: Texts
    color: int = -1
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class Nodes:
    """Columns of nodes. `kind` and `group` index the scene's `kinds` and `groups` (group -1: none).

    Where nodes stand for communities, `heads` are the ids of their best connected members, else it is empty.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    kind: tuple[int, ...]
    group: tuple[int, ...]
    size: tuple[float, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    lng: tuple[float | None, ...]
    lat: tuple[float | None, ...]
    country: tuple[str, ...]
    region: tuple[str, ...]
    city: tuple[str, ...]
    heads: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Edges:
    """Columns of edges between positions in `Nodes`; parallel edges of different kinds are rows of their own.

    `kind` indexes the scene's `edge_kinds`. `years` is a bit set over the scene's years, 0 when undated.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    kind: tuple[int, ...]
    weight: tuple[float, ...]
    count: tuple[int, ...]
    years: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class DrawingLimit:
    """What there would have been to draw, and a sentence that says what was done about it."""

    nodes: int
    edges: int
    text: Texts


@dataclass(frozen=True, slots=True)
class Measure:
    """The indicator that colors classes of nodes: unit and meaning in words, ends, and each node's value.

    `share` says that values are parts of one, told in percent; `low` and `high` are the ends of the scale.
    """

    id: str
    unit: Texts
    meaning: Texts
    share: bool
    low: float | None
    high: float | None
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing of a view: nodes and edges, what colors and sizes mean, and a note if anything was cut.

    Groups tell nodes apart; with a `measure` they are its classes, from low to high. `waiting` says what is
    not computed yet and what is shown instead. `years` are the first and last year that edges can be dated
    with, or None.
    """

    view: str
    digest: str
    title: Texts
    caption: Texts
    kinds: tuple[LegendLine, ...]
    groups: tuple[LegendLine, ...]
    edge_kinds: tuple[LegendLine, ...]
    colored_by: Texts
    sized_by: Texts
    nodes: Nodes
    edges: Edges
    years: tuple[int, int] | None = None
    cut: DrawingLimit | None = None
    focus: str = ""
    measure: Measure | None = None
    waiting: Texts | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.nodes.ids
