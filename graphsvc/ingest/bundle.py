"""Bundles: all claims of a store as CSV files, one folder a dataset, one file a kind; written here."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import IO, Any

import yaml

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS, DatasetInfo, is_private
from graphsvc.domain.ports import Reader
from graphsvc.domain.rows import Digest, EntityRow, Row
from graphsvc.ingest.csv_cells import guarded, to_cell

BUNDLE = "bundle.yml"
FORMAT = "graphsvc-bundle-1"
EVIDENCE = ("basis", "citation", "date", "confidence", "words", "by")


def is_bundle(folder: Path) -> bool:
    """Whether a folder was written by `write_bundle`."""
    return (folder / BUNDLE).is_file()


def write_bundle(reader: Reader, folder: Path, *, datasets: Iterable[str] | None = None) -> str:
    """Write the claims of a store, or of some datasets, as a bundle; returns the digest of what was written.

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
        for row in _chosen(reader, wanted, persons):
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
        keys = (
            (row.id,)
            if isinstance(row, EntityRow)
            else (row.source, row.target, row.qualifier)[: width(row.kind)]
        )
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
            writer = csv.writer(stream, lineterminator="\r\n")
            keys, fields = columns(kind)
            writer.writerow((*keys, *EVIDENCE, *fields))
            self._writers[dataset, kind] = (writer, fields)
        return self._writers[dataset, kind]


@cache
def columns(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Key columns and field columns of a kind of claim; between them stand the columns of the evidence."""
    record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
    keys = record.key_fields
    return keys, tuple(field for field in record.model_fields if field not in (*keys, "evidence"))


def width(kind: str) -> int:
    """How many key columns a kind of claim has."""
    return len(columns(kind)[0])


def _chosen(reader: Reader, wanted: set[str], persons: set[str]) -> Iterator[Row]:
    for entity in reader.entities():
        if entity.dataset in wanted and entity.id not in persons:
            yield entity
    for link in reader.links():
        if link.dataset in wanted and link.source not in persons and link.target not in persons:
            yield link


def _persons(reader: Reader) -> set[str]:
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
    found: Mapping[str, Any] = json.loads(fields)
    return found
