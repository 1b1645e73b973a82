"""How long publishing takes: `python -m tests.bench.bench_publish [ORGANIZATIONS]`, by default 32,000."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graphsvc.answers.loading import load_folder
from graphsvc.bootstrap import bootstrap, publisher
from graphsvc.domain.ports import opened
from graphsvc.ingest.synthetic import generate
from graphsvc.settings import Settings
from tests.support.neo4j_server import Neo4jServer


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a block took."""
    begun, cpu = time.perf_counter(), time.process_time()
    yield
    print(
        f"{what:30} {time.perf_counter() - begun:7.1f} s, own {time.process_time() - cpu:.1f} s", flush=True
    )


def main(organizations: int) -> None:
    """Publish a generated graph to SQLite and Neo4j, and again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        projects = organizations * 5 // 8
        generate(home / "made", organizations=organizations, seed=7, projects=projects, partners=7.0)
        services = bootstrap(Settings(home=home / "home", public=True))
        with opened(services.graph.store):
            load_folder(home / "made", services.graph.store, home / "home")
            services.graph.refresh()
            with timed("tables, with indicators"):
                graph = services.published()
        for table in graph.tables:
            print(f"  {table.name:20} {len(table.rows):>9,}")
        with timed("SQLite"):
            publisher(str(home / "graph.db")).publish(graph)
        server = Neo4jServer(home / "neo4j", memory="2g", brief=False).start()
        try:
            with timed("Neo4j"):
                publisher(server.url).publish(graph)
            with timed("Neo4j, the same"):
                publisher(server.url).publish(graph)
            with timed("Neo4j, a new one"):
                publisher(server.url).publish(replace(graph, digest="another"))
        finally:
            server.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32_000)
