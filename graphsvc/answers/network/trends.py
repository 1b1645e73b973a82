"""Citable indicators by year: published values are archived by the digest of the data."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from graphsvc import network
from graphsvc.arrays import Bools, Int64s
from graphsvc.derived_files import dispensable, intact
from graphsvc.domain.ids import is_id, kind_of
from graphsvc.drawing import lines_chart
from graphsvc.errors import UnknownId
from graphsvc.files import write_file
from graphsvc.messages import Message, msg
from graphsvc.network import CutYear, Point, ProjectSums, descriptions
from graphsvc.network.sparse import Matrix
from graphsvc.snapshot import COMPANY, NO_DAY, Snapshot, iso
from graphsvc.state.refs import Ref
from graphsvc.state.snapshot_tables import SnapshotTables

Label = Mapping[str, str]

_REGION = 4
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMAT = 1

_OWN: Mapping[str, tuple[Label, Label]] = {
    "supra_regional_pairs": (
        {"de": "Überregionaler Anteil", "en": "Supra-regional share"},
        {
            "de": "So viele Partnerpaare eines Projekts sitzen in verschiedenen Regionen (NUTS 2).",
            "en": "So large a share of pairs of partners in a project sits in different regions (NUTS 2).",
        },
    ),
    "international_pairs": (
        {"de": "Internationaler Anteil", "en": "International share"},
        {
            "de": "So viele Partnerpaare eines Projekts sitzen in verschiedenen Ländern.",
            "en": "So large a share of pairs of partners in a project sits in different countries.",
        },
    ),
}
TRENDS = (
    "partners_per_project",
    "newcomer_share",
    "met_before_share",
    "company_share",
    "supra_regional_pairs",
    "international_pairs",
)


@dataclass(frozen=True, eq=False)
class TrendGroup:
    """A cluster or region: its id, its name, its organizations."""

    id: str
    name: Label
    members: Bools


@dataclass(frozen=True, slots=True)
class Kept:
    """A curve as it was computed from one state of the data, with all that a citation names."""

    indicator: str
    of: str
    name: Label
    digest: str
    period: tuple[str, str]
    retrieved: str
    version: str
    points: tuple[Point, ...]
    cut: tuple[CutYear, ...]


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
    cut: tuple[Message, ...]
    cite: Message
    cannot: tuple[Message, ...]
    gone: Message | None
    digest: str


def trend_list() -> tuple[TrendRow, ...]:
    """All curves."""
    return tuple(TrendRow(name, *words(name)) for name in TRENDS)


def words(indicator: str) -> tuple[Label, Label]:
    """Label and definition of a curve. Raises `UnknownId`."""
    if indicator in _OWN:
        return _OWN[indicator]
    if indicator not in TRENDS:
        raise UnknownId("indicator", indicator)
    about = descriptions()[indicator]
    return about.label, about.meaning


def project_sums(known: SnapshotTables) -> Mapping[str, ProjectSums]:
    """Input of the trends: a numerator and a denominator for each project."""
    members = Matrix(known.projects.partners.T.astype(np.float64))
    year = known.projects.year.astype(np.int64)
    company = np.asarray(known.snapshot.organizations.kind) == COMPANY
    return {
        "partners_per_project": network.partners_per_project(members),
        "newcomer_share": network.share_of_newcomers(members, year),
        "met_before_share": network.share_of_pairs_met_before(members, year),
        "company_share": network.share_of_participations(members, company),
        "supra_regional_pairs": network.share_of_pairs_apart(members, known.regions(_REGION)[1]),
        "international_pairs": network.share_of_pairs_apart(members, known.regions(2)[1]),
    }


def curve(
    known: SnapshotTables, sums: Mapping[str, ProjectSums], indicator: str, group: TrendGroup | None = None
) -> Kept:
    """The curve of all projects, or of those in which a group takes part."""
    snapshot = known.snapshot
    year, month = known.projects.year.astype(np.int64), _months(snapshot)
    above, below = sums[indicator].above, sums[indicator].below
    if group:
        taking = np.asarray(known.projects.partners @ group.members.astype(np.int64)) > 0
        above, below = above * taking, below * taking
    found = network.trend(indicator, ProjectSums(above, below), year, month)
    return Kept(
        indicator=indicator,
        of=group.id if group else "",
        name=group.name if group else {},
        digest=snapshot.digest,
        period=snapshot.period,
        retrieved=snapshot.retrieved,
        version=version("graphsvc"),
        points=found.points,
        cut=found.cut,
    )


def _months(snapshot: Snapshot) -> Int64s:
    start = np.asarray(snapshot.projects.start).tolist()
    return np.array([0 if day == NO_DAY else int(iso(day)[5:7]) for day in start], dtype=np.int64)


class TrendArchive:
    """Curves that were shown, one file for each state of the data, indicator and group."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "trends"

    def get(self, digest: str, indicator: str, of: str) -> Kept | None:
        """The curve as it was shown from a state of the data, if it was."""
        if not _DIGEST.fullmatch(digest) or indicator not in TRENDS or not (of == "" or is_id(of)):
            return None
        return intact(self._path(digest, indicator, of), _read)

    def put(self, kept: Kept) -> None:
        """Keep a curve; one that is there stays as it is."""
        path = self._path(kept.digest, kept.indicator, kept.of)
        if path.exists():
            return
        with dispensable(path):
            write_file(path, json.dumps({"format": _FORMAT, **asdict(kept)}, ensure_ascii=False).encode())

    def _path(self, digest: str, indicator: str, of: str) -> Path:
        return self._folder / digest / f"{indicator}{'.' if of else ''}{of.replace(':', '-')}.json"


def _read(path: Path) -> Kept:
    found = json.loads(path.read_bytes())
    return Kept(
        **{name: found[name] for name in ("indicator", "of", "name", "digest", "retrieved", "version")},
        period=(found["period"][0], found["period"][1]),
        points=tuple(Point(**point) for point in found["points"]),
        cut=tuple(CutYear(**year) for year in found["cut"]),
    )


def shown(kept: Kept, language: str, *, asked: str | None) -> TrendPage:
    """A curve as the page shows it; `asked` is the state of the data that the address names."""
    title, definition = words(kept.indicator)
    drawn = network.Trend(kept.indicator, kept.points, kept.cut)
    whom = kept.name or {"de": "alle Projekte", "en": "all projects"}
    return TrendPage(
        id=kept.indicator,
        of=Ref(kept.of, kind_of(kept.of), kept.name) if kept.of else None,
        title=title,
        definition=definition,
        share=kept.indicator != "partners_per_project",
        points=kept.points,
        chart=lines_chart(title, [(whom, drawn)], language),
        cut=tuple(_cut(year) for year in kept.cut),
        cite=_cite(kept, title, whom),
        cannot=_cannot(kept.indicator),
        gone=_gone(asked, kept.digest),
        digest=kept.digest,
    )


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


def _cannot(indicator: str) -> tuple[Message, ...]:
    found = [
        msg("Work together outside of the projects in the data is unknown."),
        msg("The interval tells how much a value could differ by chance in which projects began that year."),
        msg("A change beside another one is not its cause."),
    ]
    if indicator == "newcomer_share":
        found.insert(0, msg("The first years read too high: what came before the data is unknown."))
    if indicator == "met_before_share":
        found.insert(0, msg("The first years read too low: what came before the data is unknown."))
    return tuple(found)


def _gone(asked: str | None, shown_digest: str) -> Message | None:
    if not asked or asked == shown_digest:
        return None
    return msg(
        "The state %(digest)s of the data, which this address cites, is gone, and its numbers were not kept. "
        "Shown is the state of today.",
        digest=asked[:16],
    )
