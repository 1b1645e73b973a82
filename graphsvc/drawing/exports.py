"""A scene as tables for other programs: CSV, ZIP and XLSX; each says if anything was cut."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from graphsvc.arrays import Float64s
from graphsvc.drawing.column_words import column_rows
from graphsvc.drawing.messages import in_language, told
from graphsvc.drawing.origin import Origin
from graphsvc.drawing.scene import Scene
from graphsvc.drawing.spreadsheets import Cell, add_sheet, sheet_csv, workbook

Indicators = Mapping[str, Float64s]

NODE_COLUMNS = (
    "id", "name", "kind", "kind_label", "group", "group_label", "country", "region", "city", "lat", "lng",
    "size", "x", "y",
)  # fmt: skip
EDGE_COLUMNS = (
    "source", "source_name", "target", "target_name", "relation", "relation_label", "strength", "count",
    "years",
)  # fmt: skip
"""Codes (`kind`, `group`, `relation`) are the same in every language, their labels are words of one."""
_WIDEST = 400
"""Pixels that a column of a sheet is wide at most."""
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)


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
            scene.kinds[nodes.kind[place]].id,
            in_language(scene.kinds[nodes.kind[place]].label, language),
            scene.groups[group].id if group >= 0 else "",
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


def edge_rows(scene: Scene, language: str) -> Iterable[tuple[Cell, ...]]:
    """Header and rows of the edges, in scene order; parallel edges are rows of their own."""
    yield EDGE_COLUMNS
    ids, names, edges = scene.nodes.ids, scene.nodes.labels, scene.edges
    for place in range(len(edges)):
        source, target, kind = edges.source[place], edges.target[place], scene.edge_kinds[edges.kind[place]]
        yield (
            ids[source],
            names[source],
            ids[target],
            names[target],
            kind.id,
            in_language(kind.label, language),
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


def about(scene: Scene, language: str, origin: Origin | None = None) -> str:
    """Caption, what colors and sizes stand for, the note, and where the data comes from."""
    said = [in_language(scene.caption, language), *(f"{look}." for look in looks(scene, language))]
    where = [f"{what}: {value}." for what, value in origin.rows(language)] if origin else []
    return " ".join(part for part in (*said, note(scene, language), *where) if part)


def to_csv(
    scene: Scene,
    language: str,
    part: str = "nodes",
    indicators: Indicators | None = None,
    origin: Origin | None = None,
) -> bytes:
    """Nodes or edges as CSV in the dialect of a language.

    If anything was cut, a column `note` says so in each row. With an origin the last column, `about`, says in
    the first row what the file holds and where it comes from, and is empty in the others.
    """
    rows = node_rows(scene, language, indicators) if part == "nodes" else edge_rows(scene, language)
    further: list[tuple[str, str, str]] = []
    if words := note(scene, language):
        further.append(("note", words, words))
    if origin:
        further.append(("about", about(scene, language, origin), ""))
    widened = ((*row, *(cells[min(place, 2)] for cells in further)) for place, row in enumerate(rows))
    return sheet_csv(widened, language)


def to_zip(
    scene: Scene, language: str, indicators: Indicators | None = None, origin: Origin | None = None
) -> bytes:
    """Nodes, edges, columns and what is known about the data as CSV in one archive, without any clock."""
    files = {
        "nodes.csv": to_csv(scene, language, indicators=indicators),
        "edges.csv": to_csv(scene, language, "edges"),
        "columns.csv": sheet_csv(_columns(scene, language, indicators), language),
        "about.csv": sheet_csv(_about(scene, language, origin), language),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return out.getvalue()


def to_xlsx(
    scene: Scene, language: str, indicators: Indicators | None = None, origin: Origin | None = None
) -> bytes:
    """Sheets about the data and its columns, with nodes and with edges, as XLSX; text is never a formula."""
    sheets = {
        "about": _about(scene, language, origin),
        "columns": _columns(scene, language, indicators),
        "nodes": node_rows(scene, language, indicators),
        "edges": edge_rows(scene, language),
    }
    return named_sheets(sheets, language)


def named_sheets(sheets: Mapping[str, Iterable[Sequence[Cell]]], language: str) -> bytes:
    """Sheets as XLSX, each called by the words of `export.` and its key."""
    out = io.BytesIO()
    with workbook(out) as book:
        for key, rows in sheets.items():
            add_sheet(book, told(f"export.{key}", language), rows).autofit(_WIDEST)
    return out.getvalue()


def _columns(scene: Scene, language: str, indicators: Indicators | None) -> Iterable[tuple[Cell, ...]]:
    nodes = next(iter(node_rows(scene, language, indicators)))
    tables = {"nodes": nodes, "edges": EDGE_COLUMNS}
    return column_rows({name: [str(cell) for cell in row] for name, row in tables.items()}, scene, language)


def _about(scene: Scene, language: str, origin: Origin | None) -> Iterable[tuple[Cell, ...]]:
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
    if origin:
        yield from origin.rows(language)


def _number(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124 - NaN is the only number unlike itself
