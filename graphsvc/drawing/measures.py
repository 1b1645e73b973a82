"""Indicators as colors and sizes: values of nodes, classes from low to high, words of the legend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from babel.numbers import format_decimal

from graphsvc.arrays import Float64s, Int64s
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.messages import LANGUAGES, both, told
from graphsvc.drawing.scene import LegendLine, Measure, Texts
from graphsvc.network import (
    clustering,
    constraint,
    core_number,
    degree,
    descriptions,
    effective_size,
    pagerank,
    path_indicators,
    strength,
)
from graphsvc.network.sparse import Matrix, pattern

Scope = Literal["whole", "clusters", "here"]

STEPS = 7
_SHARES = (0.25, 0.5, 0.7, 0.85, 0.95, 0.99, 1.0)

_OF_CLUSTERS: Mapping[str, Callable[[Matrix], Float64s]] = {
    "degree": lambda network: degree(network).astype(np.float64),
    "strength": strength,
    "betweenness": lambda network: path_indicators(network).betweenness,
    "closeness": lambda network: path_indicators(network).closeness,
    "pagerank": pagerank,
    "core_number": lambda network: core_number(network).astype(np.float64),
    "clustering": clustering,
    "effective_size": lambda network: effective_size(pattern(network)),
    "constraint": constraint,
}
CLUSTER_MEASURES = tuple(_OF_CLUSTERS)


@dataclass(frozen=True, slots=True)
class Steps:
    """Classes from low to high, each node's class (-1: no value), and the figure they are classes of."""

    groups: tuple[LegendLine, ...]
    of: Int64s
    title: Texts
    measure: Measure


def measured(ground: MapGraph, by: str, clusters: Matrix | None = None) -> Float64s | None:
    """Values of an indicator for all nodes of the ground, NaN where there is none.

    Args:
        ground: organizations have the values of the whole collaboration network, as the exports hold them.
        by: an indicator of `MEASURES`.
        clusters: network between all nodes of the ground; then the clusters' values in it are returned.

    Returns None while the indicators are being computed.
    """
    values = np.full(ground.size, np.nan)
    if clusters is not None:
        if by in _OF_CLUSTERS:
            first = ground.organizations
            values[first:] = _OF_CLUSTERS[by](Matrix(clusters[first:][:, first:]))
        return values
    known = ground.figures()
    if known is None:
        return None
    if by in known:
        values[: ground.organizations] = known[by]
    return values


def steps(by: str, values: Float64s, nodes: Int64s, scope: Scope) -> Steps:
    """Classes of an indicator; limits rest on all `values`: a color means the same under every filter.

    The classes hold about 25, 25, 20, 15, 10, 4 and 1 percent of the values, from low to high; equal values
    are never parted, and fewer values than classes give fewer classes.
    """
    known = np.sort(values[~np.isnan(values)])
    limits = _limits(known)
    of = np.where(np.isnan(values), -1, np.searchsorted(limits, np.nan_to_num(values)))[nodes]
    share = descriptions()[by].share
    last = max(len(limits) - 1, 1)
    lows = known[[0, *np.searchsorted(known, limits, side="right")[:-1]]] if len(known) else known
    entries = tuple(
        LegendLine(
            f"step:{place}", _range(float(low), float(high), share=share), round(place * (STEPS - 1) / last)
        )
        for place, (low, high) in enumerate(zip(lows, limits, strict=True))
    )
    return Steps(entries, of.astype(np.int64), scoped(by, scope), _measure(by, known, values[nodes]))


def scoped(by: str, scope: Scope) -> Texts:
    """The name of an indicator with the network it was computed in."""
    label = descriptions()[by].label
    return {language: told(f"look.{scope}", language, name=label[language]) for language in LANGUAGES}


def waiting(by: str, instead: str) -> Texts:
    """Says that an indicator is still being computed, and what is shown meanwhile (a key of the messages)."""
    label, meanwhile = descriptions()[by].label, both(instead)
    return {
        language: told("look.waiting", language, name=label[language], instead=meanwhile[language])
        for language in LANGUAGES
    }


def _limits(known: Float64s) -> Float64s:
    """The highest value of each class."""
    if not len(known):
        return known
    places = [max(int(np.ceil(share * len(known))) - 1, 0) for share in _SHARES]
    return np.unique(known[places]) if len(np.unique(known)) > STEPS else np.unique(known)


def _measure(by: str, known: Float64s, shown: Float64s) -> Measure:
    about = descriptions()[by]
    return Measure(
        id=by,
        unit=about.unit,
        meaning=about.meaning,
        share=about.share,
        low=float(known[0]) if len(known) else None,
        high=float(known[-1]) if len(known) else None,
        values=tuple(None if np.isnan(value) else float(f"{value:.6g}") for value in shown),
    )


def _range(low: float, high: float, *, share: bool) -> Texts:
    scale, sign = (100, "\u00a0%") if share else (1, "")
    ends = {language: [figure(value * scale, language) for value in (low, high)] for language in LANGUAGES}
    return {language: " – ".join(dict.fromkeys(both_ends)) + sign for language, both_ends in ends.items()}


def figure(value: float, language: str) -> str:
    """A figure as a legend says it: whole numbers grouped, others with three digits."""
    if value == int(value):
        return str(format_decimal(int(value), locale=language))
    return str(format_decimal(float(f"{value:.3g}"), format="#,##0.##########", locale=language))
