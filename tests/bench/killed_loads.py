"""A large load, killed at random moments and begun again until it ends: time, memory and digest.

    .venv/bin/python -m tests.bench.killed_loads [--organizations N] [--kills 5] [--neo4j] [--data BUNDLE]

Generates a million organizations with five participations each, unless told otherwise, and loads them by
`graphsvc load` once without a kill and then into another store with kills, each at a random moment of the
time that the first load took. Both stores must have one digest. Seconds and memory are those of the loading
processes; those of the Neo4j server are told beside them.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.bootstrap import open_store
from graphsvc.domain.ports import opened
from graphsvc.ingest.synthetic import generate
from tests.support.neo4j_server import Neo4jServer

PROJECTS, PARTNERS = 0.73, 7.0
"""Projects for each organization and partners of a project: five participations for each organization."""


def begun(url: str, home: Path, data: Path) -> "subprocess.Popen[bytes]":
    """A process that loads `data`."""
    command = [sys.executable, "-m", "graphsvc", "load", str(data), "--store", url]
    environment = os.environ | {"GRAPHSVC_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def loaded(url: str, home: Path, data: Path, kill_after: list[float]) -> float:
    """Load with a kill after each of these seconds, print a line, and say how long it took in all."""
    worked, peak, early, start = 0.0, 0, 0, time.perf_counter()
    for seconds in [*kill_after, None]:
        child = begun(url, home, data)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child.pid, signal.SIGKILL)  # one that ended by itself stays until it is waited for
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        early += child.returncode == -signal.SIGKILL
        worked += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
        if seconds is None and child.returncode:
            raise SystemExit(f"the load ended with {child.returncode}")
    wall = time.perf_counter() - start
    print(
        f"killed {early} times: {wall:.0f} s by the clock, {worked:.0f} s of the processor, "
        f"memory {peak / 2**20:.2f} GB",
        flush=True,
    )
    return wall


@contextmanager
def store_at(folder: Path, name: str, *, neo4j: bool) -> Iterator[str]:
    """The address of a new store; a Neo4j server is stopped at the end, with its use of the machine told."""
    if not neo4j:
        yield f"sqlite:///{folder / name}.db"
        return
    with Neo4jServer(folder / name, memory="1500m", brief=False) as server:
        yield server.url
        told = subprocess.check_output(["ps", "-o", "time=,rss=", "-p", str(server.pid)], text=True)
        print("the server (time, KB):", told.strip(), flush=True)


def digest(url: str) -> str:
    """The digest of all claims of a store."""
    with opened(open_store(url)) as store, store.read() as reader:
        return reader.digest()


def main() -> None:
    """Load twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organizations", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--neo4j", action="store_true")
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = asked.data or folder / "data"
        if asked.data is None:
            projects = int(PROJECTS * asked.organizations)
            print(generate(data, asked.organizations, 7, projects=projects, partners=PARTNERS), flush=True)
        with store_at(folder, "whole", neo4j=asked.neo4j) as url:
            took = loaded(url, folder / "home", data, [])
            whole = digest(url)
        pick = random.Random(asked.seed)
        moments = [pick.uniform(0.05, 0.95) * took for _ in range(asked.kills)]
        with store_at(folder, "killed", neo4j=asked.neo4j) as url:
            loaded(url, folder / "home", data, moments)
            same = digest(url) == whole
    print("equal digests" if same else "the digests differ", whole)
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
