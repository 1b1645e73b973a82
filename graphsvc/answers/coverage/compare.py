"""Comparison of two selections, or of one on two dates, and complementarity of clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graphsvc.answers.coverage.board import Board, Row, board
from graphsvc.coverage.complement import complementarity, supply_of_clusters
from graphsvc.messages import Message, msg
from graphsvc.state.chain_info import StageInfo
from graphsvc.state.chain_selection import index_of, own_rows, part_ref
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref

Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One stage in both sets."""

    stage: StageInfo
    n_a: int
    n_b: int
    state_a: str
    state_b: str


@dataclass(frozen=True, slots=True)
class SectorShare:
    """The share of each set's clusters that work in a sector."""

    label: str
    share_a: float
    share_b: float


@dataclass(frozen=True, slots=True)
class BoardComparison:
    """Two boards and what each gives the other: stages which the other lacks.

    `same` says that both are one set, on the days `day_a` and `day_b` (None: the day of the data).
    """

    a: Board
    b: Board
    same: bool
    rows: tuple[ComparedRow, ...]
    gives_a: tuple[Label, ...]
    gives_b: tuple[Label, ...]
    sentences: tuple[Message, ...]
    sectors: tuple[SectorShare, ...]
    day_a: str | None = None
    day_b: str | None = None


@dataclass(frozen=True, slots=True)
class Complementarity:
    """Clusters, and for each pair (row, column) how many required stages the column opens for the row."""

    refs: tuple[Ref, ...]
    gain: tuple[tuple[int, ...], ...]

    def best(self, limit: int) -> tuple["Exchange", ...]:
        """The pairs that give each other most in sum, the more even first, then by id."""
        found = [
            Exchange(one, other, self.gain[column][row], self.gain[row][column])
            for row, one in enumerate(self.refs)
            for column, other in enumerate(self.refs)
            if row < column and self.gain[row][column] + self.gain[column][row]
        ]
        found.sort(
            key=lambda pair: (-pair.gives - pair.gets, -min(pair.gives, pair.gets), pair.a.id, pair.b.id)
        )
        return tuple(found[:limit])


@dataclass(frozen=True, slots=True)
class Exchange:
    """How many required stages the first cluster opens for the second (`gives`), and gets opened by it."""

    a: Ref
    b: Ref
    gives: int
    gets: int


def compare(
    graph: CurrentGraph,
    chain_id: str,
    a: Sequence[str],
    b: Sequence[str],
    *,
    strict: bool = False,
    as_of: str | None = None,
    as_of_b: str | None = None,
    own: str | None = None,
) -> BoardComparison:
    """Compare two sets, or with `as_of` and `as_of_b` the same set on two days. Raises `UnknownId`.

    `own` is the cluster whose private memberships count.
    """
    first = board(graph, chain_id, a, strict=strict, as_of=as_of, own=own)
    second = board(graph, chain_id, b, strict=strict, as_of=as_of_b or as_of, own=own)
    days = (as_of, as_of_b or as_of)
    same = {one.id for one in first.columns} == {one.id for one in second.columns} and days[0] != days[1]
    rows = list(zip(first.rows, second.rows, strict=True))
    gives_a = _opens(first.rows, second.rows)
    gives_b = _opens(second.rows, first.rows)
    return BoardComparison(
        a=first,
        b=second,
        same=same,
        rows=tuple(ComparedRow(one.stage, one.n, two.n, one.state, two.state) for one, two in rows),
        gives_a=gives_a,
        gives_b=gives_b,
        sentences=tuple(
            _on_days(first, second, gives_a, gives_b, days)
            if same
            else _sentences(first, second, gives_a, gives_b)
        ),
        sectors=_sectors(graph, first, second),
        day_a=days[0],
        day_b=days[1],
    )


def _opens(giving: Sequence[Row], taking: Sequence[Row]) -> tuple[Label, ...]:
    return tuple(one.stage.label for one, two in zip(giving, taking, strict=True) if one.n and not two.n)


def _sentences(a: Board, b: Board, gives_a: Sequence[Label], gives_b: Sequence[Label]) -> list[Message]:
    told = []
    if gives_a:
        told.append(msg("The first set has what the second lacks: %(stages)s.", stages=tuple(gives_a)))
    if gives_b:
        told.append(msg("The second set has what the first lacks: %(stages)s.", stages=tuple(gives_b)))
    if told:
        return told
    if [row.n for row in a.rows] == [row.n for row in b.rows]:
        return [msg("Both sets have as many suppliers of every stage.")]
    return [msg("Neither set has a stage which the other lacks; they differ in depth alone.")]


def _on_days(
    a: Board,
    b: Board,
    gives_a: Sequence[Label],
    gives_b: Sequence[Label],
    days: tuple[str | None, str | None],
) -> list[Message]:
    before, after = (_day(one) for one in days)
    told = []
    for gives, on, other in ((gives_a, before, after), (gives_b, after, before)):
        if gives:
            told.append(
                msg("Covered %(on)s, but not %(other)s: %(stages)s.", on=on, other=other, stages=tuple(gives))
            )
    if told:
        return told
    if [row.n for row in a.rows] == [row.n for row in b.rows]:
        return [msg("On both days there were as many suppliers of every stage.")]
    return [msg("The same stages were covered on both days; the number of suppliers differs.")]


def _day(iso: str | None) -> Message:
    return msg("on %(day)s", day=date.fromisoformat(iso)) if iso else msg("on the day of the data")


def _sectors(graph: CurrentGraph, a: Board, b: Board) -> tuple[SectorShare, ...]:
    first, second = _sectors_of(graph, a), _sectors_of(graph, b)
    names = sorted({sector for sectors in (*first, *second) for sector in sectors})
    return tuple(SectorShare(name, _share(name, first), _share(name, second)) for name in names)


def _share(name: str, clusters: Sequence[Sequence[str]]) -> float:
    return sum(1 for sectors in clusters if name in sectors) / len(clusters) if clusters else 0.0


def _sectors_of(graph: CurrentGraph, shown: Board) -> list[tuple[str, ...]]:
    snapshot = graph.snapshot()
    ids = [column.id for column in shown.columns if column.kind == "cluster"]
    return [snapshot.clusters.records[snapshot.cluster(one)].sectors for one in ids]


def pairs(
    graph: CurrentGraph,
    chain_id: str,
    of: Sequence[str] = (),
    *,
    strict: bool = False,
    own: str | None = None,
) -> Complementarity:
    """What clusters give each other: all that supply anything, or those of `of`. Raises `UnknownId`.

    `own` is the cluster whose private memberships count.
    """
    index = index_of(graph, chain_id)
    snapshot = index.snapshot
    supply = supply_of_clusters(index, strict=strict, as_of=snapshot.retrieved, own=own_rows(index, own))
    rows = sorted({snapshot.cluster(one) for one in of})
    rows = rows or [row for row, given in enumerate(supply) if given.any()]
    gain = complementarity(supply[rows], index.required)
    refs = tuple(part_ref(graph, snapshot.clusters.ids[row]) for row in rows)
    return Complementarity(refs, tuple(tuple(line) for line in gain.tolist()))
