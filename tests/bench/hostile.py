"""Files made to break their reader, each read as a member list or mapping; prints a table by kind.

    .venv/bin/python -m tests.bench.hostile [FILES] [SEED]

Every file must end in a finding that names it, with a reason, or be read with what is wrong told by row.
Ends with the first file that does not, or leaves a temporary file behind; fails where this process grew by
more than its bound.
"""

import resource
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.support.hostile_files import LISTS, MAPPINGS, HostileFile, hostile_files
from tests.support.hostile_reading import check_told, told
from tests.support.hostile_workbooks import WORKBOOKS

FILES, SEED = 2000, 20261129
GROWTH = 256 << 20
"""Bytes by which this process, which reads texts itself, may grow at its peak."""


@dataclass
class Line:
    """What became of the files of one kind."""

    files: int = 0
    refused: int = 0
    findings: int = 0
    seconds: float = 0.0
    reason: str = ""


def main() -> None:
    """Make and read the files, one after the other."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    kinds = len(WORKBOOKS) + len(LISTS) + len(MAPPINGS)
    lines: dict[str, Line] = defaultdict(Line)
    before = _peak()
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place) / "scratch"
        scratch.mkdir()
        tempfile.tempdir = str(scratch)
        for file in islice(hostile_files(seed, -(-wanted // kinds)), wanted):
            _read(file, Path(place), lines[file.kind])
            if left := [*scratch.iterdir()]:
                raise SystemExit(f"{file.kind}: left {left}")
        tempfile.tempdir = None
    print(
        "| kind | files | refused | findings | seconds each | one of the reasons |\n|---|---|---|---|---|---|"
    )
    for kind, line in sorted(lines.items()):
        each = f"{line.seconds / line.files:.2f}"
        print(f"| {kind} | {line.files} | {line.refused} | {line.findings:,} | {each} | {line.reason} |")
    grown = _peak() - before
    files, refused = (sum(getattr(line, what) for line in lines.values()) for what in ("files", "refused"))
    print(
        f"{files:,} files, {refused:,} refused, the others told by row; nothing left behind; "
        f"this process grew by {grown >> 20} MiB"
    )
    if grown > GROWTH:
        raise SystemExit("more memory than promised")


def _read(file: HostileFile, place: Path, line: Line) -> None:
    path = place / file.name
    path.write_bytes(file.data)
    start = time.perf_counter()
    refused, issues = told(path)
    line.seconds += time.perf_counter() - start
    check_told(file, refused, issues)
    line.files += 1
    line.refused += refused
    line.findings += len(issues)
    line.reason = line.reason or str(issues[0].reason)[:90].replace("|", "\\|")
    path.unlink()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


if __name__ == "__main__":
    main()
