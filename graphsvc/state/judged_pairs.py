"""What a person said of pairs of organizations that may be one, besides merging them: a private file."""

import json
from pathlib import Path
from typing import Literal, get_args

from graphsvc.files import locked, write_file

PairVerdict = Literal["different", "later"]
PairOfIds = tuple[str, str]
"""Two ids, the smaller first."""


class JudgedPairs:
    """Pairs that are not the same, and pairs put off until later, kept in the instance folder."""

    def __init__(self, home: Path) -> None:
        self._path = home / "judged_pairs.json"

    def all(self) -> dict[PairOfIds, PairVerdict]:
        """What was said of which pair, in the order in which it was said."""
        if not self._path.exists():
            return {}
        rows = json.loads(self._path.read_bytes())
        return {(one, other): verdict for one, other, verdict in rows if verdict in get_args(PairVerdict)}

    def say(self, one: str, other: str, verdict: PairVerdict | None) -> None:
        """Keep what a pair is; nothing (`None`) takes back what was said."""
        pair = (min(one, other), max(one, other))
        with locked(self._path.with_name(f".{self._path.name}.lock"), wait=True):
            kept = self.all()
            kept.pop(pair, None)
            if verdict:
                kept[pair] = verdict
            write_file(self._path, json.dumps([[*ids, said] for ids, said in kept.items()]).encode())
