"""Reminders that were given, in the instance folder, so that each is given once."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graphsvc.programme.reminders import Reminder
from graphsvc.state.entry_files import adding_entries, entries_in


class ReminderLog:
    """A file of all reminders that were given, with the day; whoever reads it knows what was told when."""

    def __init__(self, home: Path) -> None:
        self._path = home / "reminders.json"

    def given(self) -> tuple[tuple[str, Reminder], ...]:
        """Every reminder that was given, with its ISO day, in the order in which they came."""
        return tuple((one["on"], _reminder(one)) for one in entries_in(self._path))

    def give(self, due: Iterable[Reminder], on: str) -> tuple[Reminder, ...]:
        """Those of `due` that were not given before, written down as given on an ISO day.

        They are written all at once: a process that is killed has written them all or none. Raises `OSError`.
        """
        with adding_entries(self._path) as entries:
            known = {_reminder(one) for one in entries}
            new = tuple(one for one in due if one not in known)
            entries.extend({"on": on, **asdict(one)} for one in new)
        return new


def _reminder(entry: Mapping[str, Any]) -> Reminder:
    return Reminder(**{name: entry[name] for name in entry if name != "on"})
