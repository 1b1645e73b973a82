"""Bundles read back: every claim is checked, and a store takes them as they are, with an equal digest."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, Basis, Claim, DatasetInfo, Evidence, is_private
from graphsvc.domain.ports import BATCH, GraphStore
from graphsvc.domain.rows import LinkRow, Row, to_row
from graphsvc.domain.validation import validation_message
from graphsvc.errors import InvalidData, Issue, UnknownEnd
from graphsvc.ingest import readers
from graphsvc.ingest.bundle import BUNDLE, EVIDENCE, FORMAT, columns, width
from graphsvc.ingest.csv_cells import readers_of, unguarded
from graphsvc.ingest.diff import DatasetDiff, diff_dataset
from graphsvc.ingest.report import RECORD_WORDS, FileReport, Report, joined
from graphsvc.messages import Message, msg, reason_of
from graphsvc.taxonomy.document import read_document

Progress = Callable[[int, int], None]
Around = Callable[[str], AbstractContextManager[None]]
"""The block within which a dataset, given by its id, is written and shown."""
_TICK = 2000
_LINK_KEY = LinkRow._fields.index("dataset")
_MOST_TAILS = 10_000
"""How many different statements and evidence are remembered as valid: most rows say the same few."""


def read_bundle(folder: Path) -> list[DatasetInfo]:
    """The datasets of a bundle. Raises `InvalidData`."""
    try:
        about: Any = read_document(folder / BUNDLE).data
        if about["format"] != FORMAT:
            raise InvalidData(
                msg("%(file)s has the unknown format %(format)s", file=BUNDLE, format=repr(about["format"]))
            )
        infos = [DatasetInfo.model_validate(info) for info in about["datasets"]]
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidData(
            msg("%(file)s cannot be used", file=BUNDLE), [Issue(BUNDLE, 0, "", "", _why(error))]
        ) from error
    private = [info.id for info in infos if is_private(info.id)]
    if private:
        raise InvalidData(
            msg("%(file)s names a dataset of a person", file=BUNDLE),
            [Issue(BUNDLE, 0, "id", private[0], msg("reserved"))],
        )
    return infos


def alone(_dataset: str) -> AbstractContextManager[None]:
    """Nothing around a load."""
    return nullcontext()


def load_bundle(
    folder: Path,
    store: GraphStore,
    *,
    until: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    around: Around = alone,
) -> Report:
    """Take a bundle into a store: every dataset completely, each in one run, `around` which is something."""
    if until:
        raise InvalidData(msg("a bundle is taken as it is; `until` works on tables of projects only"))
    infos = read_bundle(folder)
    tables = {info.id: _tables(folder, info.id) for info in infos}
    total = sum(table.size for found in tables.values() for table in found)
    tick = _Ticker(progress, total)
    reports = []
    later = []
    for info in infos:
        taken = _Taken(info, tables[info.id], tick)
        changes = None
        if dry_run:
            changes = diff_dataset(store, info.id, taken.rows())
        else:
            try:
                _take(store, info, taken.rows(), around)
            except UnknownEnd:
                _take(store, info, _Taken(info, tables[info.id], tick).rows(frozenset(ENTITY_KINDS)), around)
                later.append(info)
                continue
        reports.append(_report(taken, changes))
    for info in later:
        taken = _Taken(info, tables[info.id], tick)
        _take(store, info, taken.rows(), around)
        reports.append(_report(taken, None))
    tick.finish()
    return joined(sorted(reports, key=lambda report: report.datasets[0].id))


def rows_of(folder: Path, info: DatasetInfo) -> Iterator[Row]:
    """The claims of one dataset of a bundle, entities first. Raises `InvalidData` at the first damage."""
    return _Taken(info, _tables(folder, info.id), _Ticker(None, 0)).rows()


class _Ticker:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(min(self._done, self._total), self._total)

    def finish(self) -> None:
        if self._progress:
            self._progress(self._total, self._total)


def _take(store: GraphStore, info: DatasetInfo, rows: Iterator[Row], around: Around) -> None:
    with around(info.id), store.run(info) as run:
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                run.write_rows(batch)
                batch = []
        if batch:
            run.write_rows(batch)


def _tables(folder: Path, dataset: str) -> list[readers.SourceTable]:
    """The tables of a dataset, entities first."""
    kinds = (*ENTITY_KINDS, *LINK_KINDS)
    paths = [path for kind in kinds for path in [folder / dataset / f"{kind}.csv"] if path.is_file()]
    return [readers.open_table(path, folder) for path in paths]


class _Taken:
    """The claims of one dataset of a bundle, counted while they are read."""

    def __init__(self, info: DatasetInfo, tables: list[readers.SourceTable], tick: _Ticker) -> None:
        self.info, self.tables, self._tick = info, tables, tick
        self.counts: dict[str, int] = {}
        self._tails: dict[tuple[str, ...], tuple[Any, ...]] = {}
        self._says: dict[tuple[str, ...], Evidence] = {}

    def rows(self, kinds: frozenset[str] | None = None) -> Iterator[Row]:
        """Every claim, or those of some kinds. Raises `InvalidData` at the first damage."""
        for table in self.tables:
            kind = table.path.stem
            if kinds is None or kind in kinds:
                yield from self._rows(table, kind, _places(table, kind))

    def _rows(self, table: readers.SourceTable, kind: str, places: Sequence[int]) -> Iterator[Row]:
        issues: list[Issue] = []
        count = 0
        in_order = list(places) == [*range(len(table.header))]
        for number, cells in table.rows(issues):
            if issues:
                break
            count += 1
            ordered = cells if in_order else ["" if place < 0 else cells[place] for place in places]
            try:
                row = self._checked(kind, ordered)
            except (ValidationError, ValueError, RecursionError) as error:
                issue = Issue(table.file, number, "", cells[0][:200], _why(error))
                raise InvalidData(msg("%(file)s is damaged", file=table.file), [issue]) from error
            yield row
            if count % _TICK == 0:
                self._tick.step(_TICK)
        if issues:
            raise InvalidData(msg("%(file)s is damaged", file=table.file), issues)
        self.counts[kind] = count

    def _checked(self, kind: str, cells: Sequence[str]) -> Row:
        """A row whose values were validated; for links that say what earlier ones said only the ends are."""
        if kind in ENTITY_KINDS:
            return to_row(self._claim(kind, cells))
        at = width(kind)
        said = (kind, *cells[at:])
        if tail := self._tails.get(said):
            source, target, *qualifier = _key_of(kind).validate_python(cells[:at])
            return LinkRow(source, target, kind, str(qualifier[0]) if qualifier else "", *tail)
        row = to_row(self._claim(kind, cells))
        if len(self._tails) < _MOST_TAILS:
            self._tails[said] = row[_LINK_KEY:]
        return row

    def _claim(self, kind: str, cells: Sequence[str]) -> Claim:
        """The record of a row, validated."""
        record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
        keys, fields = columns(kind)
        at = len(keys) + len(EVIDENCE)
        read = readers_of(record)
        given = {field: read[field](cell) for field, cell in zip(fields, cells[at:], strict=True) if cell}
        given |= zip(keys, cells, strict=False)
        return record.model_validate(given | {"evidence": self._evidence(tuple(cells[len(keys) : at]))})

    def _evidence(self, cells: tuple[str, ...]) -> Evidence:
        """What a row rests on; most rows of a table rest on the same, which is validated once."""
        if (known := self._says.get(cells)) is None:
            basis, citation, when, confidence, words, by = cells
            known = Evidence(
                basis=Basis(basis),
                dataset=self.info.id,
                citation=unguarded(citation),
                date=when or None,
                confidence=float(confidence) if confidence else None,
                words=unguarded(words) if words else None,
                by=unguarded(by) if by else None,
            )
            if len(self._says) < _MOST_TAILS:
                self._says[cells] = known
        return known


@cache
def _key_of(kind: str) -> TypeAdapter[tuple[Any, ...]]:
    """Validates the key of a kind of link as its record does."""
    record = LINK_KINDS[kind]
    fields = [record.model_fields[name] for name in record.key_fields]
    types: Any = tuple(
        Annotated[(one.annotation, *one.metadata)] if one.metadata else one.annotation for one in fields
    )
    return TypeAdapter(tuple[types])


def _places(table: readers.SourceTable, kind: str) -> list[int]:
    """Where the columns of a kind stand in a table, -1 for those that it was written without.

    A bundle of an earlier version lacks the columns that came later. Raises `InvalidData` for columns nobody
    knows, and where one is missing that has always been there.
    """
    keys, fields = columns(kind)
    wanted = (*keys, *EVIDENCE, *fields)
    record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
    needed = {*EVIDENCE, *(key for key in keys if record.model_fields[key].is_required())}
    if not needed <= set(table.header) <= set(wanted):
        text = msg("wanted: %(columns)s", columns=", ".join(wanted))
        raise InvalidData(
            msg("%(file)s has other columns", file=table.file), [Issue(table.file, 1, "", "", text)]
        )
    return [table.header.index(column) if column in table.header else -1 for column in wanted]


def _why(error: Exception) -> str | Message:
    if isinstance(error, ValidationError):
        return validation_message(error.errors()[0])
    reason = reason_of(error)
    return reason if isinstance(reason, Message) else reason[:300]


def _report(taken: _Taken, changes: DatasetDiff | None) -> Report:
    files = []
    for table in taken.tables:
        count = taken.counts[table.path.stem]
        files.append(FileReport(table.file, count, count, 0, 0, 0))
    new, changed, same, gone = changes or (None, None, None, None)
    return Report(
        datasets=(taken.info,),
        dry_run=changes is not None,
        files=tuple(files),
        claims={RECORD_WORDS.get(kind, kind): count for kind, count in taken.counts.items()},
        new=new,
        changed=changed,
        same=same,
        gone=gone,
    )
