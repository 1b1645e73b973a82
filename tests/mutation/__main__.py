"""`python -m tests.mutation [WORD …]`: plant the faults of the list, or those whose file holds a word."""

import sys
from collections import Counter

from tests.mutation.faults import read
from tests.mutation.run import judged


def main(words: list[str]) -> int:
    """Print survivors and the figures; 1 without faults, or if one has no reason or did not even run."""
    faults = [fault for fault in read() if not words or any(word in fault.file for word in words)]
    if not faults:
        print(f"No file with a fault holds {' or '.join(words)}.", file=sys.stderr)
        return 1
    counts = Counter[str]()
    failed = False
    for one in judged(faults):
        counts[one.outcome] += 1
        if one.outcome != "killed":
            reason = one.fault.survives if one.outcome == "survived" else one.output[-400:]
            failed |= not one.fault.survives or one.outcome == "broken"
            print(f"{one.outcome}: {one.fault}" + (f"\n  {reason}" if reason else ""), flush=True)
    print(f"{len(faults)} faults: {counts['killed']} killed, {counts['survived']} survived", end="")
    print(f", {counts['broken']} broken" if counts["broken"] else "")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
