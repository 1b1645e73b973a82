"""Merge the claims about an entity into one record, field by field."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pydantic_core import from_json

from graphsvc.domain import Basis, RelationKind, is_private, kind_of
from graphsvc.domain.dataset import RETIRED
from graphsvc.domain.rows import EntityRow, LinkRow

_UNITED = ("aliases", "identifiers")
_FACTS = "facts"


class Merged(NamedTuple):
    """An entity after merging: its id, the winning fields, whether only private claims know it.

    One that was retired has the claim that says so.
    """

    id: str
    fields: dict[str, Any]
    private: bool
    retired: EntityRow | None = None


def same_as(links: Iterable[LinkRow]) -> dict[str, str]:
    """From each id that was joined to another to the id that stands for it, the smallest of its group.

    Only entities of one kind can be the same; a link between two kinds says nothing here, and neither does
    one between two of whom somebody said that they are not the same.
    """
    links = [link for link in links if link.qualifier == RelationKind.SAME_AS]
    refused = {frozenset((link.source, link.target)) for link in links if link.basis == Basis.REFUSED}
    parent: dict[str, str] = {}

    def root(identifier: str) -> str:
        while (above := parent.get(identifier, identifier)) != identifier:
            parent[identifier] = parent.get(above, above)
            identifier = above
        return identifier

    for link in links:
        one_kind = kind_of(link.source) == kind_of(link.target)
        if one_kind and frozenset((link.source, link.target)) not in refused:
            first, second = sorted((root(link.source), root(link.target)))
            parent[second] = first
    return {identifier: root(identifier) for identifier in sorted(parent) if root(identifier) != identifier}


def merge(
    rows: Iterable[EntityRow], priority: Mapping[str, int], joined: Mapping[str, str]
) -> Iterator[Merged]:
    """Merge rows sorted by id; those joined by `same_as` come out under the id that stands for them.

    `in_winning_order` says which claim wins; a missing field never does. Aliases, identifiers and facts are
    united, the facts in that order; names of organizations that lost become aliases (clusters and projects
    have none).
    """
    standing = set(joined.values())
    groups: dict[str, list[EntityRow]] = {identifier: [] for identifier in standing}
    for identifier, claims in groupby(rows, key=itemgetter(0)):
        stands = joined.get(identifier, identifier)
        if stands in groups:
            groups[stands].extend(claims)
        else:
            yield from _merged(identifier, list(claims), priority)
    for identifier, claims_of_group in groups.items():
        yield from _merged(identifier, claims_of_group, priority)


def in_winning_order(rows: Iterable[EntityRow], priority: Mapping[str, int]) -> list[EntityRow]:
    """The claims about one entity that count, those that win first.

    A refused claim does not count. A confirmed one wins, then the dataset's priority, then the newest date,
    then the smaller ids of dataset and entity.
    """
    counting = [row for row in rows if row.basis != Basis.REFUSED]
    if len(counting) < 2:
        return counting
    by_id = sorted(counting, key=lambda row: (row.dataset, row.id))
    return sorted(
        by_id,
        key=lambda row: (row.basis == Basis.CONFIRMED, priority.get(row.dataset, 0), row.date or ""),
        reverse=True,
    )


def _merged(identifier: str, rows: list[EntityRow], priority: Mapping[str, int]) -> Iterable[Merged]:
    """What the claims about one entity make of it, if any of them counts."""
    counting = in_winning_order(rows, priority)
    if len(counting) == len(rows) == 1:  # as most are
        return (_alone(identifier, counting[0]),)
    retired = next((row for row in rows if row.dataset == RETIRED and row.basis == Basis.REFUSED), None)
    if retired or counting:
        return (_united(identifier, counting)._replace(retired=retired),)
    return ()


def _alone(identifier: str, row: EntityRow) -> Merged:
    return Merged(identifier, from_json(row.fields), is_private(row.dataset))


def _united(identifier: str, rows: list[EntityRow]) -> Merged:
    if len(rows) == 1:
        return _alone(identifier, rows[0])
    private = all(is_private(row.dataset) for row in rows)
    fields: dict[str, Any] = {}
    names: list[str] = []
    united: dict[str, set[str]] = {field: set() for field in _UNITED}
    for row in rows:
        for field, value in from_json(row.fields).items():
            if field in united:
                united[field].update(value)
            elif field == _FACTS:
                before = fields.get(field, [])
                fields[field] = [*before, *(one for one in value if one not in before)]
            elif field not in fields:
                fields[field] = value
            if field == "name":
                names.append(value)
    if rows and rows[0].kind == "organization":
        united["aliases"].update(names[1:])
        united["aliases"].discard(fields.get("name", ""))
    fields |= {field: sorted(values) for field, values in united.items() if values}
    return Merged(identifier, fields, private)
