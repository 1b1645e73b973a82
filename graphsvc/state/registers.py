"""Registers of a programme as they were loaded last, in the instance folder."""

import json
from collections.abc import Iterable
from pathlib import Path

from graphsvc.files import private_folder, write_file
from graphsvc.programme.registers import REGISTERS, RegisterEntry, RegisterKind


class KeptRegisters:
    """A file for each register; loading one replaces what it held."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "registers"

    def entries(self, kind: RegisterKind) -> tuple[RegisterEntry, ...]:
        """The entries in the order of their table; empty before any was loaded."""
        path = self._folder / f"{kind}.json"
        saved = json.loads(path.read_bytes()) if path.exists() else []
        return tuple(REGISTERS[kind].model.model_validate(one) for one in saved)

    def replace(self, kind: RegisterKind, entries: Iterable[RegisterEntry]) -> None:
        """Hold these entries from now on. Raises `OSError`; all is as before then."""
        private_folder(self._folder)
        rows = [one.model_dump(exclude_none=True) for one in entries]
        write_file(self._folder / f"{kind}.json", json.dumps(rows, ensure_ascii=False, indent=1).encode())
