"""Writing and deleting claims in Neo4j, inside one open transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from graphsvc.domain import DatasetInfo
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key
from graphsvc.store import cypher, cypher_links, refusals
from graphsvc.store.neo4j_rows import (
    begins,
    claim_of,
    described,
    kept,
    label_of,
    link_key,
    link_of,
    links_written,
    rows_of,
    undo_of,
)
from graphsvc.store.neo4j_runs import bump, declare, new_run
from graphsvc.store.neo4j_tx import (
    PATIENCE,
    by_label,
    datasets,
    drop_bare,
    links_touching,
    lock,
    locked,
    values,
)

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction


class KnownEntities(NamedTuple):
    """Entities found to be there; that holds until an entity goes, and `lost` says when one last did."""

    lost: int = 0
    ids: AbstractSet[str] = frozenset()

    def and_then(self, found: "KnownEntities") -> "KnownEntities":
        """What is known once `found` was committed; takes over the ids of this one where they still hold."""
        if found.lost != self.lost:
            return found
        known = self.ids if isinstance(self.ids, set) else set(self.ids)
        known |= found.ids  # in place: copying a million ids for every batch takes longer than writing it
        return KnownEntities(self.lost, known)


def write_open(
    tx: "Transaction", rows: Sequence[Row], numbers: Mapping[str, int], known: KnownEntities, *, alone: bool
) -> KnownEntities:
    """Write a batch of an open run; which entities it found or wrote, for `KnownEntities.and_then`.

    When `alone`, links cannot need what other datasets show.
    """
    runs = locked(tx)
    if not runs.open.keys() >= {*numbers.values()}:
        raise refusals.run_lost()
    if runs.lost != known.lost:
        known = KnownEntities(runs.lost, frozenset())
    entities, links = _split(rows)
    claims = _claims(tx, {row.id for row in entities})
    _put_unseen(tx, _added(claims, entities, numbers))
    wanted = _ends(links) - known.ids - claims.keys()
    found = _known(tx, wanted, [*(() if alone else runs.shown.values()), *numbers.values()])
    _refuse_unknown(links, wanted - found)
    _put_links(tx, links, numbers)
    return KnownEntities(runs.lost, claims.keys() | found)


def write_shown(tx: "Transaction", info: DatasetInfo, rows: Sequence[Row]) -> None:
    """Write rows that are visible at once."""
    runs = locked(tx)
    lock(tx, "state")
    number = runs.shown.get(info.id)
    if number is None:
        number = new_run(tx, info.id, "shown")
    declare(tx, info)
    shown = {**runs.shown, info.id: number}
    stays = sorted(shown.values())
    entities, links = _split(rows)
    claims = _claims(tx, {row.id for row in entities})
    _remember(tx, rows, claims, shown)
    _describe(tx, _added(claims, entities, {info.id: number}), stays)
    wanted = _ends(links)
    _refuse_unknown(links, wanted - _known(tx, wanted, stays))
    _put_links(tx, links, {info.id: number})
    bump(tx, lost=False)


def delete_shown(tx: "Transaction", rows: Sequence[Row]) -> int:
    """Remove shown rows by key, with the links that entities take along; how many of `rows` there were."""
    runs = locked(tx)
    lock(tx, "state")
    stays = sorted(runs.shown.values())
    entities, links = _split(rows)
    claims = _claims(tx, {row.id for row in entities})
    left, removed = _without(claims, entities, runs.shown)
    gone = {row.id for row in entities if not rows_of(row.id, left[row.id], set(stays))}
    own = {(row.id, row.dataset) for row in entities if row.id in gone}
    touching = links_touching(tx, gone, stays)
    along = [row for row in touching if any((end, row.dataset) in own for end in refusals.ends(row))]
    _refuse_use(touching, {sort_key(row) for row in (*along, *links)}, gone)
    _remember(tx, [*rows, *along], claims, runs.shown)
    removed += _drop_links(tx, links, stays)
    _drop_links(tx, along, stays)
    _describe(tx, {row.id: left[row.id] for row in entities if claims[row.id]}, stays)
    drop_bare(tx, [identifier for identifier, listed in left.items() if not listed])
    tx.run(cypher.DROP_STAGES).consume()
    bump(tx, lost=bool(gone))
    return removed


def _refuse_use(
    touching: Iterable[LinkRow], going: AbstractSet[tuple[str, ...]], gone: AbstractSet[str]
) -> None:
    """Raise `StillUsed` when a link at one of `gone` is not among those going."""
    stays = [row for row in touching if sort_key(row) not in going]
    used = sorted((end, row.dataset) for row in stays for end in refusals.ends(row) if end in gone)
    if used:
        raise refusals.still_used("deleting this", *used[0])


def _split(rows: Iterable[Row]) -> tuple[list[EntityRow], list[LinkRow]]:
    """Entities and links of a batch, sorted; of several with one key the last."""
    last = {sort_key(row): row for row in rows}
    ordered = [last[key] for key in sorted(last)]
    entities = [row for row in ordered if isinstance(row, EntityRow)]
    return entities, [row for row in ordered if isinstance(row, LinkRow)]


def _claims(tx: "Transaction", ids: Iterable[str]) -> dict[str, list[str]]:
    """The claims that lie on the nodes of `ids`, an empty list where there is no node."""
    claims: dict[str, list[str]] = {identifier: [] for identifier in sorted(ids)}
    for label, listed in by_label(claims):
        found = values(tx, cypher.for_label(cypher.CLAIMS, label), ids=listed)
        claims.update((identifier, there) for identifier, there in found)
    return claims


def _added(
    claims: Mapping[str, list[str]], entities: Iterable[EntityRow], numbers: Mapping[str, int]
) -> dict[str, list[str]]:
    """`claims` with those of `entities` added or replaced under the runs of their datasets."""
    added = {identifier: list(listed) for identifier, listed in claims.items()}
    for row in entities:
        number = numbers[row.dataset]
        same = f'{begins(row.dataset, number)}"basis":"{row.basis}"'
        others = [claim for claim in added[row.id] if not claim.startswith(same)]
        added[row.id] = [*others, claim_of(row, number)]
    return added


def _without(
    claims: Mapping[str, list[str]], entities: Iterable[EntityRow], shown: Mapping[str, int]
) -> tuple[dict[str, list[str]], int]:
    """`claims` without the shown ones of `entities`, and how many of these there were."""
    left = {identifier: list(listed) for identifier, listed in claims.items()}
    removed = 0
    for row in entities:
        same = f'{begins(row.dataset, shown.get(row.dataset, 0))}"basis":"{row.basis}"'
        others = [claim for claim in left[row.id] if not claim.startswith(same)]
        removed += len(left[row.id]) - len(others)
        left[row.id] = others
    return left, removed


def _put_unseen(tx: "Transaction", claims: Mapping[str, list[str]]) -> None:
    """Write claims that no reader sees yet; the fields of their nodes stay as they are."""
    for label, listed in by_label(claims):
        rows = [list(kept(identifier, claims[identifier]).values()) for identifier in listed]
        tx.run(cypher.for_label(cypher.KEEP, label), rows=rows).consume()


def _describe(tx: "Transaction", claims: Mapping[str, list[str]], shown: Sequence[int]) -> None:
    """Write claims with the fields that win among the shown ones."""
    priority = {info.id: info.priority for info in datasets(tx)}
    runs = set(shown)
    for label, listed in by_label(claims):
        rows = [described(identifier, claims[identifier], runs, priority) for identifier in listed]
        tx.run(cypher.for_label(cypher.DESCRIBE, label), rows=rows).consume()


def _ends(links: Iterable[LinkRow]) -> set[str]:
    return {end for row in links for end in refusals.ends(row)}


def _known(tx: "Transaction", ends: Iterable[str], runs: Sequence[int]) -> set[str]:
    """Those of `ends` that one of `runs` introduces."""
    found: set[str] = set()
    for label, listed in by_label(ends):
        query = cypher.for_label(cypher.KNOWN, label)
        found.update(identifier for (identifier,) in values(tx, query, ids=listed, runs=runs))
    return found


def _refuse_unknown(links: Iterable[LinkRow], unknown: AbstractSet[str]) -> None:
    for row in links:
        for end in refusals.ends(row):
            if end in unknown:
                raise refusals.unknown_end(row, end)


def _grouped(links: Iterable[LinkRow]) -> Iterator[tuple[tuple[str, str, str], list[LinkRow]]]:
    """Links by kind and the labels of their ends; those that can have no ends are left out."""
    groups: dict[tuple[str, str, str], list[LinkRow]] = defaultdict(list)
    for row in links:
        source, target = label_of(row.source), label_of(row.target)
        if source and target:
            groups[row.kind, source, target].append(row)
    yield from sorted(groups.items())


def _put_links(tx: "Transaction", links: Sequence[LinkRow], numbers: Mapping[str, int]) -> None:
    stages = sorted({row.target for row in links if row.kind == "performs"})
    if stages:
        tx.run(cypher.MERGE_STAGES, ids=stages).consume()
    for dataset in sorted({row.dataset for row in links}):
        for key, group in _grouped(row for row in links if row.dataset == dataset):
            query = cypher_links.merge_links(*key)
            tx.run(query, links_written(group), dataset=dataset, run=numbers[dataset]).consume()


def _drop_links(tx: "Transaction", links: Iterable[LinkRow], runs: Sequence[int]) -> int:
    """Remove links by key; how many there were."""
    removed = 0
    for key, group in _grouped(links):
        rows = [link_key(row) for row in group]
        removed += values(tx, cypher.for_link(cypher.DELETE_LINKS, *key), rows=rows, runs=runs)[0][0]
    return removed


def _remember(
    tx: "Transaction", rows: Iterable[Row], claims: Mapping[str, list[str]], shown: Mapping[str, int]
) -> None:
    """Keep what stands at the keys of `rows` for the readings of the state that is about to end.

    `shown` is the run that each dataset shows.
    """
    if values(tx, cypher.READINGS, patience=PATIENCE)[0][0] is None:
        return
    changed = {sort_key(row): shown[row.dataset] for row in rows if row.dataset in shown}
    stays = sorted(shown.values())
    before: dict[tuple[str, ...], Row | None] = dict.fromkeys(changed)
    for identifier, listed in claims.items():
        stood = {sort_key(row): row for row in rows_of(identifier, listed, set(stays))}
        before |= {key: row for key, row in stood.items() if key in before}
    for key, group in _grouped(_split(rows)[1]):
        keys = [link_key(row) for row in group]
        found = values(tx, cypher.for_link(cypher.LINKS_BETWEEN, *key), rows=keys, runs=stays)
        before |= {sort_key(link): link for link in map(link_of, found)}
    revision = values(tx, cypher.STATE)[0][0] + 1
    tx.run(cypher.UNDO, revision=revision, rows=undo_of(before, changed)).consume()
