"""A scene as files for programs that draw graphs: GraphML and GEXF; each says if anything was cut."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from graphsvc.drawing.exports import Indicators, about, edge_rows, node_rows, years_of
from graphsvc.drawing.map_graph import ROLES
from graphsvc.drawing.origin import Origin
from graphsvc.drawing.palette import NONE, channels, node_color, tie_color
from graphsvc.drawing.scene import Scene
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.drawing.xml_text import escaped, quoted

_DIRECTED = frozenset({"member", "runs", "hosts", "part_of", "succeeds", *ROLES})
"""Kinds of ties that lead from source to target; `directed` says so of each, since programs that read
GraphML and GEXF (networkx among them) refuse graphs in which some ties are directed and others are not."""
_SPREAD = 2_000
"""Width of a drawing, in the unit in which Gephi measures nodes."""
_LEAST, _MORE = 4.0, 26.0
"""Size of the smallest node, and what the largest has more."""


def to_graphml(
    scene: Scene, language: str, indicators: Indicators | None = None, origin: Origin | None = None
) -> str:
    """The scene as GraphML, with `label` and `weight`, and with `x`, `y`, `size` and color as drawn.

    Colors are `r`, `g` and `b`, under which Gephi looks for them; the format has none. Parallel edges keep
    their ids, and the note stands in `desc`.
    """
    out = io.StringIO()
    xml = _Xml(out)
    xml.open("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    nodes = _drawn(scene, language, indicators).colored(lambda place: node_color(scene, place))
    edges = _ties(scene, language).colored(lambda place: tie_color(scene, place))
    for domain, table, skipped in (("node", nodes, 1), ("edge", edges, 2)):
        for column in table.columns[skipped:]:
            kind = table.kind(column)
            xml.leaf(
                "key", {"id": f"{domain}-{column}", "for": domain, "attr.name": column, "attr.type": kind}
            )
    xml.open("graph", {"id": scene.view, "edgedefault": "undirected"})
    xml.text("desc", about(scene, language, origin))
    for row in nodes.rows:
        xml.open("node", {"id": str(row[0])})
        xml.data("node", nodes.columns[1:], row[1:])
        xml.close("node")
    for place, row in enumerate(edges.rows):
        xml.open("edge", {"id": f"e{place}", "source": str(row[0]), "target": str(row[1])})
        xml.data("edge", edges.columns[2:], row[2:])
        xml.close("edge")
    xml.close("graph")
    xml.close("graphml")
    return out.getvalue()


def to_gexf(
    scene: Scene, language: str, indicators: Indicators | None = None, origin: Origin | None = None
) -> str:
    """The scene as GEXF 1.3 as it is drawn: positions, colors, sizes, and when ties were there.

    Years that follow one another are one spell; a tie without a year is always there. The note is the
    description.
    """
    out = io.StringIO()
    xml = _Xml(out)
    space = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
    nodes, edges = _drawn(scene, language, indicators), _ties(scene, language)
    dated = any(scene.edges.years)
    time = {"mode": "dynamic", "timeformat": "integer"} if dated else {"mode": "static"}
    xml.open("gexf", space)
    xml.open("meta", {})
    xml.text("creator", "graphsvc")
    xml.text("description", about(scene, language, origin))
    xml.close("meta")
    xml.open("graph", {**time, "defaultedgetype": "undirected"})
    for domain, table in (("node", nodes), ("edge", edges)):
        xml.open("attributes", {"class": domain, "mode": "static"})
        for column in table.columns[2:]:
            xml.leaf("attribute", {"id": column, "title": column, "type": table.kind(column)})
        xml.close("attributes")
    _gexf_nodes(xml, scene, nodes)
    _gexf_edges(xml, scene, edges)
    xml.close("graph")
    xml.close("gexf")
    return out.getvalue()


def _gexf_nodes(xml: "_Xml", scene: Scene, nodes: "_Table") -> None:
    across, down, size = (nodes.columns.index(name) for name in ("x", "y", "size"))
    xml.open("nodes", {})
    for place, row in enumerate(nodes.rows):
        xml.open("node", {"id": str(row[0]), "label": str(row[1])})
        xml.values(nodes, row)
        xml.leaf("viz:color", channels(node_color(scene, place)))
        xml.leaf("viz:position", {"x": str(row[across]), "y": str(row[down]), "z": "0"})
        xml.leaf("viz:size", {"value": str(row[size])})
        xml.close("node")
    xml.close("nodes")


def _gexf_edges(xml: "_Xml", scene: Scene, edges: "_Table") -> None:
    weight = edges.columns.index("weight")
    xml.open("edges", {})
    for place, row in enumerate(edges.rows):
        kind = scene.edge_kinds[scene.edges.kind[place]].id
        ends = {"source": str(row[0]), "target": str(row[1])}
        xml.open("edge", {"id": f"e{place}", **ends, "kind": kind, "weight": str(row[weight])})
        xml.values(edges, row)
        if spells := _spells(years_of(scene, scene.edges.years[place])):
            xml.open("spells", {})
            for first, last in spells:
                xml.leaf("spell", {"start": str(first), "end": str(last)})
            xml.close("spells")
        xml.leaf("viz:color", channels(tie_color(scene, place)))
        xml.close("edge")
    xml.close("edges")


def _spells(years: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of years that follow one another."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return list(zip(starts, ends, strict=True))


def _drawn(scene: Scene, language: str, indicators: Indicators | None) -> "_Table":
    """Nodes as programs for graphs look for them: `label`, and positions and size as drawn."""
    table = _table(node_rows(scene, language, indicators))
    across, down, size = (table.columns.index(name) for name in ("x", "y", "size"))
    largest = max(scene.nodes.size, default=0.0) or 1.0
    rows = []
    for row in table.rows:
        cells = list(row)
        for place in (across, down):
            cells[place] = _number(cells[place]) * _SPREAD
        share = max(_number(cells[size]), 0.0) / largest
        cells[size] = _LEAST + _MORE * share**0.5
        rows.append((*cells[:1], row[1], *cells[1:], row[size]))
    return _Table((table.columns[0], "label", *table.columns[1:], "size_value"), rows)


def _ties(scene: Scene, language: str) -> "_Table":
    """Edges with their ends first, with `weight` and `label`, and `directed` (1 or 0)."""
    header, *rows = edge_rows(scene, language)
    place = {str(name): at for at, name in enumerate(header)}
    order = [at for name, at in place.items() if name not in ("source", "target", "strength")]
    columns = (
        "source",
        "target",
        "label",
        "weight",
        "strength",
        *(str(header[at]) for at in order),
        "directed",
    )
    ends = (place["source"], place["target"], place["relation_label"], place["strength"], place["strength"])
    relation = place["relation"]
    made = [(*(row[at] for at in (*ends, *order)), int(str(row[relation]) in _DIRECTED)) for row in rows]
    return _Table(columns, made)


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0.0


class _Table:
    def __init__(self, columns: Sequence[str], rows: list[tuple[Cell, ...]]) -> None:
        self.columns, self.rows = tuple(columns), rows

    def kind(self, column: str) -> str:
        place = self.columns.index(column)
        kinds = {type(row[place]) for row in self.rows if row[place] is not None}
        if kinds and kinds <= {int}:
            return "long"
        return "double" if kinds and kinds <= {int, float} else "string"

    def colored(self, color: Callable[[int], str]) -> "_Table":
        """The table with the color of each row as red, green and blue."""
        named = [channels(color(place)) for place in range(len(self.rows))]
        rows = [(*row, *map(int, parts.values())) for row, parts in zip(self.rows, named, strict=True)]
        return _Table((*self.columns, *channels(NONE)), rows)


def _table(rows: Iterable[tuple[Cell, ...]]) -> _Table:
    header, *body = rows
    return _Table([str(column) for column in header], body)


class _Xml:
    """Writes XML with what the format cannot hold left out."""

    def __init__(self, out: io.StringIO) -> None:
        self._write = out.write
        self._write('<?xml version="1.0" encoding="utf-8"?>\n')

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        self._write(f"<{name}{_attributes(attributes)}>")

    def close(self, name: str) -> None:
        self._write(f"</{name}>\n")

    def leaf(self, name: str, attributes: Mapping[str, str]) -> None:
        self._write(f"<{name}{_attributes(attributes)}/>")

    def text(self, name: str, words: str, attributes: Mapping[str, str] | None = None) -> None:
        self._write(f"<{name}{_attributes(attributes or {})}>{escaped(words)}</{name}>")

    def values(self, table: _Table, row: Sequence[Cell]) -> None:
        """The attributes of a node or edge of GEXF after its first two columns."""
        self.open("attvalues", {})
        for column, cell in zip(table.columns[2:], row[2:], strict=True):
            if cell not in (None, ""):
                self.leaf("attvalue", {"for": column, "value": str(cell)})
        self.close("attvalues")

    def data(self, domain: str, columns: Sequence[str], cells: Sequence[Cell]) -> None:
        for column, cell in zip(columns, cells, strict=True):
            if cell not in (None, ""):
                self.text("data", str(cell), {"key": f"{domain}-{column}"})


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join([f" {name}={quoted(value)}" for name, value in attributes.items()])
