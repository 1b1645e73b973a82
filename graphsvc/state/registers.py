"""Registers of a programme as they were loaded last, in the instance folder."""

from collections.abc import Iterable
from pathlib import Path

from graphsvc.programme.registers import REGISTERS, RegisterEntry, RegisterKind
from graphsvc.state.entry_files import entries_in, write_entries


class KeptRegisters:
    """A file for each register; loading one replaces what it held."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "registers"

    def entries(self, kind: RegisterKind) -> tuple[RegisterEntry, ...]:
        """The entries in the order of their table; empty before any was loaded."""
        model = REGISTERS[kind].model
        return tuple(model.model_validate(one) for one in entries_in(self._path(kind)))

    def replace(self, kind: RegisterKind, entries: Iterable[RegisterEntry]) -> None:
        """Hold these entries from now on. Raises `OSError`; all is as before then."""
        write_entries(self._path(kind), [one.model_dump(exclude_none=True) for one in entries])

    def _path(self, kind: RegisterKind) -> Path:
        return self._folder / f"{kind}.json"
