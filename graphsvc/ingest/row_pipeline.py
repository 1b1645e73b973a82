"""One row is one decision: this walks the tables of a plan and decides row by row."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from graphsvc.domain.ports import BATCH
from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.errors import Issue
from graphsvc.ingest.cleaning import Refuse
from graphsvc.ingest.empty_cells import WRITTEN_BY_PROGRAMS
from graphsvc.ingest.plan import ImportPlan
from graphsvc.ingest.readers import SourceTable, refuse
from graphsvc.ingest.record_builders import RecordBuilder
from graphsvc.ingest.report import RECORD_WORDS, FileReport, PersonMark
from graphsvc.ingest.stated_places import Note
from graphsvc.messages import msg, reason_of

Unknown = Callable[[set[str]], set[str]]
"""Which of these ids no other dataset of the store introduces."""
Progress = Callable[[int, int], None]
_TICK = 2000


@dataclass
class RowOutcome:
    """What the walk found, growing while it goes on."""

    files: list[FileReport] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    refused: list[Issue] = field(default_factory=list)
    corrected: list[Issue] = field(default_factory=list)
    persons: list[PersonMark] = field(default_factory=list)


@dataclass(frozen=True)
class UntilCut:
    """What `--until` leaves out: projects, and organizations seen in nothing else."""

    projects: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()


_ACCEPTED, _CORRECTED, _REFUSED, _LEFT_OUT = "accepted", "corrected", "refused", "left out"


@dataclass(slots=True)
class _Decided:
    """What became of a row: its claims, and ids they name that this dataset has not introduced."""

    number: int
    fate: str
    rows: list[Row] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)


class RowPipeline:
    """Walks a plan once and yields batches of claim rows, each with its entities before its links."""

    def __init__(
        self,
        plan: ImportPlan,
        unknown: Unknown,
        cut: UntilCut,
        progress: Progress | None,
        fills: Sequence[str] = (),
    ) -> None:
        self.outcome = RowOutcome(refused=list(plan.refused))
        self._plan, self._unknown, self._cut, self._progress = plan, unknown, cut, progress
        self._fills = fills
        self._made: set[str] = set()
        self._foreign: dict[str, bool] = {}
        self._done = 0

    def __iter__(self) -> Iterator[list[Row]]:
        for table, makers in self._plan.tables:
            yield from self._table(table, makers)
        if self._progress:
            self._progress(self._plan.size, self._plan.size)

    def _table(self, table: SourceTable, makers: Sequence[RecordBuilder]) -> Iterator[list[Row]]:
        counts: Counter[str] = Counter()
        before = len(self.outcome.refused)
        self.outcome.corrected += table.notes
        batch: list[Row] = []
        pending: list[_Decided] = []
        for number, raw in table.rows(self.outcome.refused):
            self._done += 1
            if self._progress and self._done % _TICK == 0:
                self._progress(min(self._done, self._plan.size), self._plan.size)
            row = self._row(table, makers, number, [*map(str.strip, raw)])
            counts[row.fate] += 1
            if row.ends:
                pending.append(row)
            else:
                batch += row.rows
            if len(batch) + len(pending) * 3 > BATCH - 8:
                yield self._settled(table, batch, pending, counts)
                batch, pending = [], []
        if batch or pending:
            yield self._settled(table, batch, pending, counts)
        counts[_REFUSED] = len(self.outcome.refused) - before
        accepted = counts[_ACCEPTED] + counts[_CORRECTED]
        self.outcome.files.append(
            FileReport(
                table.file,
                counts.total(),
                accepted,
                counts[_CORRECTED],
                counts[_REFUSED],
                counts[_LEFT_OUT],
            )
        )

    def _row(
        self, table: SourceTable, makers: Sequence[RecordBuilder], number: int, cells: list[str]
    ) -> _Decided:
        notes: list[Note] = []
        if not WRITTEN_BY_PROGRAMS.isdisjoint(cells):
            notes = [
                (table.header[place], cell, msg("taken as empty"))
                for place, cell in enumerate(cells)
                if cell in WRITTEN_BY_PROGRAMS
            ]
            cells = ["" if cell in WRITTEN_BY_PROGRAMS else cell for cell in cells]
        made: list[tuple[Row, str]] = []
        applied = cut = False
        cutting = bool(self._cut.projects)
        try:
            for maker in makers:
                if maker.selective and not maker.applies(cells):
                    continue
                applied = True
                key = maker.key(cells)
                if cutting and self._is_cut(key):
                    cut = True
                    continue
                mark = "\t".join(key)
                if mark in self._made or (made and any(mark == other for _, other in made)):
                    if maker.once:
                        continue
                    _refuse_again(maker, key)
                made.append((maker.make(key, cells, notes), mark))
            if made:
                return self._accepted(table, number, made, notes)
        except Refuse as reason:
            value = next((cell for cell in cells if cell), "")
            refuse(Issue(table.file, number, "", value[:200], reason_of(reason)), self.outcome.refused)
            return _Decided(number, _REFUSED)
        return _Decided(number, _ACCEPTED if applied and not cut else _LEFT_OUT)

    def _accepted(
        self, table: SourceTable, number: int, made: Sequence[tuple[Row, str]], notes: Sequence[Note]
    ) -> _Decided:
        ends = self._foreign_ends(made)
        if ends and any(isinstance(row, EntityRow) for row, _ in made):
            missing = sorted(self._missing(ends))
            if missing:
                raise Refuse(msg("names %(id)s, which is nowhere", id=missing[0]))
            ends = set()
        for row, mark in made:
            self._made.add(mark)
            self._count(row, table, number)
        if notes:
            self.outcome.corrected += [
                Issue(table.file, number, column, text[:200], note) for column, text, note in notes
            ]
        return _Decided(number, _CORRECTED if notes else _ACCEPTED, [row for row, _ in made], ends)

    def _is_cut(self, key: tuple[str, ...]) -> bool:
        return any(part in self._cut.projects or part in self._cut.organizations for part in key)

    def _count(self, row: Row, table: SourceTable, number: int) -> None:
        word = RECORD_WORDS[row.kind]
        self.outcome.claims[word] += 1
        if row.kind == "organization" and '"person":true' in row.fields:
            name = str(json.loads(row.fields).get("name", ""))
            self.outcome.persons.append(PersonMark(row[0], name, table.file, number))
        for fill in self._fills:
            kind, _, column = fill.partition(".")
            if kind == word and f'"{column}":' in row.fields:
                self.outcome.filled[fill] += 1

    def _foreign_ends(self, made: Sequence[tuple[Row, str]]) -> set[str]:
        """What a row names that this dataset has not introduced, in this row or before.

        That is the ends of its links, and a cluster of which it tells facts without its name.
        """
        known = self._made
        ends: set[str] = set()
        for row, _ in made:
            if isinstance(row, LinkRow):
                if row.source not in known:
                    ends.add(row.source)
                if row.target not in known and row.kind != "performs":
                    ends.add(row.target)
        nameless = {
            row.id
            for row, _ in made
            if isinstance(row, EntityRow) and row.kind == "cluster" and '"name":' not in row.fields
        }
        return (ends - {mark for _, mark in made} if ends else ends) | nameless - known

    def _missing(self, ends: set[str]) -> set[str]:
        """Which of these no other dataset introduces either; the answers are kept."""
        asked = {end for end in ends if end not in self._foreign}
        if asked:
            unknown = self._unknown(asked)
            self._foreign.update((end, end in unknown) for end in asked)
        return {end for end in ends if self._foreign[end]}

    def _settled(
        self, table: SourceTable, batch: list[Row], pending: Sequence[_Decided], counts: Counter[str]
    ) -> list[Row]:
        """The batch, with the pending rows whose ends another dataset introduces; the others are refused."""
        missing = self._missing({end for row in pending for end in row.ends} - self._made)
        for row in pending:
            gone = sorted(row.ends & missing)
            if not gone:
                batch += row.rows
                continue
            counts[row.fate] -= 1
            for claim in row.rows:
                self.outcome.claims[RECORD_WORDS[claim.kind]] -= 1
            reason = msg("names something that is nowhere")
            refuse(Issue(table.file, row.number, "", gone[0], reason), self.outcome.refused)
        return batch


def _refuse_again(maker: RecordBuilder, key: tuple[str, ...]) -> NoReturn:
    record = maker.record
    if maker.is_link:
        raise Refuse(msg("the same %(record)s as in an earlier row", record=record))
    raise Refuse(msg("the same %(record)s as in an earlier row: %(id)s", record=record, id=key[0]))
