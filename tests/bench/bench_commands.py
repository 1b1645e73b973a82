"""How long commands take from the shell: wall clock and processor time of whole processes.

    .venv/bin/python -m tests.bench.bench_commands [HOME ...] [--runs 5]

Without HOME a folder is filled with the seeds. Each HOME is an instance folder that holds data, such as
all of Horizon 2020 and the seeds, whose clusters are asked about. Folders are made warm first, as the
service does.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graphsvc.settings import packaged

CLUSTERS = ("cluster:foodregio", "cluster:nieke", "cluster:fpi", "cluster:giqs")
ORGANIZATION = "organization:pic-998511696"
COMMANDS = (
    ("--help",),
    ("search", "fraunhofer"),
    ("coverage", *CLUSTERS),
    ("coverage", "foodRegio", "NieKE", "FPI", "GIQS"),
    ("alliance", "--basis", "stated"),
    ("closers", *CLUSTERS),
    ("partners", ORGANIZATION, "--top", "10"),
    ("partners", "cluster:foodregio"),
)


def main() -> None:
    """Measure every command for every folder and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "homes", type=Path, nargs="*", help="instance folders that hold data (default: the seeds)"
    )
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    if asked.homes:
        for home in asked.homes:
            _table(home, asked.runs)
        return
    with tempfile.TemporaryDirectory() as folder:
        _run(("load", str(packaged("seeds"))), Path(folder))
        _table(Path(folder), asked.runs)


def _table(home: Path, runs: int) -> None:
    _run(("snapshot",), home)
    print(f"\n{home}, {runs} runs each, seconds\n")
    print("| command | wall, median | fastest | slowest | user and system, median | memory (MB) |")
    print("|---|---|---|---|---|---|")
    for words in COMMANDS:
        walls, processor, peaks = zip(*(_run(words, home) for _ in range(runs)), strict=True)
        print(
            f"| `{' '.join(words)}` | {statistics.median(walls):.2f} | {min(walls):.2f} | {max(walls):.2f} "
            f"| {statistics.median(processor):.2f} | {max(peaks):.0f} |",
            flush=True,
        )


def _run(words: tuple[str, ...], home: Path) -> tuple[float, float, float]:
    """Wall clock and processor seconds of one process, and its largest memory in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("graphsvc"), *words],
        env=os.environ | {"GRAPHSVC_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"graphsvc {' '.join(words)} ended with exit code {process.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
