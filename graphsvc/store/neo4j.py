"""The store in Neo4j: one node an entity with its claims, one relationship a claim about a link.

Every claim carries the number of the run that wrote it, as in the embedded store; readers look at the one run
a dataset shows. The driver is imported when a store is opened, since it takes a second.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from graphsvc.domain import Claim, DatasetInfo
from graphsvc.domain.ports import GraphStore, Reader, Run, checked
from graphsvc.domain.rows import Row, to_row
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.store import cypher
from graphsvc.store import neo4j_runs as runs
from graphsvc.store import neo4j_tidy as tidying
from graphsvc.store import neo4j_write as writing
from graphsvc.store.neo4j_connection import connect, database_of, host, refusing
from graphsvc.store.neo4j_outage import CircuitBreaker
from graphsvc.store.neo4j_reader import Neo4jReader
from graphsvc.store.neo4j_tx import Work, values

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import Session

T = TypeVar("T")

FORM = 1
"""Version of how the graph is kept; a store of a newer one is refused."""

_ACQUIRE_SECONDS = 2.0
"""How long a caller waits for a connection that answers."""
_OUTAGE_SECONDS = 0.9
"""For how long a broken connection is tried again; the driver waits about a second between two tries."""
_RETRY_SECONDS = 15.0
"""The same for the steps of a load, and for locks that others hold."""
_TRIES = 5
_WAIT_FOR_READERS = 2.0


class Neo4jStore(GraphStore):
    """The store at `neo4j://user:password@host:port[/database]`; `bolt://` and encrypted forms do as well."""

    def __init__(self, url: str) -> None:
        """Connect, and prepare an empty database. Raises `StoreUnavailable` when that cannot be done."""
        self._parts = urlsplit(url)
        self._database = database_of(self._parts)
        self._breaker = CircuitBreaker()
        self._driver = connect(self._parts)
        try:
            with refusing(self._parts):
                self._driver.verify_connectivity()
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back every connection."""
        self._driver.close()

    def revision(self) -> int:
        """Counter of visible changes; one short look, nothing is registered for it."""
        return int(self._work(lambda tx: values(tx, cypher.STATE))[0][0])

    def writable(self) -> bool:
        """Whether the server takes writes for this database."""
        access = self._work(lambda tx: values(tx, cypher.ACCESS, database=self._database))
        return ["read-only"] not in access

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """The state of now; see `Neo4jReader`."""
        reader = Neo4jReader(self._work)
        try:
            yield reader
        finally:
            with suppress(StoreError):  # a reading that cannot be ended now ends by itself
                reader.close()

    @contextmanager
    def loading(self, infos: Sequence[DatasetInfo], *, alone: bool = False) -> Iterator[Run]:
        """Runs of datasets that are closed together; see the port."""
        numbers = {info.id: self._work(partial(runs.begin, dataset=info.id)) for info in infos}
        self._tidy()
        try:
            yield _Neo4jRun(self._work_patiently, numbers, alone=alone)
            self._work_patiently(partial(runs.show, infos=infos, numbers=numbers, alone=alone))
        except BaseException:
            with suppress(StoreError):  # what is left goes with the next load
                for dataset, number in numbers.items():
                    self._work(partial(runs.give_up, dataset=dataset, number=number))
                self._tidy()
            raise
        self._tidy_soon()

    def write(self, info: DatasetInfo, claims: Iterable[Claim]) -> int:
        """Add or replace claims at once; see the port."""
        rows = checked([to_row(claim) for claim in claims], info.id)
        self._work(partial(writing.write_shown, info=info, rows=rows))
        return len(rows)

    def delete(self, claims: Iterable[Claim]) -> int:
        """Remove claims; see the port."""
        rows = checked([to_row(claim) for claim in claims])
        return self._work(partial(writing.delete_shown, rows=rows))

    def retire(self, dataset: str) -> int:
        """Remove a dataset; see the port."""
        removed = self._work(partial(runs.retire, dataset=dataset))
        self._tidy_soon()
        return removed

    def _prepare(self) -> None:
        form = self._work(lambda tx: values(tx, cypher.FORM))
        if not form:
            if self._work(lambda tx: values(tx, cypher.FOREIGN)):
                raise StoreUnavailable(
                    f"the database {self._database} at {host(self._parts)} holds a graph that this service "
                    "has not made; give it a database of its own"
                )
            self._work(lambda tx: [values(tx, constraint) for constraint in cypher.CONSTRAINTS])
            start = {"form": FORM, "revision": secrets.randbelow(10**9)}
            form = self._work(lambda tx: values(tx, cypher.BEGIN, **start))
        if form[0][0] > FORM:
            raise StoreUnavailable(f"the graph at {host(self._parts)} was made by a newer version")

    def _tidy_soon(self) -> None:
        """Tidy up, waiting a moment for those who still read what is to go."""
        end = time.monotonic() + _WAIT_FOR_READERS
        with suppress(StoreError):  # what was written is there; what is left goes with the next load
            while self._tidy() and time.monotonic() < end:
                time.sleep(0.1)

    def _tidy(self) -> bool:
        """Tidy up; whether something is left that others still read."""
        todo = self._work(tidying.chores)
        if todo:
            tidying.tidy(todo, self._work, self._batched)
        return bool(todo.read)

    def _work(self, function: Callable[["Transaction"], T]) -> T:
        """The result of `function` in a managed transaction that may run more than once; gives up soon."""
        from neo4j.exceptions import TransientError

        end = time.monotonic() + _RETRY_SECONDS
        while True:
            try:
                with self._breaker.guard(), refusing(self._parts):
                    return self._execute(function, _OUTAGE_SECONDS)
            except StoreError as error:
                if not isinstance(error.__cause__, TransientError) or time.monotonic() > end:
                    raise

    def _work_patiently(self, function: Callable[["Transaction"], T]) -> T:
        """As `_work` for a step of a load, which outlasts a short outage rather than begin again."""
        with refusing(self._parts):
            return self._execute(function, _RETRY_SECONDS)

    def _execute(self, function: Callable[["Transaction"], T], retry: float) -> T:
        from neo4j.exceptions import IncompleteCommit

        with self._session(retry) as session:
            try:
                return session.execute_write(function)
            except IncompleteCommit:  # whether it was committed is unknown; every function may run again
                return session.execute_write(function)

    def _batched(self, query: str, parameters: dict[str, Any]) -> None:
        """Run a statement that commits in batches; what is done stays done when it has to be run again."""
        from neo4j.exceptions import ClientError, TransientError

        for _ in range(_TRIES - 1):
            with refusing(self._parts), self._session() as session, suppress(ClientError, TransientError):
                session.run(query, parameters).consume()
                return
        with refusing(self._parts), self._session() as session:
            session.run(query, parameters).consume()

    def _session(self, retry: float = _RETRY_SECONDS) -> "Session":
        """A session that sees what this process wrote before."""
        return self._driver.session(
            database=self._database,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
            connection_acquisition_timeout=_ACQUIRE_SECONDS,
            max_transaction_retry_time=retry,
        )


class _Neo4jRun(Run):
    """An open run by dataset; when `alone`, links cannot need what other datasets show."""

    def __init__(self, work: Work, numbers: Mapping[str, int], *, alone: bool) -> None:
        self._work, self._numbers, self._alone = work, numbers, alone
        self._known = writing.KnownEntities()

    def write_rows(self, rows: Sequence[Row]) -> None:
        checked(rows, *self._numbers)
        found = self._work(
            partial(
                writing.write_open,
                rows=rows,
                numbers=self._numbers,
                known=self._known,
                alone=self._alone,
            )
        )
        self._known = self._known.and_then(found)
