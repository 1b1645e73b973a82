"""How long the network takes: communities, places, indicators, scenes.

    .venv/bin/python -m tests.bench.bench_network [FOLDER]

Loads FOLDER, or 32,000 generated organizations, into a folder of its own and prints processor seconds.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from graphsvc.answers.loading import load_folder
from graphsvc.answers.network import Network
from graphsvc.ingest.synthetic import generate
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.snapshot_tables import tables
from graphsvc.store.sqlite import SqliteStore


def main() -> None:
    """Load, compute everything once and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        data = Path(sys.argv[1]) if len(sys.argv) > 1 else home / "generated"
        if len(sys.argv) < 2:
            generate(data, organizations=32_000, seed=7)
        store = SqliteStore(home / "graph.db")
        load_folder(data, store, home)
        _measure(CurrentGraph(store, "sqlite:bench", home))
        store.close()


def _measure(graph: CurrentGraph) -> None:
    network = Network(graph)
    computed = network.computed
    for name, step in (
        ("snapshot", graph.snapshot),
        ("tables", lambda: tables(graph)),
        ("ties", lambda: computed.ground),
        ("communities", computed.find_communities),
        ("places of all nodes", computed.place),
        ("indicators of all organizations", computed.figures),
        ("sums of projects", computed.sums),
        ("a curve", lambda: network.trend("newcomer_share", language="en")),
        ("the scene as JSON", lambda: network.scene_text({}, language="en")),
        ("choices of the filter", lambda: network.choices({})),
        ("a neighbourhood", lambda: _around(network, graph)),
    ):
        print(f"{name:34}{_seconds(step):8.2f} s", flush=True)
    table = network.table({})
    print(f"{table.nodes:,} nodes, {table.edges:,} ties")


def _around(network: Network, graph: CurrentGraph) -> object:
    return network.neighbourhood(graph.snapshot().organizations.ids[0], language="en")


def _seconds(step: Callable[[], object]) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


if __name__ == "__main__":
    main()
