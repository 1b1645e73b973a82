"""What the page of a curve says beside it: where it goes, where years cannot be compared, how to cite it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from graphsvc.answers.network.trends import TRENDS, YEARLY, Kept, Label, TrendGroup, curve, words
from graphsvc.domain.ids import kind_of
from graphsvc.drawing import lines_chart
from graphsvc.messages import Message, msg
from graphsvc.network import Change, CutYear, Point, ProjectSums, stretches
from graphsvc.network.trends import LEAST_YEARS
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.state.snapshot_tables import SnapshotTables

_ALL = {"de": "alle Projekte", "en": "all projects"}
_TOO_HIGH = msg(
    "The first years read too high: what came before the data is unknown. So nothing is said of a change."
)
_CAVEATS = {
    "newcomer_share": _TOO_HIGH,
    "new_cluster_pairs": _TOO_HIGH,
    "met_before_share": msg(
        "The first years read too low: what came before the data is unknown. So nothing is said of a change."
    ),
}
_CANNOT = (
    msg("Work together outside of the projects in the data is unknown."),
    msg("The interval tells how much a value could differ by chance in which projects began that year."),
    msg("A change beside another one is not its cause."),
)


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A curve in the list of those there are."""

    id: str
    title: Label
    definition: Label


@dataclass(frozen=True, slots=True)
class TrendPage:
    """A curve with all that its page says; `gone` where another state was asked for and is lost."""

    id: str
    of: Ref | None
    title: Label
    definition: Label
    share: bool
    points: tuple[Point, ...]
    chart: dict[str, Any]
    changes: tuple[Message, ...]
    breaks: tuple[Message, ...]
    caveat: Message | None
    cut: tuple[Message, ...]
    cite: Message
    cannot: tuple[Message, ...]
    gone: Message | None
    digest: str


@dataclass(frozen=True, slots=True)
class TrendGroups:
    """Whose projects a curve can count: codes of countries, and clusters by name."""

    countries: tuple[str, ...]
    clusters: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class TrendRange:
    """The values of some years; `refused` says why they must not stand in one row."""

    indicator: str
    definition: Label
    period_of_data: tuple[str, str]
    cut: tuple[int, ...]
    points: tuple[Point, ...]
    refused: Message | None


def in_range(kept: Kept, first: int, last: int) -> TrendRange:
    """The values from the year `first` to `last`, both included; none across a break of the data."""
    inside = tuple(point for point in kept.points if first <= point.year <= last)
    broken = breaks(replace(kept, points=inside))
    return TrendRange(
        indicator=kept.indicator,
        definition=words(kept.indicator)[1],
        period_of_data=kept.period,
        cut=tuple(entry.year for entry in kept.cut),
        points=() if broken else inside,
        refused=broken[0] if broken else None,
    )


def groups(known: SnapshotTables) -> TrendGroups:
    """Countries with organizations, and clusters of which organizations are known."""
    snapshot = known.snapshot
    codes, place = known.regions(2)
    sizes = np.diff(known.attached.own.indptr)
    return TrendGroups(
        countries=tuple(codes[row] for row in np.unique(place[place >= 0]).tolist()),
        clusters=tuple(
            sorted(
                (cluster_ref(snapshot, row) for row in np.flatnonzero(sizes).tolist()),
                key=lambda one: one.order,
            )
        ),
    )


def trend_list() -> tuple[TrendRow, ...]:
    """All curves."""
    return tuple(TrendRow(name, *words(name)) for name in TRENDS)


def yearly(
    known: SnapshotTables, sums: Mapping[str, ProjectSums], clusters: Sequence[int] | None, until: int
) -> tuple[TrendPage, ...]:
    """The curves of a yearly report up to a year: of projects of clusters (rows), or of all projects."""
    group = None
    if clusters is not None:
        taking = np.asarray(known.attached.own[list(clusters)].sum(axis=0)).ravel() > 0
        group = TrendGroup("", {}, taking)
    curves = (curve(known, sums, name, group, until=until) for name in YEARLY)
    return tuple(shown(kept, "en", asked=None) for kept in curves)


def shown(kept: Kept, language: str, *, asked: str | None, beside: Kept | None = None) -> TrendPage:
    """A curve as the page shows it, `beside` that of all projects.

    `asked` is the state of the data that the address names.
    """
    title, definition = words(kept.indicator)
    whom = kept.name or _ALL
    curves = [(whom, kept.trend), *([(_ALL, beside.trend)] if beside else [])]
    return TrendPage(
        id=kept.indicator,
        of=Ref(kept.of, kind_of(kept.of), kept.name) if kept.of else None,
        title=title,
        definition=definition,
        share=_is_share(kept),
        points=kept.points,
        chart=lines_chart(title, curves, language, share=_is_share(kept)),
        changes=_changes(kept),
        breaks=breaks(kept),
        caveat=_CAVEATS.get(kept.indicator),
        cut=tuple(_cut(year) for year in kept.cut),
        cite=_cite(kept, title, whom),
        cannot=_CANNOT,
        gone=_gone(asked, kept.digest),
        digest=kept.digest,
    )


def breaks(kept: Kept) -> tuple[Message, ...]:
    """Where the curve breaks off, since years have no value or other datasets cover what follows."""
    edges = {edge.year: edge for edge in kept.edges}
    runs = stretches([point.year for point in kept.points], edges.keys())
    found = []
    for before, after in pairwise(runs):
        missing = [str(year) for year in range(before[-1] + 1, after[0])]
        if missing:
            found.append(
                msg(
                    "%(years)s: no value, since the data holds no projects of then, or too few. "
                    "The years before and after are not compared.",
                    years=tuple(missing),
                )
            )
        else:
            edge = edges[after[0]]
            found.append(
                msg(
                    "From %(year)s the data is another one (until then %(before)s, from then on "
                    "%(after)s). The years before and after are not compared.",
                    year=str(edge.year),
                    before=edge.before or (_OTHER,),
                    after=edge.after or (_OTHER,),
                )
            )
    return tuple(found)


_OTHER = msg("other datasets")


def _changes(kept: Kept) -> tuple[Message, ...]:
    if kept.indicator in _CAVEATS and kept.points:
        return ()
    return tuple(_change(kept, change) for change in kept.changes) or _too_short(kept)


def _change(kept: Kept, change: Change) -> Message:
    factor = 100 if _is_share(kept) else 1
    low, high = (round(factor * end, 2) for end in (change.low, change.high))
    values: dict[str, Any] = {
        "first": str(change.first),
        "last": str(change.last),
        "slope": round(factor * abs(change.slope), 2),
        "unit": _UNITS.get(kept.indicator, msg("percentage points")),
    }
    if change.direction == "rises":
        return msg(
            "From %(first)s to %(last)s it rises by %(slope)s %(unit)s a year (99 %% interval: %(low)s to "
            "%(high)s).",
            **values,
            low=low,
            high=high,
        )
    if change.direction == "falls":
        return msg(
            "From %(first)s to %(last)s it falls by %(slope)s %(unit)s a year (99 %% interval: %(low)s to "
            "%(high)s).",
            **values,
            low=-high,
            high=-low,
        )
    return msg(
        "From %(first)s to %(last)s no change can be told from chance (99 %% interval of the change a year: "
        "%(low)s to %(high)s %(unit)s).",
        **values,
        low=low,
        high=high,
    )


def _too_short(kept: Kept) -> tuple[Message, ...]:
    if not kept.points:
        return (msg("No project with a value is in the data. Choose a larger group."),)
    return (
        msg(
            "Too few years follow one another to say where it goes: %(least)s are needed.", least=LEAST_YEARS
        ),
    )


_UNITS = {"partners_per_project": msg("organizations"), "stages_gained": msg("stages")}
"""What is counted by the curves that are no shares."""


def _is_share(kept: Kept) -> bool:
    return kept.indicator not in _UNITS


def _cut(year: CutYear) -> Message:
    values: dict[str, Any] = {"year": str(year.year), "starts": year.starts, "usual": year.usual}
    if year.edge == "first":
        return msg(
            "%(year)s is left out: only %(starts)s projects of its first half are in the data, %(usual)s are "
            "usual.",
            **values,
        )
    return msg(
        "%(year)s is left out: only %(starts)s projects of its second half are in the data, %(usual)s are "
        "usual.",
        **values,
    )


def _cite(kept: Kept, title: Label, whom: Label) -> Message:
    return msg(
        "%(title)s, %(whom)s, by year in which the projects began. EU projects that began from "
        "%(first_date)s to %(last_date)s, data of %(retrieved_date)s, state %(digest)s, graphsvc "
        "%(version)s.",
        title=title,
        whom=whom,
        first_date=kept.period[0],
        last_date=kept.period[1],
        retrieved_date=kept.retrieved,
        digest=kept.digest[:16],
        version=kept.version,
    )


def _gone(asked: str | None, shown_digest: str) -> Message | None:
    if not asked or asked == shown_digest:
        return None
    return msg(
        "The state %(digest)s of the data, which this address cites, is gone, and its numbers were not kept. "
        "Shown is the state of today.",
        digest=asked[:16],
    )
