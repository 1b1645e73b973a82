"""Bundles: all claims of a store as CSV files, one folder a dataset, one file a kind; read back unchanged."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import IO, Any

import yaml
from pydantic import ValidationError

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, DatasetInfo, is_private
from graphsvc.domain.rows import Digest, EntityRow, LinkRow, Row, to_claim, to_row
from graphsvc.errors import InvalidData, Issue, UnknownEnd
from graphsvc.ingest import readers
from graphsvc.ingest.cells import guarded, readers_of, to_cell, unguarded
from graphsvc.ingest.makers import canonical
from graphsvc.ingest.ports import BATCH, ReaderPort, StorePort
from graphsvc.ingest.report import RECORD_WORDS, FileReport, Report, joined

BUNDLE = "bundle.yml"
FORMAT = "graphsvc-bundle-1"
EVIDENCE = ("basis", "citation", "date", "confidence", "words", "by")
Progress = Callable[[int, int], None]


def is_bundle(folder: Path) -> bool:
    """Whether a folder was written by `write_bundle`."""
    return (folder / BUNDLE).is_file()


def write_bundle(reader: ReaderPort, folder: Path, *, datasets: Iterable[str] | None = None) -> str:
    """Write the claims of a store, or of some datasets, as a bundle; returns the digest over what was written.

    What persons entered (datasets `person…`) and organizations named after a person, with their links, are
    left out. Cells of text that a spreadsheet would take for a formula get one `'` before them.
    """
    infos = [info for info in reader.datasets() if not is_private(info.id)]
    if datasets is not None:
        chosen = set(datasets)
        infos = [info for info in infos if info.id in chosen]
    wanted = {info.id for info in infos}
    persons = _persons(reader)
    digest = Digest()
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = BundleFiles(folder, stack)
        for row in (*_kinds(reader, wanted, persons),):
            files.write(row)
            digest.feed((row,))
    found = digest.hexdigest()
    write_header(folder, infos, found)
    return found


def write_header(folder: Path, infos: Iterable[DatasetInfo], digest: str) -> None:
    """Write `bundle.yml`, which makes a folder of tables a bundle."""
    about = {
        "format": FORMAT,
        "digest": digest,
        "datasets": [info.model_dump(mode="json", exclude_defaults=True) for info in infos],
    }
    (folder / BUNDLE).write_text(yaml.safe_dump(about, allow_unicode=True, sort_keys=False), encoding="utf-8")


class BundleFiles:
    """The open files of a bundle that is being written."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._writers: dict[tuple[str, str], tuple[Any, tuple[str, ...]]] = {}

    def write(self, row: Row) -> None:
        """Append one claim to the file of its dataset and kind."""
        writer, fields = self._writer(row.dataset, row.kind)
        keys = (row.id,) if isinstance(row, EntityRow) else (row.source, row.target, row.qualifier)[: _width(row.kind)]
        given = _loads(row.fields)
        writer.writerow(
            (
                *keys,
                row.basis,
                guarded(row.citation) if row.citation else "",
                row.date or "",
                to_cell(row.confidence),
                to_cell(row.words),
                to_cell(row.by),
                *(to_cell(given[field]) if field in given else "" for field in fields),
            )
        )

    def _writer(self, dataset: str, kind: str) -> tuple[Any, tuple[str, ...]]:
        if (dataset, kind) not in self._writers:
            path = self._folder / dataset / f"{kind}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            stream: IO[str] = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            writer = csv.writer(stream, lineterminator="\n")
            keys, fields = columns(kind)
            writer.writerow((*keys, *EVIDENCE, *fields))
            self._writers[dataset, kind] = (writer, fields)
        return self._writers[dataset, kind]


def read_bundle(folder: Path) -> list[DatasetInfo]:
    """The datasets of a bundle. Raises `InvalidData`."""
    try:
        about = yaml.safe_load((folder / BUNDLE).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise ValueError(f"format {about['format']!r} is not {FORMAT!r}")
        infos = [DatasetInfo.model_validate(info) for info in about["datasets"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InvalidData(f"{BUNDLE} cannot be used", [Issue(BUNDLE, 0, "", "", str(error)[:500])]) from error
    private = [info.id for info in infos if is_private(info.id)]
    if private:
        raise InvalidData(f"{BUNDLE} names a dataset of a person", [Issue(BUNDLE, 0, "id", private[0], "reserved")])
    return infos


def load_bundle(
    folder: Path,
    store: StorePort,
    *,
    until: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take a bundle into a store: every dataset completely, each in one run."""
    if until:
        raise InvalidData("a bundle is taken as it is; `until` works on tables of projects only")
    infos = read_bundle(folder)
    tables = {info.id: _tables(folder, info.id) for info in infos}
    total = sum(table.size for found in tables.values() for table in found)
    tick = _Ticker(progress, total)
    if dry_run:
        from graphsvc.ingest.load import compare

        made = []
        for info in infos:
            counts = compare(store, info.id, _rows(tables[info.id], info.id, tick))
            made.append(_report(info, tables[info.id], dict(zip(("new", "changed", "same", "gone"), counts, strict=True))))
        return joined(made)
    later = []
    for info in infos:
        try:
            _take(store, info, _rows(tables[info.id], info.id, tick))
        except UnknownEnd:
            _take(store, info, _rows(tables[info.id], info.id, tick, kinds=frozenset(ENTITY_KINDS)))
            later.append(info)
    for info in later:
        _take(store, info, _rows(tables[info.id], info.id, tick))
    tick.finish()
    return joined([_report(info, tables[info.id], {}) for info in infos])


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


def _take(store: StorePort, info: DatasetInfo, rows: Iterator[Row]) -> None:
    with store.run(info) as run:
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                run.write_rows(batch)
                batch = []
        if batch:
            run.write_rows(batch)


def _tables(folder: Path, dataset: str) -> list[readers.Table]:
    """The tables of a dataset, entities first."""
    kinds = (*ENTITY_KINDS, *LINK_KINDS)
    paths = [path for kind in kinds for path in [folder / dataset / f"{kind}.csv"] if path.is_file()]
    return [readers.open_table(path, folder) for path in paths]


def _rows(
    tables: Iterable[readers.Table], dataset: str, tick: _Ticker, kinds: frozenset[str] | None = None
) -> Iterator[Row]:
    for table in tables:
        kind = table.path.stem
        if kinds is not None and kind not in kinds:
            continue
        keys, fields = columns(kind)
        if table.header != (*keys, *EVIDENCE, *fields):
            wanted = ", ".join((*keys, *EVIDENCE, *fields))
            raise InvalidData(f"{table.file} has other columns", [Issue(table.file, 1, "", "", f"wanted: {wanted}")])
        issues: list[Issue] = []
        for number, cells in table.rows(issues):
            if issues:
                break
            try:
                row = to_row(to_claim(_row(kind, dataset, cells)))
            except (ValidationError, ValueError, RecursionError) as error:
                reason = str(error).splitlines()[0][:300]
                raise InvalidData(f"{table.file} is damaged", [Issue(table.file, number, "", cells[0][:200], reason)]) from error
            yield row
            if number % 2000 == 0:
                tick.step(2000)
        if issues:
            raise InvalidData(f"{table.file} is damaged", issues)


def _row(kind: str, dataset: str, cells: list[str]) -> Row:
    record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
    width = _width(kind)
    basis, citation, when, confidence, words, by = cells[width : width + len(EVIDENCE)]
    keys, fields = columns(kind)
    read = readers_of(record)
    given = {
        field: read[field](cell)
        for field, cell in zip(fields, cells[width + len(EVIDENCE) :], strict=True)
        if cell
    }
    tail = (
        dataset,
        basis,
        unguarded(citation),
        when or None,
        float(confidence) if confidence else None,
        unguarded(words) if words else None,
        unguarded(by) if by else None,
        canonical(given),
    )
    if kind in ENTITY_KINDS:
        return EntityRow(cells[0], kind, *tail)
    return LinkRow(cells[0], cells[1], kind, cells[2] if width > 2 else "", *tail)


_CACHE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}


def columns(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Key columns and field columns of a kind of claim; between them stand the columns of the evidence."""
    if kind not in _CACHE:
        record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
        keys = record.key_fields
        _CACHE[kind] = (keys, tuple(field for field in record.model_fields if field not in (*keys, "evidence")))
    return _CACHE[kind]


def _width(kind: str) -> int:
    return len(columns(kind)[0])


def _kinds(reader: ReaderPort, wanted: set[str], persons: set[str]) -> Iterator[Row]:
    for entity in reader.entities():
        if entity.dataset in wanted and entity.id not in persons:
            yield entity
    for link in reader.links():
        if link.dataset in wanted and link.source not in persons and link.target not in persons:
            yield link


def _persons(reader: ReaderPort) -> set[str]:
    """Organizations marked as persons, unless somebody confirmed that they are none."""
    marked: set[str] = set()
    cleared: set[str] = set()
    for row in reader.entities(("organization",)):
        if '"person":' in row.fields:
            is_person = _loads(row.fields).get("person")
            if is_person:
                marked.add(row.id)
            elif row.basis == "confirmed":
                cleared.add(row.id)
    return marked - cleared


def _loads(fields: str) -> Mapping[str, Any]:
    import json

    found: Mapping[str, Any] = json.loads(fields)
    return found


def _report(info: DatasetInfo, tables: Iterable[readers.Table], changes: Mapping[str, int]) -> Report:
    files = tuple(FileReport(table.file, table.size, table.size, 0, 0, 0) for table in tables)
    claims = {RECORD_WORDS.get(table.path.stem, table.path.stem): table.size for table in tables}
    return Report(datasets=(info,), dry_run=bool(changes), files=files, claims=claims, **changes)
