"""One full-text index for both stores, built from the snapshot into the instance folder.

Words are folded (`text_folding.folded`), so that "muller" and "mueller" find "Müller", and the other way
round. Every word of a query is quoted; all of them must be there, each at least as a beginning. Where that
finds nothing, `find_near` reads the query less strictly and says how.
"""

import hashlib
import math
import re
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from graphsvc.derived_files import discard, dispensable, intact, prune
from graphsvc.files import check_folder, replacing_folder
from graphsvc.state.spelling import Vocabulary
from graphsvc.text_folding import folded

T = TypeVar("T")

KINDS = ("organization", "cluster", "project", "stage", "region", "topic")

_FORMAT = "4"
_FILE = "index.db"
_KEPT = 2
_MOST_WORDS = 12
_RUN = 3
"""Words of a name that are also found written as one."""
_COMMON = 0.02
"""Share of the entries from which a word alone is no reason to show one, as long as another word is left."""
_WORD = re.compile(r"[^\W_]+")


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


@dataclass(frozen=True, slots=True)
class NearHits:
    """What a query finds when not all of its words are found together.

    `corrected` are the words that took the place of misspelt ones. With `any_word` an entry need not have all
    words; `left_out` are those that nobody has, or nearly everybody.
    """

    hits: Mapping[str, SearchHits]
    corrected: Mapping[str, tuple[str, ...]]
    any_word: bool = False
    left_out: tuple[str, ...] = ()


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
        words = _words(query)
        if not words:
            return {}
        return self._sound(lambda: self._find(query, _all(words), set(kinds), limit))

    def find_near(self, query: str, kinds: Iterable[str] = KINDS, limit: int = 8) -> NearHits:
        """What comes nearest to a query for which `find` has nothing, in the order of `find`.

        First the words written as one, then with typing errors corrected, at last entries that have any of
        the words; those that more than 2 % of the entries have do not count then, as long as others are left.
        """
        words, asked = _words(query), set(kinds)
        if not words:
            return NearHits({}, {})
        return self._sound(lambda: self._find_near(query, words, asked, limit))

    def _find_near(self, query: str, words: list[str], kinds: set[str], limit: int) -> NearHits:
        if len(words) > 1 and (found := self._find(query, _all(["".join(words)]), kinds, limit)):
            return NearHits(found, {})
        nearest = {word: self._words.nearest(word) for word in words if not self._words.entries(word)}
        corrected = {word: near for word, near in nearest.items() if near}
        forms = {word: corrected.get(word, (word,)) for word in words}
        if corrected:
            match = " AND ".join(f"({_any(forms[word])})" for word in words)
            if found := self._find(query, match, kinds, limit):
                return NearHits(found, corrected)
        had = {word: sum(map(self._words.entries, forms[word])) for word in words}
        known = [word for word in words if had[word]]
        kept = [word for word in known if had[word] <= _COMMON * self._size] or known
        if not kept:
            return NearHits({}, {})
        found = self._find(query, " OR ".join(_any(forms[word]) for word in kept), kinds, limit)
        left_out = tuple(word for word in words if word not in kept)
        corrected = {word: near for word, near in corrected.items() if word in kept}
        return NearHits(found, corrected, any_word=len(words) > 1, left_out=left_out)

    @cached_property
    def _words(self) -> Vocabulary:
        with self._opened() as connection:
            return Vocabulary(connection.execute("SELECT word, entries FROM word"))

    @cached_property
    def _size(self) -> int:
        with self._opened() as connection:
            return int(connection.execute("SELECT entries FROM size").fetchone()[0])

    def _sound(self, ask: Callable[[], T]) -> T:
        """The answer to `ask`; the index is built again where it turns out to be damaged."""
        try:
            return ask()
        except sqlite3.DatabaseError as error:
            discard(self._folder, error)
            _close(self._idle)
            self._address = self._opened_or_built()
            return ask()

    def _find(self, query: str, match: str, kinds: set[str], limit: int) -> Mapping[str, SearchHits]:
        exact = _joined(query)
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
                "lift UNINDEXED, prefix='2 3', tokenize=\"unicode61 remove_diacritics 0\")"
            )
            connection.execute(f"CREATE VIRTUAL TABLE {kind}_words USING fts5vocab({kind}, row)")
        size = sum(_add(connection, entry) for entry in entries)
        connection.execute("CREATE TABLE size (entries)")
        connection.execute("INSERT INTO size VALUES (?)", (size,))
        for kind in KINDS:
            connection.execute(f"INSERT INTO {kind}({kind}) VALUES ('optimize')")  # noqa: S608
        words = " UNION ALL ".join(f"SELECT term, doc FROM {kind}_words" for kind in KINDS)  # noqa: S608
        connection.execute(
            f"CREATE TABLE word AS SELECT term AS word, sum(doc) AS entries FROM ({words}) GROUP BY term"  # noqa: S608
        )
        for kind in KINDS:
            connection.execute(f"DROP TABLE {kind}_words")
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def _add(connection: sqlite3.Connection, entry: SearchDocument) -> int:
    """Write an entry; returns 1 for one that words find, 0 for a hidden one."""
    if entry.hidden:
        rows = [(name, entry.kind, entry.id) for name in sorted(set(map(_joined, entry.names))) if name]
        connection.executemany("INSERT OR IGNORE INTO hidden VALUES (?, ?, ?)", rows)
        return 0
    runs = {"".join(words[:_RUN]) for words in map(_words, entry.names) if len(words) > 1}
    texts = [" ".join(part) for part in (entry.names, (*entry.also, *sorted(runs)), entry.about)]
    first = entry.names[0] if entry.names else ""
    lift = 1 + 0.15 * math.log1p(entry.weight)
    connection.execute(
        f"INSERT INTO {entry.kind} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
        (*map(folded, texts), entry.id, _joined(first), lift),
    )
    return 1


def _find(connection: sqlite3.Connection, kind: str, match: str, exact: str, limit: int) -> SearchHits:
    query = f"""
        SELECT id FROM {kind} WHERE {kind} MATCH :match
        ORDER BY CASE WHEN folded = :exact THEN 0
            WHEN substr(folded, 1, length(:exact)) = :exact THEN 1 ELSE 2 END,
            bm25({kind}, 10.0, 4.0, 1.0) * lift, id
        LIMIT :limit"""  # noqa: S608
    bound = {"match": match, "exact": exact, "limit": limit}
    ids = [row[0] for row in connection.execute(query, bound)]
    counted = connection.execute(f"SELECT count(*) FROM {kind} WHERE {kind} MATCH ?", (match,))  # noqa: S608
    total = int(counted.fetchone()[0])
    marks = "SELECT id FROM hidden WHERE kind = ? AND folded = ? ORDER BY id"
    hidden = [row[0] for row in connection.execute(marks, (kind, exact))]
    return SearchHits(total + len(hidden), (*hidden, *ids)[:limit])


def _words(query: str) -> list[str]:
    """The first words of a query, folded."""
    return _WORD.findall(folded(query))[:_MOST_WORDS]


def _all(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"*' for word in words)


def _any(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"*' for word in words)


def _joined(name: str) -> str:
    return " ".join(_WORD.findall(folded(name)))
