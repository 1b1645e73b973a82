"""What is left to do in Neo4j when a run is closed or given up: remove old rows, describe new nodes.

Every step may be cut off and done again; the next load of any dataset takes up what is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING

from graphsvc.store import cypher
from graphsvc.store.neo4j_rows import described, run_of
from graphsvc.store.neo4j_tx import PATIENCE, Work, datasets, drop_bare, locked, values

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction

_PAGE = 2000


@dataclass(frozen=True)
class Chores:
    """Runs whose rows can go, runs whose nodes have no fields yet, runs that some reader still looks at.

    `labels` and `kinds` are those of the nodes and links that are there at all.
    """

    removable: list[int]
    undescribed: list[int]
    read: list[int]
    labels: Sequence[str] = ()
    kinds: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.removable or self.undescribed)


def chores(tx: "Transaction") -> Chores:
    """What there is to do; readings that are no longer heard of end here."""
    oldest, forgets, gone, undescribed = values(tx, cypher.CHORES, patience=PATIENCE)[0]
    if forgets:
        tx.run(cypher.END_READINGS, patience=PATIENCE).consume()
        tx.run(cypher.FORGET_UNDO, oldest=oldest).consume()
    todo = Chores(
        removable=sorted(run for run, free in gone if free),
        undescribed=sorted(undescribed),
        read=sorted(run for run, free in gone if not free),
    )
    if not todo:
        return todo
    labels, types = values(tx, cypher.PRESENT)[0]
    return replace(
        todo,
        labels=[*compress(cypher.LABELS.values(), labels)],
        kinds=[*compress(cypher.TYPES, types)],
    )


def tidy(
    todo: Chores,
    work: Work,
    batched: Callable[[str, dict[str, list[int]]], None],
) -> None:
    """Do what `todo` names.

    `work` runs a function in a managed transaction, `batched` a statement that commits in batches by itself.
    """
    if todo.removable:
        for kind in sorted(todo.kinds):
            batched(cypher.for_link(cypher.DROP_LINKS, kind), {"runs": todo.removable})
    for label in todo.labels:
        after: str | None = ""
        while after is not None:
            after = work(partial(_page, todo=todo, label=label, after=after))
    work(partial(_finish, todo=todo))


def _page(tx: "Transaction", *, todo: Chores, label: str, after: str) -> str | None:
    """Bring some nodes of the runs up to date; the last id of the page if there may be more."""
    shown = set(locked(tx).shown.values())
    query = cypher.for_label(cypher.PAGE_OF_RUNS, label)
    found = values(tx, query, after=after, limit=_PAGE, runs=[*todo.removable, *todo.undescribed])
    if not found:
        return None
    removable = set(todo.removable)
    left = {
        identifier: [claim for claim in claims if run_of(claim) not in removable]
        for identifier, claims in found
    }
    priority = {info.id: info.priority for info in datasets(tx)}
    rows = [described(identifier, claims, shown, priority) for identifier, claims in left.items()]
    tx.run(cypher.for_label(cypher.DESCRIBE, label), rows=rows).consume()
    drop_bare(tx, [identifier for identifier, claims in left.items() if not claims])
    return max(left) if len(found) == _PAGE else None


def _finish(tx: "Transaction", *, todo: Chores) -> None:
    locked(tx)
    tx.run(cypher.DROP_STAGES).consume()
    tx.run(cypher.REMOVE_RUNS, runs=todo.removable).consume()
    tx.run(cypher.SET_DESCRIBED, runs=todo.undescribed).consume()
