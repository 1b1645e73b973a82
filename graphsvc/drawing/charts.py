"""Chart data for the browser (see docs/maps.md): what is drawn, read aloud, and shown as a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.drawing.chain_flow import ChainFlow
from graphsvc.drawing.messages import in_language, texts_for, told
from graphsvc.drawing.places_summed import summed_places
from graphsvc.drawing.scene import Scene, Texts
from graphsvc.network import Trend

Chart = dict[str, Any]


def chart(
    kind: str, title: str, description: str, table: Mapping[str, Any], language: str, **rest: Any
) -> Chart:
    """Return chart data with what every kind carries."""
    return {
        "format": 1,
        "kind": kind,
        "title": title,
        "description": description,
        "language": language,
        "table": table,
        "text": texts_for(("chart.",), language),
        **rest,
    }


def heatmap_chart(
    title: str,
    description: str,
    *,
    x: Sequence[tuple[str, str]],
    y: Sequence[tuple[str, str]],
    cells: Sequence[tuple[int, int, float | None]],
    language: str,
    kind: str = "heatmap",
    **rest: Any,
) -> Chart:
    """Return a heat map over named columns `x` and rows `y` (id, label); `cells` are column, row, value."""
    values = {(column, row): value for column, row, value in cells}
    rows = [
        [label, *(values.get((column, row)) for column in range(len(x)))] for row, (_, label) in enumerate(y)
    ]
    return chart(
        kind,
        title,
        description,
        {"columns": ["", *(label for _, label in x)], "rows": rows},
        language,
        x=[{"id": identifier, "label": label} for identifier, label in x],
        y=[{"id": identifier, "label": label} for identifier, label in y],
        cells=[list(cell) for cell in cells],
        max=max((value for _, _, value in cells if value is not None), default=0),
        **rest,
    )


def matrix_chart(scene: Scene, language: str) -> Chart:
    """Return collaboration between the nodes of a scene (clusters) as a symmetric matrix; ties only."""
    edges = scene.edges
    tied = sorted(
        {*edges.source, *edges.target}, key=lambda place: (scene.nodes.labels[place], scene.nodes.ids[place])
    )
    position = {place: row for row, place in enumerate(tied)}
    summed: dict[tuple[int, int], float] = {}
    for source, target, weight in zip(edges.source, edges.target, edges.weight, strict=True):
        for pair in ((position[source], position[target]), (position[target], position[source])):
            summed[pair] = round(summed.get(pair, 0.0) + weight, 6)
    names = [(scene.nodes.ids[place], scene.nodes.labels[place]) for place in tied]
    cells = [(column, row, value) for (column, row), value in sorted(summed.items())]
    description = told("chart.matrix", language, n=len(tied))
    return heatmap_chart(
        in_language(scene.title, language),
        description,
        x=names,
        y=names,
        cells=cells,
        language=language,
        kind="matrix",
        digest=scene.digest,
    )


def sankey_chart(flow: ChainFlow, language: str) -> Chart:
    """Return the flow stages of a value chain in layers, links as wide as they have ties."""
    labels = [in_language(stage.label, language) for stage in flow.stages]
    return chart(
        "sankey",
        in_language(flow.title, language),
        told("chart.sankey", language, n=len(flow.stages)),
        {
            "columns": [told(key, language) for key in ("chart.from", "chart.to", "chart.ties")],
            "rows": [[labels[source], labels[target], value] for source, target, value in flow.links],
        },
        language,
        nodes=[
            {"id": stage.id, "label": label, "layer": stage.layer, "group": -1, "count": stage.count}
            for stage, label in zip(flow.stages, labels, strict=True)
        ],
        links=[{"source": source, "target": target, "value": value} for source, target, value in flow.links],
        digest=flow.digest,
    )


def lines_chart(
    title: Texts, trends: Sequence[tuple[Texts, Trend]], language: str, *, share: bool = False
) -> Chart:
    """Return curves by year with their intervals; years that were cut are named in the description.

    `share` says that the values are shares of one. A line breaks off where a year has no value.
    """
    known = [point.year for _, trend in trends for point in trend.points]
    years = list(range(min(known), max(known) + 1)) if known else []
    cut = sorted({(entry.year, entry.edge) for _, trend in trends for entry in trend.cut})
    reasons = [told(f"chart.cut_{edge}", language, year=str(year)) for year, edge in cut]
    span = {"first": str(years[0]), "last": str(years[-1])} if years else {"first": "–", "last": "–"}
    rows = [
        [point.year, in_language(label, language), point.value, point.low, point.high, point.n]
        for label, trend in trends
        for point in trend.points
    ]
    keys = ("chart.year", "chart.name", "chart.value", "chart.low", "chart.high", "chart.n")
    return chart(
        "lines",
        in_language(title, language),
        " ".join([told("chart.lines", language, **span), *reasons]),
        {"columns": [told(key, language) for key in keys], "rows": rows},
        language,
        x=years,
        share=share,
        series=[
            _series(f"{trend.indicator}-{place}", label, trend, years, language)
            for place, (label, trend) in enumerate(trends)
        ],
        cut=[{"year": year, "reason": reason} for (year, _), reason in zip(cut, reasons, strict=True)],
    )


def _series(
    identifier: str, label: Texts, trend: Trend, years: Sequence[int], language: str
) -> dict[str, Any]:
    by_year = {point.year: point for point in trend.points}
    points = [by_year.get(year) for year in years]
    return {
        "id": identifier,
        "label": in_language(label, language),
        "points": [point.value if point else None for point in points],
        "low": [point.low if point else None for point in points],
        "high": [point.high if point else None for point in points],
        "n": [point.n if point else 0 for point in points],
    }


def curve_chart(
    title: str,
    description: str,
    *,
    across: str,
    x: Sequence[int],
    series: Sequence[tuple[str, str, Sequence[float | None]]],
    language: str,
) -> Chart:
    """Return shares of one over whole numbers.

    Args:
        title: of the chart.
        description: what a screen reader says of it.
        across: what `x` counts.
        x: the numbers, rising.
        series: id, label and a share for each of `x`, None where there is none.
        language: of the words.
    """
    rows = [[number, *(points[place] for _, _, points in series)] for place, number in enumerate(x)]
    return chart(
        "curve",
        title,
        description,
        {"columns": [across, *(label for _, label, _ in series)], "rows": rows},
        language,
        across=across,
        x=list(x),
        series=[
            {"id": identifier, "label": label, "points": list(points)} for identifier, label, points in series
        ],
    )


def geo_chart(scene: Scene, language: str, most_links: int = 400) -> Chart:
    """Return a scene as a geographic map: a point a place, a line a pair of places that work together.

    Nodes within a tenth of a degree are one place. Of the lines the `most_links` strongest are drawn, and
    the description says so.
    """
    places = summed_places(scene)
    cut = told("cut.strongest", language, shown=most_links, total=len(places.links))
    words = [
        told("chart.geo", language, n=len(places.points)),
        *([cut] if len(places.links) > most_links else []),
    ]
    keys = ("chart.place", "chart.count")
    return chart(
        "geo",
        in_language(scene.title, language),
        " ".join(words),
        {
            "columns": [told(key, language) for key in keys],
            "rows": [[point.label, len(point.ids)] for point in places.points],
        },
        language,
        digest=scene.digest,
        points=[
            {
                "id": point.ids[0],
                "label": point.label,
                "lng": point.lng,
                "lat": point.lat,
                "size": len(point.ids),
                "cluster": point.cluster,
            }
            for point in places.points
        ],
        links=[
            {"source": link.source, "target": link.target, "weight": link.weight}
            for link in places.links[:most_links]
        ],
    )
