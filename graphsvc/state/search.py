"""One full-text index for both stores, built from the snapshot into the instance folder.

Words are folded in both ways people write them (ü→u and ü→ue, ß→ss), so that "muller" and "mueller" find
"Müller". Every word of a query is quoted; all of them must be there, each at least as a beginning.
"""

import hashlib
import math
import re
import sqlite3
import unicodedata
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphsvc.files import check_folder, discard, dispensable, intact, prune, replacing_folder
from graphsvc.ingest.text_folding import plain, spelt_out

KINDS = ("organization", "cluster", "project", "stage", "region", "topic")

_FORMAT = "2"
_FILE = "index.db"
_KEPT = 2
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class SearchDocument:
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
class SearchHits:
    """How many of a kind were found, and the ids of the best."""

    total: int
    ids: tuple[str, ...]


class SearchIndex:
    """An index that never changes after it was built: a file, or memory where it cannot be kept.

    One that turns out to be damaged while it is asked is built again.
    """

    def __init__(self, folder: Path, entries: Callable[[], Iterable[SearchDocument]]) -> None:
        self._folder, self._entries = folder, entries
        self._idle: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._idle)
        self._address = self._opened_or_built()

    def find(self, query: str, kinds: Iterable[str] = KINDS, limit: int = 8) -> Mapping[str, SearchHits]:
        """The best `limit` entries of each kind for `query`, kinds without any left out.

        Order: exact names, names that begin with the query, then by how rare the words are and where they
        stand (bm25: names before other names before words about it), lifted by weight; equal ones by id.
        """
        query = unicodedata.normalize("NFC", query)
        if not _words(query):
            return {}
        try:
            return self._find(query, set(kinds), limit)
        except sqlite3.DatabaseError as error:
            discard(self._folder, error)
            _close(self._idle)
            self._address = self._opened_or_built()
            return self._find(query, set(kinds), limit)

    def _find(self, query: str, kinds: set[str], limit: int) -> Mapping[str, SearchHits]:
        match = " AND ".join(_either(word) for word in _words(query))
        exact = _folds(query)
        with self._opened() as connection:
            found = {kind: _find(connection, kind, match, exact, limit) for kind in KINDS if kind in kinds}
        return {kind: result for kind, result in found.items() if result.total}

    def _opened_or_built(self) -> str:
        """The address of the index, as SQLite opens it."""
        if intact(self._folder, _checked) is None:
            with dispensable(self._folder):
                with replacing_folder(self._folder) as draft:
                    _build(str(draft / _FILE), self._entries()).close()
                prune(self._folder.parent.iterdir(), _KEPT)
        if intact(self._folder, _checked) is not None:
            return f"{(self._folder / _FILE).as_uri()}?mode=ro&immutable=1"
        address = f"file:search-{id(self)}?mode=memory&cache=shared"
        self._idle.append(_build(address, self._entries()))  # memory lives as long as a connection to it
        return address

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.append(connection)


def open_index(folder: Path, key: str, entries: Callable[[], Iterable[SearchDocument]]) -> SearchIndex:
    """The index called `key` in `folder`, built from `entries` when nobody has; older ones are removed.

    Args:
        folder: where indexes lie; made when missing.
        key: names what the entries are made from; equal keys have equal entries.
        entries: makes the entries; called only when the index is missing or damaged.
    """
    name = hashlib.sha256(f"{_FORMAT} {key}".encode()).hexdigest()[:32]
    return SearchIndex(folder.resolve() / name, entries)


def _checked(folder: Path) -> bool:
    check_folder(folder)
    return True


def _close(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _build(address: str, entries: Iterable[SearchDocument]) -> sqlite3.Connection:
    """Build an index into a file or into memory; returns the connection to it."""
    connection = sqlite3.connect(address, uri=address.startswith("file:"), check_same_thread=False)
    try:
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
    except BaseException:
        connection.close()
        raise
    return connection


def _add(connection: sqlite3.Connection, entry: SearchDocument) -> None:
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


def _find(
    connection: sqlite3.Connection, kind: str, match: str, exact: tuple[str, str], limit: int
) -> SearchHits:
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
    return SearchHits(total + len(hidden), (*hidden, *ids)[:limit])


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
