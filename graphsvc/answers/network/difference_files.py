"""A difference as files: ties with projects as tables, and the whole as graph and as picture."""

from collections.abc import Iterable
from urllib.parse import urlencode

from graphsvc.answers.network.compared import Compared
from graphsvc.answers.network.difference_rows import NODE_COLUMNS, TIE_COLUMNS, node_rows, tie_rows
from graphsvc.answers.network.map_files import FORMATS, File, outlines
from graphsvc.domain import is_private
from graphsvc.drawing import (
    Origin,
    PictureSize,
    Scene,
    composed,
    panel,
    to_gexf,
    to_graphml,
    to_png,
    to_svg,
)
from graphsvc.drawing.exports import about, named_sheets
from graphsvc.drawing.messages import in_language, told
from graphsvc.drawing.spreadsheets import Cell, sheet_csv
from graphsvc.errors import UnknownId

DIFFERENCE_FORMATS = ("csv", "xlsx", "gexf", "graphml", "svg", "png")


def difference_file(of: Compared, form: str, language: str, site: str, size: PictureSize) -> File:
    """The file in one of `DIFFERENCE_FORMATS`. Raises `UnknownId` for another one."""
    if form not in DIFFERENCE_FORMATS:
        raise UnknownId("format", form)
    source = _origin(of, site)
    name = f"graphsvc-{of.scene.view}-{of.scene.digest[:8]}.{form}"
    if form in ("csv", "xlsx"):
        content = (_sheet if form == "csv" else _sheets)(of, language, source)
    elif form in ("gexf", "graphml"):
        content = (to_gexf if form == "gexf" else to_graphml)(of.scene, language, None, source).encode()
    else:
        picture = composed(of.scene, language, source, size, _countries(of))
        content = to_png(picture) if form == "png" else to_svg(picture).encode()
    return File(content, FORMATS[form][0], name, source.licences())


def side_picture(of: Compared, side: int, language: str) -> str:
    """One side as SVG."""
    return to_svg(panel(of.scene, side, language, _countries(of)))


def _countries(of: Compared) -> str:
    """Regions stand at their places on a map of countries, everything else in the network."""
    return outlines() if of.found.comparison.by == "regions" else ""


def _sheet(of: Compared, language: str, source: Origin) -> bytes:
    words = ("about", about(of.scene, language, source))
    rows = enumerate(tie_rows(of, language))
    return sheet_csv(((*row, words[place] if place < len(words) else "") for place, row in rows), language)


def _sheets(of: Compared, language: str, source: Origin) -> bytes:
    sheets = {
        "about": _about(of.scene, language, source),
        "columns": _columns(language),
        "edges": tie_rows(of, language),
        "nodes": node_rows(of, language),
    }
    return named_sheets(sheets, language)


def _about(scene: Scene, language: str, source: Origin) -> Iterable[tuple[Cell, ...]]:
    yield (told("export.about", language), "")
    yield (in_language(scene.title, language), in_language(scene.caption, language))
    yield ("digest", scene.digest)
    yield from source.rows(language)


def _columns(language: str) -> Iterable[tuple[Cell, ...]]:
    yield tuple(told(f"export.{name}", language) for name in ("table", "column", "holds"))
    for table, columns in (("edges", TIE_COLUMNS), ("nodes", NODE_COLUMNS)):
        for column in columns:
            yield told(f"export.{table}", language), column, told(f"column.{column}", language, what="")


def _origin(of: Compared, site: str) -> Origin:
    public = tuple(info for info in of.ground.snapshot.datasets if not is_private(info.id))
    comparison = of.found.comparison
    address = f"{site.rstrip('/')}/map/compare?{urlencode(comparison.to_query())}"
    return Origin(address, public, comparison.shared)
