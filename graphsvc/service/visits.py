"""What was seen at the visits of desks: a few lines a desk and revision, the oldest thrown away."""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_KEPT = 1000


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
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_text(json.dumps(asdict(seen), ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
        self._tidy()

    def find(self, identifier: str, revision: int) -> Seen | None:
        """What was seen at a revision, if it is still kept."""
        try:
            kept = json.loads(self._path(identifier, revision).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        lists = {name: tuple(kept[name]) for name in ("members", "projects", "suggestions")}
        return Seen(digest=kept["digest"], stages=kept["stages"], **lists)

    def forget(self, identifier: str) -> None:
        """Throw away what was seen at a desk."""
        for path in self._folder.glob(f"{_name(identifier)}-*.json"):
            path.unlink(missing_ok=True)

    def _path(self, identifier: str, revision: int) -> Path:
        return self._folder / f"{_name(identifier)}-{revision}.json"

    def _tidy(self) -> None:
        kept = list(self._folder.glob("*.json"))
        if len(kept) > MOST_KEPT:
            kept.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
            for old in kept[: len(kept) - MOST_KEPT]:
                with suppress(FileNotFoundError):
                    old.unlink()


def _name(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]
