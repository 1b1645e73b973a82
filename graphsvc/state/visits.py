"""What was seen at the visits of desks: a few lines a desk and revision, the oldest of a desk thrown away."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graphsvc.derived_files import dispensable, intact, prune
from graphsvc.files import write_file

MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a desk showed: ids of members, projects and suggestions, and the state of each stage."""

    digest: str
    members: tuple[str, ...]
    stages: Mapping[str, str]
    projects: tuple[str, ...]
    suggestions: tuple[str, ...]


class Visits:
    """Files in the instance folder, one a desk and revision."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "desks"

    def keep(self, identifier: str, revision: int, seen: Seen) -> None:
        """Keep what was seen; what is kept already stays."""
        path = self._path(identifier, revision)
        if path.exists():
            return
        with dispensable(path):
            write_file(path, json.dumps(asdict(seen), ensure_ascii=False).encode())
            prune(self._folder.glob(f"{_name(identifier)}-*.json"), MOST_KEPT)

    def find(self, identifier: str, revision: int) -> Seen | None:
        """What was seen at a revision, if it is still kept."""
        return intact(self._path(identifier, revision), _read)

    def leave_out(self, identifier: str, members: Collection[str]) -> None:
        """Forget that members were seen at a desk; the visits stay."""
        for path in self._folder.glob(f"{_name(identifier)}-*.json"):
            seen = intact(path, _read)
            if seen is not None and set(members) & {*seen.members}:
                left = replace(seen, members=tuple(one for one in seen.members if one not in members))
                write_file(path, json.dumps(asdict(left), ensure_ascii=False).encode())

    def _path(self, identifier: str, revision: int) -> Path:
        return self._folder / f"{_name(identifier)}-{revision}.json"


def _read(path: Path) -> Seen:
    kept = json.loads(path.read_bytes())
    lists = {name: tuple(kept[name]) for name in ("members", "projects", "suggestions")}
    return Seen(digest=kept["digest"], stages=dict(kept["stages"]), **lists)


def _name(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]
