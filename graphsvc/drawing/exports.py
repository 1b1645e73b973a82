"""A scene as files for other programs: CSV, XLSX, GraphML, GEXF; each says if anything was cut."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from graphsvc.arrays import Float64s
from graphsvc.drawing.messages import in_language, told
from graphsvc.drawing.scene import Scene
from graphsvc.drawing.spreadsheets import Cell, add_sheet, sheet_csv, workbook

Indicators = Mapping[str, Float64s]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NODE_COLUMNS = ("id", "name", "kind", "group", "country", "region", "city", "lat", "lng", "size", "x", "y")
EDGE_COLUMNS = ("source", "target", "relation", "strength", "count", "years")


def node_rows(
    scene: Scene, language: str, indicators: Indicators | None = None
) -> Iterable[tuple[Cell, ...]]:
    """Header and rows of the nodes, in scene order, with one column an indicator."""
    figures = dict(indicators or {})
    colored = {"color_value": scene.measure.values} if scene.measure else {}
    yield (*NODE_COLUMNS, *colored, *figures)
    nodes = scene.nodes
    for place, identifier in enumerate(nodes.ids):
        group = nodes.group[place]
        yield (
            identifier,
            nodes.labels[place],
            in_language(scene.kinds[nodes.kind[place]].label, language),
            in_language(scene.groups[group].label, language) if group >= 0 else "",
            nodes.country[place],
            nodes.region[place],
            nodes.city[place],
            nodes.lat[place],
            nodes.lng[place],
            nodes.size[place],
            nodes.x[place],
            nodes.y[place],
            *(values[place] for values in colored.values()),
            *(_number(values[place]) for values in figures.values()),
        )


def edge_rows(scene: Scene) -> Iterable[tuple[Cell, ...]]:
    """Header and rows of the edges, in scene order; parallel edges are rows of their own."""
    yield EDGE_COLUMNS
    ids, edges = scene.nodes.ids, scene.edges
    for place in range(len(edges)):
        yield (
            ids[edges.source[place]],
            ids[edges.target[place]],
            scene.edge_kinds[edges.kind[place]].id,
            edges.weight[place],
            edges.count[place],
            " ".join(str(year) for year in years_of(scene, edges.years[place])),
        )


def years_of(scene: Scene, bits: int) -> tuple[int, ...]:
    """The years that a bit set of an edge stands for."""
    first, last = scene.years or (0, -1)
    return tuple(year for year in range(first, last + 1) if bits >> (year - first) & 1)


def note(scene: Scene, language: str) -> str:
    """What was cut and what is not computed yet, in sentences, or nothing."""
    said = [scene.cut.text if scene.cut else None, scene.waiting]
    return " ".join(in_language(text, language) for text in said if text)


def looks(scene: Scene, language: str) -> tuple[str, str]:
    """What colors and sizes stand for, in words."""
    color = told("map.colors", language, what=in_language(scene.colored_by, language))
    return color, told("map.size", language, what=in_language(scene.sized_by, language))


def about(scene: Scene, language: str) -> str:
    """Caption, what colors and sizes stand for, and the note."""
    said = [in_language(scene.caption, language), *(f"{look}." for look in looks(scene, language))]
    return " ".join(part for part in (*said, note(scene, language)) if part)


def to_csv(scene: Scene, language: str, part: str = "nodes", indicators: Indicators | None = None) -> bytes:
    """Nodes or edges as CSV in the dialect of a language; if anything was cut, a column `note` says so."""
    rows = node_rows(scene, language, indicators) if part == "nodes" else edge_rows(scene)
    words = note(scene, language)
    noted = ((*row, "note" if place == 0 else words) if words else row for place, row in enumerate(rows))
    return sheet_csv(noted, language)


def to_xlsx(scene: Scene, language: str, indicators: Indicators | None = None) -> bytes:
    """Nodes, edges and a sheet about the data as XLSX; text is never a formula."""
    out = io.BytesIO()
    with workbook(out) as book:
        add_sheet(book, told("export.about", language), _about(scene, language))
        add_sheet(book, told("export.nodes", language), node_rows(scene, language, indicators))
        add_sheet(book, told("export.edges", language), edge_rows(scene))
    return out.getvalue()


def to_graphml(scene: Scene, language: str, indicators: Indicators | None = None) -> str:
    """The scene as GraphML; parallel edges keep their ids, and the note stands in `desc`."""
    out = io.StringIO()
    xml = _Xml(out)
    xml.open("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    nodes, edges = _table(node_rows(scene, language, indicators)), _table(edge_rows(scene))
    for domain, table, skipped in (("node", nodes, 1), ("edge", edges, 2)):
        for column in table.columns[skipped:]:
            kind = table.kind(column)
            xml.leaf(
                "key", {"id": f"{domain}-{column}", "for": domain, "attr.name": column, "attr.type": kind}
            )
    xml.open("graph", {"id": scene.view, "edgedefault": "undirected"})
    xml.text("desc", about(scene, language))
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


def to_gexf(scene: Scene, language: str, indicators: Indicators | None = None) -> str:
    """The scene as GEXF 1.3 with positions; parallel edges carry their kind, the note is the description."""
    out = io.StringIO()
    xml = _Xml(out)
    space = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
    nodes = _table(node_rows(scene, language, indicators))
    xml.open("gexf", space)
    xml.open("meta", {})
    xml.text("creator", "graphsvc")
    xml.text("description", about(scene, language))
    xml.close("meta")
    xml.open("graph", {"mode": "static", "defaultedgetype": "undirected"})
    xml.open("attributes", {"class": "node"})
    for column in nodes.columns[2:]:
        xml.leaf("attribute", {"id": column, "title": column, "type": nodes.kind(column)})
    xml.close("attributes")
    _gexf_nodes(xml, scene, nodes)
    _gexf_edges(xml, scene)
    xml.close("graph")
    xml.close("gexf")
    return out.getvalue()


def _gexf_nodes(xml: "_Xml", scene: Scene, nodes: "_Table") -> None:
    xml.open("nodes", {})
    for place, row in enumerate(nodes.rows):
        xml.open("node", {"id": str(row[0]), "label": str(row[1])})
        xml.open("attvalues", {})
        for column, cell in zip(nodes.columns[2:], row[2:], strict=True):
            if cell not in (None, ""):
                xml.leaf("attvalue", {"for": column, "value": str(cell)})
        xml.close("attvalues")
        xml.leaf("viz:position", {"x": str(scene.nodes.x[place]), "y": str(scene.nodes.y[place]), "z": "0"})
        xml.close("node")
    xml.close("nodes")


def _gexf_edges(xml: "_Xml", scene: Scene) -> None:
    xml.open("edges", {})
    ids, edges = scene.nodes.ids, scene.edges
    for place in range(len(edges)):
        kind = scene.edge_kinds[edges.kind[place]].id
        ends = {"source": ids[edges.source[place]], "target": ids[edges.target[place]]}
        xml.leaf("edge", {"id": f"e{place}", **ends, "kind": kind, "weight": str(edges.weight[place])})
    xml.close("edges")


class _Table:
    def __init__(self, columns: Sequence[str], rows: list[tuple[Cell, ...]]) -> None:
        self.columns, self.rows = tuple(columns), rows

    def kind(self, column: str) -> str:
        place = self.columns.index(column)
        kinds = {type(row[place]) for row in self.rows if row[place] is not None}
        if kinds and kinds <= {int}:
            return "long"
        return "double" if kinds and kinds <= {int, float} else "string"


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
        self._write(f"<{name}{_attributes(attributes or {})}>{_escaped(words)}</{name}>")

    def data(self, domain: str, columns: Sequence[str], cells: Sequence[Cell]) -> None:
        for column, cell in zip(columns, cells, strict=True):
            if cell not in (None, ""):
                self.text("data", str(cell), {"key": f"{domain}-{column}"})


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join([f" {name}={_quoted(value)}" for name, value in attributes.items()])


@lru_cache(maxsize=100_000)
def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value))


@lru_cache(maxsize=100_000)
def _escaped(words: str) -> str:
    return escape(_NOT_XML.sub("", words))


def _about(scene: Scene, language: str) -> Iterable[tuple[Cell, ...]]:
    yield (told("export.about", language), "")
    yield (in_language(scene.title, language), in_language(scene.caption, language))
    yield ("digest", scene.digest)
    yield (told("export.nodes", language), len(scene.nodes))
    yield (told("export.edges", language), len(scene.edges))
    for look in looks(scene, language):
        yield (look, "")
    if scene.measure:
        yield (in_language(scene.measure.meaning, language), "color_value")
    if note(scene, language):
        yield (told("export.note", language), note(scene, language))


def _number(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124 - NaN is the only number unlike itself
