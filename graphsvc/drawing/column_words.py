"""What the columns of exported tables hold, with their units, in words."""

from collections.abc import Iterable, Mapping, Sequence

from graphsvc.drawing.messages import in_language, told
from graphsvc.drawing.scene import Measure, Scene
from graphsvc.network import descriptions
from graphsvc.network.descriptions import IndicatorDescription


def column_rows(
    tables: Mapping[str, Sequence[str]], scene: Scene, language: str
) -> Iterable[tuple[str, ...]]:
    """Header and a row for each column of each table: table, column, unit, what it holds.

    Raises:
        KeyError: a column has no words in `messages.yml` and is no indicator.
    """
    yield tuple(told(f"export.{name}", language) for name in ("table", "column", "unit", "holds"))
    for table, columns in tables.items():
        for column in columns:
            yield (told(f"export.{table}", language), column, *_words(column, scene, language))


def _words(column: str, scene: Scene, language: str) -> tuple[str, str]:
    """Unit and meaning of a column."""
    about = descriptions().get(column)
    if about:
        return _unit(
            about, language
        ), f"{in_language(about.label, language)}: {in_language(about.meaning, language)}"
    if column == "color_value" and scene.measure:
        return _unit(scene.measure, language), in_language(scene.colored_by, language)
    looks = {
        "group": in_language(scene.colored_by, language),
        "group_label": in_language(scene.colored_by, language),
        "size": in_language(scene.sized_by, language),
    }
    unit = told("column.degrees", language) if column in ("lat", "lng") else ""
    return unit, told(f"column.{column}", language, what=looks.get(column, ""))


def _unit(of: IndicatorDescription | Measure, language: str) -> str:
    return told("column.share", language) if of.share else in_language(of.unit, language)
