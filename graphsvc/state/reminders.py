"""Reminders that were given, in the instance folder, so that each is given once."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from graphsvc.files import locked, private_folder, write_file
from graphsvc.programme.reminders import Reminder


class ReminderLog:
    """A file of all reminders that were given, with the day; whoever reads it knows what was told when."""

    def __init__(self, home: Path) -> None:
        self._path = home / "reminders.json"

    def given(self) -> tuple[tuple[str, Reminder], ...]:
        """Every reminder that was given, with its ISO day, in the order in which they came."""
        saved = json.loads(self._path.read_bytes()) if self._path.exists() else []
        return tuple((one.pop("on"), Reminder(**one)) for one in saved)

    def give(self, due: Iterable[Reminder], on: str) -> tuple[Reminder, ...]:
        """Those of `due` that were not given before, written down as given on an ISO day.

        They are written all at once: a process that is killed has written them all or none. Raises `OSError`.
        """
        private_folder(self._path.parent)
        with locked(self._path.with_suffix(".lock"), wait=True):
            before = self.given()
            known = {one for _, one in before}
            new = tuple(one for one in due if one not in known)
            if new:
                entries = [
                    {"on": given, **asdict(one)} for given, one in (*before, *((on, one) for one in new))
                ]
                write_file(self._path, json.dumps(entries, ensure_ascii=False, indent=1).encode())
        return new
