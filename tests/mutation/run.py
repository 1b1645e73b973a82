"""Applies faults to copies of the package and runs the tests that own them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Literal

from tests.mutation.faults import Fault

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("graphsvc", "tests", "seeds", "visualizations", "docs", "pyproject.toml")
PROCESSES = 2
PYTEST = ("-p", "xdist", "-n", "0", "-x", "-q", "--no-header", "-p", "no:cacheprovider")
Outcome = Literal["killed", "survived", "broken"]
_OUTCOMES: dict[int, Outcome] = {0: "survived", 1: "killed"}


@dataclass(frozen=True)
class Verdict:
    """What became of a fault: `killed` by a failing test, `survived`, or `broken` (no test could run)."""

    fault: Fault
    outcome: Outcome
    output: str


class Copy:
    """A copy of the package and its tests; faults are planted in it one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._clock = 2_000_000_000
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, folder / name)

    @contextmanager
    def planted(self, fault: Fault) -> Iterator[None]:
        """Has the fault in the copy meanwhile."""
        path = self.folder / "graphsvc" / fault.file
        text = path.read_text(encoding="utf-8")
        self._write(path, text.replace(fault.old, fault.new))
        try:
            yield
        finally:
            self._write(path, text)

    def _write(self, path: Path, text: str) -> None:
        """Write with a time of its own, by which Python tells whether compiled code is out of date."""
        path.write_text(text, encoding="utf-8")
        self._clock += 10
        os.utime(path, (self._clock, self._clock))

    def tested(self, tests: Iterable[str]) -> subprocess.CompletedProcess[str]:
        """Run some test files, up to the first failure."""
        return subprocess.run(
            [sys.executable, "-m", "pytest", *PYTEST, *(f"tests/{name}" for name in tests)],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self.folder),
                "CI": "1",
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )


def judged(faults: Sequence[Fault], processes: int = PROCESSES) -> Iterator[Verdict]:
    """What became of each fault, in their order, as it is known.

    Raises `RuntimeError` if tests fail without any fault.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(processes)]
        _assert_sound(copies[0], sorted({name for fault in faults for name in fault.tests}))
        free: Queue[Copy] = Queue()
        for copy in copies:
            free.put(copy)

        def judge(fault: Fault) -> Verdict:
            copy = free.get()
            try:
                with copy.planted(fault):
                    done = copy.tested(fault.tests)
            finally:
                free.put(copy)
            return Verdict(fault, _OUTCOMES.get(done.returncode, "broken"), done.stdout + done.stderr)

        with ThreadPoolExecutor(processes) as pool:
            yield from pool.map(judge, faults)


def _assert_sound(copy: Copy, tests: Sequence[str]) -> None:
    done = copy.tested(tests)
    if done.returncode:
        raise RuntimeError(f"the tests fail without a fault:\n{done.stdout}{done.stderr}")
