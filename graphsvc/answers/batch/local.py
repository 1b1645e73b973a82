"""Compute blocks in forked processes on this machine; they share the memory of their parent."""

import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process

from graphsvc.answers.batch.plan import Block
from graphsvc.errors import GraphsvcError

Answer = Callable[[int], Block]

_given: list[Answer] = []


def on_processes(answer: Answer, numbers: Sequence[int], workers: int) -> Iterator[tuple[int, Block]]:
    """Blocks by number, in the order in which they are done, on so many processes (1: on this one).

    A block whose process died is computed again. Raises `GraphsvcError` when processes die and no block
    is completed.
    """
    if workers == 1:
        yield from ((number, answer(number)) for number in numbers)
        return
    left = set(numbers)
    while left:
        before = len(left)
        for number, block in _round(answer, sorted(left), workers):
            left.remove(number)
            yield number, block
        if len(left) == before:
            raise GraphsvcError("the processes that work on the batch are killed again and again")


def _round(answer: Answer, numbers: Sequence[int], workers: int) -> Iterator[tuple[int, Block]]:
    """Yield blocks until all are done or a process has died."""
    with ProcessPoolExecutor(workers, get_context("fork"), _begin, (answer,)) as pool:
        try:
            futures = _submitted(pool, numbers)
            for future in as_completed(futures):
                number = futures.pop(future)
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield number, future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, numbers: Sequence[int]) -> dict[Future[Block], int]:
    futures = {}
    with warnings.catch_warnings(), suppress(BrokenProcessPool):
        # the only other threads are those of the linear algebra, which ends them before a fork
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        for number in numbers:
            futures[pool.submit(_do, number)] = number
    return futures


def _begin(answer: Answer) -> None:
    """In a new process: leave Ctrl-C to the parent, and end when it does."""
    _given[:] = [answer]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(number: int) -> Block:
    return _given[0](number)
