"""One full-text index for both stores, built from the snapshot into the instance folder.

Words are folded in both ways people write them (ü→u and ü→ue, ß→ss), so that "muller" and "mueller" find
"Müller". Every word of a query is quoted; all of them must be there, each at least as a beginning.
"""

import hashlib
import math
import os
import re
import sqlite3
import tempfile
import unicodedata
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from graphsvc.ingest.folding import plain, spelt_out

KINDS = ("organization", "cluster", "project", "stage", "region", "topic")

_FORMAT = "1"
_KEPT = 2
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its names, what else it is known by, words about it, and its weight.

    `weight` (at least 0, as a number of projects) lifts what is known for more above its equals. A `hidden`
    entry is found by its exact name alone.
    """

    kind: str
    id: str
    names: Sequence[str]
    also: Sequence[str] = ()
    about: Sequence[str] = ()
    weight: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many of a kind were found, and the ids of the best."""

    total: int
    ids: tuple[str, ...]


class SearchIndex:
    """An index file; it never changes after it was built."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._idle)

    def find(self, query: str, kinds: Iterable[str] = KINDS, limit: int = 8) -> Mapping[str, Found]:
        """The best `limit` entries of each kind for `query`, kinds without any left out.

        Order: exact names, names that begin with the query, then by how rare the words are and where they
        stand (bm25: names before other names before words about it), lifted by weight; equal ones by id.
        """
        query = unicodedata.normalize("NFC", query)
        words, chosen = _words(query), set(kinds)
        if not words:
            return {}
        match = " AND ".join(_either(word) for word in words)
        exact = _folds(query)
        with self._opened() as connection:
            found = {kind: _find(connection, kind, match, exact, limit) for kind in KINDS if kind in chosen}
        return {kind: result for kind, result in found.items() if result.total}

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile."""
        try:
            connection = self._idle.pop()
        except IndexError:
            address = f"{self._path.as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.append(connection)


def open_index(folder: Path, key: str, entries: Iterable[Entry]) -> SearchIndex:
    """The index called `key` in `folder`, built from `entries` when nobody has; older ones are removed.

    Args:
        folder: where indexes lie; made when missing.
        key: names what the entries are made from; equal keys have equal entries.
        entries: walked once, and only when the index is missing.
    """
    path = folder.resolve() / f"{hashlib.sha256(f'{_FORMAT} {key}'.encode()).hexdigest()[:32]}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
        os.close(handle)
        draft = Path(name)
        _build(draft, entries)
        draft.replace(path)
        old = sorted(folder.glob("*.db"), key=lambda one: one.stat().st_mtime, reverse=True)
        for gone in old[_KEPT:]:
            with suppress(OSError):
                gone.unlink()
    return SearchIndex(path)


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def _build(path: Path, entries: Iterable[Entry]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE hidden (folded, kind, id, PRIMARY KEY (folded, kind, id)) WITHOUT ROWID"
        )
        for kind in KINDS:
            connection.execute(
                f"CREATE VIRTUAL TABLE {kind} USING fts5(name, also, about, id UNINDEXED, folded UNINDEXED, "
                "spelt UNINDEXED, lift UNINDEXED, prefix='2 3', tokenize=\"unicode61 remove_diacritics 0\")"
            )
        for entry in entries:
            _add(connection, entry)
        for kind in KINDS:
            connection.execute(f"INSERT INTO {kind}({kind}) VALUES ('optimize')")  # noqa: S608
        connection.commit()


def _add(connection: sqlite3.Connection, entry: Entry) -> None:
    if entry.hidden:
        folded = sorted(
            {fold for name in entry.names for fold in (_joined(plain(name)), _joined(spelt_out(name)))}
        )
        rows = [(name, entry.kind, entry.id) for name in folded if name]
        connection.executemany("INSERT OR IGNORE INTO hidden VALUES (?, ?, ?)", rows)
        return
    texts = [_both(part) for part in (entry.names, entry.also, entry.about)]
    first = entry.names[0] if entry.names else ""
    lift = 1 + 0.15 * math.log1p(entry.weight)
    connection.execute(
        f"INSERT INTO {entry.kind} VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (*texts, entry.id, *_folds(first), lift),
    )


def _find(connection: sqlite3.Connection, kind: str, match: str, exact: tuple[str, str], limit: int) -> Found:
    begins = " OR ".join(
        f"substr({column}, 1, length({name})) = {name}"
        for column in ("folded", "spelt")
        for name in (":plain", ":spelt")
    )
    query = f"""
        SELECT id FROM {kind} WHERE {kind} MATCH :match
        ORDER BY CASE WHEN folded IN (:plain, :spelt) OR spelt IN (:plain, :spelt) THEN 0
            WHEN {begins} THEN 1 ELSE 2 END, bm25({kind}, 10.0, 4.0, 1.0) * lift, id
        LIMIT :limit"""  # noqa: S608
    bound = {"match": match, "plain": exact[0], "spelt": exact[1], "limit": limit}
    ids = [row[0] for row in connection.execute(query, bound)]
    counted = connection.execute(f"SELECT count(*) FROM {kind} WHERE {kind} MATCH ?", (match,))  # noqa: S608
    total = int(counted.fetchone()[0])
    marks = "SELECT DISTINCT id FROM hidden WHERE kind = ? AND folded IN (?, ?) ORDER BY id"
    hidden = [row[0] for row in connection.execute(marks, (kind, *exact))]
    return Found(total + len(hidden), (*hidden, *ids)[:limit])


def _words(query: str) -> list[tuple[str, ...]]:
    """The words of a query, each in the ways it may be spelt."""
    found = []
    for word in _WORD.findall(query)[:_MOST_WORDS]:
        forms = {_NOT_WORD.sub("", form) for form in (plain(word), spelt_out(word))} - {""}
        if forms:
            found.append(tuple(sorted(forms)))
    return found


def _either(forms: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f'"{form}"*' for form in forms) + ")"


def _both(texts: Sequence[str]) -> str:
    """Texts in both foldings, the second only where it differs."""
    text = " ".join(texts)
    folded, spelt = plain(text), spelt_out(text)
    return folded if folded == spelt else f"{folded} {spelt}"


def _folds(name: str) -> tuple[str, str]:
    return _joined(plain(name)), _joined(spelt_out(name))


def _joined(folded: str) -> str:
    return " ".join(_WORD.findall(folded))
