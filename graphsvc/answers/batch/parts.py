"""Block files of a batch (one file per block), and the CSV table written from them."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import IO, BinaryIO, cast

import numpy as np

from graphsvc.answers.batch.plan import Block
from graphsvc.arrays import Int32s
from graphsvc.derived_files import intact, read_arrays
from graphsvc.files import replacing, replacing_output

COLUMNS = ("organization", "rank", "candidate", "score")


def part(folder: Path, number: int) -> Path:
    """The path of a complete block."""
    return folder / f"{number:06}.npz"


def write_part(folder: Path, number: int, block: Block) -> None:
    """Write a block atomically."""
    with replacing(part(folder, number), sync=True) as file:
        np.savez(file, **{field.name: getattr(block, field.name) for field in fields(block)})


def read_part(folder: Path, number: int) -> Block | None:
    """Read a block that `write_part` wrote; None if it is missing or damaged (a damaged file is removed)."""
    return intact(part(folder, number), _read)


def _read(path: Path) -> Block:
    kept = read_arrays(path)
    return Block(**{field.name: kept[field.name] for field in fields(Block)})


def lists(blocks: Iterable[Block]) -> Iterator[tuple[Int32s, Sequence[float]]]:
    """Yield candidates (row numbers) and scores, one pair of arrays per organization."""
    for block in blocks:
        ends = np.cumsum(block.counts)[:-1]
        for rows, scores in zip(np.split(block.candidates, ends), np.split(block.scores, ends), strict=True):
            yield rows, scores.tolist()


def write_table(path: Path, asked: Int32s, ids: Sequence[str], blocks: Iterable[Block]) -> int:
    """Write organization, rank, candidate, score as CSV, packed if the name ends in `.gz`; how many rows.

    The file appears when it is complete; the same lists give the same bytes.
    """
    with replacing_output(path) as raw, _text(raw, packed=path.suffix == ".gz") as file:
        return _write(file, asked.tolist(), ids, blocks)


def _write(file: IO[str], asked: Sequence[int], ids: Sequence[str], blocks: Iterable[Block]) -> int:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    count = 0
    for organization, (rows, scores) in zip(asked, lists(blocks), strict=True):
        count += len(rows)
        table.writerows(
            (ids[organization], rank, ids[row], repr(score))
            for rank, (row, score) in enumerate(zip(rows.tolist(), scores, strict=True), 1)
        )
    return count


def _text(raw: BinaryIO, *, packed: bool) -> IO[str]:
    binary = cast("BinaryIO", gzip.GzipFile("", "wb", fileobj=raw, mtime=0)) if packed else raw
    return io.TextIOWrapper(binary, encoding="utf-8", newline="")
