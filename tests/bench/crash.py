"""Kill a loading process, and the Neo4j server under it, many times; print what was found as a table.

    .venv/bin/python -m tests.bench.crash [--sqlite 50] [--neo4j 10] [--server 3]

Each kill comes at a random moment while one process loads and writes and another reads. It stops with the
first mixture of two states, lost commit, or store that does not open again.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.support.crash import Crashes
from tests.support.neo4j_server import Neo4jServer


def kill_server(crashes: Crashes, server: Neo4jServer) -> None:
    """Kill the server under a working process, start it again, and check what is there."""
    child = crashes.start()
    crashes.watch(child)
    server.kill()
    child.kill()
    server.start()
    crashes.check(child)


def report(name: str, crashes: Crashes) -> str:
    """One line of the table."""
    loads = sum(crashes.reached.values())
    return (
        f"| {name} | {crashes.kills} | {crashes.reads} | {loads} | {crashes.unheard} | 0 | 0 | "
        f"{statistics.median(crashes.opened):.2f} / {max(crashes.opened):.2f} |"
    )


def main() -> None:
    """Run all kills and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (("sqlite", 50), ("neo4j", 10), ("server", 3)):
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        crashes = Crashes(f"sqlite:///{folder}/graph.db", seed=11)
        for _ in range(asked.sqlite):
            crashes.kill_once()
        lines.append(report("loading process, SQLite", crashes))
        with Neo4jServer(Path(folder) / "neo4j") as server:
            crashes = Crashes(server.url, seed=12)
            for _ in range(asked.neo4j):
                crashes.kill_once()
            lines.append(report("loading process, Neo4j", crashes))
            crashes = Crashes(server.url, seed=13, reached=dict(crashes.reached))
            for _ in range(asked.server):
                kill_server(crashes, server)
            lines.append(report("Neo4j server", crashes))
    print("| killed | times | reads beside it | calls that returned | calls done but not heard of ", end="")
    print("| mixtures | lost | opened again and read, median / longest, s |")
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
