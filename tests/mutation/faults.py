"""The list of faults as values."""

from dataclasses import dataclass
from pathlib import Path

import yaml

LIST = Path(__file__).parent / "faults.yml"


@dataclass(frozen=True)
class Fault:
    """One line to be wrong: in `file` (below the package) `new` takes the place of `old`.

    `tests` are the files that own the module, below `tests` (or one test of a file: `file::test`); `survives`
    is why they may not notice, or "".
    """

    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    survives: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.old.strip()!r} becomes {self.new.strip()!r}"


def read(path: Path = LIST) -> tuple[Fault, ...]:
    """All faults, in the order of the list."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Fault(group["file"], one["old"], one["new"], tuple(group["tests"]), one.get("survives", ""))
        for group in groups
        for one in group["faults"]
    )
