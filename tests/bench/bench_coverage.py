"""How fast the coverage engine is: smallest alliances beside a plain model, large sets, inference.

    .venv/bin/python -m tests.bench.bench_coverage

Prints tables in processor seconds; an alliance is timed once, coverage is the median of five.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from graphsvc.coverage import ChainIndex, CoverageResult, build_index, coverage, minimum_covers, select
from graphsvc.coverage.complement import complementarity
from graphsvc.coverage.text_inference import infer
from graphsvc.snapshot import build
from graphsvc.taxonomy import chain
from tests.bench.coverage_world import Synthetic

T = TypeVar("T")
PLAIN_LIMIT = 120.0


def main() -> None:
    """Run everything and print the tables."""
    _alliances()
    _sets()


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives and the processor seconds of this process it took."""
    start = time.process_time()
    given = call()
    return given, time.process_time() - start


def _plain(supply: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> tuple[int, bool]:
    rows = len(supply)
    answer = milp(
        np.ones(rows),
        constraints=LinearConstraint(sp.csr_array(supply.T.astype(float)), lb=1),
        integrality=np.ones(rows, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": PLAIN_LIMIT},
    )
    return (0 if answer.fun is None else round(answer.fun)), answer.status == 0


def _alliances() -> None:
    print(f"{'clusters × stages':>18} {'seed':>5} {'size':>5} {'ours':>8} {'plain':>8} {'share':>6}")
    for clusters in (500, 2000):
        for seed in range(1, 6):
            supply = (np.random.default_rng(seed).random((clusters, 60)) < 0.06).astype(np.int64)
            needed = np.ones(60, dtype=np.int64)
            ours, took = timed(partial(minimum_covers, supply, needed, time_limit=30.0))
            (size, proven), plain = timed(partial(_plain, supply))
            mark = "" if ours.proven else " not proven"
            beside = "" if proven else f" (plain not proven after {PLAIN_LIMIT:.0f} s, size {size})"
            print(
                f"{clusters:>13} × 60 {seed:>5} {ours.size!s:>5} {took:>8.2f} {plain:>8.2f}"
                f" {took / plain:>6.2f}{mark}{beside}",
                flush=True,
            )


def _asked(index: ChainIndex, ids: list[str]) -> CoverageResult:
    return coverage(index, select(index, ids))


def _sets() -> None:
    food = chain("food-processing")
    world = build(Synthetic(organizations=100_000, clusters=500, seed=7))
    inferred, took = timed(lambda: infer(world, food))
    print(f"\nstages of 100,000 organizations from names: {took:.2f} s, {len(inferred.stage):,} guesses")
    index, took = timed(lambda: build_index(world, food, inferred=inferred))
    print(f"matrices of 100,000 organizations and 500 clusters: {took:.2f} s")
    clusters = list(world.clusters.ids)
    organizations = world.organizations.ids[:]
    for name, ids in (
        ("1 cluster", clusters[:1]),
        ("4 clusters", clusters[:4]),
        ("50 clusters", clusters[:50]),
        ("500 clusters", clusters),
        ("1,000 organizations", organizations[:1000]),
    ):
        _asked(index, ids)
        times = [timed(partial(_asked, index, ids))[1] for _ in range(5)]
        print(f"coverage of {name:20} {1000 * sorted(times)[2]:>8.2f} ms")
    rng = np.random.default_rng(3)
    supply = rng.poisson(0.3, (500, 60))
    _, took = timed(lambda: complementarity(supply, np.ones(60, dtype=bool)))
    print(f"complementarity of all pairs of 500 clusters {1000 * took:>8.2f} ms")


if __name__ == "__main__":
    main()
