"""Random sequences of merges and splits on the embedded store, against a plain model.

    .venv/bin/python -m tests.bench.merges [SEQUENCES]

After each step no claim is lost and every id leads to the one that stands; what is taken back leaves the
export as it was, byte for byte. Ends with the first sequence that does not.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.contract.merge_machine import MergeMachine
from tests.contract.state_machines import drive, embedded

SEQUENCES = 1000
STEPS = 10


def main() -> None:
    """Run the sequences and say how long it took."""
    sequences = int(sys.argv[1]) if len(sys.argv) > 1 else SEQUENCES
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        drive(MergeMachine, embedded(Path(folder)), sequences=sequences, steps=STEPS)
    took = time.perf_counter() - start
    print(f"{sequences:,} sequences of up to {STEPS} steps, nothing lost, in {took:.0f} s")


if __name__ == "__main__":
    main()
