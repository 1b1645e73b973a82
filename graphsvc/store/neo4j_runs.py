"""Runs in Neo4j: opening, closing, retiring, and the rules that refuse."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graphsvc.domain import DatasetInfo
from graphsvc.store import cypher, refusals
from graphsvc.store.neo4j_rows import begins
from graphsvc.store.neo4j_tx import lock, locked, values

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction


def begin(tx: "Transaction", dataset: str) -> int:
    """Open a run of `dataset` in place of any that was left open; its number."""
    lock(tx, "writers")
    tx.run(cypher.GIVE_UP, dataset=dataset, number=None).consume()
    return new_run(tx, dataset, "open")


def give_up(tx: "Transaction", dataset: str, number: int) -> None:
    """Give up run `number` if it is still open."""
    lock(tx, "writers")
    tx.run(cypher.GIVE_UP, dataset=dataset, number=number).consume()


def new_run(tx: "Transaction", dataset: str, state: str) -> int:
    """Number of a new run of `dataset`."""
    return int(values(tx, cypher.NEW_RUN, dataset=dataset, state=state)[0][0])


def declare(tx: "Transaction", info: DatasetInfo) -> None:
    """Keep what is known about a dataset."""
    kept_info = info.model_dump_json(exclude_defaults=True)
    tx.run(cypher.DECLARE, id=info.id, title=info.title, info=kept_info).consume()


def show(tx: "Transaction", infos: Sequence[DatasetInfo], numbers: Mapping[str, int], *, alone: bool) -> None:
    """Close runs: show them in place of those before, or of everything when `alone`.

    Raises as the port's `run` does.
    """
    runs = locked(tx)
    if numbers.items() <= runs.shown.items() and not (alone and runs.shown.keys() - numbers.keys()):
        return  # an earlier try was committed, and the connection broke before it said so
    if not runs.open.keys() >= {*numbers.values()}:
        raise refusals.run_lost()
    old = {name: run for name, run in runs.shown.items() if alone or name in numbers}
    stays = sorted([*(run for name, run in runs.shown.items() if name not in old), *numbers.values()])
    for dataset, number in numbers.items():
        if not alone and runs.lost > runs.open[number]:
            _refuse_lost_ends(tx, dataset, number, stays)
    lost = [_lost(tx, run, stays, f"dataset {name}") for name, run in old.items()]
    now = bump(tx, lost=any(lost))
    gone = [[run, "gone", now] for run in old.values()]
    tx.run(cypher.SET_STATES, rows=[*gone, *([run, "shown", None] for run in numbers.values())]).consume()
    for dataset in old.keys() - numbers.keys():
        tx.run(cypher.FORGET, id=dataset).consume()
    for info in infos:
        declare(tx, info)


def retire(tx: "Transaction", dataset: str) -> int:
    """Show nothing of `dataset` any more; how many claims that hides. Raises `StillUsed`."""
    runs = locked(tx)
    old = runs.shown.get(dataset)
    if old is None:
        return 0
    lost = _lost(tx, old, runs.stays(dataset), f"dataset {dataset}")
    counted = int(values(tx, cypher.COUNT_LINKS, run=old)[0][0])
    counted += int(values(tx, cypher.COUNT_ENTITIES, run=old, begins=begins(dataset, old))[0][0])
    now = bump(tx, lost=lost)
    tx.run(cypher.SET_STATES, rows=[[old, "gone", now]]).consume()
    tx.run(cypher.FORGET, id=dataset).consume()
    return counted


def bump(tx: "Transaction", *, lost: bool) -> int:
    """Count one visible change under the lock `state`; `lost` tells open runs that an entity went."""
    return int(values(tx, cypher.BUMP, lost=lost)[0][0])


def _lost(tx: "Transaction", old: int, stays: Sequence[int], what: str) -> bool:
    """Whether an entity goes when run `old` is hidden. Raises `StillUsed` when a link of `stays` needs it."""
    if not values(tx, cypher.LOST, old=old, stays=stays):
        return False
    used = values(tx, cypher.USED, old=old, stays=stays)
    if used:
        raise refusals.still_used(what, *used[0])
    return True


def _refuse_lost_ends(tx: "Transaction", dataset: str, number: int, stays: Sequence[int]) -> None:
    """Raise `UnknownEnd` when a link of run `number` has an end that none of `stays` introduces."""
    lost = values(tx, cypher.LOST_ENDS, run=number, stays=stays)
    if lost:
        raise refusals.lost_end(lost[0][0], dataset)
