"""A process that loads and writes without end until it is killed, and what must be true after that.

Every generation of claims differs from the one before in every row, so that a mixture of two shows.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from graphsvc.bootstrap import open_store
from graphsvc.domain import Claim
from graphsvc.domain.ports import GraphStore
from graphsvc.domain.rows import LinkRow, Row, sort_key, to_row
from tests.support.claims import info, organization, participation, project

ROOT = Path(__file__).resolve().parents[2]
LOADED, WRITTEN = "loaded", "written"
SIZE = {LOADED: 150, WRITTEN: 15}
BATCH = 40


def generation(dataset: str, number: int) -> list[Claim]:
    """The claims of one generation; of what is loaded, a fifth of the entities changes each time."""
    first = number % 5 * SIZE[dataset] // 5 if dataset == LOADED else 0
    keys = [f"{dataset}-{place}" for place in range(first, first + SIZE[dataset])]
    projects = [f"{dataset}-{place}" for place in range(10)]
    claims = [organization(key, dataset, name=f"Generation {number}") for key in keys]
    claims += [project(key, dataset, participants=number) for key in projects]
    return claims + [
        participation(key, projects[place % 10], dataset, contribution=float(number))
        for place, key in enumerate(keys)
    ]


def rows_of(dataset: str, number: int) -> list[Row]:
    """The rows of one generation in the order of a reader; none of generation 0."""
    rows = [to_row(claim) for claim in generation(dataset, number)] if number else []
    return sorted(rows, key=lambda row: (len(sort_key(row)), sort_key(row)))


def main(url: str, loaded: int, written: int) -> None:
    """Load and write one generation after the other, saying of each when the call had returned."""
    store = open_store(url)
    while True:
        loaded, written = loaded + 1, written + 1
        claims = generation(LOADED, loaded)
        with store.run(info(LOADED)) as run:
            for place in range(0, len(claims), BATCH):
                run.write(claims[place : place + BATCH])
        print(LOADED, loaded, flush=True)
        store.write(info(WRITTEN), generation(WRITTEN, written))
        print(WRITTEN, written, flush=True)


@dataclass
class Crashes:
    """Kills a loading process again and again and checks the store each time; figures for a report."""

    url: str
    seed: int
    kills: int = 0
    reads: int = 0
    unheard: int = 0
    """Kills after which a call had taken effect whose return was not heard of."""
    opened: list[float] = field(default_factory=list)
    """Seconds until the store was open again, one a kill."""
    reached: dict[str, int] = field(default_factory=lambda: {LOADED: 0, WRITTEN: 0})

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def kill_once(self) -> None:
        """Let a process work, read beside it, kill it at a random moment, and check what is there."""
        child = self.start()
        self.watch(child)
        os.kill(child.pid, signal.SIGKILL)
        self.check(child)

    def start(self) -> "subprocess.Popen[str]":
        """A working process, after its first words."""
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.support.crash", self.url, *map(str, self.reached.values())],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout
        self._said = [child.stdout.readline()]
        assert self._said[0], child.communicate()[1]
        return child

    def watch(self, child: "subprocess.Popen[str]") -> None:
        """Read for a random while what `child` writes: always one whole generation."""
        end = time.monotonic() + self._random.uniform(0.02, 1.0)
        store = open_store(self.url)
        while time.monotonic() < end and child.poll() is None:
            assert visible(LOADED, store) > self.reached[LOADED]
            self.reads += 1
        store.close()

    def check(self, child: "subprocess.Popen[str]") -> None:
        """Open the store that `child` left and compare it with what `child` said."""
        rest, _ = child.communicate()
        said = self.reached | {
            name: int(number) for name, number in map(str.split, (*self._said, *rest.splitlines()))
        }
        began = time.monotonic()
        store = open_store(self.url)
        self.reached = {dataset: visible(dataset, store) for dataset in (LOADED, WRITTEN)}
        self.opened.append(time.monotonic() - began)
        store.close()
        for dataset, number in self.reached.items():
            assert number - said[dataset] in (0, 1), (dataset, number, said)
        self.unheard += self.reached != said
        self.kills += 1


def visible(dataset: str, store: GraphStore) -> int:
    """Which generation of a dataset a reader sees; fails when it is not whole."""
    with store.read() as reader:
        rows: list[Row] = [*reader.entities(), *reader.links()]
    there = [row for row in rows if row.dataset == dataset]
    links = [row for row in there if isinstance(row, LinkRow)]
    number = int(float(links[0].fields.removeprefix('{"contribution":').rstrip("}"))) if links else 0
    assert there == rows_of(dataset, number)
    return number


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
