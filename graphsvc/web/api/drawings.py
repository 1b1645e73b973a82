"""What maps and charts look like as JSON (see docs/maps.md); the words on them come along in `text`."""

from typing import Literal

from pydantic import Field, RootModel

from graphsvc.web.api.models import Answer

Texts = dict[str, str]
Cell = str | float | None


class LegendEntry(Answer):
    """A line of a legend; color -1 is grey."""

    id: str
    label: str
    color: int


class Legend(Answer):
    """What colors and sizes stand for; classes of an indicator have its unit, meaning and ends."""

    title: str
    size: str
    scale: Literal["groups", "steps"]
    unit: str = ""
    meaning: str = ""
    share: bool = False
    ends: tuple[float, float] | None = None


class CutAnswer(Answer):
    """What there would have been to draw, and what was done about it."""

    nodes: int
    edges: int
    text: str


class Counts(Answer):
    """How much is drawn."""

    nodes: int
    edges: int


class NodeColumns(Answer):
    """Nodes as columns of equal length; `kind` and `group` index the legends, group -1 is none."""

    id: list[str]
    label: list[str]
    kind: list[int]
    group: list[int]
    size: list[float]
    x: list[float]
    y: list[float]
    lng: list[float | None]
    lat: list[float | None]
    place: list[str]
    value: list[float | None] = Field(default_factory=list, description="of the indicator that colors nodes")
    head: list[str] = Field(
        default_factory=list, description="best connected members, where nodes stand for communities"
    )
    region: list[str] = Field(default_factory=list, description="NUTS codes, where regions are drawn")


class EdgeColumns(Answer):
    """Edges as columns: positions in the nodes, and `years` as a bit set over the years of the scene."""

    source: list[int]
    target: list[int]
    kind: list[int]
    weight: list[float]
    count: list[int]
    years: list[int]


class SceneAnswer(Answer):
    """Nodes, edges and positions of a view."""

    format: Literal[1]
    view: str
    language: str
    digest: str
    title: str
    caption: str
    cut: CutAnswer | None
    counts: Counts
    kinds: list[LegendEntry]
    groups: list[LegendEntry]
    edge_kinds: list[LegendEntry]
    legend: Legend
    waiting: str | None
    years: tuple[int, int] | None
    focus: str
    nodes: NodeColumns
    edges: EdgeColumns
    about: str = Field(description="what is drawn, filter, licences and sources, for files")
    text: Texts


class AroundNode(Answer):
    """A node of a neighbourhood, as vis-network reads it."""

    id: str
    label: str
    name: str
    title: str
    x: float
    y: float
    size: float
    kind: str
    group_number: int
    shape: str


class AroundEdge(Answer):
    """A tie of a neighbourhood, as vis-network reads it."""

    id: int
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    title: str
    kind_number: int
    weight: float
    count: int
    arrows: str


class AroundLegend(Answer):
    """What colors and sizes stand for."""

    title: str
    size: str


class Surroundings(Answer):
    """An entity and those it is tied to."""

    format: Literal[1]
    language: str
    digest: str
    title: str
    caption: str
    cut: str | None
    focus: str
    nodes: list[AroundNode]
    edges: list[AroundEdge]
    groups: list[LegendEntry]
    edge_kinds: list[LegendEntry]
    legend: AroundLegend
    text: Texts


class NeighbourhoodAnswer(RootModel[Surroundings | None]):
    """An entity and those it is tied to; null for what may not be drawn."""


class ChartTable(Answer):
    """The numbers of a chart as a table."""

    columns: list[str]
    rows: list[list[Cell]]


class ChartAnswer(Answer):
    """What every chart carries."""

    format: Literal[1]
    kind: str
    title: str
    description: str
    language: str
    table: ChartTable
    text: Texts


class FlowNode(Answer):
    """A stage of a value chain, its layer from upstream to downstream, and how many perform it."""

    id: str
    label: str
    layer: int
    group: int
    count: int


class FlowLink(Answer):
    """Ties between two stages, by their position."""

    source: int
    target: int
    value: int


class FlowAnswer(ChartAnswer):
    """A value chain in layers, links as wide as they have ties."""

    nodes: list[FlowNode]
    links: list[FlowLink]
    digest: str


class Curve(Answer):
    """A curve by year, its interval and the number of projects behind it; null where there is no point."""

    id: str
    label: str
    points: list[float | None]
    low: list[float | None]
    high: list[float | None]
    n: list[int]


class LeftOut(Answer):
    """A year that a curve leaves out, and why."""

    year: int
    reason: str


class CurvesAnswer(ChartAnswer):
    """Curves by year; `share` says that the values are shares of one."""

    x: list[int]
    share: bool
    series: list[Curve]
    cut: list[LeftOut]
