"""Claims as flat rows: the form both stores keep, and the digest over it.

A row holds plain values in a fixed order, so that a million of them cost no objects. `fields` is canonical
JSON (sorted keys, no spaces) of the fields that are given.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from graphsvc.domain.evidence import Basis, Evidence
from graphsvc.domain.records import ENTITY_KINDS, LINK_KINDS, Claim

canonical = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
"""The one JSON form of a claim's fields: sorted keys, no spaces, NaN and infinities refused."""

NO_FIELDS = "{}"
"""`canonical` of no fields: most links have none."""

_array = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode

_BLOCK = 1000


class EntityRow(NamedTuple):
    """One claim about an entity."""

    id: str
    kind: str
    dataset: str
    basis: str
    citation: str
    date: str | None
    confidence: float | None
    words: str | None
    by: str | None
    fields: str


class LinkRow(NamedTuple):
    """One claim about a link; `qualifier` is the role or relation kind, else empty."""

    source: str
    target: str
    kind: str
    qualifier: str
    dataset: str
    basis: str
    citation: str
    date: str | None
    confidence: float | None
    words: str | None
    by: str | None
    fields: str


Row = EntityRow | LinkRow
R = TypeVar("R", EntityRow, LinkRow, Row)


def to_row(claim: Claim) -> Row:
    """The flat row of a claim."""
    says = claim.evidence
    tail = (
        says.dataset,
        says.basis.value,
        says.citation,
        says.date,
        says.confidence,
        says.words,
        says.by,
        canonical(claim.fields()),
    )
    keys = [str(getattr(claim, field)) for field in claim.key_fields]
    if claim.kind in ENTITY_KINDS:
        return EntityRow(keys[0], claim.kind, *tail)
    return LinkRow(keys[0], keys[1], claim.kind, keys[2] if len(keys) > 2 else "", *tail)


def to_claim(row: Row) -> Claim:
    """The claim a row stands for; the inverse of `to_row`."""
    fields: dict[str, Any] = json.loads(row.fields)
    fields["evidence"] = Evidence(
        basis=Basis(row.basis),
        dataset=row.dataset,
        citation=row.citation,
        date=row.date,
        confidence=row.confidence,
        words=row.words,
        by=row.by,
    )
    if isinstance(row, EntityRow):
        return ENTITY_KINDS[row.kind].model_validate({"id": row.id, **fields})
    record = LINK_KINDS[row.kind]
    keys = dict(zip(record.key_fields, (row.source, row.target, row.qualifier), strict=False))
    return record.model_validate(keys | fields)


class Digest:
    """SHA-256 over the rows in sorted order, entities first: each as a JSON array, followed by a comma."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def feed(self, rows: Iterable[Row]) -> None:
        """Add rows; the caller keeps the order of `sort_key`."""
        for _ in self.through(rows):
            pass

    def through(self, rows: Iterable[R]) -> Iterator[R]:
        """The rows, added on their way."""
        return chain.from_iterable(self.blocks(rows))

    def blocks(self, rows: Iterable[R]) -> Iterator[list[R]]:
        """The rows in lists, added on their way; a thousand at a time, which takes half as long."""
        iterator = iter(rows)
        while block := list(islice(iterator, _BLOCK)):
            self._hash.update(_array(block)[1:-1].encode() + b",")
            yield block

    def hexdigest(self) -> str:
        """The digest so far, as 64 hexadecimal digits."""
        return self._hash.hexdigest()


def sort_key(row: Row) -> tuple[str, ...]:
    """Order of rows wherever they are handed out: by code point of kind, key, dataset and basis."""
    if isinstance(row, EntityRow):
        return (row.kind, row.id, row.dataset, row.basis)
    return (row.kind, row.source, row.target, row.qualifier, row.dataset, row.basis)
