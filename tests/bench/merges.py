"""Random sequences of merges and splits on a store, against a plain model.

    .venv/bin/python -m tests.bench.merges [SEQUENCES] [sqlite|neo4j]

The embedded store is new for each sequence; one Neo4j server is started, and a sequence begins on it with
what the last one left when all was taken back. After each step no claim is lost and every id leads to the
one that stands; at the end of a sequence the export is as it was, byte for byte. Ends with the first sequence
that does not.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from graphsvc.domain.ports import GraphStore
from tests.contract.merge_machine import MergeMachine
from tests.contract.state_machines import Opens, drive, embedded, neo4j
from tests.support import neo4j_database
from tests.support.neo4j_server import Neo4jServer

SEQUENCES = 1000
STEPS = 10
TOLD = 50


def counted(opens: Opens) -> Opens:
    """`opens`, telling after every fifty sequences how many have gone well: a long run may be broken off."""
    begun, start = count(), time.perf_counter()

    def open_next() -> GraphStore:
        done = next(begun)
        if done and done % TOLD == 0:
            print(f"{done:,} sequences, {time.perf_counter() - start:.0f} s", flush=True)
        return opens()

    return open_next


def main() -> None:
    """Run the sequences and say how long it took."""
    sequences = int(sys.argv[1]) if len(sys.argv) > 1 else SEQUENCES
    store = sys.argv[2] if len(sys.argv) > 2 else "sqlite"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        opens = embedded(folder)
        if store == "neo4j":
            url = stack.enter_context(Neo4jServer(folder / "neo4j")).url
            neo4j_database.claim(url)
            opens = neo4j(url, keeps=True)
        start, worked = time.perf_counter(), time.process_time()
        drive(MergeMachine, counted(opens), sequences=sequences, steps=STEPS)
        took, worked = time.perf_counter() - start, time.process_time() - worked
    print(
        f"{store}: {sequences:,} sequences of up to {STEPS} steps, nothing lost, in {took:.0f} s, "
        f"processor time of this process {worked:.0f} s"
    )


if __name__ == "__main__":
    main()
