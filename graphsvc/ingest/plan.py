"""A plan: which tables of a folder are read by which makers, checked before the first row is read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graphsvc.domain import DatasetInfo, Fact, Statement
from graphsvc.domain.ids import slug
from graphsvc.domain.validation import validation_issues
from graphsvc.errors import InvalidData, Issue
from graphsvc.ingest import readers
from graphsvc.ingest.cleaning import FIELDS
from graphsvc.ingest.column_forms import ColumnForms
from graphsvc.ingest.layouts import NotRecognized, columns, fitted, recognized, tables_of
from graphsvc.ingest.list_columns import NO_NAMES
from graphsvc.ingest.list_rows import read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.mapping import DATASET, MAPPING, dataset_info, read_dataset, read_mapping
from graphsvc.ingest.own_table import DATASET as OWN_DATASET
from graphsvc.ingest.own_table import OWN_PREFIX, own_table
from graphsvc.ingest.readers import SourceTable
from graphsvc.ingest.record_builders import Context, Json, RecordBuilder
from graphsvc.ingest.record_ids import cluster_key
from graphsvc.messages import Message, msg

Reading = tuple[SourceTable, tuple[RecordBuilder, ...]]
"""A table and what is made of its rows."""


@dataclass(frozen=True)
class ImportPlan:
    """What a folder holds: dataset, assertions, and tables with their makers in the order of reading."""

    info: DatasetInfo
    assertions: tuple[Json, ...]
    tables: tuple[Reading, ...]
    refused: tuple[Issue, ...] = ()

    @property
    def size(self) -> int:
        """About how many rows there are."""
        return sum(table.size for table, _ in self.tables)


def plan(
    folder: Path,
    dataset: str | None = None,
    mapping_file: Path | None = None,
    own_columns: ReadingChoice | None = None,
) -> ImportPlan:
    """How to read a folder: by its own `dataset.yml` and `mapping.yml`, else by the columns of its tables.

    A single table that no layout is near to is taken for organizations where it says which column is their
    name; with `own_columns` it is read as a person chose. `dataset` is the id for a folder without
    `dataset.yml`; by default it is made of the folder's name.
    Raises `InvalidData` with everything that is wrong, or with what was looked for.
    """
    if not folder.is_dir():
        raise InvalidData(
            msg("there is no folder %(folder)s", folder=folder.name),
            [Issue(folder.name, 0, "", "", msg("no such folder"))],
        )
    own = mapping_file or folder / MAPPING
    described = read_dataset(folder) if (folder / DATASET).exists() else None
    table = single_table(folder)
    if own_columns is not None:
        if table is None:
            raise InvalidData(msg("choose columns for one table at a time"))
        return _own_plan(table, folder, own_columns, dataset)
    try:
        mapping = read_mapping(own) if own.exists() else recognized(folder)
    except NotRecognized as unknown:
        if described or unknown.near or table is None:
            raise
        try:
            return _own_plan(table, folder, ReadingChoice(), dataset)
        except InvalidData as error:
            raise NotRecognized(unknown.message, [*error.issues, *unknown.issues]) from error
    info, assertions = described or (_named_after(folder, mapping, dataset), [])
    return _bound(folder, mapping, info, assertions)


def single_table(folder: Path) -> Path | None:
    """The one table of a folder, nothing where it has several or none."""
    tables = readers.all_tables_in(folder)
    return tables[0] if len(tables) == 1 else None


def _own_plan(path: Path, folder: Path, choice: ReadingChoice, dataset: str | None) -> ImportPlan:
    """The plan for a table of organizations in columns of its own.

    Raises `InvalidData` where it is not clear which column is their name.
    """
    file = path.relative_to(folder).as_posix()
    read = read_list(path, choice)
    problem = read.columns.problem or (None if read.columns.header or choice.fields else NO_NAMES)
    if problem is not None:
        issue = Issue(file, read.columns.header, "", "", problem)
        raise InvalidData(msg("%(file)s cannot be read", file=file), [issue])
    table, spec = own_table(read, path, file)
    title = path.name.partition(".")[0]
    about = {"dataset": {"title": title, **OWN_DATASET}}
    info = _named_after(folder, about, dataset or OWN_PREFIX + _id_of(folder.resolve().name))
    return ImportPlan(info, (), ((table, _makers(table, spec, Context(info, {}, {}))),))


def _named_after(folder: Path, mapping: Mapping[str, Any], dataset: str | None) -> DatasetInfo:
    name = dataset or _id_of(folder.resolve().name)
    if name.startswith("person") or not name[0].isalnum():
        name = f"data-{name}"
    about = mapping.get("dataset", {"title": folder.name})
    return dataset_info({"id": name[:60].rstrip("-"), **about}, MAPPING)


def _id_of(name: str) -> str:
    return slug(name.lower().replace("_", "-").replace(".", "-")) or "data"


def _bound(folder: Path, mapping: Mapping[str, Any], info: DatasetInfo, assertions: list[Json]) -> ImportPlan:
    issues: list[Issue] = []
    opened: dict[Path, SourceTable] = {}

    known = "recognize" in mapping
    every = tables_of(folder) if known else []

    def tables(spec: Mapping[str, Any]) -> list[SourceTable]:
        if known:
            return fitted(every, mapping, spec)
        paths = readers.tables_in(folder, spec["file"])
        if not paths and not spec.get("optional"):
            issues.append(Issue(folder.name, 0, "", spec["file"], _why_missing(folder, spec)))
        for path in paths:
            if path not in opened:
                opened[path] = readers.open_table(path, folder)
        return [opened[path] for path in paths]

    used = [(tables(spec), spec) for spec in mapping["tables"]]
    sides = [
        (tables(spec), spec) for part in ("lookups", "collections") for spec in mapping.get(part, {}).values()
    ]
    for found, spec in [*used, *sides]:
        for table in found:
            there = ", ".join(table.header)[:200]
            missing = sorted(set(columns(spec)) - set(table.header))
            issues += [
                Issue(table.file, 1, column, there, msg("the column is missing")) for column in missing
            ]
    if issues:
        raise InvalidData(msg("%(folder)s does not fit its mapping", folder=folder.name), sorted(set(issues)))
    refused: list[Issue] = []
    context = Context(info, _lookups(mapping, tables), _collections(mapping, tables, refused))
    made = [(table, _makers(table, spec, context)) for found, spec in used for table in found]
    return ImportPlan(info, tuple(assertions), tuple(_by_need(made)), tuple(refused))


def _why_missing(folder: Path, spec: Mapping[str, Any]) -> Message:
    """What is wrong where a mapping finds no table of its name: perhaps the name alone."""
    for table in tables_of(folder):
        if set(columns(spec)) <= set(table.header):
            return msg("no such table; only the name differs: %(file)s has its columns", file=table.file)
    return msg("no such table")


def _makers(table: SourceTable, spec: Mapping[str, Any], context: Context) -> tuple[RecordBuilder, ...]:
    forms = ColumnForms(table)
    return tuple(RecordBuilder(record, table.header, context, forms) for record in spec["records"])


def _by_need(tables: Sequence[Reading]) -> Iterator[Reading]:
    """The tables so ordered that entities are made before links name them, else as the mapping has them.

    Where two tables need each other, the one that stands first and makes entities goes first.
    """
    left = list(tables)
    while left:
        free = [
            one for one in left if not any(_needs(one) & _makes(other) for other in left if other is not one)
        ]
        chosen = (free or [one for one in left if _makes(one)])[0]
        left.remove(chosen)
        yield chosen


def _makes(reading: Reading) -> set[str]:
    return {maker.record for maker in reading[1] if not maker.is_link}


def _needs(reading: Reading) -> set[str]:
    return {kind for maker in reading[1] for kind in maker.needs} - _makes(reading)


def _lookups(mapping: Mapping[str, Any], tables: Any) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, spec in mapping.get("lookups", {}).items():
        values: dict[str, dict[str, None]] = {}
        for table in tables(spec):
            key, value = table.header.index(spec["key"]), table.header.index(spec["value"])
            for _, cells in table.rows([]):
                if text := cells[value].strip():
                    values.setdefault(cells[key].strip(), {})[text] = None
        most = None if spec.get("all") else 1
        found[name] = {key: "; ".join([*texts][:most]) for key, texts in values.items()}
    return found


def _collections(
    mapping: Mapping[str, Any], tables: Any, issues: list[Issue]
) -> dict[str, dict[str, list[Json]]]:
    """Facts and statements by key, cleaned; rows that are no fact or statement go to `issues`."""
    found: dict[str, dict[str, list[Json]]] = {}
    for name, spec in mapping.get("collections", {}).items():
        grouped = found[name] = defaultdict(list)
        model = Fact if "what" in spec["columns"] else Statement
        for table in tables(spec):
            where = [
                (table.header.index(c), {t} if isinstance(t, str) else set(t))
                for c, t in spec.get("where", {}).items()
            ]
            columns = [(field, table.header.index(column)) for field, column in spec["columns"].items()]
            key = table.header.index(spec["key"])
            for row, raw in table.rows(issues):
                cells = [*map(str.strip, raw)]
                if all(cells[index] in texts for index, texts in where):
                    try:
                        item = model.model_validate(_cleaned(cells, columns))
                    except ValidationError as error:
                        issues.append(validation_issues(error, table.file, row)[0])
                        continue
                    fact = item.model_dump(mode="json", exclude_defaults=True)
                    grouped[cluster_key(cells[key])].append(fact)
    return found


def _cleaned(cells: Sequence[str], columns: Sequence[tuple[str, int]]) -> Json:
    """The given fields of one row, left-out ones as they stood, so that the record refuses them."""
    given = ((field, cells[index]) for field, index in columns if cells[index])
    return {field: FIELDS[field](text)[0] or text for field, text in given}
