"""Compute blocks on the workers of a Dask scheduler; each worker opens the data itself."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

from graphsvc.answers.batch.plan import Answers, BatchPlan, Block, answers
from graphsvc.errors import GraphsvcError
from graphsvc.state.graph import CurrentGraph

Opening = Callable[[], AbstractContextManager[CurrentGraph]]

SECONDS = 30
"""How long a scheduler and its first worker are waited for."""

_lock = threading.Lock()
_made: dict[str, Answers] = {}


def on_dask(
    address: str, opening: Opening, plan: BatchPlan, numbers: Sequence[int]
) -> Iterator[tuple[int, Block]]:
    """Blocks by number, in the order in which they are done, on the workers of a running scheduler.

    `opening` opens the graph in a worker. What a worker that died was at is given to another one. Raises
    `GraphsvcError` when Dask is not installed, nobody answers, a worker sees other data or runs other code.
    """
    try:
        dask: Any = import_module("distributed")
    except ImportError as error:
        raise GraphsvcError("Dask is not installed: pip install 'graphsvc[dask]'") from error
    with _client(dask.Client, address) as client:
        futures: dict[Any, int] = {
            client.submit(_block, opening, plan, plan.name, number, pure=False): number for number in numbers
        }
        for future in dask.as_completed(list(futures), loop=client.loop):
            try:
                block = future.result()
            except dask.KilledWorker as error:
                raise GraphsvcError(f"the workers are killed again and again: {error}") from error
            yield futures.pop(future), block
            future.release()


def _client(make: Callable[..., Any], address: str) -> Any:
    try:
        client = make(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GraphsvcError(f"no Dask scheduler answers at {address}") from error
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError as error:
        client.close()
        raise GraphsvcError(f"the scheduler has no worker: dask worker {address} --nthreads 1") from error
    return client


def _block(opening: Opening, plan: BatchPlan, name: str, number: int) -> Block:
    """Compute one block in a worker; the matching index is built for the first block and reused."""
    if plan.name != name:
        raise GraphsvcError("a worker runs another version of graphsvc")
    with _lock:
        if name not in _made:
            _made.clear()
            with opening() as graph:
                if graph.snapshot().digest != plan.digest:
                    raise GraphsvcError(
                        "a worker sees other data: start it with the same GRAPHSVC_HOME and GRAPHSVC_STORE"
                    )
                _made[name] = answers(graph, plan)
        made = _made[name]
    return made.block(number)
