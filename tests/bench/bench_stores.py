"""How fast both stores write and how fast a snapshot is built from them.

    .venv/bin/python -m tests.bench.bench_stores [--rows 100000] [--neo4j neo4j://user:password@host:port]

A fifth of the rows are organizations, a tenth projects, the rest participations; the claims are made before
the clock runs. Without `--neo4j` a server is started. Prints a table: rows a second include closing the run,
`cpu` is the processor time of this process alone.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphsvc import snapshot
from graphsvc.domain import Claim
from graphsvc.domain.ports import GraphStore
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.sqlite import SqliteStore
from tests.support import neo4j_database
from tests.support.claims import evidence, info, organization, participation, project
from tests.support.neo4j_server import Neo4jServer


def made(rows: int) -> list[Claim]:
    """Claims as CORDIS has them: names, places, dates, an amount for each participation."""
    pick = random.Random(1)
    says = evidence(citation="https://cordis.europa.eu/project/id/1", date="2020-01-02")
    keys = [f"pic-{number}" for number in pick.sample(range(10**8, 10**9), rows // 5)]
    grants = [f"grant-{number}" for number in range(rows // 10)]
    claims = [
        organization(
            key,
            name=f"Organization {key} of Somewhere",
            country="DE",
            city="Osnabrück",
            lat=52.27,
            lng=8.05,
            identifiers=(f"pic:{key[4:]}",),
            evidence=says,
        )
        for key in keys
    ]
    claims += [project(key, title=f"Project {key}", start="2015-01-01", end="2018-12-31") for key in grants]
    return claims + [
        participation(key, grants[number // 7 % len(grants)], contribution=float(number), evidence=says)
        for number, key in enumerate(pick.choices(keys, k=rows - len(claims)))
    ]


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(name: str, store: GraphStore, claims: list[Claim]) -> None:
    """Load twice, build a snapshot, print a line."""

    def load() -> None:
        with store.run(info()) as run:
            run.write(claims)

    def build() -> None:
        with store.read() as reader:
            snapshot.build(reader)

    cells = [
        f"{wall:.1f} s, {len(claims) / wall:,.0f}/s (cpu {cpu:.1f})"
        for wall, cpu in (timed(load), timed(load))
    ]
    wall, cpu = timed(build)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {name} | {' | '.join(cells)} | {wall:.1f} s (cpu {cpu:.1f}) | {peak} MB |", flush=True)


def main() -> None:
    """Measure both stores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--neo4j", default="")
    asked = parser.parse_args()
    claims = made(asked.rows)
    print(f"{len(claims):,} rows\n\n| store | first load | the same again | snapshot | peak memory |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", SqliteStore(Path(folder) / "graph.db"), claims)
        if asked.neo4j:
            neo4j_database.claim(asked.neo4j)
            neo4j_database.empty(asked.neo4j)
            measure("Neo4j", Neo4jStore(asked.neo4j), claims)
            return
        with Neo4jServer(Path(folder) / "neo4j", brief=False) as server:
            measure("Neo4j, heap of 1 GB", Neo4jStore(server.url), claims)


if __name__ == "__main__":
    main()
