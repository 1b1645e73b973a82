"""Rows as Neo4j keeps them: an entity's claims as JSON strings on its node, a link as flat properties."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from graphsvc.domain import kind_of
from graphsvc.domain.rows import NO_FIELDS, EntityRow, LinkRow, Row, canonical, sort_key
from graphsvc.snapshot.merge import merge
from graphsvc.store.cypher import EVIDENCE, LABELS, LINK_FIELDS, READ_FIELDS, STAGE

Properties = dict[str, Any]

_BEGINS = re.compile(r'{"dataset":"([^"]*)","run":(\d+),')
_FIELDS = ',"fields":'
_ENTITY_KEY = 4


def label_of(end: str) -> str | None:
    """Label of the node of an entity or stage, `None` for what can be neither."""
    return STAGE if "/" in end else LABELS.get(kind_of(end))


def begins(dataset: str, run: int) -> str:
    """How every claim of a run begins."""
    return f'{{"dataset":"{dataset}","run":{run},'


def claim_of(row: EntityRow, run: int) -> str:
    """The JSON string of a claim: dataset, run and basis come first, its fields as stated come last."""
    given = {name: value for name in EVIDENCE if (value := getattr(row, name)) is not None}
    head = json.dumps({"basis": row.basis, **given}, ensure_ascii=False, separators=(",", ":"))
    return f"{begins(row.dataset, run)}{head[1:-1]}{_FIELDS}{row.fields}}}"


def row_of(identifier: str, claim: str) -> EntityRow:
    """The row of a claim; the inverse of `claim_of`."""
    # a quote inside a JSON string is escaped, so that the first mark is the real one
    end = claim.index(_FIELDS)
    head = json.loads(claim[:end] + "}")
    given = (head.get(name) for name in EVIDENCE)
    key = (identifier, kind_of(identifier), head["dataset"], head["basis"])
    return EntityRow._make((*key, *given, claim[end + len(_FIELDS) : -1]))


def run_of(claim: str) -> int:
    """The run that wrote a claim."""
    found = _BEGINS.match(claim)
    if found is None:
        raise ValueError(f"not a claim: {claim[:80]}")
    return int(found[2])


def rows_of(identifier: str, claims: Iterable[str], runs: AbstractSet[int]) -> list[EntityRow]:
    """The rows of those claims that one of `runs` wrote, sorted."""
    return sorted((row_of(identifier, claim) for claim in claims if run_of(claim) in runs), key=sort_key)


def kept(identifier: str, claims: Iterable[str]) -> Properties:
    """What a node keeps for us: its id, its claims, and the runs that wrote them."""
    listed = sorted(claims)
    return {"id": identifier, "claims": listed, "runs": sorted({run_of(claim) for claim in listed})}


def described(
    identifier: str, claims: Sequence[str], shown: AbstractSet[int], priority: Mapping[str, int]
) -> Properties:
    """All properties of a node: those of `kept` and the fields that win among its shown claims."""
    fields: Properties = {}
    for merged in merge(rows_of(identifier, claims, shown), priority, {}):
        fields = {name: _flat(value) for name, value in merged.fields.items()}
    return fields | kept(identifier, claims)


def link_of(values: Sequence[Any]) -> LinkRow:
    """The row of a relationship that was read as `cypher.LINK_COLUMNS`."""
    fields = {name: value for name, value in zip(READ_FIELDS, values[11:], strict=True) if value is not None}
    return LinkRow._make((*values[:11], canonical(fields)))


def links_of(kind: str, source: str, links: Iterable[Sequence[Any]]) -> Iterator[LinkRow]:
    """The rows of relationships from one node that were read as `cypher_links.page_of_links`."""
    names = LINK_FIELDS[kind]
    for target, qualifier, *values in links:
        given = {name: value for name, value in zip(names, values[7:], strict=True) if value is not None}
        fields = canonical(given) if given else NO_FIELDS
        yield LinkRow._make((source, target, kind, qualifier, *values[:7], fields))


def link_key(row: LinkRow) -> list[str]:
    """What `cypher.LINKS_BETWEEN` and `cypher.DELETE_LINKS` find a link by."""
    return [row.source, row.target, row.qualifier, row.basis, row.dataset]


def links_written(links: Iterable[LinkRow]) -> Properties:
    """The parameters `rows` and `says` of `cypher_links.merge_links` for links of one kind."""
    rows, says = [], dict[tuple[Any, ...], int]()
    for row in links:
        place = says.setdefault((row.qualifier, row.basis, *row[6:11]), len(says))
        given = json.loads(row.fields) if row.fields != NO_FIELDS else {}
        rows.append([row.source, row.target, place, *(given.get(name) for name in LINK_FIELDS[row.kind])])
    return {"rows": rows, "says": [list(one) for one in says]}


def undo_of(before: Mapping[tuple[str, ...], Row | None], runs: Mapping[tuple[str, ...], int]) -> list[str]:
    """What stood at some keys before a change, and in which run each was changed, as JSON strings."""
    return [json.dumps([key, runs[key], row], ensure_ascii=False) for key, row in before.items()]


def undone(texts: Iterable[Iterable[str]], runs: AbstractSet[int]) -> dict[tuple[str, ...], Row | None]:
    """What stood at each key before the first of several changes in one of `runs`; the inverse of `undo_of`.

    What was changed in other runs, which came later, never stood where `runs` are shown.
    """
    before: dict[tuple[str, ...], Row | None] = {}
    for text in (text for change in texts for text in change):
        key, run, row = json.loads(text)
        if run in runs:
            record = EntityRow if len(key) == _ENTITY_KEY else LinkRow
            before.setdefault(tuple(key), None if row is None else record._make(row))
    return before


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return [canonical(item) if isinstance(item, dict) else item for item in value]
    return value
