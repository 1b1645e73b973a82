"""One row is one decision: this walks the tables of a plan and decides row by row."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.errors import Issue
from graphsvc.ingest.cleaning import Refuse
from graphsvc.ingest.makers import Maker, Note
from graphsvc.ingest.plan import Plan
from graphsvc.ingest.ports import BATCH
from graphsvc.ingest.readers import Table
from graphsvc.ingest.report import RECORD_WORDS, FileReport, PersonMark

Unknown = Callable[[set[str]], set[str]]
"""Which of these ids no other dataset of the store introduces."""
Progress = Callable[[int, int], None]
_TICK = 2000


@dataclass
class Outcome:
    """What the walk found, growing while it goes on."""

    files: list[FileReport] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    refused: list[Issue] = field(default_factory=list)
    corrected: list[Issue] = field(default_factory=list)
    persons: list[PersonMark] = field(default_factory=list)


@dataclass(frozen=True)
class Cut:
    """What `--until` leaves out: projects, and organizations seen in nothing else."""

    projects: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()


@dataclass
class _Pending:
    """A row whose links name ids that this dataset has not introduced."""

    number: int
    rows: list[Row]
    ends: set[str]


class Walk:
    """Walks a plan once and yields batches of claim rows, each with its entities before its links."""

    def __init__(
        self, plan: Plan, unknown: Unknown, cut: Cut, progress: Progress | None, fills: Sequence[str] = ()
    ) -> None:
        self.outcome = Outcome(refused=list(plan.refused))
        self._plan, self._unknown, self._cut, self._progress = plan, unknown, cut, progress
        self._fills = fills
        self._made: set[str] = set()
        self._links: set[str] = set()
        self._done = 0

    def __iter__(self) -> Iterator[list[Row]]:
        for table, makers in self._plan.tables:
            yield from self._table(table, makers)
        if self._progress:
            self._progress(self._plan.size, self._plan.size)

    def _table(self, table: Table, makers: Sequence[Maker]) -> Iterator[list[Row]]:
        counts: Counter[str] = Counter()
        before = len(self.outcome.refused)
        batch: list[Row] = []
        pending: list[_Pending] = []
        for number, raw in table.rows(self.outcome.refused):
            counts["rows"] += 1
            self._tick()
            decided = self._row(table, makers, number, [*map(str.strip, raw)])
            if decided is None:
                counts["refused"] += 1
                continue
            rows, corrected = decided
            if not rows and corrected is None:
                counts["left_out"] += 1
                continue
            counts["accepted"] += 1
            counts["corrected"] += bool(corrected)
            ends = self._foreign_ends(rows)
            if ends:
                pending.append(_Pending(number, rows, ends))
            else:
                batch += rows
            if len(batch) + len(pending) * 3 > BATCH - 8:
                yield self._settled(table, batch, pending, counts)
                batch, pending = [], []
        if batch or pending:
            yield self._settled(table, batch, pending, counts)
        unreadable = len(self.outcome.refused) - before - counts["refused"]
        self.outcome.files.append(
            FileReport(
                table.file,
                counts["rows"] + unreadable,
                counts["accepted"],
                counts["corrected"],
                counts["refused"] + unreadable,
                counts["left_out"],
            )
        )

    def _row(
        self, table: Table, makers: Sequence[Maker], number: int, cells: list[str]
    ) -> tuple[list[Row], bool | None] | None:
        """The claims of a row and whether it was corrected (`None`: left out); `None` when it is refused."""
        notes: list[Note] = []
        rows: list[Row] = []
        applied = cut = False
        cutting = bool(self._cut.projects)
        try:
            for maker in makers:
                if not maker.applies(cells):
                    continue
                applied = True
                key = maker.key(cells)
                if cutting and self._is_cut(key):
                    cut = True
                elif self._is_new(maker, key, rows):
                    rows.append(maker.make(key, cells, notes))
        except Refuse as reason:
            value = next((cell for cell in cells if cell), "")
            self.outcome.refused.append(Issue(table.file, number, "", value[:200], str(reason)))
            return None
        if not applied or (cut and not rows):
            return [], None
        for row in rows:
            self._keep(row, table, number)
        self.outcome.corrected += [
            Issue(table.file, number, column, text[:200], note) for column, text, note in notes
        ]
        return rows, bool(notes)

    def _is_cut(self, key: tuple[str, ...]) -> bool:
        return any(part in self._cut.projects or part in self._cut.organizations for part in key)

    def _is_new(self, maker: Maker, key: tuple[str, ...], rows: Sequence[Row]) -> bool:
        if maker.is_link:
            if "\t".join((maker.record, *key)) in self._links:
                if maker.once:
                    return False
                raise Refuse(f"the same {maker.record} as in an earlier row")
            return True
        if key[0] in self._made or any(isinstance(row, EntityRow) and row.id == key[0] for row in rows):
            if maker.once:
                return False
            raise Refuse(f"the same {maker.record} as in an earlier row: {key[0]}")
        return True

    def _keep(self, row: Row, table: Table, number: int) -> None:
        word = RECORD_WORDS[row.kind]
        self.outcome.claims[word] += 1
        if isinstance(row, EntityRow):
            self._made.add(row.id)
            if row.kind == "organization" and '"person":true' in row.fields:
                name = next((part for part in _names(row.fields)), "")
                self.outcome.persons.append(PersonMark(row.id, name, table.file, number))
        else:
            second = (row.qualifier,) if row.kind != "performs" else ("",)
            self._links.add("\t".join((word, row.source, row.target, *second)))
        for fill in self._fills:
            kind, _, column = fill.partition(".")
            if kind == word and f'"{column}":' in row.fields:
                self.outcome.filled[fill] += 1

    def _foreign_ends(self, rows: Sequence[Row]) -> set[str]:
        made = self._made
        ends: set[str] = set()
        for row in rows:
            if isinstance(row, LinkRow):
                if row.source not in made:
                    ends.add(row.source)
                if row.kind != "performs" and row.target not in made:
                    ends.add(row.target)
        return ends

    def _settled(
        self, table: Table, batch: list[Row], pending: Sequence[_Pending], counts: Counter[str]
    ) -> list[Row]:
        """The batch, with the pending rows whose ends another dataset introduces; the others are refused."""
        asked = {end for row in pending for end in row.ends}
        missing = self._unknown(asked - self._made) if asked else set()
        for row in pending:
            gone = sorted(row.ends & missing)
            if not gone:
                batch += row.rows
                continue
            counts["accepted"] -= 1
            counts["refused"] += 1
            for claim in row.rows:
                self.outcome.claims[RECORD_WORDS[claim.kind]] -= 1
            self.outcome.refused.append(
                Issue(table.file, row.number, "", gone[0], "names something that is nowhere")
            )
        return batch

    def _tick(self) -> None:
        self._done += 1
        if self._progress and self._done % _TICK == 0:
            self._progress(min(self._done, self._plan.size), self._plan.size)


def _names(fields: str) -> Iterator[str]:
    import json

    found = json.loads(fields).get("name")
    if isinstance(found, str):
        yield found
