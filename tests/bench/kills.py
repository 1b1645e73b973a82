"""Kill the web process and the one at work during imports, batches and indicators; print what was found.

    .venv/bin/python -m tests.bench.kills [--rounds 30] [--kind import] [--process web]

Each kill comes at a random moment, each round brings another state of the data, and readers ask for pages
and read the store all the time (`tests/support/kills.py`). Half states, stuck work and errors of readers are
faults, which are listed below the table.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.support.kill_work import KINDS
from tests.support.kills import PROCESSES, Kills, Tally

HEAD = ("work", "killed", "rounds", "before its end", "completed all the same", "faults", "median s")


def line(tally: Tally) -> str:
    """One line of the table."""
    own = tally.kind == "batch" and tally.process == "worker"
    process = "its own process" if own else f"{tally.process} process"
    cells = (tally.kind, process, tally.rounds, tally.early, tally.completed, len(tally.faults))
    return row(*cells, f"{statistics.median(tally.seconds):.0f}")


def row(*cells: object) -> str:
    """One row of a table in Markdown."""
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    """Run all kills and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--process", choices=PROCESSES)
    asked = parser.parse_args()
    print(row(*HEAD), "|---" * len(HEAD) + "|", sep="\n", flush=True)
    faults = []
    with tempfile.TemporaryDirectory() as folder, Kills(Path(folder) / "kills", asked.seed) as kills:
        for kind in (asked.kind,) if asked.kind else KINDS:
            for process in (asked.process,) if asked.process else PROCESSES:
                tally = kills.rounds(kind, process, asked.rounds)
                print(line(tally), flush=True)
                faults += tally.faults
        print(f"\n{kills.reads:,} reads beside them")
    for fault in faults:
        print(fault)
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
