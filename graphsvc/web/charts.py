"""Charts beside the tables of value-chain pages: alliances, removals, what clusters give each other."""

from typing import Any

from flask_babel import gettext as _

from graphsvc.drawing import curve_chart, heatmap_chart
from graphsvc.web.language import label, language, share

MOST_CLUSTERS = 40
"""A heat map of more clusters cannot be read."""


def alliance_curve(result: Any) -> dict[str, Any] | None:
    """The best coverage by number of clusters, nothing where there is only one point."""
    steps = result.curve
    if len(steps) < 2:
        return None
    first, last = steps[0], steps[-1]
    return curve_chart(
        _("What is possible with 1, 2, 3 … clusters"),
        _(
            "From %(low)s with %(few)s to %(high)s with %(many)s clusters.",
            low=share(first.share), few=first.size, high=share(last.share), many=last.size,
        ),
        across=_("Clusters"),
        x=[step.size for step in steps],
        series=[
            ("once", _("Coverage"), [step.share for step in steps]),
            ("deep", _("with a second supplier"), [step.share_deep for step in steps]),
        ],
        language=language(),
    )  # fmt: skip


def removal_curves(result: Any) -> dict[str, Any] | None:
    """What remains when one after another leaves, nothing where nobody can."""
    aimed, random = result.curve_targeted, {step.n: step.share for step in result.curve_random}
    if len(aimed) < 2:
        return None
    half = next((step.n for step in aimed if step.share <= aimed[0].share / 2), aimed[-1].n)
    return curve_chart(
        _("What remains when one after another leaves"),
        _("Half of the coverage is lost once so many of the most important are gone: %(n)s.", n=half),
        across=_("Gone"),
        x=[step.n for step in aimed],
        series=[
            ("aimed", _("the most important first"), [step.share for step in aimed]),
            ("random", _("at random"), [random.get(step.n) for step in aimed]),
        ],
        language=language(),
    )


def exchange(found: Any) -> dict[str, Any]:
    """What each cluster (column) opens for each other (row), those with most to give and get first."""
    rows = range(len(found.refs))
    weight = [sum(found.gain[one]) + sum(line[one] for line in found.gain) for one in rows]
    shown = sorted(sorted(rows, key=lambda one: (-weight[one], one))[:MOST_CLUSTERS])
    names = [(found.refs[one].id, label(found.refs[one].name)) for one in shown]
    cells: list[tuple[int, int, float | None]] = [
        (column, row, None if giver == taker else found.gain[taker][giver])
        for row, taker in enumerate(shown)
        for column, giver in enumerate(shown)
    ]
    return heatmap_chart(
        _("What clusters give each other"),
        _("Required stages that the cluster in the column opens for the cluster in the row."),
        x=names,
        y=names,
        cells=cells,
        language=language(),
    )
