"""Suggestions among a million organizations with 5.5 million participations.

    .venv/bin/python -m tests.bench.million [HOME]

Generates and loads them into a folder for temporary files (some minutes, 3 GB); HOME is an instance folder
with data. Prints times by the clock and the memory of the process.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from graphsvc.answers.loading import load_folder
from graphsvc.answers.matching import Matching
from graphsvc.ingest.synthetic import generate
from graphsvc.state.graph import CurrentGraph
from graphsvc.store.sqlite import SqliteStore

ORGANIZATIONS, PROJECTS, PARTNERS = 1_000_000, 800_000, 7.0
QUESTIONS = 200


def main() -> None:
    """Fill an instance folder if none is given, and ask."""
    if len(sys.argv) > 1:
        _ask(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = generate(home / "data", ORGANIZATIONS, 7, projects=PROJECTS, partners=PARTNERS)
        print(f"{made.organizations:,} organizations, {made.participations:,} participations", flush=True)
        store = SqliteStore(home / "graph.db")
        start = time.perf_counter()
        load_folder(home / "data", store, home)
        print(f"loaded in {time.perf_counter() - start:.0f} s", flush=True)
        store.close()
        _ask(home)


def _ask(home: Path) -> None:
    store = SqliteStore(home / "graph.db")
    graph = CurrentGraph(store, f"sqlite://{home / 'graph.db'}", home)
    matching = Matching(graph, home)
    start = time.perf_counter()
    snapshot, engine = graph.snapshot(), matching.world.index
    print(f"ready after {time.perf_counter() - start:.0f} s, {_gigabytes():.2f} GB", flush=True)
    rng = np.random.default_rng(1)
    rows = rng.choice(np.flatnonzero(engine.graph.projects_of), QUESTIONS + 5, replace=False)
    ids = snapshot.organizations.ids.take(rows)
    taken = [_seconds(matching, identifier) for identifier in ids][5:]
    median, slow = 1000 * np.quantile(taken, [0.5, 0.99])
    print(
        f"{QUESTIONS} questions: median {median:.0f} ms, 99th percentile {slow:.0f} ms, {_gigabytes():.2f} GB"
    )
    store.close()


def _seconds(matching: Matching, identifier: str) -> float:
    start = time.perf_counter()
    matching.partners(identifier)
    return time.perf_counter() - start


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
