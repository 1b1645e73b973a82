"""Entries of the instance folder that are added and never changed.

Each holds a checksum over itself and all before it, so that one that was changed, moved or taken out
afterwards is found when the file is read.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import Message, msg
from graphsvc.state.entry_files import adding_entries, entries_in


class ChainedEntries:
    """A file of such entries, oldest first; `name` is what an entry is called in it.

    `distrusted` is the sentence of the error where the file is not as it was written.
    """

    def __init__(self, path: Path, name: str, distrusted: Message) -> None:
        self._path, self._name, self._distrusted = path, name, distrusted

    def read(self) -> list[dict[str, Any]]:
        """All entries. Raises `InvalidData` where the file is not as it was written."""
        return self._trusted(entries_in(self._path))

    def add(self, said: dict[str, Any], check: Callable[[list[dict[str, Any]]], object]) -> None:
        """Add an entry after `check` took those before it and did not raise.

        Raises what `check` raises, `InvalidData` and `OSError`; all is as before then.
        """
        with adding_entries(self._path) as entries:
            check(self._trusted(entries))
            before = entries[-1]["sum"] if entries else ""
            entries.append({self._name: said, "sum": _sum(before, said)})

    def _trusted(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        before = ""
        for place, entry in enumerate(entries, start=1):
            before = _sum(before, entry[self._name])
            if before != entry["sum"]:
                reason = msg("does not hold what was written; the history was changed afterwards")
                raise InvalidData(self._distrusted, [Issue(self._path.name, place, "", "", reason)])
        return [entry[self._name] for entry in entries]


def _sum(before: str, said: dict[str, Any]) -> str:
    return sha256(f"{before}\n{json.dumps(said, sort_keys=True)}".encode()).hexdigest()
