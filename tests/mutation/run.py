"""Applies faults to copies of the package and runs the tests that own them."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Literal

from tests.mutation.faults import Fault

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("graphsvc", "tests", "seeds", "visualizations", "docs", "pyproject.toml")
SERVER = Path(__file__).with_name("server.py")
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
        self._server = subprocess.Popen(
            [sys.executable, SERVER],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "CI": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

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

    def tested(self, tests: Iterable[str]) -> tuple[int, str]:
        """Run some test files up to the first failure: the exit code of pytest, and what it wrote."""
        asked, answered = self._server.stdin, self._server.stdout
        if asked is None or answered is None:
            raise RuntimeError("the server of tests has no pipes")
        asked.write(json.dumps([*PYTEST, *(f"tests/{name}" for name in tests)]) + "\n")
        asked.flush()
        code, output = json.loads(answered.readline())
        return code, output

    def close(self) -> None:
        """End the process that runs the tests."""
        self._server.communicate()


def judged(faults: Sequence[Fault], processes: int = PROCESSES) -> Iterator[Verdict]:
    """What became of each fault, in their order, as it is known.

    Raises `RuntimeError` if tests fail without any fault.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ExitStack() as stack:
        copies = [stack.enter_context(closing(Copy(Path(folder) / str(n)))) for n in range(processes)]
        _assert_sound(copies[0], sorted({name for fault in faults for name in fault.tests}))
        free: Queue[Copy] = Queue()
        for copy in copies:
            free.put(copy)

        def judge(fault: Fault) -> Verdict:
            copy = free.get()
            try:
                with copy.planted(fault):
                    code, output = copy.tested(fault.tests)
            finally:
                free.put(copy)
            return Verdict(fault, _OUTCOMES.get(code, "broken"), output)

        pool = stack.enter_context(ThreadPoolExecutor(processes))
        yield from pool.map(judge, faults)


def _assert_sound(copy: Copy, tests: Sequence[str]) -> None:
    code, output = copy.tested(tests)
    if code:
        raise RuntimeError(f"the tests fail without a fault:\n{output}")
